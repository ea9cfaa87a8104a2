//! What one server's readings of one moment say, with the evidence: the wire's quirks end here.

use std::cell::OnceCell;

use crate::{
    peer_id::{NOBODY, peer_id},
    phrase::quoted,
    reading::{Evidence, NoAnswer, Reading, Said, Silence, Time, go_duration_ms},
    wire::{Healthz, Jsz, MetaCluster, RaftzGroup, Replica, Routez, Varz, VarzJetStream},
};

use super::{
    at::{At, NameAt, Named, Number, Row},
    servers::{Server, is_reply},
};

pub use crate::listing::FRESH_MS;

/// A process this old has its routes, and has seen an election (they come every 4 to 9 s).
const SETTLING_MS: i64 = 10_000;
const SETTLING_AFTER_A_LEADER_MS: i64 = 5_000;

/// What one server's readings of one moment say.
#[derive(Debug, Default)]
pub struct Facts {
    /// Its name, where a document says so; a leader's where its own list proves that it is the leader.
    pub name: Option<String>,
    /// Its peer id, by name or by its own `/raftz`.
    pub peer_id: Option<String>,
    /// Its public key.
    pub server_id: Option<String>,
    /// What whoever asked called it.
    pub label: Option<String>,
    /// The peer id of a server of that name, once somebody has asked.
    label_id: OnceCell<String>,
    /// JetStream domain.
    pub domain: Option<String>,
    /// Route cluster.
    pub cluster: Option<String>,
    /// Server version.
    pub version: Option<String>,
    /// Failure zone.
    pub zone: Option<String>,
    /// When its process began.
    pub start: Option<Time>,
    /// Its own clock, at the newest of its readings.
    pub now: Option<Time>,
    /// True when `/varz` shows that it connects to a hub as a leaf, or is in a super-cluster.
    pub routes_are_not_all: bool,
    /// An answer of any kind.
    pub answered: Option<Evidence>,
    /// The label under which it answered itself, not through another server.
    pub answers_at: Option<String>,
    /// An answer that took its JetStream to give.
    pub speaks: Option<Evidence>,
    /// How it did not answer, the first time it was asked in vain.
    pub silence: Option<(Silence, Evidence)>,
    /// The same of what only a running JetStream answers, where nothing of that kind was answered and something else was:
    /// 2.9 prints /varz all the same when a full disk has ended it.
    pub jetstream_in_vain: Option<(Silence, Evidence)>,
    /// Since which moment it has not answered, though a leader went on hearing it; None unless it was so at the moment
    /// before.
    pub silent_since: Option<Time>,
    /// What it believes of the meta group.
    pub view: Option<View>,
    /// `disabled: true` in its newest `/jsz`.
    pub disabled: Option<Evidence>,
    /// `/healthz` says that its meta layer is out.
    pub out: Option<Evidence>,
    /// `/healthz` says that it misses the leader.
    pub misses_leader: Option<Evidence>,
    /// Indices of all its readings.
    pub readings: Vec<usize>,
    /// Its own `/raftz`.
    pub raft: Option<Raft>,
    /// Its own `/routez`.
    pub routes: Option<Routes>,
    /// `/healthz` answered, was not told to look away, and complains of nothing.
    pub well: Option<Evidence>,
    /// Everything `/healthz` complains of.
    pub complaints: Vec<Complaint>,
    /// `<store_dir>/jetstream`, where its readings say it.
    pub store_dir: Option<String>,
    /// What it holds, by its newest `/jsz`.
    pub holds: Option<Holds>,
    /// `host:port` for clients, by `/varz`; None where it listens on every address.
    pub address: Option<String>,
    /// Green answers to `/healthz` questions that do not ask for the meta group.
    pub blind_probes: Vec<Evidence>,
}

/// One error of `/healthz`.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// `JETSTREAM`, `STREAM`, ...; only `details=true` prints it.
    pub kind: Option<String>,
    /// The error.
    pub words: String,
    /// Where it is written.
    pub evidence: Evidence,
}

/// What one server holds: `/jsz` `streams`, `consumers` and `messages`.
#[derive(Debug, Clone, Default)]
pub struct Holds {
    /// Replicas of streams.
    pub streams: Option<(u64, Number)>,
    /// Replicas of consumers.
    pub consumers: Option<(u64, Number)>,
    /// Messages in these streams.
    pub messages: Option<(u64, Number)>,
}

/// What one server believes of its meta group.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Server name of the leader it knows.
    pub leader: Option<Named>,
    /// It is that leader, by its own identity; a label alone proves nothing.
    pub leads: bool,
    /// The peers it lists besides itself.
    pub rows: Vec<Row>,
    /// `cluster_size`.
    pub size: Option<(u32, Number)>,
    /// `quorum_needed`.
    pub needed: Option<(u32, Number)>,
    /// `rescue: true`.
    pub rescue: Option<Evidence>,
    /// Nobody wrote down whether a rescue is active.
    pub rescue_untold: bool,
    /// `pending`: API requests in its queue.
    pub pending: Option<(u64, Number)>,
    /// Milliseconds its last snapshot took; None where it made none yet.
    pub snapshot_ms: Option<(f64, Number)>,
    /// The whole of it.
    pub evidence: Option<Evidence>,
}

/// One server's own `_meta_` group.
#[derive(Debug, Clone)]
pub struct Raft {
    /// What it says.
    pub group: RaftzGroup,
    /// The whole of it.
    pub evidence: Evidence,
    /// The peers it names.
    pub peers: Vec<(Named, Option<u64>)>,
}

/// One server's own routes: public key (or name) of the other end, milliseconds idle on the liveliest connection.
#[derive(Debug, Clone)]
pub struct Routes {
    /// The other ends.
    pub to: Vec<(String, Option<String>, u64)>,
    /// When the youngest connection began.
    pub youngest: Option<Time>,
    /// The whole of it.
    pub evidence: Evidence,
}

impl View {
    /// What it says of the peer with this id.
    #[must_use]
    pub fn row(&self, id: Option<&str>) -> Option<&Row> {
        self.rows.iter().find(|row| Some(row.peer.id.as_str()) == id)
    }
}

impl Facts {
    /// How it did not answer, when its JetStream answered nothing at all.
    #[must_use]
    pub fn silence(&self) -> Option<(Silence, &Evidence)> {
        let silence = self.silence.as_ref().filter(|_| self.speaks.is_none());
        silence.map(|(how, note)| (*how, note))
    }

    /// Its JetStream answered, and not only by way of /varz where more was asked.
    #[must_use]
    pub fn runs_jetstream(&self) -> bool {
        self.speaks.is_some() && self.jetstream_in_vain.is_none()
    }

    /// It did not answer 10 s before `now` either: a leader that hears it within 3 s has heard it since.
    #[must_use]
    pub fn is_long_silent(&self, now: Option<Time>) -> bool {
        const LONG_MS: i64 = 10_000;
        self.silent_since.zip(now).is_some_and(|(since, now)| now.ms_since(since) >= LONG_MS)
    }

    /// Where it is asked. Behind a port-forward every server has the same label, and may be silent only because the
    /// forwarding ended: that is no place.
    #[must_use]
    pub fn asked_at(&self) -> Option<&str> {
        self.label.as_deref().filter(|label| !label.starts_with("localhost") && !label.starts_with("127."))
    }

    /// Gathers what a server's readings say. Of several views the newest by its own clock counts.
    #[must_use]
    pub fn gather(server: &Server, readings: &[Reading]) -> Self {
        let mut facts = Self {
            name: server.name.clone(),
            server_id: server.id.clone(),
            label: server.label.clone(),
            readings: server.readings.clone(),
            ..Self::default()
        };
        let is_disabled = server.readings.iter().any(|&i| {
            let reading = &readings[i];
            matches!(&reading.said, Said::Jsz(jsz) if reading.cut.is_empty() && disabled(i, reading, jsz).is_some())
        });
        let mut newest = None;
        for &i in &server.readings {
            let reading = &readings[i];
            facts.identify(reading);
            if let Said::NoAnswer(silence) = &reading.said {
                if silence.how != Silence::NotAsked {
                    let in_vain = || (silence.how, note(i, silence));
                    facts.silence.get_or_insert_with(in_vain);
                    if ["/jsz", "/healthz", "/raftz"].iter().any(|path| reading.question.starts_with(path)) {
                        facts.jetstream_in_vain.get_or_insert_with(in_vain);
                    }
                }
                continue;
            }
            facts.answered.get_or_insert_with(|| whole(i, reading));
            if !is_reply(reading) {
                facts.answers_at = facts.answers_at.take().or_else(|| reading.label.clone());
            }
            if takes_jetstream(&reading.said) {
                facts.speaks.get_or_insert_with(|| whole(i, reading));
            }
            facts.hear(i, reading, is_disabled, &mut newest);
        }
        let shows_it_runs = |&i: &usize| match readings[i].said {
            Said::Jsz(_) | Said::Raftz(..) => true,
            Said::Healthz(_) => !is_blind(&readings[i].question),
            _ => false,
        };
        if facts.speaks.is_none() || facts.readings.iter().any(shows_it_runs) {
            facts.jetstream_in_vain = None;
        }
        facts.settle_who_leads();
        // /jsz prints the group only while JetStream runs (/varz also later): one of the two was read while the server
        // came up or went down.
        let prints = |i: &usize| matches!(&readings[*i].said, Said::Jsz(jsz) if jsz.meta_cluster.is_some());
        if facts.readings.iter().any(prints) {
            facts.out = facts.out.take().filter(|out| !out.quote.contains("not enabled"));
        }
        facts
    }

    /// The peer id of a server that is called as its label says.
    #[must_use]
    pub fn label_id(&self) -> Option<&str> {
        self.label.as_deref().map(|label| self.label_id.get_or_init(|| peer_id(label)).as_str())
    }

    fn identify(&mut self, reading: &Reading) {
        let server = &reading.server;
        self.now = self.now.max(reading.time);
        let fill = |slot: &mut Option<String>, with: &Option<String>| {
            if slot.is_none() {
                slot.clone_from(with);
            }
        };
        fill(&mut self.domain, &server.domain);
        fill(&mut self.cluster, &server.cluster);
        fill(&mut self.version, &server.ver);
        fill(&mut self.zone, &zone(server.tags.as_deref().unwrap_or_default()));
    }

    /// What is missing from a document that was cut off is not known to be absent: of its views only the whole ones
    /// count, its routes and its `disabled` not at all.
    /// `is_disabled`: it says so in `/jsz`. Then `/varz` and STATSZ print what it last knew of the group, for ever.
    fn hear(&mut self, i: usize, reading: &Reading, is_disabled: bool, newest: &mut Option<Time>) {
        let is_whole = reading.cut.is_empty();
        let meta_of = |jetstream| meta_of(jetstream).filter(|_| !is_disabled);
        match &reading.said {
            Said::Jsz(jsz) | Said::MetaTable(jsz) => {
                self.store_dir =
                    jsz.config.as_ref().and_then(|config| config.store_dir.clone()).or(self.store_dir.take());
                self.holds = holds(i, reading, jsz).filter(|_| is_whole).or(self.holds.take());
                let meta = jsz.meta_cluster.as_ref().map(|meta| (meta, "/meta_cluster"));
                let disabled = disabled(i, reading, jsz).filter(|_| is_whole);
                self.keep_newest(i, reading, meta, disabled, newest);
            }
            Said::Varz(varz) => {
                let config = varz.jetstream.as_ref().and_then(|jetstream| jetstream.config.as_ref());
                self.store_dir = self.store_dir.take().or_else(|| config?.store_dir.clone());
                self.start = varz.start.as_deref().and_then(Time::parse);
                self.address = address(varz).or(self.address.take());
                self.routes_are_not_all |= !is_whole
                    || varz.leaf.as_ref().is_some_and(|leaf| !leaf.remotes.is_empty())
                    || varz.gateway.as_ref().is_some_and(|gateway| gateway.name.is_some());
                self.keep_newest(i, reading, meta_of(varz.jetstream.as_ref()), None, newest);
            }
            Said::Statsz(statsz) => self.keep_newest(i, reading, meta_of(statsz.jetstream.as_ref()), None, newest),
            Said::Healthz(healthz) => {
                self.blind_probes.extend(blind_probe(i, reading, healthz));
                self.hear_healthz(i, reading, healthz);
            }
            Said::Routez(routez) if is_whole => self.routes = routes(i, reading, routez).or(self.routes.take()),
            Said::Raftz(Some(group), pointer) if is_whole => self.raft = Some(raft(i, reading, group, pointer)),
            Said::Routez(_) | Said::Raftz(..) | Said::Stream(_) | Said::Words(_) | Said::NoAnswer(_) => {}
        }
    }

    /// A view, or its absence where the server says it is disabled, unless a newer one is known.
    fn keep_newest(
        &mut self,
        i: usize,
        reading: &Reading,
        meta: Option<(&MetaCluster, &str)>,
        disabled: Option<Evidence>,
        newest: &mut Option<Time>,
    ) {
        let meta = meta.filter(|(_, pointer)| !reading.cut.iter().any(|cut| cut.starts_with(pointer)));
        let known = self.view.is_some() || self.disabled.is_some();
        if (meta.is_none() && disabled.is_none()) || (known && reading.time <= *newest) {
            return;
        }
        *newest = reading.time;
        self.disabled = disabled;
        self.view = meta.map(|(meta, pointer)| view(i, &[&reading.payload, pointer].concat(), meta));
        if let (None, Some((meta, _))) = (&self.cluster, meta) {
            self.cluster = meta.name.clone().filter(|name| name != "_meta_");
        }
    }

    fn hear_healthz(&mut self, i: usize, reading: &Reading, healthz: &Healthz) {
        const OUT: [&str; 4] = ["JetStream not enabled", "meta layer is not running", "write error", "apply error"];
        const MISSES: [&str; 3] =
            ["not established contact with a meta leader", "not current with the meta leader", "recovering meta layer"];
        if healthz.status.as_deref() == Some("ok") && !is_blind(&reading.question) {
            self.well.get_or_insert_with(|| whole(i, reading));
        }
        let plain = healthz.error.iter().map(|error| ("/error".to_owned(), error, None));
        let listed = healthz.errors.iter().enumerate().filter_map(|(row, complaint)| {
            let complaint = complaint.as_ref()?;
            Some((format!("/errors/{row}/error"), complaint.error.as_ref()?, complaint.kind.clone()))
        });
        for (pointer, error, kind) in plain.chain(listed) {
            let about_assets = error.starts_with("JetStream stream") || error.starts_with("JetStream consumer");
            let says = |words: &[&str]| !about_assets && words.iter().any(|words| error.contains(words));
            let here =
                || Evidence { reading: i, pointer: format!("{}{pointer}", reading.payload), quote: quoted(error) };
            self.complaints.push(Complaint { kind, words: error.clone(), evidence: here() });
            if says(&OUT) {
                self.out.get_or_insert_with(here);
            } else if says(&MISSES) {
                self.misses_leader.get_or_insert_with(here);
            }
        }
    }

    /// Is this server the leader it names? By name, by its own `/raftz`, or because it lists everybody but the leader.
    fn settle_who_leads(&mut self) {
        let own = self.raft.as_ref().and_then(|raft| raft.group.id.clone());
        self.peer_id = self.name.as_deref().map(peer_id).or(own);
        let Some(view) = &mut self.view else { return };
        let Some(leader) = &view.leader else { return };
        let lists_everybody_else =
            view.size.as_ref().is_some_and(|(size, _)| usize::try_from(*size) == Ok(view.rows.len() + 1));
        view.leads = match &self.peer_id {
            Some(own) => *own == leader.id,
            None => lists_everybody_else && view.rows.iter().all(|row| row.peer.id != leader.id),
        };
        if view.leads {
            self.peer_id = Some(leader.id.clone());
            self.name = leader.name.clone();
        }
    }

    /// It has been there long enough to have heard of every election that is still going on: since before the last
    /// leader, or for longer than elections are apart.
    #[must_use]
    pub fn has_settled(&self) -> bool {
        self.has_seen_a_leader() || self.is_older_than(SETTLING_MS)
    }

    /// Its process and all its routes are old enough: routes that are not there are not just on their way. A server
    /// that has seen a leader has heard it over them.
    #[must_use]
    pub fn has_settled_routes(&self) -> bool {
        let old = |began: Time| self.now.is_some_and(|now| now.ms_since(began) > SETTLING_MS);
        self.is_older_than(if self.has_seen_a_leader() { SETTLING_AFTER_A_LEADER_MS } else { SETTLING_MS })
            && self.routes.as_ref().is_some_and(|routes| routes.youngest.is_none_or(old))
    }

    /// Since its process began.
    fn has_seen_a_leader(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.leader.is_some())
            || self.raft.as_ref().is_some_and(|raft| raft.group.ever_had_leader == Some(true))
    }

    fn is_older_than(&self, ms: i64) -> bool {
        matches!((self.start, self.now), (Some(start), Some(now)) if now.ms_since(start) > ms)
    }

    /// Its own whole list of peers, which would name it too, does not: it answers but is no peer.
    #[must_use]
    pub fn leaves_itself_out(&self) -> bool {
        let Some(own) = &self.peer_id else { return false };
        let is_size = |peers: usize, size: Option<u32>| size.is_some_and(|size| usize::try_from(size) == Ok(peers));
        let by_view = self.view.as_ref().is_some_and(|view| {
            view.leader.is_none()
                && is_size(view.rows.len(), view.size.as_ref().map(|(size, _)| *size))
                && view.rows.iter().all(|row| row.peer.id != *own)
        });
        let by_raft = self.raft.as_ref().is_some_and(|raft| {
            let peers = raft.group.peers.iter().flatten().filter(|(_, peer)| peer.known != Some(false));
            is_size(peers.count(), raft.group.size)
        });
        by_view || by_raft
    }
}

/// `/varz` and `/routez` are answered by a server whose JetStream hangs.
fn takes_jetstream(said: &Said) -> bool {
    match said {
        Said::Jsz(_)
        | Said::Healthz(_)
        | Said::Statsz(_)
        | Said::Stream(_)
        | Said::MetaTable(_)
        | Said::Raftz(Some(_), _) => true,
        Said::Varz(varz) => meta_of(varz.jetstream.as_ref()).is_some(),
        Said::Words(words) => words.contains("not leader"),
        Said::Routez(_) | Said::Raftz(None, _) | Said::NoAnswer(_) => false,
    }
}

fn meta_of(jetstream: Option<&VarzJetStream>) -> Option<(&MetaCluster, &'static str)> {
    jetstream?.meta.as_ref().map(|meta| (meta, "/jetstream/meta"))
}

fn holds(i: usize, reading: &Reading, jsz: &Jsz) -> Option<Holds> {
    jsz.meta_cluster.as_ref()?;
    let at = At::new(i, &reading.payload);
    let held = |key: &'static str, n: Option<u64>| Some((n?, at.number(key, n?)));
    Some(Holds {
        streams: held("streams", jsz.streams),
        consumers: held("consumers", jsz.consumers),
        messages: held("messages", jsz.messages),
    })
}

fn address(varz: &Varz) -> Option<String> {
    let host = varz.host.as_deref().filter(|host| !["", "0.0.0.0", "::"].contains(host))?;
    Some(format!("{host}:{}", varz.port?))
}

/// A probe that is answered 200 whatever state the meta group is in.
fn is_blind(question: &str) -> bool {
    ["js-server-only", "js-enabled"].iter().any(|probe| question.contains(probe))
}

/// Good news of a question that leaves the meta group out.
fn blind_probe(i: usize, reading: &Reading, healthz: &Healthz) -> Option<Evidence> {
    let asks = |what: &str| reading.question.contains(what);
    let is_blind = asks("js-enabled-only=true") || asks("js-server-only=true");
    (is_blind && healthz.status.as_deref() == Some("ok")).then(|| whole(i, reading))
}

fn disabled(i: usize, reading: &Reading, jsz: &Jsz) -> Option<Evidence> {
    (jsz.disabled == Some(true) && jsz.meta_cluster.is_none())
        .then(|| At::new(i, &reading.payload).key("disabled", "true"))
}

fn view(i: usize, pointer: &str, meta: &MetaCluster) -> View {
    let at = At::new(i, pointer);
    let leader = meta.leader.as_ref().filter(|leader| !leader.is_empty()).map(|leader| Named {
        id: meta.peer.clone().filter(|id| id != NOBODY).unwrap_or_else(|| peer_id(leader)),
        name: Some(leader.clone()),
        at: NameAt::Key(at.clone(), "leader"),
    });
    let rows = meta.replicas.iter().enumerate().filter_map(|(n, row)| row_of(at.row(n), row.as_ref()?));
    View {
        leads: false,
        rows: rows.collect(),
        size: meta.cluster_size.filter(|&size| size > 0).map(|size| (size, at.number("cluster_size", size))),
        needed: meta.quorum_needed.map(|needed| (needed, at.number("quorum_needed", needed))),
        rescue: (meta.rescue == Some(true)).then(|| at.key("rescue", "true")),
        rescue_untold: meta.rescue_untold,
        pending: meta.pending.map(|pending| (pending, at.number("pending", pending))),
        snapshot_ms: meta.snapshot.as_ref().and_then(|snapshot| {
            const NEVER: &str = "0001-01-01T00:00:00Z";
            let took = snapshot.last_duration.filter(|_| snapshot.last_time.as_deref() != Some(NEVER))?;
            #[expect(clippy::cast_precision_loss, reason = "milliseconds shown to people")]
            let took_ms = took as f64 / 1e6;
            Some((took_ms, at.number("snapshot/last_duration", took)))
        }),
        evidence: Some(leader.as_ref().map_or_else(|| at.whole("no leader"), Named::evidence)),
        leader,
    }
}

fn row_of(at: At, row: &Replica) -> Option<Row> {
    let name = row.server_name().map(str::to_owned);
    let id = row.peer.clone().or_else(|| name.as_deref().map(peer_id))?;
    let heard_ms = row.heard_ms();
    let offline = (row.offline == Some(true)).then(|| at.key("offline", "true"));
    let name_at = match &row.name {
        Some(printed) if name.is_none() => NameAt::Other(at.key("name", quoted(printed))),
        Some(_) => NameAt::Key(at.clone(), "name"),
        None => NameAt::Key(at.clone(), "peer"),
    };
    Some(Row {
        fresh: offline.is_none() && heard_ms.is_some_and(|ms| ms < FRESH_MS),
        heard_ms,
        current: row.current,
        lag: row.lag,
        offline,
        active: row.active,
        at,
        peer: Named { id, name, at: name_at },
    })
}

fn raft(i: usize, reading: &Reading, group: &RaftzGroup, pointer: &str) -> Raft {
    let base = format!("{}{pointer}", reading.payload);
    let peers = group.peers.iter().flatten().map(|(id, peer)| {
        let name = peer.name.clone().filter(|name| !name.is_empty());
        let row = format!("{base}/peers/{id}");
        let evidence = match &peer.last_seen {
            Some(seen) => Evidence { reading: i, pointer: format!("{row}/last_seen"), quote: quoted(seen) },
            None => Evidence { reading: i, pointer: row, quote: "no last_seen".to_owned() },
        };
        (
            Named { id: id.clone(), name, at: NameAt::Other(evidence) },
            peer.last_seen.as_deref().and_then(go_duration_ms),
        )
    });
    let state = group.state.clone().unwrap_or_default();
    Raft {
        peers: peers.collect(),
        group: group.clone(),
        evidence: Evidence { reading: i, pointer: format!("{base}/state"), quote: quoted(&state) },
    }
}

fn routes(i: usize, reading: &Reading, routez: &Routez) -> Option<Routes> {
    let now = reading.time;
    let idle = |last: Option<&str>, idle: Option<&str>| {
        let since = last.and_then(Time::parse).zip(now).map(|(last, now)| now.ms_since(last).max(0).unsigned_abs());
        since.or_else(|| idle.and_then(go_duration_ms)).unwrap_or(0)
    };
    let mut to: Vec<(String, Option<String>, u64)> = Vec::new();
    for route in routez.routes.as_ref()? {
        let Some(remote) = route.remote_id.clone().or_else(|| route.remote_name.clone()) else { continue };
        let idle = idle(route.last_activity.as_deref(), route.idle.as_deref());
        match to.iter_mut().find(|(other, ..)| *other == remote) {
            Some((.., least)) => *least = idle.min(*least),
            None => to.push((remote, route.remote_name.clone(), idle)),
        }
    }
    let youngest = routez.routes.iter().flatten().filter_map(|route| Time::parse(route.start.as_deref()?)).max();
    let names: Vec<&str> = to.iter().map(|(id, name, _)| name.as_deref().unwrap_or(id)).collect();
    let said = if names.is_empty() { "no routes".to_owned() } else { names.join(", ") };
    let evidence = Evidence { reading: i, pointer: format!("{}/routes", reading.payload), quote: said };
    Some(Routes { to, youngest, evidence })
}

/// The failure zone in a server's tags: `az:` before `region:`.
fn zone(tags: &[String]) -> Option<String> {
    let with = |prefix: &str| tags.iter().find_map(|tag| tag.strip_prefix(prefix)).map(str::to_owned);
    with("az:").or_else(|| with("zone:")).or_else(|| with("region:"))
}

fn whole(i: usize, reading: &Reading) -> Evidence {
    Evidence { reading: i, pointer: String::new(), quote: [&reading.question, " answered"].concat() }
}

fn note(i: usize, silence: &NoAnswer) -> Evidence {
    Evidence { reading: i, pointer: String::new(), quote: silence.words.clone() }
}

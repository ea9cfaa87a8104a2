//! The laws of the evidence algebra, on generated worlds.
//!
//! A world is a cluster whose truth is known: who is up, who hears whom, who leads. It is asked as an operator would ask
//! it, and its answers are written as servers of that version write them.

use std::collections::BTreeSet;

use proptest::{collection::vec, prelude::*, sample::Index, strategy::ValueTree};
use quorate::{
    peer_id::peer_id,
    reading::{Body, Input},
    report::{Group, OutcomeWord, Verdict},
    triage::Triage,
};
use serde_json::{Value, json};

/// How a server answers whoever asks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Port {
    Open,
    Refuses,
    TimesOut,
    NotAsked,
}

#[derive(Debug, Clone)]
struct Server {
    up: bool,
    /// The connected part of the cluster it is in.
    part: u8,
    port: Port,
    /// Knows the leader of its part, if that has one (else it still misses it).
    follows: bool,
    /// Says who it is in /varz, and whom it is linked to in /routez.
    tells: bool,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
struct World {
    servers: Vec<Server>,
    /// The majority part has elected its leader.
    elected: bool,
    /// A deposed leader of a minority still claims the lead.
    stale_leader: bool,
    /// Everybody prints the replicas (2.15), or only the leader does.
    lists_all: bool,
    /// Labels are names; else they are addresses.
    labelled: bool,
    /// Dead peers are `offline`, not merely unheard.
    said_goodbye: bool,
}

impl World {
    fn size(&self) -> usize {
        self.servers.len()
    }

    fn needed(&self) -> usize {
        self.size() / 2 + 1
    }

    fn part(&self, part: u8) -> Vec<usize> {
        (0..self.size()).filter(|&i| self.servers[i].up && self.servers[i].part == part).collect()
    }

    fn majority_part(&self) -> Option<u8> {
        (0..3).find(|&part| self.part(part).len() >= self.needed())
    }

    fn has_quorum(&self) -> bool {
        self.majority_part().is_some()
    }

    /// The leader that this server would name: of its own part, or a deposed one.
    fn leader_for(&self, server: usize) -> Option<usize> {
        let part = self.servers[server].part;
        if self.majority_part() == Some(part) {
            return self.part(part).first().copied().filter(|_| self.elected);
        }
        self.part(part).first().copied().filter(|_| self.stale_leader)
    }

    fn name(i: usize) -> String {
        format!("s{i}")
    }

    fn row(&self, leader: usize, i: usize) -> Value {
        let heard = self.servers[i].up && self.servers[i].part == self.servers[leader].part;
        let name = Self::name(i);
        if heard {
            json!({"name": name, "current": true, "active": 400_000_000, "peer": peer_id(&name)})
        } else if self.said_goodbye && !self.servers[i].up {
            json!({"name": name, "current": true, "offline": true, "active": 4_000_000_000_u64, "peer": peer_id(&name)})
        } else {
            json!({"name": name, "current": false, "active": 9_000_000_000_u64, "lag": 3, "peer": peer_id(&name)})
        }
    }

    /// A leader is heard each second; two followers may have nothing to say to each other but every 10 s.
    fn last_activity(&self, i: usize, other: usize) -> String {
        let leads = |server: usize| self.leader_for(server) == Some(server);
        let ago = if leads(i) || leads(other) { 0 } else { (3 * i + 5 * other) % 10 };
        format!("2026-11-22T19:20:{:02}.{i}Z", 20 - ago)
    }

    fn meta(&self, i: usize) -> Value {
        let leader = self.leader_for(i).filter(|&leader| leader == i || self.servers[i].follows);
        let mut meta = json!({"name": "C", "cluster_size": self.size(), "pending": 0});
        let others = |but: usize| (0..self.size()).filter(move |&other| other != but);
        match leader {
            Some(leader) => {
                meta["leader"] = json!(Self::name(leader));
                meta["peer"] = json!(peer_id(&Self::name(leader)));
                if leader == i {
                    meta["replicas"] = others(i).map(|other| self.row(i, other)).collect();
                } else if self.lists_all {
                    let blank = |other: usize| json!({"name": Self::name(other), "current": false, "active": 0, "peer": peer_id(&Self::name(other))});
                    meta["replicas"] = others(i).map(blank).collect();
                }
            }
            None if self.lists_all => {
                let blank = |other: usize| json!({"name": Self::name(other), "current": other == i, "active": 0, "peer": peer_id(&Self::name(other))});
                meta["replicas"] = (0..self.size()).map(blank).collect();
            }
            None => meta["peer"] = json!("fqA4S4SK"),
        }
        if self.lists_all {
            meta["quorum_needed"] = json!(self.needed());
        }
        meta
    }

    fn healthz(&self, i: usize) -> (u16, Value) {
        let majority = self.majority_part() == Some(self.servers[i].part);
        let knows = self.leader_for(i).is_some_and(|leader| leader == i || self.servers[i].follows);
        let error = match (knows, majority, self.leader_for(i) == Some(i)) {
            (true, true, _) | (true, _, true) => return (200, json!({"status": "ok"})),
            (true, false, false) => "JetStream is not current with the meta leader",
            (false, ..) => "JetStream has not established contact with a meta leader",
        };
        (503, json!({"status": "unavailable", "error": error}))
    }

    /// Everything an operator would get, one input a question.
    fn ask(&self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (i, server) in self.servers.iter().enumerate() {
            let name = Self::name(i);
            let label = if self.labelled { name.clone() } else { format!("10.0.0.{i}:8222") };
            let input = |path: &str| Input {
                source: format!("{label}{path}"),
                server: Some(label.clone()),
                path: Some(path.to_owned()),
                moment: Some("1795375220".to_owned()),
                ..Input::default()
            };
            let id = format!("N{i}");
            let now = format!("2026-11-22T19:20:20.{i}Z");
            let answer = |path: &str, status: u16, body: &Value| Input {
                status: Some(status),
                body: Some(Body::Text(body.to_string())),
                ..input(path)
            };
            match (server.port, server.up) {
                (Port::NotAsked, _) => {}
                (Port::Open, true) => {
                    let jsz = json!({"server_id": id, "now": now, "config": {}, "meta_cluster": self.meta(i)});
                    let (status, healthz) = self.healthz(i);
                    inputs.push(answer("/jsz", 200, &jsz));
                    inputs.push(answer("/healthz", status, &healthz));
                    if server.tells {
                        let linked = self.part(server.part).into_iter().filter(|&other| other != i);
                        let routes: Vec<Value> = linked
                            .map(|other| json!({"remote_id": format!("N{other}"), "remote_name": Self::name(other), "start": "2026-11-22T19:00:00Z", "last_activity": self.last_activity(i, other), "idle": "0s"}))
                            .collect();
                        let varz = json!({"server_id": id, "server_name": name, "version": "2.12.8", "now": now, "start": "2026-11-22T19:00:00Z", "cluster": {"name": "C"}});
                        let routez = json!({"server_id": id, "server_name": name, "now": now, "num_routes": routes.len(), "routes": routes});
                        inputs.push(answer("/varz", 200, &varz));
                        inputs.push(answer("/routez", 200, &routez));
                    }
                }
                (port, up) => {
                    let frozen = port == Port::TimesOut || (up && port == Port::Open);
                    let words = if frozen { "timeout" } else { "connection refused" };
                    for path in ["/jsz", "/healthz"] {
                        inputs.push(Input { error: Some(words.to_owned()), ..input(path) });
                    }
                }
            }
        }
        inputs
    }
}

fn server() -> impl Strategy<Value = Server> {
    let port = prop_oneof![
        6 => Just(Port::Open), 1 => Just(Port::Refuses), 1 => Just(Port::TimesOut), 1 => Just(Port::NotAsked)
    ];
    (prop::bool::weighted(0.7), prop_oneof![3 => Just(0_u8), 1 => 0..3_u8], port, any::<bool>(), any::<bool>())
        .prop_map(|(up, part, port, follows, tells)| Server { up, part, port, follows, tells })
}

fn world() -> impl Strategy<Value = World> {
    (vec(server(), 1..=7), any::<(bool, bool, bool, bool, bool)>()).prop_map(
        |(servers, (elected, stale_leader, lists_all, labelled, said_goodbye))| World {
            servers,
            elected,
            stale_leader,
            lists_all,
            labelled,
            said_goodbye,
        },
    )
}

fn judge<'a>(inputs: impl IntoIterator<Item = &'a Input>) -> Vec<Group> {
    let mut triage = Triage::default();
    inputs.into_iter().for_each(|input| triage.add(input));
    triage.report().groups
}

/// What a group says, without the places its evidence stands in.
fn in_words(groups: &[Group]) -> Vec<Value> {
    let mut groups: Vec<Value> = groups.iter().map(|group| json!(group)).collect();
    groups.iter_mut().for_each(forget_places);
    groups
}

fn forget_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("reading");
            fields.values_mut().for_each(forget_places);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}

fn says(groups: &[Group], verdict: Verdict) -> bool {
    groups.iter().any(|group| group.verdict == verdict)
}

fn is_proven_lost(groups: &[Group]) -> bool {
    groups.iter().any(|group| group.verdict == Verdict::Lost && group.assumes.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 1.
    #[test]
    fn never_wrong(world in world()) {
        let groups = judge(&world.ask());
        prop_assert!(world.has_quorum() || !says(&groups, Verdict::Held), "held, but it has no quorum: {groups:#?}");
        prop_assert!(!world.has_quorum() || !is_proven_lost(&groups), "lost, but it has its quorum: {groups:#?}");
    }

    /// With everybody up and in one part, nothing is broken, whoever was asked and answered.
    #[test]
    fn no_alarm_where_all_are_up(mut world in world()) {
        const CODES: [&str; 7] = ["QUORATE_001", "QUORATE_003", "QUORATE_004", "QUORATE_006", "QUORATE_007", "QUORATE_012", "META_001"];
        world.servers.iter_mut().for_each(|server| (server.up, server.part) = (true, 0));
        let mut triage = Triage::default();
        world.ask().iter().for_each(|input| triage.add(input));
        let findings = triage.report().findings;
        let alarm = findings.iter().find(|found| CODES.contains(&found.code) && found.outcome == OutcomeWord::Fail);
        prop_assert!(alarm.is_none(), "{alarm:#?}");
    }

    /// Law 2, and law 1 for every subset.
    #[test]
    fn hiding_only_blurs(world in world(), keep in vec(any::<bool>(), 28)) {
        let all = world.ask();
        let some = all.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(input, _)| input);
        let (full, blurred) = (judge(&all), judge(some));
        prop_assert!(!(says(&full, Verdict::Held) && says(&blurred, Verdict::Lost)), "held became lost: {full:#?} {blurred:#?}");
        prop_assert!(!(says(&full, Verdict::Lost) && says(&blurred, Verdict::Held)), "lost became held: {full:#?} {blurred:#?}");
        prop_assert!(world.has_quorum() || !says(&blurred, Verdict::Held), "held, but it has no quorum: {blurred:#?}");
        prop_assert!(!world.has_quorum() || !is_proven_lost(&blurred), "lost, but it has its quorum: {blurred:#?}");
    }

    /// Law 1 for dumps that were cut off, wherever: what is missing is not known to be absent.
    #[test]
    fn cut_off_is_not_absent(world in world(), cuts in vec(any::<Index>(), 28)) {
        let mut inputs = world.ask();
        for (input, cut) in inputs.iter_mut().zip(&cuts) {
            if let Some(Body::Text(text)) = &mut input.body {
                let keep = cut.index(2 * text.len());
                text.truncate(keep);
            }
        }
        let groups = judge(&inputs);
        prop_assert!(world.has_quorum() || !says(&groups, Verdict::Held), "held, but it has no quorum: {groups:#?}");
        prop_assert!(!world.has_quorum() || !is_proven_lost(&groups), "lost, but it has its quorum: {groups:#?}");
    }

    /// Law 3: nor does it matter which came first, nor whether it came twice.
    #[test]
    fn order_and_duplicates_do_not_matter(world in world(), order in vec(any::<Index>(), 0..40)) {
        let mut shuffled = world.ask();
        for (i, other) in order.iter().enumerate() {
            if !shuffled.is_empty() {
                let (i, other) = (i % shuffled.len(), other.index(shuffled.len()));
                shuffled.swap(i, other);
            }
        }
        let straight = in_words(&judge(&world.ask()));
        prop_assert_eq!(&straight, &in_words(&judge(&shuffled)));
        let twice: Vec<Input> = shuffled.iter().chain(&world.ask()).cloned().collect();
        prop_assert_eq!(&straight, &in_words(&judge(&twice)));
    }

    /// Law 3: a file's name only labels, and where the label is given it does not even do that.
    #[test]
    fn names_of_files_do_not_matter(world in world()) {
        let mut renamed = world.ask();
        renamed.iter_mut().enumerate().for_each(|(i, input)| input.source = format!("download ({i}).bin"));
        let verdicts = |groups: &[Group]| groups.iter().map(|group| (group.verdict, group.says.clone())).collect::<Vec<_>>();
        prop_assert_eq!(verdicts(&judge(&world.ask())), verdicts(&judge(&renamed)));
    }

    /// Law 5.
    #[test]
    fn unknown_wire_is_not_an_error(world in world(), what in 0..4_usize) {
        let odd = [json!(null), json!({"a": [1, {"b": "c"}]}), json!("2.99"), json!(-1.5e300)][what].clone();
        let mut future = world.ask();
        for input in &mut future {
            if let Some(Body::Text(text)) = &mut input.body {
                let mut document: Value = serde_json::from_str(text).expect("our own JSON");
                widen(&mut document, &odd);
                *text = document.to_string();
            }
        }
        prop_assert_eq!(in_words(&judge(&world.ask())), in_words(&judge(&future)));
    }
}

/// Adds a field nobody knows to every object.
fn widen(value: &mut Value, odd: &Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(|value| widen(value, odd));
            fields.insert("introduced_in_2_99".to_owned(), odd.clone());
        }
        Value::Array(items) => items.iter_mut().for_each(|value| widen(value, odd)),
        _ => {}
    }
}

/// Law 4.
#[test]
fn absence_of_evidence_is_never_a_pass() {
    assert!(judge(&[]).is_empty());
    let follower = Input {
        source: "n2.json".to_owned(),
        body: Some(Body::Text(json!({"server_id": "N2", "now": "2026-11-22T19:20:20Z", "meta_cluster": {"name": "C", "leader": "n1", "cluster_size": 3}}).to_string())),
        ..Input::default()
    };
    let groups = judge(&[follower]);
    let verdicts: BTreeSet<&str> =
        groups.iter().map(|group| if group.verdict == Verdict::Undecided { "undecided" } else { "decided" }).collect();
    assert_eq!(verdicts, BTreeSet::from(["undecided"]));
}

/// The worlds above must bring up every verdict, or the laws were tested on nothing.
#[test]
fn worlds_of_every_verdict_are_tried() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0; 5];
    for _ in 0..2_000 {
        let world = world().new_tree(&mut runner).expect("a world").current();
        for group in judge(&world.ask()) {
            seen[match (group.verdict, group.assumes.is_empty()) {
                (Verdict::Held, _) => 0,
                (Verdict::Lost, true) => 1,
                (Verdict::Lost, false) => 2,
                (Verdict::Leaderless, _) => 3,
                (Verdict::Undecided, _) => 4,
            }] += 1;
        }
    }
    println!("held, lost, lost if, leaderless, undecided: {seen:?}");
    assert!(seen.iter().all(|&times| times >= 50), "{seen:?}");
}

//! From readings to the report.

use crate::{
    asset_groups::Names,
    case::{Assets, Case, Singles, Then, Timeline, streams_before},
    checks::{self, Outcome},
    meta_group::{self, Facts, MetaGroup, Moment, Named},
    order::{Set, sort},
    quorum,
    reading::{ReadError, Reading, Said},
    recovery::recovery,
    verdict::{Ballot, Judgement},
    wire::{MetaCluster, StreamDetail},
};

use super::{
    AsOf, Finding, Group, MomentGroup, MomentNote, Options, OutcomeWord, Peer, Range, ReadErrorNote, ReadingNote,
    Report, Standing, Vote, Votes,
    assets::assets,
    contacts::contacts,
    margin,
    outlook::{leader_settled, no_answer, rejoined, what_if},
};

/// All moments of some readings, judged: what every report on them is made of.
#[derive(Debug, Default)]
pub struct Judged {
    moments: Vec<Moment>,
    unplaced: Vec<usize>,
    timeline: Timeline,
}

impl Judged {
    /// `expected`: the servers there should be.
    #[must_use]
    pub fn of(readings: &[Reading], expected: &[String]) -> Self {
        let (moments, unplaced) = meta_group::moments(readings);
        Self { timeline: Timeline::of(readings, &moments, expected), moments, unplaced }
    }

    /// How many moments there are.
    #[must_use]
    pub fn moments(&self) -> usize {
        self.moments.len()
    }
}

/// Judges `readings`: the newest moment in full, the others in short. `names`: what they were read with.
#[must_use]
pub fn evaluate(readings: &[Reading], names: &Names, errors: &[ReadError], options: &Options) -> Report {
    report_on(&Judged::of(readings, &options.expected), None, readings, names, errors, options)
}

/// The report on readings that are judged already, as of a moment or of the newest. The moments and the readings are
/// all listed even so, that every index stays what it is.
#[must_use]
pub fn report_on(
    judged: &Judged,
    moment: Option<usize>,
    readings: &[Reading],
    names: &Names,
    errors: &[ReadError],
    options: &Options,
) -> Report {
    let Judged { moments, unplaced, timeline } = judged;
    let newest = moments.len().saturating_sub(1);
    let AsOf { moment, groups, outlook, findings } =
        as_of(judged, moment.unwrap_or(newest).min(newest), readings, names, options);
    Report {
        schema: "quorate.report/1",
        moment,
        groups,
        outlook,
        findings,
        moments: moments.iter().enumerate().map(|(m, moment)| moment_note(moment, m, timeline)).collect(),
        thresholds: options.thresholds,
        readings: (0..readings.len()).map(|i| reading_note(i, readings, moments, unplaced)).collect(),
        errors: errors.iter().map(error_note).collect(),
    }
}

/// What a report says of one moment: nothing that was read later tells.
#[must_use]
pub fn as_of(judged: &Judged, moment: usize, readings: &[Reading], names: &Names, options: &Options) -> AsOf {
    let Judged { moments, timeline, .. } = judged;
    let (mut groups, mut findings) = (Vec::new(), Vec::new());
    for place in (0..timeline.groups_at(moment)).map(|group| (moment, group)) {
        let Then { group, judgement, .. } = timeline.at(place);
        let assets = Assets::of(group, readings, names);
        let before = timeline.before(place);
        let streams_before = streams_before(group, &before, readings, names);
        let case = Case {
            group,
            judgement,
            assets: &assets,
            before: &before,
            streams_before: streams_before.as_ref(),
            singles: &Singles::of(group, &assets, &before, readings, names),
            thresholds: &options.thresholds,
        };
        groups.push(group_note(&case));
        findings.extend(findings_on(&case));
    }
    sort(&mut groups, &|a: &Group, b| (a.verdict as u8, &a.domain).cmp(&(b.verdict as u8, &b.domain)));
    let place = |finding: &Finding| (finding.outcome, finding.severity, finding.code);
    sort(&mut findings, &|a, b| place(a).cmp(&place(b)));
    AsOf { moment: (!moments.is_empty()).then(|| narrow(moment)), outlook: what_if(&groups, &[]), groups, findings }
}

fn group_note(case: &Case) -> Group {
    let (group, judgement) = (case.group, case.judgement);
    let strangers = judgement.ballots.iter().skip(group.peers.len()).zip(group.strangers.iter());
    let known = group.peers.iter().zip(&judgement.ballots).map(|(peer, ballot)| peer_note(peer, ballot, case));
    let assumed = strangers.map(|(ballot, facts)| stranger_note(facts, ballot, Standing::Assumed));
    let outside = group.outsiders.iter().map(|facts| {
        let says = "answered, but the group does not count it as a peer".to_owned();
        let ballot =
            Ballot { vote: quorum::Vote::Unknown, says, evidence: facts.answered.clone().into_iter().collect() };
        stranger_note(facts, &ballot, Standing::Outside)
    });
    Group {
        domain: group.domain.clone(),
        clusters: group.clusters.iter().cloned().collect(),
        as_of: group.as_of.map(|time| time.to_string()),
        size: judgement.size,
        sizes: group.possible_sizes().into_iter().collect(),
        needed: judgement.needed,
        rescue: judgement.rescue.is_some(),
        verdict: judgement.verdict,
        says: judgement.says.clone(),
        assumes: judgement.assumes.clone(),
        leader: judgement.leader.map(|leader| group.peers[leader].called().to_owned()),
        in_contact: judgement.in_contact.as_ref().map(|n| Range::of(i64::from(*n.start()), i64::from(*n.end()))),
        margin: margin(judgement.in_contact.as_ref(), judgement.needed),
        tolerance: judgement.tolerance,
        peers: known.chain(assumed).chain(outside).collect(),
        contacts: contacts(group),
        because: judgement.because.clone(),
        next: judgement.next.clone(),
        led_for_s: case.led_for_s(),
        leader_settled: leader_settled(case),
        leaderless_for_s: case.leaderless_for_s(),
        assets: assets(case),
        rejoined: rejoined(case),
        recovery: recovery(case),
    }
}

/// What the checks say of one group; passes are not listed.
fn findings_on(case: &Case) -> Vec<Finding> {
    let entity = match &case.group.domain {
        Some(domain) => format!("meta group of domain {domain}"),
        None => "meta group".to_owned(),
    };
    let finding = |check: &checks::Check| {
        let (outcome, found) = match (check.judge)(case) {
            Outcome::Fail(found) => (OutcomeWord::Fail, found),
            Outcome::Warn(found) => (OutcomeWord::Warn, found),
            Outcome::Undecided(found) => (OutcomeWord::Undecided, found),
            Outcome::Pass | Outcome::NotApplicable => return None,
        };
        Some(Finding {
            code: check.code,
            name: check.name,
            severity: check.severity,
            outcome,
            entity: entity.clone(),
            says: found.says,
            why: check.why,
            evidence: found.evidence,
            remedy: found.remedy,
        })
    };
    checks::ALL.iter().filter_map(finding).collect()
}

fn peer_note(peer: &meta_group::Peer, ballot: &Ballot, case: &Case) -> Peer {
    let (group, judgement) = (case.group, case.judgement);
    let facts = peer.facts.as_deref();
    let row = judgement.leader.and_then(|leader| group.peers[leader].leading_view()?.row(peer.id.as_deref()));
    let hears = |leader: &&meta_group::Peer| {
        leader.leading_view().and_then(|view| view.row(peer.id.as_deref())).is_some_and(|row| row.fresh)
    };
    let heard_by = group.peers.iter().filter(hears).map(|leader| leader.called().to_owned());
    Peer {
        name: peer.name.clone(),
        id: peer.id.clone(),
        server_id: facts.and_then(|facts| facts.server_id.clone()),
        label: facts.and_then(|facts| facts.label.clone()),
        vote: ballot.vote.into(),
        says: ballot.says.clone(),
        standing: standing(peer),
        last_heard_ms: row.and_then(|row| row.heard_ms),
        current: row.and_then(|row| row.current),
        #[expect(clippy::cast_precision_loss, reason = "shown to people; no u64 leaves the door")]
        lag: row.and_then(|row| row.lag).map(|lag| lag as f64),
        heard_by: heard_by.collect(),
        no_answer: no_answer(peer, ballot),
        complaints: facts.map(complaints).unwrap_or_default(),
        well: facts.and_then(well),
        version: facts.and_then(|facts| facts.version.clone()),
        zone: facts.and_then(|facts| facts.zone.clone()),
        cluster: facts.and_then(|facts| facts.cluster.clone()),
        leader: peer.view().and_then(|view| view.leader.as_ref()).map(|leader| called(leader, group)),
        evidence: ballot.evidence.clone(),
    }
}

/// As the peer with that id is called.
fn called(named: &Named, group: &MetaGroup) -> String {
    let peer = group.peers.iter().find(|peer| peer.id.as_ref() == Some(&named.id));
    peer.map(|peer| peer.called().to_owned()).or_else(|| named.name.clone()).unwrap_or_else(|| named.id.clone())
}

fn standing(peer: &meta_group::Peer) -> Standing {
    if peer.is_corrupt() {
        Standing::Corrupt
    } else if peer.is_ghost() {
        Standing::Ghost
    } else if peer.named_by.is_none() && !peer.speaks() {
        Standing::Expected
    } else {
        Standing::Known
    }
}

fn stranger_note(facts: &Facts, ballot: &Ballot, standing: Standing) -> Peer {
    Peer {
        name: facts.name.clone(),
        id: facts.peer_id.clone(),
        server_id: facts.server_id.clone(),
        label: facts.label.clone(),
        vote: ballot.vote.into(),
        says: ballot.says.clone(),
        standing,
        last_heard_ms: None,
        current: None,
        lag: None,
        heard_by: Vec::new(),
        no_answer: facts.silence.as_ref().map(|(_, note)| note.quote.clone()),
        complaints: complaints(facts),
        well: well(facts),
        version: facts.version.clone(),
        zone: facts.zone.clone(),
        cluster: facts.cluster.clone(),
        leader: None,
        evidence: ballot.evidence.clone(),
    }
}

/// Each once, in a fixed order: several forms of /healthz say the same.
fn complaints(facts: &Facts) -> Vec<String> {
    let words: Set<&str> = facts.complaints.iter().map(|complaint| complaint.words.as_str()).collect();
    words.into_iter().map(str::to_owned).collect()
}

/// Of two forms of /healthz one may complain and the other not.
fn well(facts: &Facts) -> Option<bool> {
    if facts.complaints.is_empty() { facts.well.is_some().then_some(true) } else { Some(false) }
}

impl From<quorum::Vote> for Vote {
    fn from(vote: quorum::Vote) -> Self {
        match vote {
            quorum::Vote::Able => Self::Able,
            quorum::Vote::Unable => Self::Unable,
            quorum::Vote::Silent => Self::Silent,
            quorum::Vote::Unknown => Self::Unknown,
        }
    }
}

fn moment_note(moment: &Moment, m: usize, timeline: &Timeline) -> MomentNote {
    let note = |place| {
        let Then { group, judgement, .. } = timeline.at(place);
        MomentGroup {
            domain: group.domain.clone(),
            verdict: judgement.verdict,
            says: judgement.says.clone(),
            assumes: judgement.assumes.clone(),
            leader: judgement.leader.map(|leader| group.peers[leader].called().to_owned()),
            votes: votes(group, judgement),
            changes: timeline.changes(place),
        }
    };
    MomentNote {
        as_of: moment.as_of.map(|time| time.to_string()),
        readings: narrow(moment.readings.len()),
        groups: (0..timeline.groups_at(m)).map(|group| note((m, group))).collect(),
    }
}

fn votes(group: &MetaGroup, judgement: &Judgement) -> Option<Votes> {
    let mut votes = Votes::default();
    for (peer, ballot) in group.peers.iter().zip(&judgement.ballots) {
        let alike = match ballot.vote {
            quorum::Vote::Able => &mut votes.able,
            quorum::Vote::Unable => &mut votes.unable,
            quorum::Vote::Silent => &mut votes.silent,
            quorum::Vote::Unknown => &mut votes.unknown,
        };
        alike.push(peer.called().to_owned());
    }
    (!group.peers.is_empty()).then_some(votes)
}

fn reading_note(i: usize, readings: &[Reading], moments: &[Moment], unplaced: &[usize]) -> ReadingNote {
    let reading = &readings[i];
    let mut problems = reading.problems.clone();
    if unplaced.contains(&i) {
        problems.push("carries no time and came with nothing that does: it decides nothing".to_owned());
    }
    if moments.last().is_some_and(|newest| newest.apart.contains(&i)) {
        problems.push(
            "was read with the newest, and is of an earlier moment by its clock: if all were asked at once, take its time \
             out, and it counts with them"
                .to_owned(),
        );
    }
    ReadingNote {
        source: reading.source.clone(),
        label: reading.label.clone(),
        endpoint: reading.question.clone(),
        server: reading.server.name.clone(),
        now: reading.time.map(|time| time.to_string()),
        status: reading.http,
        says: says(reading),
        moment: moments.iter().position(|moment| moment.readings.binary_search(&i).is_ok()).map(narrow),
        offset: narrow(reading.place.offset),
        bytes: narrow(reading.place.bytes),
        problems,
    }
}

/// A reading in a few words.
fn says(reading: &Reading) -> String {
    match &reading.said {
        _ if !reading.cut.is_empty() => "cut off".to_owned(),
        Said::Jsz(jsz) => match &jsz.meta_cluster {
            Some(meta) => says_of_group(meta),
            None if jsz.disabled == Some(true) => "JetStream is disabled".to_owned(),
            None => "no meta group".to_owned(),
        },
        Said::MetaTable(table) => table.meta_cluster.as_ref().map(says_of_group).unwrap_or_default(),
        Said::Healthz(healthz) => {
            let listed = healthz.errors.iter().flatten().filter_map(|error| error.error.as_deref());
            let errors: Vec<&str> = healthz.error.as_deref().into_iter().chain(listed).collect();
            if errors.is_empty() { healthz.status.clone().unwrap_or_default() } else { errors.join("; ") }
        }
        Said::Varz(varz) => match (&varz.server_name, &varz.version) {
            (Some(name), Some(version)) => format!("{name}, version {version}"),
            (name, version) => name.clone().or_else(|| version.clone()).unwrap_or_default(),
        },
        Said::Routez(routez) => {
            let routes = routez.routes.iter().flatten();
            let remotes: Set<_> = routes.filter_map(|route| route.remote_id.as_ref()).collect();
            match remotes.len() {
                0 => "no routes".to_owned(),
                1 => "routes to 1 server".to_owned(),
                n => format!("routes to {n} servers"),
            }
        }
        Said::Raftz(Some(group), _) => {
            let term = group.term.map(|term| format!(" in term {term}")).unwrap_or_default();
            format!("{}{term}", group.state.as_deref().unwrap_or("no state").to_ascii_lowercase())
        }
        Said::Raftz(None, _) => "no meta group".to_owned(),
        Said::Statsz(statsz) => {
            let meta = statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref());
            meta.map_or_else(|| "no meta group".to_owned(), says_of_group)
        }
        Said::Stream(stream) => says_of_stream(stream),
        Said::NoAnswer(silence) => format!("did not answer: {}", silence.words),
        Said::Words(words) => words.clone(),
    }
}

fn says_of_group(meta: &MetaCluster) -> String {
    let leader = meta.leader.as_ref().map_or_else(|| "no leader".to_owned(), |leader| format!("leader {leader}"));
    let size = meta.cluster_size.map(|size| format!(", {size} peers")).unwrap_or_default();
    format!("{leader}{size}")
}

fn says_of_stream(stream: &StreamDetail) -> String {
    let leader = stream.cluster.as_ref().and_then(|cluster| cluster.leader.as_ref());
    let leader = leader.map_or_else(|| "no leader".to_owned(), |leader| format!("leader {leader}"));
    format!("stream {}, {leader}", stream.name.as_deref().unwrap_or("without a name"))
}

fn error_note(error: &ReadError) -> ReadErrorNote {
    ReadErrorNote {
        source: error.source_name.clone(),
        what: error.what.clone(),
        line: error.at.and_then(|at| at.line).map(narrow),
        column: error.at.and_then(|at| at.column).map(narrow),
        byte: error.at.map(|at| narrow(at.byte)),
        remedy: error.remedy.clone(),
        says: error.to_string(),
    }
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

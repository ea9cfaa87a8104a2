//! QUORATE_001: a peer that is no server any more.

use super::{Case, Check, Found, Outcome, Severity, renamed_server};
use crate::{
    case::Renamed,
    meta_group::{MetaGroup, Peer, Row},
    phrase::{counted, list, quoted},
    quorum::majority,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_001",
    name: "Ghost peer",
    severity: Severity::Critical,
    why: "The meta group counts a peer that no server answers for any more: it was replaced, renamed, or removed from \
          the configuration, but never from the group. It can never vote, yet the majority is taken from a size that \
          includes it, so fewer real losses are survived. Its name is often unknown; the id is a hash of the name, so \
          trying likely names can find it.",
    judge,
};

/// A server that began less than this ago has not met everybody yet.
const SETTLING_MS: i64 = 10_000;

fn judge(case: &Case) -> Outcome {
    let Some(size) = case.judgement.size else { return Outcome::NotApplicable };
    let old_names = case.renamed();
    if 2 * old_names.len() >= usize::try_from(size).unwrap_or(usize::MAX) {
        return Outcome::Fail(names_changed(case, size, &old_names));
    }
    let ghosts: Vec<Ghost> = case.group.peers.iter().filter_map(|peer| ghost(case, peer)).collect();
    if ghosts.is_empty() {
        let names_all = case.leader().is_some_and(|(_, view)| view.rows.iter().all(|row| row.peer.name.is_some()));
        return if names_all { Outcome::Pass } else { Outcome::NotApplicable };
    }
    let is_settled = ghosts.iter().any(|ghost| ghost.is_settled);
    let without = size.saturating_sub(u32::try_from(ghosts.len()).unwrap_or(u32::MAX));
    let takes_part = majority(size) > majority(without);
    let cost = if takes_part {
        format!("with {size} peers {} are needed, with {without} only {}", majority(size), majority(without))
    } else {
        format!("the majority is taken from {size} peers as long as it is not removed")
    };
    let told: Vec<String> = ghosts.iter().map(|ghost| ghost.says.clone()).collect();
    let found = Found {
        says: format!("{}; {cost}.", told.join("; ")),
        evidence: ghosts.iter().map(|ghost| ghost.evidence.clone()).collect(),
        remedy: remedy(case, &ghosts),
    };
    match (is_settled, takes_part) {
        (true, true) => Outcome::Fail(found),
        (true, false) => Outcome::Warn(found),
        (false, _) => Outcome::Undecided(found),
    }
}

/// A peer that seems to be no server any more.
struct Ghost<'a> {
    peer: &'a Peer,
    says: String,
    evidence: Evidence,
    /// A leader that had time to meet everybody never met it.
    is_settled: bool,
}

fn ghost<'a>(case: &Case, peer: &'a Peer) -> Option<Ghost<'a>> {
    if peer.speaks() {
        return None;
    }
    let id = peer.id.as_deref()?;
    let here = peer.named_by.as_ref();
    if peer.is_corrupt() {
        let says = format!("the peer id {} is one that no server name gives (nats-server#6403)", quoted(id));
        return Some(Ghost { peer, says, evidence: here?.clone(), is_settled: true });
    }
    if is_unexpected(case, peer) {
        let says = format!("{} ({id}) is counted as a peer, does not answer, and is not expected", peer.called());
        return Some(Ghost { peer, says, evidence: here?.clone(), is_settled: true });
    }
    let who = match &peer.name {
        Some(name) if peer.nameless => format!("the peer {id} (the name {name} hashes to it)"),
        Some(name) => format!("the peer {name} ({id})"),
        None => format!("the peer {id} (no name that was seen or is usual hashes to it)"),
    };
    if let Some((leader, row)) = seen_by_a_leader(case.group, id) {
        let says = format!("{who} is counted, and {} has met no such server since it began", leader.called());
        return Some(Ghost { peer, says, evidence: row.peer.evidence(), is_settled: has_met_all(leader) });
    }
    if !peer.is_ghost() || case.leader().is_some() {
        return None;
    }
    let is_settled = case.before.iter().any(|then| seen_by_a_leader(then.group, id).is_some());
    let says = format!("{who} is counted, and nobody who answers knows such a server");
    Some(Ghost { peer, says, evidence: here?.clone(), is_settled })
}

/// The operator said which servers there should be, this is none of them, and the leader does not hear it.
fn is_unexpected(case: &Case, peer: &Peer) -> bool {
    let are_told = case.group.peers.iter().any(|peer| peer.expected);
    let unheard = case.leader().is_some_and(|(_, view)| view.row(peer.id.as_deref()).is_some_and(|row| !row.fresh));
    are_told && !peer.expected && unheard && peer.named_by.is_some()
}

/// A leader counts it, does not know its name and never heard it.
fn seen_by_a_leader<'a>(group: &'a MetaGroup, id: &str) -> Option<(&'a Peer, &'a Row)> {
    let mut rows = group.peers.iter().filter_map(|peer| Some((peer, peer.leading_view()?.row(Some(id))?)));
    rows.find(|(_, row)| row.peer.name.is_none() && row.heard_ms.is_none())
}

/// The leader did not begin just now, as far as its readings say when it began.
fn has_met_all(leader: &Peer) -> bool {
    let age = leader.facts.as_deref().and_then(|facts| Some(facts.now?.ms_since(facts.start?)));
    age.is_none_or(|ms| ms >= SETTLING_MS)
}

fn remedy(case: &Case, ghosts: &[Ghost]) -> Vec<String> {
    let called = list(ghosts.iter().map(|ghost| ghost.peer.called()));
    let mut steps = vec![format!(
        "Find out what became of {called}. If its disk can come back, start it under its old name and remove nothing: \
         its streams with one replica are deleted by a removal."
    )];
    if case.leader().is_none() {
        steps
            .push("Remove nothing now: without a leader nobody answers a removal. First get a leader back.".to_owned());
        return steps;
    }
    for id in ghosts.iter().filter_map(|ghost| ghost.peer.id.as_deref()) {
        steps.push(format!(
            "If it is gone for good, remove it by its id, on the system account: \
             nats req '$JS.API.SERVER.REMOVE' '{{\"peer\":\"\",\"peer_id\":\"{id}\"}}'"
        ));
    }
    steps.push("Read /jsz of all servers again: the size must have fallen by one for each, on all of them.".to_owned());
    steps
}

/// Half of the ids or more are old names of the living.
fn names_changed(case: &Case, size: u32, pairs: &[Renamed]) -> Found {
    let of = pairs.iter().map(|pair| format!("{} of {}", pair.old.called(), pair.name));
    let back = match case.leader() {
        Some(_) => {
            "Leave those that still have their old names as they are, wait until every stream's replicas are whole, \
             then remove the old names one by one, by peer id."
        }
        None => {
            "Give the server that was renamed last its old name back, on its disk: only with enough old names up is \
             there a leader, and only a leader answers a removal."
        }
    };
    Found {
        says: format!(
            "{} of {size} look like the old names of servers that answer under new ones ({}): a changed name or \
             prefix, not lost machines.",
            counted(pairs.len(), "peer"),
            list(of)
        ),
        evidence: renamed_server::evidence(pairs),
        remedy: vec![
            "Stop renaming and restarting. Copy the store directory of every server now.".to_owned(),
            "A server that started under a new name has deleted its streams at that start; those under old names may \
             hold the only data. Going back to the old prefix everywhere does not bring the data back."
                .to_owned(),
            back.to_owned(),
        ],
    }
}

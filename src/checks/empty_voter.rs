//! QUORATE_004: a peer has lost its log of the meta group.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Peer, Raft},
    phrase::list,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_004",
    name: "Empty voter",
    severity: Severity::Critical,
    why: "A peer's log of the meta group is empty: it runs on an empty disk, or its `_meta_` directory was removed. \
          From 2.12 on such a peer does not help to elect a leader; before, empty peers can elect each other, and then \
          every stream is gone. /healthz and /jsz look like any other server's; only /raftz `pindex` 0 tells.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let voters: Vec<(&Peer, &Raft)> = case.group.peers.iter().filter_map(|peer| Some((peer, log(peer)?))).collect();
    let (empty, full): (Vec<_>, Vec<_>) = voters.into_iter().partition(|(_, raft)| raft.group.pindex == Some(0));
    if empty.is_empty() {
        return if full.is_empty() { Outcome::NotApplicable } else { Outcome::Pass };
    }
    let leads = |peer: &&Peer| peer.leading_view().is_some();
    let has_leader = case.leader().is_some() || case.group.peers.iter().any(|peer| leads(&peer));
    if has_leader || case.judgement.size == Some(1) {
        // Whoever joins a leader is empty for a moment, and filled by it.
        return Outcome::NotApplicable;
    }
    let called = list(empty.iter().map(|(peer, _)| peer.called()));
    let verb = if empty.len() == 1 { "has" } else { "have" };
    let proofs: Vec<(String, Evidence)> =
        empty.iter().filter_map(|(peer, _)| had_a_log(case, peer)).chain(full.first().map(beside)).collect();
    let mut evidence: Vec<Evidence> = empty.iter().map(|(_, raft)| pindex(raft)).collect();
    match proofs.first() {
        Some((proof, at)) => {
            evidence.push(at.clone());
            Outcome::Fail(Found {
                says: format!("{called} {verb} an empty log of the meta group (`pindex` 0), {proof}."),
                evidence,
                remedy: vec![
                    "Copy the store directory of every server, the ones that are down as well, before anything else."
                        .to_owned(),
                    format!(
                        "If {called} lost `_meta_` just now: stop all servers within 30 s and put the directory or \
                         its backup back (advice, not tried). After that the servers delete the streams."
                    ),
                    "Bring a server back that still has its own disk; do not start more servers with empty disks."
                        .to_owned(),
                ],
            })
        }
        None if is_somebody_away(case) => Outcome::Undecided(Found {
            says: format!(
                "Every server that answers with /raftz has an empty log of the meta group: {called}. In a new \
                 cluster that is as it should be; if it ever had streams, the logs are with those that do not answer."
            ),
            evidence,
            remedy: vec![
                "If this is no new cluster: stop these servers, and first start one that still has its own disk."
                    .to_owned(),
            ],
        }),
        None => Outcome::NotApplicable,
    }
}

/// A voter's own Raft group.
fn log(peer: &Peer) -> Option<&Raft> {
    let raft = peer.facts.as_deref()?.raft.as_ref()?;
    (raft.group.pindex.is_some() && raft.group.observer != Some(true)).then_some(raft)
}

fn pindex(raft: &Raft) -> Evidence {
    let pointer = raft.evidence.pointer.trim_end_matches("/state");
    Evidence {
        reading: raft.evidence.reading,
        pointer: format!("{pointer}/pindex"),
        quote: raft.group.pindex.unwrap_or_default().to_string(),
    }
}

/// It had one at an earlier moment, or holds streams that only a log can have told it of.
fn had_a_log(case: &Case, peer: &Peer) -> Option<(String, Evidence)> {
    let then = |before: &Peer| {
        let raft = log(before).filter(|raft| before.id == peer.id && raft.group.pindex != Some(0))?;
        Some((format!("and {} had one before", peer.called()), pindex(raft)))
    };
    let holds = || {
        let (streams, at) = peer.facts.as_deref()?.holds.as_ref()?.streams.as_ref()?;
        (*streams > 0).then(|| (format!("and yet {} holds streams", peer.called()), at.evidence()))
    };
    case.before.iter().rev().flat_map(|moment| &moment.group.peers).find_map(then).or_else(holds)
}

fn beside(full: &(&Peer, &Raft)) -> (String, Evidence) {
    (format!("beside {}, which has one", full.0.called()), pindex(full.1))
}

fn is_somebody_away(case: &Case) -> bool {
    let asked_in_vain = case.group.peers.iter().any(|peer| peer.silence().is_some());
    asked_in_vain || case.group.somebody_is_silent()
}

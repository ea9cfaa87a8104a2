//! QUORATE_009: a server that never votes is counted as a peer.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{meta_group::Peer, phrase::list, reading::Evidence};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_009",
    name: "Observer counted as peer",
    severity: Severity::Warning,
    why: "A leaf that shares the system account and has no JetStream domain of its own joins the hub's meta group as \
          an observer: it is counted in the size, so the majority grows, but it never leads and cannot be rescued. \
          Losing the hub's servers then takes fewer losses than the size suggests.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let counted = case.group.peers.iter().filter(|peer| peer.named_by.is_some());
    let observers: Vec<(&Peer, Evidence)> = counted.filter_map(|peer| Some((peer, observer(peer)?))).collect();
    if observers.is_empty() {
        return Outcome::NotApplicable;
    }
    let called = list(observers.iter().map(|(peer, _)| peer.called()));
    let verb = if observers.len() == 1 { "is an observer" } else { "are observers" };
    Outcome::Warn(Found {
        says: format!("{called} {verb}, and counted as a peer of the meta group."),
        evidence: observers.into_iter().map(|(_, evidence)| evidence).collect(),
        remedy: vec![
            "Give the leaf its own JetStream domain (`jetstream { domain: … }`), if it should have its own.".to_owned(),
            "Until then do not count on it for a majority among the hub's servers.".to_owned(),
        ],
    })
}

/// A server that is shutting down (lame duck) observes for its last seconds: that is no leaf.
fn observer(peer: &Peer) -> Option<Evidence> {
    let facts = peer.facts.as_deref()?;
    let raft = facts.raft.as_ref().filter(|raft| raft.group.observer == Some(true))?;
    let is_leaving = facts.complaints.iter().any(|complaint| complaint.words.contains("failed to be ready"));
    let pointer = raft.evidence.pointer.trim_end_matches("/state");
    let here = Evidence { pointer: format!("{pointer}/observer"), quote: "true".to_owned(), ..raft.evidence.clone() };
    (!is_leaving).then_some(here)
}

//! META_005: many replicas of streams and consumers.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Number, Peer},
    phrase::list,
};

/// The check.
pub const CHECK: Check = Check {
    code: "META_005",
    name: "Meta state growth",
    severity: Severity::Warning,
    why: "The meta group keeps every stream and every consumer, each with its replicas, in its state. The more there \
          are, the longer snapshots, restarts and elections take. The usual cause: consumers that are made and \
          never deleted.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let peers = &case.group.peers;
    let seen: Vec<(u64, [&Number; 2])> = peers.iter().filter_map(held_by).collect();
    let sum = seen.iter().fold(0_u64, |sum, (n, _)| sum.saturating_add(*n));
    let most = seen.iter().map(|(n, _)| *n).max().unwrap_or_default();
    let unread: Vec<&Peer> = peers.iter().filter(|peer| held_by(peer).is_none()).collect();
    let threshold = u64::from(case.thresholds.state_replicas);
    let evidence = || {
        let mut evidence = Vec::new();
        for (_, numbers) in &seen {
            evidence.extend(numbers.map(Number::evidence));
        }
        evidence
    };
    let least = if unread.is_empty() { "" } else { "at least " };
    if sum > threshold {
        return Outcome::Warn(Found {
            says: format!("The servers hold {least}{sum} replicas of streams and consumers."),
            evidence: evidence(),
            remedy: vec![
                "Delete streams and consumers that nobody uses.".to_owned(),
                "Give consumers that come and go an inactivity threshold, so that they delete themselves.".to_owned(),
            ],
        });
    }
    // Where the others would have to hold more than the fullest one read, nobody needs to look.
    let may_exceed = sum.saturating_add(most.saturating_mul(unread.len() as u64)) > threshold;
    match (&unread[..], may_exceed) {
        ([], _) => Outcome::Pass,
        (_, false) => Outcome::NotApplicable,
        (unread, true) => {
            let names = list(unread.iter().map(|peer| peer.called()));
            Outcome::Undecided(Found {
                says: format!(
                    "The servers hold at least {sum} replicas of streams and consumers; how many {names} \
                    {} is not known.",
                    if unread.len() == 1 { "holds" } else { "hold" }
                ),
                evidence: evidence(),
                remedy: vec![format!("Fetch /jsz of {names}.")],
            })
        }
    }
}

/// Replicas of streams and of consumers on this server, where its reading prints both.
fn held_by(peer: &Peer) -> Option<(u64, [&Number; 2])> {
    let holds = peer.facts.as_deref()?.holds.as_ref()?;
    let (streams, streams_at) = holds.streams.as_ref()?;
    let (consumers, consumers_at) = holds.consumers.as_ref()?;
    Some((streams.saturating_add(*consumers), [streams_at, consumers_at]))
}

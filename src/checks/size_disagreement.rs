//! QUORATE_002: servers of one group disagree on how many peers it has.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{MetaGroup, Number},
    order::Set,
    phrase::list,
    reading::Time,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_002",
    name: "Size disagreement",
    severity: Severity::Critical,
    why: "Servers of one meta group believe in different numbers of peers. While a server joins or is removed that \
          lasts a second or two. For longer it means that their lists of peers have parted: each counts its own \
          majority, and two halves may each believe they have one.",
    judge,
};

/// A join takes up to 2 s; apart for longer than this is apart for good.
const JOIN_MS: i64 = 5_000;

/// What one peer believes.
struct Belief<'a> {
    id: &'a str,
    called: &'a str,
    size: u32,
    knows_leader: bool,
    at: &'a Number,
}

fn judge(case: &Case) -> Outcome {
    let now = beliefs(case.group);
    let Some(first) = now.first() else { return Outcome::NotApplicable };
    if now.iter().all(|belief| belief.size == first.size) {
        return if now.len() > 1 { Outcome::Pass } else { Outcome::NotApplicable };
    }
    let lasts = case
        .before
        .iter()
        .any(|then| is_long_ago(then.as_of, case.group.as_of) && is_still_apart(&beliefs(then.group), &now));
    let told = list(now.iter().map(|belief| format!("{} says {}", belief.called, belief.size)));
    let evidence = now.iter().map(|belief| belief.at.evidence()).collect();
    if lasts {
        Outcome::Fail(Found {
            says: format!("The servers disagree on the number of peers, at two moments alike: {told}."),
            evidence,
            remedy: vec![
                "Add, remove and restart nothing while they disagree.".to_owned(),
                "Copy the store directory of every server.".to_owned(),
                "Fetch /raftz of all servers: its peers say whom each of them counts.".to_owned(),
            ],
        })
    } else {
        Outcome::Undecided(Found {
            says: format!(
                "The servers disagree on the number of peers: {told}. A server that joins does that for 2 s."
            ),
            evidence,
            remedy: vec!["Fetch /jsz of all servers again in 10 s.".to_owned()],
        })
    }
}

/// Of those that a reading counts as peers: a newcomer's own idea of the size is only a guess.
fn beliefs(group: &MetaGroup) -> Vec<Belief<'_>> {
    let counted = group.peers.iter().filter(|peer| peer.named_by.is_some());
    let belief = counted.filter_map(|peer| {
        let view = peer.view()?;
        let (size, at) = view.size.as_ref()?;
        let knows_leader = view.leader.is_some();
        Some(Belief { id: peer.id.as_deref()?, called: peer.called(), size: *size, knows_leader, at })
    });
    belief.collect()
}

fn is_long_ago(then: Option<Time>, now: Option<Time>) -> bool {
    then.zip(now).is_some_and(|(then, now)| now.ms_since(then) > JOIN_MS)
}

/// Two that know a leader said the same different sizes then.
fn is_still_apart(then: &[Belief], now: &[Belief]) -> bool {
    let unchanged = |belief: &&Belief| {
        let same = |other: &Belief| other.id == belief.id && other.size == belief.size && other.knows_leader;
        belief.knows_leader && then.iter().any(same)
    };
    let sizes: Set<u32> = now.iter().filter(unchanged).map(|belief| belief.size).collect();
    sizes.len() > 1
}

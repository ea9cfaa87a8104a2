//! META_009: the group has fewer peers than at an earlier moment.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    case::{Then, is_same},
    meta_group::{MetaGroup, Peer},
    phrase::{counted, list},
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "META_009",
    name: "Cluster size decreased",
    severity: Severity::Critical,
    why: "The meta group counts fewer peers than it did: one was removed. Fewer losses are survived from then on, and \
          streams that only the removed server held come back empty. Removing a peer on purpose looks just the same; \
          if nobody did, find out who else can.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let Some((now, now_at)) = size(&case.now()) else { return Outcome::NotApplicable };
    let before = case.before.iter().filter_map(|then| Some((then, size(then)?)));
    // Of equal sizes the last.
    let Some((then, (size_before, size_at))) = before.max_by_key(|(_, (size, _))| *size) else {
        return Outcome::NotApplicable;
    };
    if size_before <= now {
        return Outcome::Pass;
    }
    let when = then.as_of.map(|time| format!(" at {time}")).unwrap_or_default();
    let gone = gone(then.group, case.group);
    let names = if gone.is_empty() { String::new() } else { format!(": {} no more", list(&gone)) };
    let who = if gone.is_empty() { "a peer".to_owned() } else { list(&gone) };
    Outcome::Fail(Found {
        says: format!(
            "The group has {}, and had {size_before}{when}{names}. A removal on purpose looks the same.",
            counted(now as usize, "peer")
        ),
        evidence: vec![now_at, size_at],
        remedy: vec![
            format!("If {who} was removed on purpose, nothing is wrong. Copy its disk before it is started again."),
            "If not, find out who can send a removal on the system account.".to_owned(),
            "Look at what the group survives now, and add a server before it loses another.".to_owned(),
        ],
    })
}

/// The size as the leader that holds its majority prints it: the others may be behind.
fn size(then: &Then) -> Option<(u32, Evidence)> {
    then.leader()?.1.size.as_ref().map(|(size, at)| (*size, at.evidence()))
}

/// Who was in the group and is in it no more.
fn gone<'a>(before: &'a MetaGroup, now: &MetaGroup) -> Vec<&'a str> {
    let is_gone = |peer: &&Peer| !now.peers.iter().any(|other| is_same(peer, other));
    before.peers.iter().filter(is_gone).map(Peer::called).collect()
}

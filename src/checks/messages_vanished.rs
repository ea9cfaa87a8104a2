//! QUORATE_012: a server holds nothing that held something before.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Facts, MetaGroup, Number, Peer},
    phrase::{counted, list},
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_012",
    name: "Data vanished",
    severity: Severity::Critical,
    why: "A server held messages at an earlier moment and holds none now. That is how silent losses look: an empty \
          disk under an old name, a removed `_meta_` directory, a renamed server, empty servers that elected each \
          other, all of them with a green /healthz. Streams that were deleted or purged on purpose look the same.",
    judge,
};

/// A peer that held messages.
struct Emptied<'a> {
    peer: &'a Peer,
    says: String,
    evidence: Vec<Evidence>,
    likely: Likely,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Likely {
    /// The same process, its streams are there: a queue that was worked off, or a purge.
    Drained,
    /// Another process, or its streams are gone as well.
    Lost,
}

fn judge(case: &Case) -> Outcome {
    let emptied: Vec<Emptied> = case.group.peers.iter().filter_map(|peer| emptied(case, peer)).collect();
    let Some(worst) = emptied.iter().map(|emptied| &emptied.likely).max() else {
        let is_compared = case.before.iter().any(|then| held_messages(then.group));
        return if is_compared { Outcome::Pass } else { Outcome::NotApplicable };
    };
    let called = list(emptied.iter().map(|emptied| emptied.peer.called()));
    let told: Vec<&str> = emptied.iter().map(|emptied| emptied.says.as_str()).collect();
    let told = told.join("; ");
    let evidence = emptied.iter().flat_map(|emptied| emptied.evidence.clone()).collect();
    match worst {
        Likely::Drained => Outcome::Warn(Found {
            says: format!("{told}; its streams are still there, so they were worked off or purged, or they lost them."),
            evidence,
            remedy: vec![format!(
                "If nobody did that: copy the store directories now, and compare with what the other servers hold \
                 (/jsz?accounts=true&streams=true of each) before anything is restarted. Start with {called}."
            )],
        }),
        Likely::Lost => Outcome::Fail(Found {
            says: format!("{told}. If nobody deleted these streams, the data is lost on this disk."),
            evidence,
            remedy: vec![
                "Stop changing things, and copy the store directory of every server at once: the others may hold the \
                 only copies, and servers delete stream directories by themselves."
                    .to_owned(),
                "If somebody has just removed `_meta_` or swapped disks: stop all servers within 30 s and put the \
                 directory or its backup back (advice, not tried)."
                    .to_owned(),
                "Compare what each server holds (/jsz?accounts=true&streams=true of each) before any restart, rename or \
                 removal."
                    .to_owned(),
            ],
        }),
    }
}

fn emptied<'a>(case: &Case, peer: &'a Peer) -> Option<Emptied<'a>> {
    let now = peer.facts.as_deref()?;
    let (messages, here) = messages(now).filter(|(messages, _)| *messages == 0)?;
    let (then, before, there) = case.before.iter().rev().find_map(|then| {
        let facts = then.group.peers.iter().find(|other| other.id.is_some() && other.id == peer.id)?.facts.as_ref()?;
        let (messages, there) = messages_above(facts, messages)?;
        Some((then, facts, (messages, there)))
    })?;
    let is_other_process = now.server_id.as_ref().zip(before.server_id.as_ref()).is_some_and(|(now, then)| now != then);
    let has_none = streams(now) == Some(0);
    if has_none && !is_other_process && was_moved(then.group, case.group) {
        return None;
    }
    // Whoever has just started counts as well: a server reads its streams from its disk before it joins the meta group.
    let likely = if is_other_process || has_none { Likely::Lost } else { Likely::Drained };
    let held = usize::try_from(there.0).unwrap_or(usize::MAX);
    let says = format!("{} held {}, and holds none now", peer.called(), counted(held, "message"));
    Some(Emptied { peer, says, evidence: vec![there.1.evidence(), here.evidence()], likely })
}

fn messages(facts: &Facts) -> Option<(u64, &Number)> {
    let (messages, at) = facts.holds.as_ref()?.messages.as_ref()?;
    Some((*messages, at))
}

fn messages_above(facts: &Facts, least: u64) -> Option<(u64, &Number)> {
    messages(facts).filter(|(messages, _)| *messages > least)
}

fn held_messages(group: &MetaGroup) -> bool {
    group.peers.iter().filter_map(|peer| messages(peer.facts.as_deref()?)).any(|(messages, _)| messages > 0)
}

fn streams(facts: &Facts) -> Option<u64> {
    Some(facts.holds.as_ref()?.streams.as_ref()?.0)
}

/// Those that told it both times hold as many streams as before, all together.
fn was_moved(then: &MetaGroup, now: &MetaGroup) -> bool {
    let held = |group: &MetaGroup, peer: &Peer| {
        let same = group.peers.iter().find(|other| other.id.is_some() && other.id == peer.id)?;
        streams(same.facts.as_ref()?)
    };
    let both = now.peers.iter().filter_map(|peer| held(then, peer).zip(held(now, peer)));
    let (before, after) = both.fold((0, 0), |(before, after): (u64, u64), (then, now)| {
        (before.saturating_add(then), after.saturating_add(now))
    });
    after >= before
}

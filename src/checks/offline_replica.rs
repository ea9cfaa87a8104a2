//! META_001: a peer is gone, and the group still holds.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Peer, Row, View},
    phrase::{list, survives, whole},
    verdict::Verdict,
};

/// The check.
pub const CHECK: Check = Check {
    code: "META_001",
    name: "Offline replica",
    severity: Severity::Critical,
    why: "A peer of the meta group is out of contact with its leader. The group still has its majority, but every \
          lost peer brings it closer to losing it, and with it every change of streams and consumers. `offline` is \
          set only 150 s and more after a crash, so we go by when the leader last heard it. This is the time to act.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let Some((leader, view)) = case.leader().or_else(|| believable_leader(case)) else { return Outcome::NotApplicable };
    let gone: Vec<_> = view.rows.iter().filter(|row| !row.fresh).collect();
    if gone.is_empty() {
        return Outcome::Pass;
    }
    if gone.iter().all(|row| may_be_heard_soon(case, leader, row)) {
        return Outcome::Undecided(Found {
            says: format!(
                "The leader {} has not heard {} in its term yet, which may have begun a moment ago.",
                leader.called(),
                list(gone.iter().map(|row| case.called(row)))
            ),
            evidence: gone.iter().map(|row| row.active()).collect(),
            remedy: vec![format!("Fetch /jsz of {} again in 5 s.", leader.called())],
        });
    }
    let told = gone.iter().map(|row| {
        let name = case.called(row);
        match (row.heard_ms, &row.offline) {
            (_, Some(_)) => format!("{name} is offline"),
            (Some(ms), None) => format!("{name} was last heard {} s ago", whole(ms / 1e3)),
            (None, None) => format!("{name} was never heard in this term"),
        }
    });
    let told: Vec<String> = told.collect();
    let left = match case.judgement.tolerance {
        None => "whether the group still has its majority is not known".to_owned(),
        known => survives(known, !case.judgement.in_doubt.is_empty()),
    };
    let names: Vec<&str> = gone.iter().map(|row| case.called(row)).collect();
    Outcome::Fail(Found {
        says: format!("By the word of the leader {}: {}; {left}.", leader.called(), told.join(", ")),
        evidence: gone.iter().map(|row| row.evidence()).collect(),
        remedy: vec![
            format!("Look at {}: does the process run, is the disk full, can the others reach it?", list(names)),
            "Bring it back under its own name with its own disk.".to_owned(),
            "Touch no other server of the group until the leader hears it again and its lag is 0.".to_owned(),
        ],
    })
}

/// The only one that says it leads, and has just heard a majority: whoever else may have died since, the peers that it
/// has not heard for seconds are gone.
fn believable_leader<'a>(case: &Case<'a>) -> Option<(&'a Peer, &'a View)> {
    let is_open = case.judgement.verdict == Verdict::Undecided && case.group.twins.is_empty();
    let needed = case.judgement.needed.filter(|_| is_open)? as usize;
    let mut leading = case.group.peers.iter().filter_map(|peer| Some((peer, peer.leading_view()?)));
    let only = leading.next().filter(|_| leading.next().is_none());
    only.filter(|(_, view)| view.rows.iter().filter(|row| row.fresh).count() + 1 >= needed)
}

/// Never heard in this term is not unheard for 3 s: a term may be younger. Not so of a peer that does not answer, or
/// that answers and does not follow this leader.
fn may_be_heard_soon(case: &Case, leader: &Peer, row: &Row) -> bool {
    let peer = case.group.peers.iter().find(|peer| peer.id.as_ref() == Some(&row.peer.id));
    let follows = |view: &View| view.leader.as_ref().map(|named| &named.id) == leader.id.as_ref();
    let is_calm = peer.is_none_or(|peer| peer.silence().is_none() && peer.view().is_none_or(follows));
    row.heard_ms.is_none() && row.offline.is_none() && is_calm
}

//! META_002: servers of one group name different leaders.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Named, Peer},
    order::Map,
    phrase::list,
};

/// The check.
pub const CHECK: Check = Check {
    code: "META_002",
    name: "Leader disagreement",
    severity: Severity::Critical,
    why: "Servers of one meta group name different leaders, or two claim the lead. For a few seconds that is an \
          election; for longer it is a partition: the side without a majority keeps naming a leader that was deposed \
          (up to 60 s), and whoever asks that side gets no answer to a change.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let mut named: Map<&str, Vec<(&Peer, &Named)>> = Map::default();
    for peer in &case.group.peers {
        if let Some(leader) = peer.view().and_then(|view| view.leader.as_ref()) {
            named.entry(leader.name.as_deref().unwrap_or(&leader.id)).push((peer, leader));
        }
    }
    match named.len() {
        0 => return Outcome::NotApplicable,
        1 => return Outcome::Pass,
        _ => {}
    }
    let who = |(leader, by): &(&str, Vec<(&Peer, &Named)>)| {
        let by: Vec<&str> = by.iter().map(|(peer, _)| peer.called()).collect();
        format!("{} by {}", leader, list(by))
    };
    let told: Vec<String> = named.iter().map(who).collect();
    Outcome::Fail(Found {
        says: format!("Different leaders are named: {}.{}", told.join("; "), who_is_stale(case)),
        evidence: named.iter().flat_map(|(_, by)| by).map(|(_, leader)| leader.evidence()).collect(),
        remedy: vec![
            "Fetch /jsz of all servers again in 5 s: an election is over by then.".to_owned(),
            "If it stays: fetch /routez of all servers, and restore the connection between the two sides.".to_owned(),
        ],
    })
}

/// Which of them is out of date, and why: not the one that holds its majority, nor, where none does, that with the
/// highest term.
fn who_is_stale(case: &Case) -> String {
    let claimants: Vec<&Peer> = case.group.peers.iter().filter(|peer| peer.leading_view().is_some()).collect();
    let Some(newest) = case.leader().map(|(leader, _)| leader).or_else(|| highest_term(&claimants)) else {
        return match claimants.len() {
            0 | 1 => String::new(),
            n => format!(" {n} say they lead themselves; which is out of date the readings do not tell."),
        };
    };
    let holds = case.leader().map(|(leader, _)| format!(" {} holds the majority.", leader.called()));
    let others = claimants.iter().filter(|peer| !std::ptr::eq(**peer, newest));
    let stale = others.map(|stale| {
        let why = match (term(stale), term(newest)) {
            (Some(its), Some(newer)) if its < newer => {
                format!("its term is {its}, that of {} is {newer}", newest.called())
            }
            _ => {
                let rows = stale.leading_view().map(|view| &view.rows[..]).unwrap_or_default();
                let heard = rows.iter().filter(|row| row.fresh).count();
                format!("it has heard {heard} of {} others within 3 s", rows.len())
            }
        };
        format!(" {} says it leads and is out of date: {why}.", stale.called())
    });
    holds.into_iter().chain(stale).collect()
}

/// The only one with the highest term; None where a term is not known.
fn highest_term<'a>(claimants: &[&'a Peer]) -> Option<&'a Peer> {
    let terms = claimants.iter().map(|peer| term(peer)).collect::<Option<Vec<u64>>>()?;
    let highest = terms.iter().max()?;
    let mut with_it = claimants.iter().zip(&terms).filter(|(_, term)| *term == highest);
    match (with_it.next(), with_it.next()) {
        (Some((only, _)), None) if claimants.len() > 1 => Some(only),
        _ => None,
    }
}

fn term(peer: &Peer) -> Option<u64> {
    peer.facts.as_deref()?.raft.as_ref()?.group.term
}

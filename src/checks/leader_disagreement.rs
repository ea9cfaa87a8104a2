//! META_002: servers of one group name different leaders.

use std::collections::BTreeMap;

use super::{Case, Check, Found, Outcome, Severity};
use crate::{meta_group::Peer, reading::Evidence};

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
    let mut named: BTreeMap<&str, Vec<(&Peer, &Evidence)>> = BTreeMap::new();
    for peer in &case.group.peers {
        if let Some(leader) = peer.view().and_then(|view| view.leader.as_ref()) {
            named.entry(leader.name.as_deref().unwrap_or(&leader.id)).or_default().push((peer, &leader.evidence));
        }
    }
    match named.len() {
        0 => return Outcome::NotApplicable,
        1 => return Outcome::Pass,
        _ => {}
    }
    let who = |(leader, by): (&&str, &Vec<(&Peer, &Evidence)>)| {
        let by: Vec<&str> = by.iter().map(|(peer, _)| peer.called()).collect();
        format!("{} by {}", leader, by.join(", "))
    };
    let told: Vec<String> = named.iter().map(who).collect();
    let stale = match case.leader() {
        Some((leader, _)) => format!(" {} holds the majority; the other is out of date.", leader.called()),
        None => String::new(),
    };
    Outcome::Fail(Found {
        says: format!("Different leaders are named: {}.{stale}", told.join("; ")),
        evidence: named.values().flatten().map(|(_, evidence)| (*evidence).clone()).collect(),
        remedy: vec![
            "Fetch /jsz of all servers again in 5 s: an election is over by then.".to_owned(),
            "If it stays: fetch /routez of all servers, and restore the connection between the two sides.".to_owned(),
        ],
    })
}

//! META_003: the lead goes from one server to the other.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    case::{Then, is_same},
    meta_group::{Peer, View},
    order::Set,
    phrase::{counted, list},
};

/// The check.
pub const CHECK: Check = Check {
    code: "META_003",
    name: "Leader flapping",
    severity: Severity::Warning,
    why: "The meta group changes its leader again and again. During every election, some seconds, no stream or consumer \
          can be created or changed. Usual causes: a network that drops packets, a server without enough CPU or with a \
          slow disk, a virtual machine that is paused. One change alone is what a restart looks like.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let thresholds = case.thresholds;
    let (now, within_ms) = (case.now(), i64::from(thresholds.leader_changes_within_s) * 1_000);
    let recent = |then: &&Then| now.as_of.zip(then.as_of).is_some_and(|(now, then)| now.ms_since(then) <= within_ms);
    let before = case.before.iter().filter(recent);
    let mut leaders: Vec<(&Peer, &View)> = before.chain([&now]).filter_map(Then::leader).collect();
    if leaders.len() < 2 {
        return Outcome::NotApplicable;
    }
    leaders.dedup_by(|(later, _), (earlier, _)| is_same(later, earlier));
    let changes = leaders.len() - 1;
    if changes <= thresholds.leader_changes as usize {
        return Outcome::Pass;
    }
    let names: Vec<&str> = leaders.iter().map(|(peer, _)| peer.called()).collect();
    Outcome::Warn(Found {
        says: format!(
            "The lead changed {} within {} s: first {} led, then {}.",
            counted(changes, "time"),
            thresholds.leader_changes_within_s,
            names[0],
            list(&names[1..])
        ),
        evidence: leaders.iter().filter_map(|(_, view)| view.evidence.clone()).collect(),
        remedy: vec![
            format!(
                "Look at {}: CPU, disk, memory, and the log lines about elections.",
                list(names.iter().collect::<Set<_>>())
            ),
            "Look at the network between the servers: lost packets, and routes that come and go in /routez.".to_owned(),
            "Restart nothing until one leader has stayed.".to_owned(),
        ],
    })
}

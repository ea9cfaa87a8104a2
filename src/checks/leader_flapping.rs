//! META_003: the lead goes from one server to the other.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{case::Then, phrase::list};

/// The check.
pub const CHECK: Check = Check {
    code: "META_003",
    name: "Leader flapping",
    severity: Severity::Warning,
    why: "The meta group changes its leader again and again. During every election, some seconds, no stream or consumer \
          can be created or changed. Usual causes: a network that drops packets, a server without enough CPU or with a \
          slow disk, clocks that stop with the virtual machine. One change alone is what a restart looks like.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let thresholds = case.thresholds;
    let (now, within_ms) = (case.now(), i64::from(thresholds.leader_changes_within_s) * 1_000);
    let recent = |then: &&Then| now.as_of.zip(then.as_of).is_some_and(|(now, then)| now.ms_since(then) <= within_ms);
    let led: Vec<Then> =
        case.before.iter().filter(recent).copied().chain([now]).filter(|then| then.leader().is_some()).collect();
    if led.len() < 2 {
        return Outcome::NotApplicable;
    }
    let mut leads: Vec<Then> = Vec::new();
    for then in led {
        if !leads.last().is_some_and(|last| last.is_led_as(&then)) {
            leads.push(then);
        }
    }
    let changes = leads.len() - 1;
    if changes <= thresholds.leader_changes as usize {
        return Outcome::Pass;
    }
    let leaders = || leads.iter().filter_map(Then::leader);
    let names: Vec<&str> = leaders().map(|(peer, _)| peer.called()).collect();
    Outcome::Warn(Found {
        says: format!(
            "The lead changed {changes} times within {} s: first {} led, then {}.",
            thresholds.leader_changes_within_s,
            names[0],
            list(&names[1..])
        ),
        evidence: leaders().filter_map(|(_, view)| view.evidence.clone()).collect(),
        remedy: vec![
            format!("Look at {}: CPU, disk, memory, and the log lines about elections.", list(leaders_once(&names))),
            "Look at the network between the servers: lost packets, and routes that come and go in /routez.".to_owned(),
            "Restart nothing until one leader has stayed.".to_owned(),
        ],
    })
}

fn leaders_once<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut once = names.to_vec();
    once.sort_unstable();
    once.dedup();
    once
}

//! QUORATE_003: an unsafe quorum rescue is active.

use super::{Case, Check, Found, Outcome, Severity};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_003",
    name: "Rescue active",
    severity: Severity::Critical,
    why: "Somebody lowered the majority of the meta group on purpose (2.15 and later). /healthz is green all the time, \
          but there may be one copy of everything, and 5 minutes after the request the rescue ends: if the dead peers \
          are not removed by then, the group is lost again.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let rescued: Vec<_> =
        case.group.peers.iter().filter_map(|peer| Some((peer, peer.view()?.rescue.as_ref()?))).collect();
    let Some((peer, _)) = rescued.first() else {
        let says_so = case.group.peers.iter().filter_map(|peer| peer.view()).any(|view| view.needed.is_some());
        return if says_so { Outcome::Pass } else { Outcome::NotApplicable };
    };
    let needed = peer.view().and_then(|view| Some((view.needed.as_ref()?.0, view.size.as_ref()?.0)));
    let lowered = match needed {
        Some((needed, size)) => format!(", with {needed} of {size} peers for a majority"),
        None => String::new(),
    };
    Outcome::Fail(Found {
        says: format!("A rescue is active on {}{lowered}; it ends 5 min after the request.", peer.called()),
        evidence: rescued.iter().map(|(_, evidence)| (*evidence).clone()).collect(),
        remedy: vec![
            "Copy the store directory of every server that is left, now.".to_owned(),
            "Remove each dead peer by its peer id while the rescue lasts, one after the other.".to_owned(),
            "Stop no server that is left. Add new servers only when `rescue` has disappeared from /jsz.".to_owned(),
        ],
    })
}

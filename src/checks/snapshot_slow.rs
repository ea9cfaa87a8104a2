//! META_004: the meta group's last snapshot took long.

use super::{Case, Check, Found, Outcome, Severity};
use crate::phrase::seconds;

/// The check.
pub const CHECK: Check = Check {
    code: "META_004",
    name: "Snapshot slow",
    severity: Severity::Critical,
    why: "Every server writes the whole state of the meta group into a snapshot from time to time. When that takes \
          seconds, its disk is slow or the state is large, and it gets worse with every stream and consumer. Servers \
          print it from 2.11.11 and 2.12.2 on.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let taken = case.group.peers.iter().filter_map(|peer| Some((peer, peer.view()?.snapshot_ms.as_ref()?)));
    let Some((peer, (ms, at))) = taken.max_by(|(_, (one, _)), (_, (other, _))| one.total_cmp(other)) else {
        return Outcome::NotApplicable;
    };
    let found = Found {
        says: format!("The last meta snapshot of {} took {}.", peer.called(), seconds(Some(*ms))),
        evidence: vec![at.evidence()],
        remedy: vec![
            format!("Look at the disk of {}: is it slow, full, or shared with something busy?", peer.called()),
            "Delete streams and consumers that nobody uses: the snapshot holds all of them.".to_owned(),
        ],
    };
    let thresholds = case.thresholds;
    if *ms >= f64::from(thresholds.snapshot_critical_s) * 1e3 {
        Outcome::Fail(found)
    } else if *ms >= f64::from(thresholds.snapshot_warning_s) * 1e3 {
        Outcome::Warn(found)
    } else {
        Outcome::Pass
    }
}

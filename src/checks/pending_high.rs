//! META_008: the leader's queue of API requests is long.

use super::{Case, Check, Found, Outcome, Severity};

/// The check.
pub const CHECK: Check = Check {
    code: "META_008",
    name: "Meta pending high",
    severity: Severity::Warning,
    why: "Requests to the JetStream API wait in a queue on the leader. When it grows, somebody asks faster than the \
          leader can answer: creations time out, clients try again, and the queue grows faster. It is not the lag of \
          the Raft log. Servers print it from 2.10.21 on.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let Some((leader, view)) = case.leader() else { return Outcome::NotApplicable };
    let Some((pending, at)) = &view.pending else { return Outcome::NotApplicable };
    if *pending <= u64::from(case.thresholds.pending_requests) {
        return Outcome::Pass;
    }
    Outcome::Warn(Found {
        says: format!("{pending} API requests wait on the leader {}.", leader.called()),
        evidence: vec![at.evidence()],
        remedy: vec![
            "Find who asks so often: clients that create, list or look up streams and consumers in a loop.".to_owned(),
            format!("Look at the load and the disk of {}.", leader.called()),
            "Let it drain before anything is restarted or moved.".to_owned(),
        ],
    })
}

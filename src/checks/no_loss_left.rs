//! QUORATE_010: the next loss takes the majority.

use super::{Case, Check, Found, Outcome, Severity};
use crate::phrase::list;

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_010",
    name: "Single point of failure",
    severity: Severity::Warning,
    why: "The meta group has its majority and not one peer more: the loss of any one server that is in contact, a \
          restart as well, takes it.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let (Some((leader, view)), Some(size)) = (case.leader(), case.judgement.size) else {
        return Outcome::NotApplicable;
    };
    if size <= 1 || case.judgement.rescue.is_some() {
        return Outcome::NotApplicable;
    }
    if case.judgement.tolerance != Some(0) {
        return Outcome::Pass;
    }
    let heard: Vec<_> = view.rows.iter().filter(|row| row.fresh).collect();
    let called = std::iter::once(leader.called()).chain(heard.iter().map(|row| case.called(row)));
    let heard_at = heard.iter().map(|row| row.active());
    let remedy = if size == 2 {
        "Add a third server: two peers survive no loss.".to_owned()
    } else {
        "Bring the missing peers back first, each under its own name with its own disk.".to_owned()
    };
    Outcome::Warn(Found {
        says: format!("The loss of any one of {} loses the majority.", list(called)),
        evidence: view.evidence.iter().cloned().chain(heard_at).collect(),
        remedy: vec![remedy, "Restart none of these meanwhile.".to_owned()],
    })
}

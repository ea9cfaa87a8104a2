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
    let in_doubt: Vec<&str> = case.judgement.in_doubt.iter().map(|&peer| case.group.peers[peer].called()).collect();
    let heard = view.rows.iter().filter(|row| row.fresh && !in_doubt.contains(&case.called(row)));
    let heard: Vec<_> = heard.collect();
    let called = std::iter::once(leader.called()).chain(heard.iter().map(|row| case.called(row)));
    let heard_at = heard.iter().map(|row| row.active());
    let evidence = view.evidence.iter().cloned().chain(heard_at).collect();
    if !in_doubt.is_empty() {
        let again = format!("Fetch /jsz of {}, and of {} as well, in 5 s.", leader.called(), list(&in_doubt));
        return Outcome::Undecided(Found {
            says: format!(
                "The loss of any one of {} loses the majority, unless {}{} is still in contact.",
                list(called),
                if in_doubt.len() == 1 { "" } else { "one of " },
                list(&in_doubt),
            ),
            evidence,
            remedy: vec![again],
        });
    }
    let remedy = if size == 2 {
        "Add a third server: two peers survive no loss.".to_owned()
    } else {
        "Bring the missing peers back first, each under its own name with its own disk.".to_owned()
    };
    let needed = case.judgement.needed.unwrap_or(0);
    let others_may_be = case.judgement.in_contact.as_ref().is_some_and(|range| *range.end() > needed);
    let loses = if others_may_be { "may lose" } else { "loses" };
    Outcome::Warn(Found {
        says: format!("The loss of any one of {} {loses} the majority.", list(called)),
        evidence,
        remedy: vec![remedy, "Restart none of these meanwhile.".to_owned()],
    })
}

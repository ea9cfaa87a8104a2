//! META_007: an even number of peers.

use super::{Case, Check, Found, Outcome, Severity};

/// The check.
pub const CHECK: Check = Check {
    code: "META_007",
    name: "Even cluster size",
    severity: Severity::Warning,
    why: "The meta group has an even number of peers. The last one adds nothing: four peers need three and survive one \
          loss, as three do. And a split down the middle leaves no side with a majority.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let Some(size) = case.judgement.size else { return Outcome::NotApplicable };
    if size % 2 == 1 {
        return Outcome::Pass;
    }
    let views = case.group.peers.iter().filter_map(|peer| peer.view()?.size.as_ref());
    Outcome::Warn(Found {
        says: format!("The meta group has {size} peers: an even number."),
        evidence: views.filter(|(printed, _)| *printed == size).map(|(_, at)| at.evidence()).take(1).collect(),
        remedy: vec![
            "If one of them is no server any more, remove it by its peer id once the group has a leader.".to_owned(),
            "Else add one server, or remove one, so that the number is odd.".to_owned(),
        ],
    })
}

//! META_006: too few peers can be in contact to make a majority.

use super::{Case, Check, Found, Outcome, Severity};
use crate::verdict::Verdict;

/// The check.
pub const CHECK: Check = Check {
    code: "META_006",
    name: "Meta quorum lost",
    severity: Severity::Critical,
    why: "Fewer peers of the meta group can be in contact than a majority needs, so no stream or consumer can be \
          created, changed, moved or deleted. Streams whose own group still has a majority go on, on borrowed time: \
          any further loss cannot be repaired until the meta group is back. Counting `offline` peers finds it late or \
          never, so we count who can be in contact.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let judgement = case.judgement;
    let assumes = match &judgement.assumes[..] {
        [] => String::new(),
        assumes => format!(" Assuming: {}.", assumes.join("; ")),
    };
    let found = Found {
        says: format!("{}{assumes}", judgement.says),
        evidence: judgement.because.iter().flat_map(|reason| reason.evidence.clone()).collect(),
        remedy: Vec::new(),
    };
    match judgement.verdict {
        Verdict::Held => Outcome::Pass,
        Verdict::Lost => Outcome::Fail(Found { remedy: first_steps(), ..found }),
        Verdict::Leaderless | Verdict::Undecided => {
            let remedy = judgement.next.iter().map(|next| next.says.clone()).collect();
            Outcome::Undecided(Found { remedy, ..found })
        }
    }
}

/// What holds for every version; the way out says the rest. Never a removal: without a leader nobody answers it.
fn first_steps() -> Vec<String> {
    vec![
        "Copy the store directory of every server that can be reached, before anything else.".to_owned(),
        "Follow the way out below. Do not rename, wipe, add or remove a server meanwhile.".to_owned(),
    ]
}

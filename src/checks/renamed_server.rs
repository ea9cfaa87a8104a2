//! QUORATE_006: a server answers under a new name, and its old one is still counted.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    case::{Renamed, Sign},
    phrase::list,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_006",
    name: "Renamed server",
    severity: Severity::Critical,
    why: "A server's name is its identity in the meta group. Started under another name it joins as one more peer, the \
          old one stays counted, and the majority grows with every rename. Worse: at its start the renamed server \
          finds its streams assigned to somebody else and deletes them from its disk, without a line in its log.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let renamed = case.renamed();
    if renamed.is_empty() {
        return Outcome::NotApplicable;
    }
    let told = renamed.iter().map(|pair| {
        let verb = if pair.sign.is_place() { "is" } else { "looks like" };
        format!("{} {verb} {} under another name: {}", pair.name, pair.old.called(), how(pair.sign))
    });
    let told: Vec<String> = told.collect();
    let old = list(renamed.iter().map(|pair| pair.old.called()));
    let still = match case.leader() {
        Some(_) => format!(
            "Once every stream's replicas are whole on the others, remove the old names by peer id: {}.",
            list(renamed.iter().filter_map(|pair| pair.old.id.as_deref()))
        ),
        None => format!(
            "Give the server that was renamed last its old name back ({old} are the old names): nobody answers a \
             removal without a leader."
        ),
    };
    let found = Found {
        says: format!("{}; the old peer is still counted.", told.join("; ")),
        evidence: evidence(&renamed),
        remedy: vec![
            "Rename no further server: those under their old names may hold the only data.".to_owned(),
            "Copy the store directory of every server now.".to_owned(),
            still,
        ],
    };
    if renamed.iter().any(|pair| pair.sign.is_place()) { Outcome::Fail(found) } else { Outcome::Warn(found) }
}

/// The answers under the new names, and where the old ones are counted.
pub(super) fn evidence(renamed: &[Renamed]) -> Vec<Evidence> {
    let now = renamed.iter().filter_map(|pair| pair.now.answered.clone());
    now.chain(renamed.iter().filter_map(|pair| pair.old.named_by.clone())).collect()
}

fn how(sign: Sign) -> &'static str {
    match sign {
        Sign::AskedThere => "it answers where the old name is asked",
        Sign::AnswersThere => "it answers where the old name answered before",
        Sign::ListensThere => "it listens at the address that was the old one's",
        Sign::Unlisted => "the names differ only before the number, and no list of the group has it",
        Sign::Empty => "the names differ only before the number, and it came without streams",
    }
}

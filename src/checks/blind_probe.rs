//! QUORATE_008: a green probe that does not ask for the meta group.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{meta_group::Facts, reading::Evidence, verdict::Verdict};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_008",
    name: "Probe is blind",
    severity: Severity::Warning,
    why: "A probe is green that says nothing about the meta group. `/healthz?js-enabled-only=true` never looks at it, \
          and `/healthz?js-server-only=true` does not from 2.11 on: both stay green through a total loss. \
          `/healthz?js-meta-only=true` (2.11 and later) asks just for it.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let facts = case.group.peers.iter().filter_map(|peer| peer.facts.as_deref());
    let blind: Vec<&Evidence> =
        facts.flat_map(|facts| facts.blind_probes.iter().filter(|probe| is_blind(facts, probe))).collect();
    let (Some(probe), false) = (blind.first(), case.judgement.verdict == Verdict::Held) else {
        return Outcome::NotApplicable;
    };
    let found = Found {
        says: format!(
            "A probe is green and proves nothing about the quorum: {}.",
            probe.quote.trim_end_matches(" answered")
        ),
        evidence: blind.into_iter().cloned().collect(),
        remedy: vec![
            "For what is to be seen here, probe `/healthz?js-meta-only=true` (2.11 and later) or plain `/healthz`, for \
             alerts and not to restart servers: restarting the survivors of a lost group does not bring it back."
                .to_owned(),
        ],
    };
    match case.judgement.verdict {
        Verdict::Lost | Verdict::Leaderless => Outcome::Fail(found),
        Verdict::Undecided | Verdict::Held => Outcome::Warn(found),
    }
}

/// Up to 2.10 `js-server-only` looks at the meta group.
fn is_blind(facts: &Facts, probe: &Evidence) -> bool {
    let minor =
        facts.version.as_deref().and_then(|version| version.strip_prefix("2.")?.split('.').next()?.parse::<u32>().ok());
    probe.quote.contains("js-enabled-only") || minor.is_none_or(|minor| minor >= 11)
}

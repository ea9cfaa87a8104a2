//! QUORATE_007: a peer's JetStream is down while its process runs.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Facts, Peer},
    phrase::list,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_007",
    name: "JetStream down on a voter",
    severity: Severity::Critical,
    why: "A peer of the meta group runs and answers, but its JetStream is down: shut down by a full disk or a write \
          error. It is still counted and cannot vote. Watching processes does not see it, and the next loss can take \
          the majority.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let counted = case.group.peers.iter().filter(|peer| peer.named_by.is_some());
    let facts: Vec<(&Peer, &Facts)> = counted.filter_map(|peer| Some((peer, peer.facts.as_deref()?))).collect();
    let down: Vec<(&Peer, Vec<Evidence>)> = facts
        .iter()
        .filter_map(|(peer, facts)| {
            Some((*peer, [facts.out.clone()?].into_iter().chain(facts.disabled.clone()).collect()))
        })
        .collect();
    if !down.is_empty() {
        let called = list(down.iter().map(|(peer, _)| peer.called()));
        let words = down.first().and_then(|(_, evidence)| Some(evidence.first()?.quote.clone())).unwrap_or_default();
        let verb = if down.len() == 1 { "answers, but its" } else { "answer, but their" };
        return Outcome::Fail(Found {
            says: format!("{called} {verb} JetStream is down ({}).", words.trim_matches('"')),
            evidence: down.into_iter().flat_map(|(_, evidence)| evidence).collect(),
            remedy: vec![
                format!("Look at the disk of {called}, and at the last lines of the log."),
                "Free space outside the JetStream store; remove nothing in it, least of all `_meta_`.".to_owned(),
                format!("Then restart {called} under its own name, one server at a time."),
            ],
        });
    }
    let unclear: Vec<&(&Peer, &Facts)> = facts.iter().filter(|(_, facts)| facts.disabled.is_some()).collect();
    if unclear.is_empty() {
        return if facts.iter().any(|(_, facts)| facts.speaks.is_some()) {
            Outcome::Pass
        } else {
            Outcome::NotApplicable
        };
    }
    let called = list(unclear.iter().map(|(peer, _)| peer.called()));
    Outcome::Undecided(Found {
        says: format!("{called}, counted as a peer, says that JetStream is disabled."),
        evidence: unclear.iter().filter_map(|(_, facts)| facts.disabled.clone()).collect(),
        remedy: vec![format!("Fetch /healthz of {called}: 503 `JetStream not enabled` means that it went down.")],
    })
}

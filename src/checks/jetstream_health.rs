//! SERVER_014: a server's own health check complains of its JetStream.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{meta_group::Complaint, phrase::list, verdict::Verdict};

/// The check.
pub const CHECK: Check = Check {
    code: "SERVER_014",
    name: "JetStream health",
    severity: Severity::Critical,
    why: "A server says of itself, in /healthz, that its JetStream is not well: it is shut down, still starting, or \
          has no contact with the leader of the meta group. Complaints about single streams and consumers are not \
          counted here. That all is calm proves nothing: followers say `ok` for up to a minute after a loss.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    let (mut evidence, mut names) = (Vec::new(), Vec::new());
    for peer in &case.group.peers {
        let all = peer.facts.iter().flat_map(|facts| &facts.complaints);
        let complaints: Vec<&Complaint> = all.filter(|complaint| is_about_jetstream(complaint)).collect();
        // Plain and detailed answers say the same.
        let Some(first) = complaints.first() else { continue };
        names.push(peer.called());
        evidence.extend(complaints.iter().filter(|one| one.words == first.words).map(|one| one.evidence.clone()));
        match told.iter_mut().find(|(words, _)| *words == first.words) {
            Some((_, by)) => by.push(peer.called()),
            None => told.push((&first.words, vec![peer.called()])),
        }
    }
    if told.is_empty() {
        return Outcome::NotApplicable;
    }
    let by = told.iter().map(|(words, by)| format!("{}: {words}", list(by)));
    let all_miss_the_leader = told.iter().all(|(words, _)| words.contains("meta leader"));
    let (consequence, remedy) = match case.judgement.verdict {
        Verdict::Lost if all_miss_the_leader => (
            " That is a consequence of the lost quorum.",
            vec!["Bring the quorum back first: the complaint ends with it.".to_owned()],
        ),
        Verdict::Leaderless if all_miss_the_leader => (
            " That is a consequence of having no leader.",
            case.judgement.next.iter().map(|next| next.says.clone()).collect(),
        ),
        _ => ("", vec![format!("Look at {}: the log lines about JetStream, the disk, the routes.", list(&names))]),
    };
    Outcome::Fail(Found { says: format!("{}.{consequence}", by.collect::<Vec<_>>().join("; ")), evidence, remedy })
}

/// By its type, where details were asked for; else by its words.
fn is_about_jetstream(complaint: &Complaint) -> bool {
    let words = complaint.words.as_str();
    let is_about_assets = ["JetStream stream", "JetStream consumer"].iter().any(|about| words.starts_with(about));
    let by_words = words.starts_with("JetStream ") && !is_about_assets;
    complaint.kind.as_deref().map_or(by_words, |kind| kind == "JETSTREAM")
}

//! JETSTREAM_008: a stream whose replicas cannot make a majority.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    case::Asset,
    phrase::{counted, list},
    quorum::Vote,
    verdict::Verdict,
};

/// The check.
pub const CHECK: Check = Check {
    code: "JETSTREAM_008",
    name: "Stream quorum lost",
    severity: Severity::Critical,
    why: "So many replicas of a stream are out of contact that the rest are no majority: it takes in no message and \
          delivers none, though the meta group may be well. Every stream has its own group, and an even number of \
          replicas needs more than half: two of two, three of four.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    judge_those(case, "stream", |asset| asset.group.consumer.is_none())
}

/// How many a finding names.
const NAMED: usize = 5;

/// The worst of those assets with more than one replica, and how many fare alike.
pub(super) fn judge_those(case: &Case, thing: &str, is_meant: impl Fn(&Asset) -> bool) -> Outcome {
    let replicated: Vec<&Asset> = case.assets.iter().filter(|asset| is_meant(asset) && asset.is_replicated()).collect();
    let with = |verdicts: &[Verdict]| -> Vec<&Asset> {
        replicated.iter().copied().filter(|asset| verdicts.contains(&asset.judgement.verdict)).collect()
    };
    let (lost, open) = (with(&[Verdict::Lost]), with(&[Verdict::Leaderless, Verdict::Undecided]));
    if !lost.is_empty() {
        let lost_of = format!("{} of {} without a majority", lost.len(), counted(replicated.len(), thing));
        return Outcome::Fail(Found { remedy: way_out(&lost), ..found(&lost_of, &lost) });
    }
    if !open.is_empty() {
        let open_of = format!("Open for {} of {}", open.len(), counted(replicated.len(), thing));
        return Outcome::Undecided(Found { remedy: vec![next(case, &open)], ..found(&open_of, &open) });
    }
    if replicated.is_empty() { Outcome::NotApplicable } else { Outcome::Pass }
}

fn found(says: &str, assets: &[&Asset]) -> Found {
    let named = &assets[..assets.len().min(NAMED)];
    let told: Vec<String> = named.iter().map(|asset| asset.judgement.told()).collect();
    let rest = match assets.len() - named.len() {
        0 => String::new(),
        n => format!(" And {n} more."),
    };
    let mut evidence = Vec::new();
    for at in named.iter().flat_map(|asset| &asset.judgement.evidence) {
        if !evidence.contains(at) {
            evidence.push(at.clone());
        }
    }
    Found { says: format!("{says}. {}{rest}", told.join(" ")), evidence, remedy: Vec::new() }
}

/// The servers whose return helps the most of them come first.
fn way_out(lost: &[&Asset]) -> Vec<String> {
    let mut missing: Vec<(&str, usize)> = Vec::new();
    for asset in lost {
        for (peer, vote) in asset.group.peers.iter().zip(&asset.judgement.votes) {
            if matches!(vote, Vote::Unable | Vote::Silent) {
                match missing.iter_mut().find(|(server, _)| *server == peer.called()) {
                    Some((_, helped)) => *helped += 1,
                    None => missing.push((peer.called(), 1)),
                }
            }
        }
    }
    missing.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let servers = list(missing.iter().map(|(server, _)| *server));
    vec![
        "Copy the store directory of every server that can be reached, before anything else.".to_owned(),
        format!(
            "Bring back {servers}, one after the other, each under its own name with its own disk: the first one that makes a majority is enough."
        ),
        "Remove no server and delete no stream meanwhile: the replicas that are away hold its messages.".to_owned(),
    ]
}

fn next(case: &Case, open: &[&Asset]) -> String {
    let mut unasked: Vec<&str> = Vec::new();
    for peer in open.iter().flat_map(|asset| &asset.group.peers).filter(|peer| peer.view.is_none()) {
        let answered =
            |known: &&crate::meta_group::Peer| known.id.as_ref() == Some(&peer.id) && known.silence().is_some();
        if !unasked.contains(&peer.called()) && case.group.peers.iter().find(answered).is_none() {
            unasked.push(peer.called());
        }
    }
    unasked.sort_unstable();
    match &unasked[..] {
        [] => "Fetch /jsz?streams=true&consumers=true of every server again in 10 s.".to_owned(),
        servers => format!("Fetch /jsz?streams=true&consumers=true of {}.", list(servers)),
    }
}

//! JETSTREAM_008: a stream whose replicas cannot make a majority.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    case::{Alike, Asset, Kind},
    order::sort,
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
    judge_those(case, "stream", |kind| &kind.streams)
}

/// How many a finding names.
const NAMED: usize = 5;

/// The worst of those with more than one replica, and how many fare alike.
pub(super) fn judge_those(case: &Case, thing: &str, those: impl Fn(&Kind) -> &Alike) -> Outcome {
    let kinds = case.assets.kinds().iter().filter(|kind| those(kind).count > 0 && kind.asset.is_replicated());
    let replicated: Vec<(&Asset, &Alike)> = kinds.map(|kind| (&kind.asset, those(kind))).collect();
    let with = |verdicts: &[Verdict]| -> Vec<(&Asset, &Alike)> {
        replicated.iter().copied().filter(|(asset, _)| verdicts.contains(&asset.judgement.verdict)).collect()
    };
    let (lost, open) = (with(&[Verdict::Lost]), with(&[Verdict::Leaderless, Verdict::Undecided]));
    let of_all = counted(count(&replicated), thing);
    if !lost.is_empty() {
        let lost_of = format!("{} of {of_all} without a majority", count(&lost));
        return Outcome::Fail(Found { remedy: way_out(&lost), ..found(case, &lost_of, &lost) });
    }
    if !open.is_empty() {
        let open_of = format!("Open for {} of {of_all}", count(&open));
        return Outcome::Undecided(Found { remedy: vec![next(case, &open)], ..found(case, &open_of, &open) });
    }
    if replicated.is_empty() { Outcome::NotApplicable } else { Outcome::Pass }
}

fn count(kinds: &[(&Asset, &Alike)]) -> usize {
    kinds.iter().map(|(_, alike)| alike.count).sum()
}

fn found(case: &Case, says: &str, kinds: &[(&Asset, &Alike)]) -> Found {
    let named = case.assets.first(NAMED, kinds.iter().map(|(_, alike)| *alike));
    let told: Vec<String> = named.iter().map(|asset| asset.judgement.told()).collect();
    let rest = match count(kinds) - named.len() {
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
fn way_out(lost: &[(&Asset, &Alike)]) -> Vec<String> {
    let mut missing: Vec<(&str, usize)> = Vec::new();
    for (asset, alike) in lost {
        for (peer, vote) in asset.group.peers.iter().zip(&asset.judgement.votes) {
            if matches!(vote, Vote::Unable | Vote::Silent) {
                match missing.iter_mut().find(|(server, _)| *server == peer.called()) {
                    Some((_, helped)) => *helped += alike.count,
                    None => missing.push((peer.called(), alike.count)),
                }
            }
        }
    }
    sort(&mut missing, &|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let servers = list(missing.iter().map(|(server, _)| *server));
    vec![
        "Copy the store directory of every server that can be reached, before anything else.".to_owned(),
        format!(
            "Bring back {servers}, one after the other, each under its own name with its own disk: the first one that makes a majority is enough."
        ),
        "Remove no server and delete no stream meanwhile: the replicas that are away hold its messages.".to_owned(),
    ]
}

fn next(case: &Case, open: &[(&Asset, &Alike)]) -> String {
    let mut unasked: Vec<&str> = Vec::new();
    for peer in open.iter().flat_map(|(asset, _)| &asset.group.peers).filter(|peer| peer.view.is_none()) {
        let answered =
            |known: &&crate::meta_group::Peer| known.id.as_ref() == Some(&peer.id) && known.silence().is_some();
        if !unasked.contains(&peer.called()) && case.group.peers.iter().find(answered).is_none() {
            unasked.push(peer.called());
        }
    }
    sort(&mut unasked, &Ord::cmp);
    match &unasked[..] {
        [] => "Fetch /jsz?streams=true&consumers=true of every server again in 10 s.".to_owned(),
        servers => format!("Fetch /jsz?streams=true&consumers=true of {}.", list(servers)),
    }
}

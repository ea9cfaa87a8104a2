//! The streams' and consumers' groups of one meta group in short: worst first, the rest counted.

use serde::Serialize;

use super::{Evidence, Range, Verdict, Vote, evaluate::narrow};
use crate::{
    asset_groups::Partly,
    case::{Asset, Case, Kind},
    order::{Map, sort},
};

/// The streams' and consumers' groups of one meta group.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Assets {
    /// Servers that listed every stream they hold; what only others hold is not known.
    pub listed_by: Vec<String>,
    /// Servers that listed a part of what they hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partly_listed: Vec<PartlyListed>,
    /// How many streams were listed.
    pub streams: u32,
    /// How many consumers were listed.
    pub consumers: u32,
    /// How many streams and consumers with more than one replica have lost their quorum.
    pub lost: u32,
    /// Of how many streams and consumers with more than one replica it is not known.
    pub undecided: u32,
    /// The worst, lost before undecided, at most 100; those that are held are not listed.
    pub worst: Vec<AssetNote>,
    /// Where streams and consumers are placed, folded by where their replicas are and what is known of these; the most
    /// used 1,000.
    pub placements: Vec<Placement>,
    /// How many streams and consumers are placed otherwise, or nobody knows where.
    pub not_placed: u32,
}

/// A server that listed a part of what it holds: `/jsz` gives 1,024 accounts a page, unless asked for more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartlyListed {
    /// What the server is called.
    pub server: String,
    /// How many accounts it listed, all pages together.
    pub accounts: u32,
    /// Of how many, by its own count.
    pub accounts_of: u32,
    /// How many streams it listed.
    pub streams: u32,
    /// Of how many, by its own count.
    pub streams_of: u32,
    /// The `offset` at which the first missing account is; absent when all accounts were listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
}

/// One stream's or consumer's group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssetNote {
    /// `APP > ORDERS`, `APP > ORDERS > worker`.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// How many of its replicas can be in contact, minus those needed: below 0 there is no majority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// Streams and consumers whose replicas are on the same servers and fare the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Placement {
    /// The servers, as the group's peers are called.
    pub servers: Vec<String>,
    /// One vote for each of them.
    pub votes: Vec<Vote>,
    /// How many of them make the majority.
    pub needed: u32,
    /// How many of them can be in contact, minus those needed: below 0 there is no majority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// How many further losses each is known to survive; only when held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<u32>,
    /// How many streams.
    pub streams: u32,
    /// How many consumers.
    pub consumers: u32,
    /// Some of their names.
    pub examples: Vec<String>,
}

/// So many places are told.
const PLACES: usize = 1_000;

/// How many names a place gives.
const EXAMPLES: usize = 3;

/// None when no reading lists streams.
pub(super) fn assets(case: &Case) -> Option<Assets> {
    let (kinds, peers) = (case.assets.kinds(), &case.group.peers);
    let (listed_by, partly) = (case.assets.listed_by(), case.assets.partly());
    if kinds.is_empty() && listed_by.is_empty() && partly.is_empty() {
        return None;
    }
    let sum = |of: &dyn Fn(&Kind) -> usize| narrow(kinds.iter().map(of).sum());
    let replicated = |verdicts: &'static [Verdict]| {
        move |kind: &Kind| {
            let is_meant = kind.asset.is_replicated() && verdicts.contains(&kind.asset.judgement.verdict);
            if is_meant { kind.count() } else { 0 }
        }
    };
    let (placements, not_placed) = placements(case);
    Some(Assets {
        listed_by: listed_by.iter().map(|&peer| peers[peer].called().to_owned()).collect(),
        partly_listed: partly.iter().map(|part| PartlyListed::of(part, peers[part.peer].called())).collect(),
        streams: sum(&|kind| kind.streams.count),
        consumers: sum(&|kind| kind.consumers.count),
        lost: sum(&replicated(&[Verdict::Lost])),
        undecided: sum(&replicated(&[Verdict::Leaderless, Verdict::Undecided])),
        worst: case.assets.worst().iter().map(note).collect(),
        placements,
        not_placed,
    })
}

impl PartlyListed {
    fn of(part: &Partly, server: &str) -> Self {
        let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            server: server.to_owned(),
            accounts: narrow(part.accounts),
            accounts_of: narrow(part.accounts_of),
            streams: narrow(part.streams),
            streams_of: narrow(part.streams_of),
            offset: part.offset.map(narrow),
        }
    }
}

fn note(asset: &Asset) -> AssetNote {
    AssetNote {
        name: asset.group.called(),
        verdict: asset.judgement.verdict,
        says: asset.judgement.told(),
        margin: margin(asset),
        evidence: asset.judgement.evidence.clone(),
    }
}

fn margin(asset: &Asset) -> Option<Range> {
    super::margin(asset.judgement.in_contact.as_ref(), asset.judgement.needed)
}

/// Servers with their votes, and what these come to: how many are needed, the margin, and the tolerance.
type Place<'a> = (Vec<(&'a str, Vote)>, u32, Option<Range>, Option<u32>);

/// Folded, the most used first; and how many streams and consumers are in none of them.
fn placements(case: &Case) -> (Vec<Placement>, u32) {
    let peers = case.group.peers.iter();
    let called: Map<&str, &str> = peers.filter_map(|peer| Some((peer.id.as_deref()?, peer.called()))).collect();
    let mut placed: Vec<(Place, &Kind)> = Vec::new();
    let mut nowhere = 0;
    for kind in case.assets.kinds() {
        let Asset { group, judgement } = &kind.asset;
        let Some(needed) = judgement.needed else {
            nowhere += narrow(kind.count());
            continue;
        };
        let peers = group.peers.iter().zip(&judgement.votes);
        let mut votes: Vec<(&str, Vote)> = peers
            .map(|(peer, vote)| (*called.get(peer.id.as_str()).unwrap_or(&peer.called()), (*vote).into()))
            .collect();
        sort(&mut votes, &|(a, _), (b, _)| a.cmp(b));
        placed.push(((votes, needed, margin(&kind.asset), judgement.tolerance), kind));
    }
    sort(&mut placed, &|(a, _), (b, _)| a.cmp(b));
    let mut folded: Vec<(u32, &[(Place, &Kind)])> = placed
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|those| (narrow(those.iter().map(|(_, kind)| kind.count()).sum()), those))
        .collect();
    sort(&mut folded, &|(a, _), (b, _)| b.cmp(a));
    let rest = folded.split_off(folded.len().min(PLACES));
    let not_placed = nowhere + rest.iter().map(|(count, _)| count).sum::<u32>();
    (folded.into_iter().filter_map(|(_, those)| placement(case, those)).collect(), not_placed)
}

/// What is in one place.
fn placement(case: &Case, those: &[(Place, &Kind)]) -> Option<Placement> {
    let ((votes, needed, margin, tolerance), _) = those.first()?;
    let kinds = || those.iter().map(|(_, kind)| *kind);
    Some(Placement {
        servers: votes.iter().map(|(server, _)| (*server).to_owned()).collect(),
        votes: votes.iter().map(|(_, vote)| *vote).collect(),
        needed: *needed,
        margin: *margin,
        tolerance: *tolerance,
        streams: narrow(kinds().map(|kind| kind.streams.count).sum()),
        consumers: narrow(kinds().map(|kind| kind.consumers.count).sum()),
        examples: case.assets.called(EXAMPLES, kinds().flat_map(|kind| [&kind.streams, &kind.consumers])),
    })
}

//! The streams' and consumers' groups of one meta group in short: worst first, the rest counted.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use serde::{Deserialize, Serialize};

use super::{Evidence, Range, Verdict, Vote, evaluate::narrow};
use crate::case::{Asset, Case};

/// The streams' and consumers' groups of one meta group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Assets {
    /// Servers that listed every stream they hold; what only others hold is not known.
    pub listed_by: Vec<String>,
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
    #[serde(default)]
    pub not_placed: u32,
}

/// One stream's or consumer's group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AssetNote {
    /// `APP > ORDERS`, `APP > ORDERS > worker`.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// How many of its replicas can be in contact, minus those needed: below 0 there is no majority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// What it rests on.
    #[serde(skip_deserializing)]
    pub evidence: Vec<Evidence>,
}

/// Streams and consumers whose replicas are on the same servers and fare the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Placement {
    /// The servers, as the group's peers are called.
    pub servers: Vec<String>,
    /// One vote for each of them.
    pub votes: Vec<Vote>,
    /// How many of them make the majority.
    pub needed: u32,
    /// How many of them can be in contact, minus those needed: below 0 there is no majority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// How many further losses each is known to survive; only when held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<u32>,
    /// How many streams.
    pub streams: u32,
    /// How many consumers.
    pub consumers: u32,
    /// Some of their names.
    pub examples: Vec<String>,
}

/// So many are listed by name, and so many places.
const LISTED: usize = 100;
const PLACES: usize = 1_000;

/// How many names a place gives.
const EXAMPLES: usize = 3;

/// None when no reading lists streams.
pub(super) fn assets(case: &Case) -> Option<Assets> {
    if case.assets.is_empty() && case.listed_by.is_empty() {
        return None;
    }
    let count = |of: &dyn Fn(&Asset) -> bool| narrow(case.assets.iter().filter(|asset| of(asset)).count());
    let is_open = |asset: &Asset| matches!(asset.judgement.verdict, Verdict::Leaderless | Verdict::Undecided);
    let (placements, not_placed) = placements(case);
    Some(Assets {
        listed_by: case.listed_by.iter().map(|&peer| case.group.peers[peer].called().to_owned()).collect(),
        streams: count(&|asset| asset.group.consumer.is_none()),
        consumers: count(&|asset| asset.group.consumer.is_some()),
        lost: count(&|asset| asset.is_replicated() && asset.judgement.verdict == Verdict::Lost),
        undecided: count(&|asset| asset.is_replicated() && is_open(asset)),
        worst: worst(case),
        placements,
        not_placed,
    })
}

fn worst(case: &Case) -> Vec<AssetNote> {
    let mut worst: Vec<&Asset> = case.assets.iter().filter(|asset| asset.judgement.verdict != Verdict::Held).collect();
    worst.sort_by_key(|asset| (asset.judgement.verdict, !asset.is_replicated()));
    let note = |asset: &Asset| AssetNote {
        name: asset.group.called(),
        verdict: asset.judgement.verdict,
        says: asset.judgement.told(),
        margin: margin(asset),
        evidence: asset.judgement.evidence.clone(),
    };
    worst.into_iter().take(LISTED).map(note).collect()
}

fn margin(asset: &Asset) -> Option<Range> {
    super::margin(asset.judgement.in_contact.as_ref(), asset.judgement.needed)
}

/// Servers with their votes, and what these come to.
type Place<'a> = (Vec<(&'a str, u8)>, u32, Option<(i32, i32)>, Option<u32>);

/// Folded, the most used first; and how many streams and consumers are in none of them.
fn placements(case: &Case) -> (Vec<Placement>, u32) {
    let peers = case.group.peers.iter();
    let called: HashMap<&str, &str> = peers.filter_map(|peer| Some((peer.id.as_deref()?, peer.called()))).collect();
    let mut folded: BTreeMap<Place, Placement> = BTreeMap::new();
    let mut nowhere = 0;
    for asset in case.assets {
        let Some(needed) = asset.judgement.needed else {
            nowhere += 1;
            continue;
        };
        let peers = asset.group.peers.iter().zip(&asset.judgement.votes);
        let mut placed: Vec<(&str, Vote)> = peers
            .map(|(peer, vote)| (*called.get(peer.id.as_str()).unwrap_or(&peer.called()), (*vote).into()))
            .collect();
        placed.sort_by_key(|(server, _)| *server);
        let (margin, tolerance) = (margin(asset), asset.judgement.tolerance);
        let votes = placed.iter().map(|(server, vote)| (*server, *vote as u8)).collect();
        let key = (votes, needed, margin.map(|margin| (margin.least, margin.most)), tolerance);
        let place = folded.entry(key).or_insert_with(|| Placement {
            servers: placed.iter().map(|(server, _)| (*server).to_owned()).collect(),
            votes: placed.iter().map(|(_, vote)| *vote).collect(),
            needed,
            margin,
            tolerance,
            streams: 0,
            consumers: 0,
            examples: Vec::new(),
        });
        *(if asset.group.consumer.is_none() { &mut place.streams } else { &mut place.consumers }) += 1;
        if place.examples.len() < EXAMPLES {
            place.examples.push(asset.group.called());
        }
    }
    let mut placements: Vec<Placement> = folded.into_values().collect();
    placements.sort_by_key(|place| Reverse(place.streams + place.consumers));
    let rest = placements.split_off(placements.len().min(PLACES));
    (placements, rest.iter().fold(nowhere, |rest, place| rest + place.streams + place.consumers))
}

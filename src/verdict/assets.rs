//! Has a stream's or a consumer's own group its quorum? The same algebra, with its own leader's word.

use std::ops::RangeInclusive;

use super::{Ballot, Judgement, Verdict};
use crate::{asset_groups::AssetGroup, meta_group::MetaGroup};

/// The verdict on one stream's or consumer's group.
#[derive(Debug, Clone)]
pub struct AssetJudgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// What must be true for it besides what was read.
    pub assumes: Vec<String>,
    /// How many of its peers make the majority; None without a size.
    pub needed: Option<u32>,
    /// How many of them can be in contact with each other (under what is assumed); None without a size.
    pub in_contact: Option<RangeInclusive<u32>>,
    /// How many further losses are survived; only when held.
    pub tolerance: Option<u32>,
    /// One ballot for each of its peers, in their order.
    pub ballots: Vec<Ballot>,
    /// Index of the leader among its peers.
    pub leader: Option<usize>,
}

/// Judges one stream's or consumer's group, whose servers are peers of `group`.
#[must_use]
pub fn judge_asset(asset: &AssetGroup, _group: &MetaGroup, _judgement: &Judgement) -> AssetJudgement {
    AssetJudgement {
        verdict: Verdict::Undecided,
        says: format!("{} was not judged.", asset.stream),
        assumes: Vec::new(),
        needed: None,
        in_contact: None,
        tolerance: None,
        ballots: Vec::new(),
        leader: None,
    }
}

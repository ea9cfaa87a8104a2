//! The streams' and consumers' groups of one meta group in short: worst first, the rest counted.

use serde::{Deserialize, Serialize};

use super::{Evidence, Verdict, Vote};
use crate::case::Case;

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
    /// The worst, lost before undecided; those that are held are not listed.
    pub worst: Vec<AssetNote>,
    /// Where streams and consumers are placed, folded by where their replicas are and what is known of these.
    pub placements: Vec<Placement>,
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
    /// How many streams.
    pub streams: u32,
    /// How many consumers.
    pub consumers: u32,
    /// Some of their names.
    pub examples: Vec<String>,
}

/// None when no reading lists streams.
pub(super) fn assets(_case: &Case) -> Option<Assets> {
    None
}

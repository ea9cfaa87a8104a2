//! What may be touched next, and what if: from the report's own facts.

use serde::{Deserialize, Serialize};

use super::{Group, Range, Verdict};
use crate::case::Case;

/// What may be touched next, with nobody or somebody taken out in thought.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Outlook {
    /// Servers taken out in thought; empty for what was read.
    pub without: Vec<String>,
    /// The verdict with them gone.
    pub verdict: Verdict,
    /// All of it in one plain sentence.
    pub says: String,
    /// How many peers could be in contact then, minus those needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// How many more losses the group would survive then; only when held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<u32>,
    /// Streams and consumers that lose their quorum by it.
    pub losses: Losses,
    /// May it be restarted now? One answer a server.
    pub restart: Vec<Restart>,
    /// Servers whose loss alone would lose the quorum.
    pub critical_servers: Vec<String>,
    /// The failure zones that tags tell of.
    pub zones: Vec<Zone>,
}

/// Streams and consumers that lose their quorum.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Losses {
    /// How many streams.
    pub streams: u32,
    /// How many consumers.
    pub consumers: u32,
    /// Some of their names.
    pub examples: Vec<String>,
}

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The readings show it.
    Yes,
    /// The readings show the contrary.
    No,
    /// The readings do not settle it.
    Unknown,
}

/// May this server be restarted now?
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Restart {
    /// The server, as the group's peer is called.
    pub server: String,
    /// The answer.
    pub safe: Answer,
    /// Why, one plain sentence each, the most telling first.
    pub because: Vec<String>,
    /// Streams and consumers that would lose their quorum meanwhile.
    pub losses: Losses,
}

/// One failure zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Zone {
    /// Its name, from the servers' tags.
    pub name: String,
    /// The peers in it.
    pub servers: Vec<String>,
    /// Whether its loss alone would lose the quorum.
    pub critical: Answer,
}

/// Is a server that was away at an earlier moment back in the group?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rejoined {
    /// The server.
    pub server: String,
    /// The answer.
    pub rejoined: Answer,
    /// Why, one plain sentence.
    pub says: String,
}

/// The outlook on every group if the servers of `without` were gone.
#[must_use]
pub fn what_if(groups: &[Group], without: &[String]) -> Vec<Outlook> {
    groups.iter().map(|group| outlook(group, without)).collect()
}

fn outlook(group: &Group, without: &[String]) -> Outlook {
    Outlook {
        without: without.to_vec(),
        verdict: group.verdict,
        says: group.says.clone(),
        margin: group.margin,
        tolerance: group.tolerance,
        losses: Losses::default(),
        restart: Vec::new(),
        critical_servers: Vec::new(),
        zones: Vec::new(),
    }
}

/// Who was away at an earlier moment, or has restarted since, and is it back?
pub(super) fn rejoined(_case: &Case) -> Vec<Rejoined> {
    Vec::new()
}

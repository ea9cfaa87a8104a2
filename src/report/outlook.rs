//! What may be touched next, and what if: from the report's own facts.

use serde::Serialize;

use super::{Group, Peer, Range, Standing, Verdict, Vote};
use crate::order::Map;

mod before;
mod restart;
mod thought;
mod words;

use restart::restarts;
use thought::Thought;

pub(super) use before::{leader_settled, no_answer, rejoined};

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
    /// Streams and consumers with more than one replica that lose their quorum by it, as far as they were listed.
    pub losses: Losses,
    /// May it be restarted now? One answer a server.
    pub restart: Vec<Restart>,
    /// Servers whose loss alone the group is not known to survive; empty unless held.
    pub critical_servers: Vec<String>,
    /// The failure zones that tags tell of.
    pub zones: Vec<Zone>,
}

/// Streams and consumers that lose their quorum.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The readings show it.
    Yes,
    /// The readings show the contrary.
    No,
    /// The readings do not settle it.
    #[default]
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
    /// Whether its loss alone would lose the quorum; unknown unless held.
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
///
/// From the report's own facts alone: whoever is gone cannot be in contact, everybody else votes as read.
#[must_use]
pub fn what_if(groups: &[Group], without: &[String]) -> Vec<Outlook> {
    groups.iter().map(|group| outlook(group, without)).collect()
}

fn outlook(group: &Group, without: &[String]) -> Outlook {
    let thought = Thought::new(group, without);
    Outlook {
        without: without.to_vec(),
        verdict: thought.verdict(),
        says: words::says(&thought, without),
        margin: thought.margin(),
        tolerance: thought.tolerance(),
        losses: thought.losses(),
        restart: restarts(&thought),
        critical_servers: critical_servers(&thought),
        zones: zones(&thought),
    }
}

fn critical_servers(thought: &Thought) -> Vec<String> {
    let is_critical = |peer: &&Peer| {
        thought.verdict() == Verdict::Held && thought.is_able(peer) && thought.and([*peer]).verdict() != Verdict::Held
    };
    thought.peers().filter(is_critical).map(|peer| peer.called().to_owned()).collect()
}

/// Whoever has no tag may stand in any zone: a zone's loss is survived only if it is survived with all of them in it.
fn zones<'a>(thought: &Thought<'a>) -> Vec<Zone> {
    let mut zones: Map<&str, Vec<&'a Peer>> = Map::default();
    for peer in thought.peers() {
        if let Some(zone) = &peer.zone {
            zones.entry(zone).push(peer);
        }
    }
    let without_tag: Vec<&'a Peer> = thought.peers().filter(|peer| peer.zone.is_none()).collect();
    let is_held = thought.verdict() == Verdict::Held;
    let zone = |(name, peers): (&str, Vec<&'a Peer>)| Zone {
        name: name.to_owned(),
        servers: peers.iter().map(|peer| peer.called().to_owned()).collect(),
        critical: if is_held && thought.and(peers.iter().copied()).verdict() == Verdict::Lost {
            Answer::Yes
        } else if thought.and(peers.iter().copied().chain(without_tag.iter().copied())).verdict() == Verdict::Held {
            Answer::No
        } else {
            Answer::Unknown
        },
    };
    zones.into_iter().map(zone).collect()
}

//! Floor 5: has this group its quorum? Votes from evidence, a verdict from votes: sound before clever.
//!
//! `held` needs a leader whose own view shows its majority; `lost` needs a count that fails whatever the open votes
//! are. Everything between is `leaderless` or `undecided`, and says which reading would help most.

use std::ops::RangeInclusive;

use crate::{
    meta_group::{MetaGroup, Peer, View},
    order::Set,
    quorum::{Vote, majority},
    reading::Evidence,
};

mod assets;
mod contact;
mod votes;
mod words;

use votes::Votes;

pub use assets::{AssetJudgement, Servers};
pub use contact::{QUIET_MS, routes_are_all};

/// Has the meta group its quorum?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No majority is possible (under what is assumed).
    Lost,
    /// A majority answers, but none of them has a leader.
    Leaderless,
    /// The readings do not settle it.
    Undecided,
    /// A majority can be in contact.
    Held,
}

/// The verdict on one group, with everything it rests on.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// What must be true for it besides what was read.
    pub assumes: Vec<String>,
    /// How many peers the group has.
    pub size: Option<u32>,
    /// How many of them make the majority.
    pub needed: Option<u32>,
    /// A rescue is active.
    pub rescue: Option<Evidence>,
    /// How many peers can be in contact with each other (under what is assumed); None without a size.
    pub in_contact: Option<RangeInclusive<u32>>,
    /// How many further losses are survived; only when held.
    pub tolerance: Option<u32>,
    /// One ballot for each of the group's peers, in their order, then one for each stranger that is assumed a peer.
    pub ballots: Vec<Ballot>,
    /// Pairs of peers, by index, that cannot hear each other, in order; only when lost.
    pub apart: Vec<(usize, usize)>,
    /// Index of the leader among the peers: the one that holds its majority, else one that claims the lead.
    pub leader: Option<usize>,
    /// Indices of the peers that this leader has just heard, and that may be gone all the same; only when held.
    pub in_doubt: Vec<usize>,
    /// Why, most telling first.
    pub because: Vec<Reason>,
    /// The readings that would help most, best first.
    pub next: Vec<Next>,
}

/// One peer's vote and why.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// The vote.
    pub vote: Vote,
    /// In a few words that follow a name, or several: `did not answer in time`.
    pub says: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// One sentence, with what it rests on.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reason {
    /// One plain sentence.
    pub says: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// A reading that would help.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Next {
    /// What to do, one plain sentence.
    pub says: String,
    /// The server to ask; absent when it is any, or all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// What to ask it: `/jsz`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// A command that asks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// Judges one group.
#[must_use]
pub fn judge(group: &MetaGroup) -> Judgement {
    let needed = Needed::of(group);
    let claims: Vec<Claim> = group
        .peers
        .iter()
        .enumerate()
        .filter_map(|(peer, facts)| {
            let view = facts.leading_view()?;
            let (size, _) = view.size.as_ref()?;
            Some(Claim { peer, view, needed: needed.for_claim(view, *size) })
        })
        .collect();
    let case = Case { group, votes: Votes::of(group, &claims), claims, needed };
    let decided = if group.twins.is_empty() { case.held().or_else(|| case.lost()) } else { None };
    let judgement = decided.unwrap_or_else(|| case.open());
    words::explain(&case, judgement)
}

/// One group with what is known before the verdict.
struct Case<'a> {
    group: &'a MetaGroup,
    claims: Vec<Claim<'a>>,
    needed: Needed,
    votes: Votes,
}

/// A self-declared leader's claim.
struct Claim<'a> {
    peer: usize,
    view: &'a View,
    needed: u32,
}

impl Claim<'_> {
    /// Whether it has just heard the peer with this id, and does not call it offline.
    fn hears(&self, id: Option<&str>) -> bool {
        self.view.row(id).is_some_and(|row| row.fresh)
    }

    /// A peer says itself that it has lost the leader, which is about to see it. One that only lags says the same, and is
    /// heard every second.
    fn is_missed_by(&self, peer: &Peer) -> bool {
        const OLD_MS: f64 = 2_000.0;
        let says_so = peer.facts.as_deref().is_some_and(|facts| facts.misses_leader.is_some());
        let heard = self.view.row(peer.id.as_deref()).and_then(|row| row.heard_ms);
        says_so && heard.is_none_or(|ms| ms >= OLD_MS)
    }

    /// How many peers it has just heard.
    fn heard(&self) -> usize {
        self.view.rows.iter().filter(|row| row.fresh).count()
    }

    /// It has not heard everybody within 3 s, or calls somebody offline.
    fn misses_somebody(&self) -> bool {
        self.view.rows.iter().any(|row| !row.fresh)
    }

    /// It and the peers it has just heard make a majority.
    fn is_majority(&self) -> bool {
        number(self.heard()) + 1 >= self.needed
    }

    /// How many of its rows cannot be peers: whoever asks to join is heard before it is one.
    fn newcomers(&self) -> u32 {
        let others = self.view.size.as_ref().map_or(0, |(size, _)| size.saturating_sub(1));
        number(self.view.rows.len()).saturating_sub(others)
    }

    /// Elected a moment ago (2.11 to 2.14 list nobody for up to 6 s): its majority voted just now.
    fn is_new(&self) -> bool {
        self.view.rows.is_empty() && self.view.size.as_ref().is_some_and(|(size, _)| *size > 1)
    }
}

/// How many peers make the majority.
struct Needed {
    /// The smallest that a rescue asks for on any server.
    rescue: Option<(u32, Evidence)>,
    /// `quorum_needed`, and the size for which it was printed.
    printed: Set<(u32, u32)>,
}

impl Needed {
    fn of(group: &MetaGroup) -> Self {
        let views = || group.peers.iter().filter_map(Peer::view);
        let rescued = views().filter_map(|view| Some((lowered(view).unwrap_or(1), view.rescue.clone()?)));
        let ordinary = views().filter(|view| view.rescue.is_none());
        Self {
            rescue: rescued.min_by_key(|(needed, _)| *needed),
            printed: ordinary.filter_map(|view| Some((view.size.as_ref()?.0, view.needed.as_ref()?.0))).collect(),
        }
    }

    /// The least that can be enough: a rescue lowers it on purpose, wherever it is active.
    fn for_size(&self, size: u32) -> u32 {
        let ordinary = self.without_rescue(size);
        self.rescue.as_ref().map_or(ordinary, |(needed, _)| ordinary.min(*needed))
    }

    /// What this leader needs: another server's rescue does not help it.
    fn for_claim(&self, view: &View, size: u32) -> u32 {
        lowered(view).unwrap_or_else(|| self.without_rescue(size))
    }

    /// More than half, or what a server with that very size prints if it is more. A server that believes in another
    /// size says nothing about this one.
    fn without_rescue(&self, size: u32) -> u32 {
        let printed = self.printed.iter().filter(|(of, _)| *of == size).map(|(_, needed)| *needed);
        printed.fold(majority(size), u32::max)
    }
}

/// What a view's own rescue asks for.
fn lowered(view: &View) -> Option<u32> {
    view.rescue.as_ref().and(view.needed.as_ref()).map(|(needed, _)| *needed)
}

/// Peers are counted in `u32`, lists in `usize`.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

//! A group with some of its servers gone in thought: what its votes say then.

use std::ops::RangeInclusive;

use super::{Group, Losses, Peer, Range, Standing, Verdict, Vote};
use crate::{
    order::Set,
    quorum::{self, Count, majority},
    report::{Placement, margin},
};

/// How many names are given as examples.
const EXAMPLES: usize = 5;

/// A group with some of its servers gone.
#[derive(Clone)]
pub(super) struct Thought<'a> {
    pub(super) group: &'a Group,
    gone: Set<&'a str>,
    /// Somebody is gone who was not away anyhow.
    differs: bool,
    /// The most that can be in contact by the votes as read.
    as_read: Option<u32>,
    in_contact: Option<RangeInclusive<u32>>,
    verdict: Verdict,
}

impl<'a> Thought<'a> {
    pub(super) fn new(group: &'a Group, without: &'a [String]) -> Self {
        let known = group.in_contact.map(|known| natural(known.least)..=natural(known.most));
        let nobody = Set::default();
        let mut thought =
            Self { group, gone: nobody, differs: false, as_read: None, in_contact: known, verdict: group.verdict };
        thought.as_read = thought.count().map(|count| *count.in_contact().end());
        thought.without(without.iter().map(String::as_str))
    }

    fn without(&self, servers: impl Iterator<Item = &'a str>) -> Self {
        let mut more = self.clone();
        more.gone.extend(servers);
        more.differs = more.peers().any(|peer| more.is_gone(peer) && peer.vote != Vote::Unable);
        if more.differs {
            more.in_contact = more.left_in_contact();
            more.verdict = more.judge();
        }
        more
    }

    /// With these gone as well.
    pub(super) fn and(&self, peers: impl IntoIterator<Item = &'a Peer>) -> Self {
        self.without(peers.into_iter().map(Peer::called))
    }

    /// Everyone who counts, gone or not.
    pub(super) fn peers(&self) -> impl Iterator<Item = &'a Peer> + use<'a> {
        self.group.peers.iter().filter(|peer| peer.standing != Standing::Outside)
    }

    pub(super) fn is_gone(&self, peer: &Peer) -> bool {
        self.gone.contains(peer.called())
    }

    pub(super) fn is_able(&self, peer: &Peer) -> bool {
        !self.is_gone(peer) && peer.vote == Vote::Able
    }

    pub(super) fn leader(&self) -> Option<&'a Peer> {
        self.peers().find(|peer| Some(peer.called()) == self.group.leader.as_deref())
    }

    /// Heard a moment ago, and it may have died since.
    pub(super) fn is_in_doubt(&self, peer: &Peer) -> bool {
        self.group.is_in_doubt(peer) && !self.is_gone(peer)
    }

    fn vote(&self, peer: &Peer) -> quorum::Vote {
        if self.is_gone(peer) { quorum::Vote::Unable } else { peer.vote.into() }
    }

    fn count(&self) -> Option<Count> {
        let votes = self.peers().map(|peer| self.vote(peer)).collect();
        Some(Count { size: self.group.size?, needed: self.group.needed?, votes, apart: Vec::new() })
    }

    /// How many can be in contact then; never more than before, since who is apart stays apart.
    pub(super) fn in_contact(&self) -> Option<RangeInclusive<u32>> {
        self.in_contact.clone()
    }

    fn left_in_contact(&self) -> Option<RangeInclusive<u32>> {
        let most_known = natural(self.group.in_contact?.most);
        let count = self.count()?;
        // Where more are known to be in contact than have a vote for it, these are several circles, each too small.
        let most = if self.as_read? < most_known {
            count.size.saturating_sub(number(self.peers().filter(|peer| self.is_gone(peer))))
        } else {
            *count.in_contact().end()
        };
        let most = most.min(most_known);
        // Not everyone named must be a peer: as many of the able as are too many may be strangers.
        let named = number(self.peers().filter(|peer| peer.standing != Standing::Expected));
        let able = number(self.peers().filter(|peer| self.vote(peer) == quorum::Vote::Able));
        Some(able.saturating_sub(named.saturating_sub(count.size)).min(most)..=most)
    }

    /// The verdict then. The needed majority is the leader's word: without the leader it must be one for every size
    /// that a server believes in, and a rescue ends with it.
    pub(super) fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn judge(&self) -> Verdict {
        let known = self.group.verdict;
        let Some((in_contact, needed)) = self.in_contact().zip(self.group.needed) else { return known };
        let of_sizes = || self.group.sizes.iter().copied().map(majority);
        let leader_stays = self.leader().is_some_and(|leader| !self.is_gone(leader));
        let enough = if leader_stays { needed } else { of_sizes().fold(needed, u32::max) };
        let too_few = of_sizes().fold(needed, u32::min);
        match known {
            Verdict::Lost => Verdict::Lost,
            Verdict::Held if *in_contact.start() >= enough => Verdict::Held,
            _ if *in_contact.end() < too_few => Verdict::Lost,
            _ => Verdict::Undecided,
        }
    }

    pub(super) fn margin(&self) -> Option<Range> {
        if !self.differs {
            return self.group.margin;
        }
        margin(self.in_contact().as_ref(), self.group.needed)
    }

    pub(super) fn tolerance(&self) -> Option<u32> {
        if !self.differs {
            return self.group.tolerance;
        }
        let in_contact = self.in_contact().filter(|_| self.verdict() == Verdict::Held)?;
        in_contact.start().checked_sub(self.group.needed?)
    }

    /// Streams and consumers on several servers.
    pub(super) fn placements(&self) -> impl Iterator<Item = &'a Placement> + use<'a> {
        self.group.assets.iter().flat_map(|assets| &assets.placements).filter(|placement| placement.servers.len() > 1)
    }

    /// How many streams and consumers may be anywhere.
    pub(super) fn not_placed(&self) -> u32 {
        self.group.assets.as_ref().map_or(0, |assets| assets.not_placed)
    }

    /// What the votes of a stream's own group prove then.
    pub(super) fn standing(&self, placement: &Placement) -> quorum::Standing {
        let vote = |(server, vote): (&String, &Vote)| {
            if self.gone.contains(server.as_str()) { quorum::Vote::Unable } else { (*vote).into() }
        };
        let votes = placement.servers.iter().zip(&placement.votes).map(vote).collect();
        let size = number(placement.servers.iter());
        Count { size, needed: placement.needed, votes, apart: Vec::new() }.standing()
    }

    /// What loses its majority by it, and had it before or may have had it.
    pub(super) fn losses(&self) -> Losses {
        let as_read = Self::new(self.group, &[]);
        self.losses_after(&as_read)
    }

    /// What loses its majority by those who are gone here and not yet there.
    pub(super) fn losses_after(&self, before: &Self) -> Losses {
        let is_lost = |thought: &Self, placement: &Placement| thought.standing(placement) == quorum::Standing::Fails;
        let mut losses = Losses::default();
        for placement in self.placements().filter(|placement| is_lost(self, placement) && !is_lost(before, placement)) {
            losses.streams = losses.streams.saturating_add(placement.streams);
            losses.consumers = losses.consumers.saturating_add(placement.consumers);
            let left = EXAMPLES.saturating_sub(losses.examples.len());
            losses.examples.extend(placement.examples.iter().take(left).cloned());
        }
        losses
    }

    /// How many streams stand on this server alone.
    pub(super) fn only_on(&self, server: &str) -> u32 {
        let placements = self.group.assets.iter().flat_map(|assets| &assets.placements);
        let here = placements.filter(|placement| matches!(&placement.servers[..], [only] if only == server));
        here.fold(0, |streams, placement| streams.saturating_add(placement.streams))
    }

    /// Whether a server listed every stream it holds.
    pub(super) fn is_listed(&self, server: &str) -> bool {
        self.group.assets.as_ref().is_some_and(|assets| assets.listed_by.iter().any(|other| other == server))
    }
}

impl From<Vote> for quorum::Vote {
    fn from(vote: Vote) -> Self {
        match vote {
            Vote::Able => Self::Able,
            Vote::Unable => Self::Unable,
            Vote::Silent => Self::Silent,
            Vote::Unknown => Self::Unknown,
        }
    }
}

fn natural(n: i32) -> u32 {
    u32::try_from(n).unwrap_or(0)
}

fn number(items: impl Iterator) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

//! Floor 0: votes and majorities, nothing else.
//!
//! Every peer casts one vote about "can be in contact with a majority". A vote may be open, and two peers may be
//! known to be apart. What a count proves holds whichever way the open votes turn out. All functions are total.

use std::ops::RangeInclusive;

/// One peer's vote about "can be in contact with a majority".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vote {
    /// It can.
    Able,
    /// It cannot.
    Unable,
    /// It was asked and did not answer: open, but a bad sign.
    Silent,
    /// Open.
    Unknown,
}

/// What a count proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There is no majority, whatever the open votes are.
    Fails,
    /// There is no majority if the silent cannot, whatever the unknown are.
    FailsIfSilentCannot,
    /// It depends on the unknown.
    Open,
    /// A majority is able, whatever the open votes are.
    Stands,
}

/// The smallest number of peers that is more than half of `size`.
#[must_use]
pub fn majority(size: u32) -> u32 {
    size / 2 + 1
}

/// One group's votes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many peers the group has. Peers without a vote are unknown.
    pub size: u32,
    /// How many must be in contact.
    pub needed: u32,
    /// One vote a peer. There may be more than `size`, since not everyone named must be a peer: whoever is able or
    /// open among them counts, so that a stranger never proves a loss.
    pub votes: Vec<Vote>,
    /// Pairs of voters, by index, that cannot hear each other: the smaller index first, and in order.
    pub apart: Vec<(usize, usize)>,
}

impl Count {
    /// How many can be in contact: from the certain to the possible.
    #[must_use]
    pub fn in_contact(&self) -> RangeInclusive<u32> {
        self.able()..=self.largest_circle(&[Vote::Unable]).max(self.able())
    }

    /// The same if the silent cannot.
    #[must_use]
    pub fn in_contact_without_silent(&self) -> RangeInclusive<u32> {
        self.able()..=self.largest_circle(&[Vote::Unable, Vote::Silent]).max(self.able())
    }

    /// How many further losses are survived for certain; None unless the majority stands.
    #[must_use]
    pub fn tolerance(&self) -> Option<u32> {
        self.able().checked_sub(self.needed)
    }

    /// What the votes prove.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.able() >= self.needed {
            Standing::Stands
        } else if *self.in_contact().end() < self.needed {
            Standing::Fails
        } else if *self.in_contact_without_silent().end() < self.needed {
            Standing::FailsIfSilentCannot
        } else {
            Standing::Open
        }
    }

    fn able(&self) -> u32 {
        count(self.votes.iter().filter(|vote| **vote == Vote::Able)).min(self.size)
    }

    /// The most peers around one that hears them all, leaving out those who vote so. A Raft leader needs no more than
    /// that: its followers need not hear each other. A peer nobody could name may hear everybody.
    fn largest_circle(&self, without: &[Vote]) -> u32 {
        let voters: Vec<usize> = (0..self.votes.len()).filter(|&i| !without.contains(&self.votes[i])).collect();
        let nameless = self.size.saturating_sub(count(self.votes.iter()));
        if nameless > 0 || self.apart.is_empty() {
            return (count(voters.iter()) + nameless).min(self.size);
        }
        let around = |center: usize| count(voters.iter().filter(|&&other| !self.are_apart(center, other)));
        voters.iter().map(|&center| around(center)).max().unwrap_or(0).min(self.size)
    }

    fn are_apart(&self, a: usize, b: usize) -> bool {
        self.apart.binary_search(&(a.min(b), a.max(b))).is_ok()
    }
}

/// `most` - `needed` and `least` - `needed`: below 0 there is no majority.
#[must_use]
pub fn margin(in_contact: &RangeInclusive<u32>, needed: u32) -> RangeInclusive<i64> {
    let needed = i64::from(needed);
    i64::from(*in_contact.start()) - needed..=i64::from(*in_contact.end()) - needed
}

fn count(items: impl Iterator) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

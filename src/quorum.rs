//! Floor 0: votes and majorities, nothing else.
//!
//! Every peer casts one vote about "can be in contact with a majority". A vote may be open; a tally says what is
//! certain whichever way the open votes turn out. All functions are total.

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

/// What a tally proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A majority is able, whatever the open votes are.
    Stands,
    /// There is no majority, whatever the open votes are.
    Fails,
    /// There is no majority if the silent cannot, whatever the unknown are.
    FailsIfSilentCannot,
    /// It depends on the unknown.
    Open,
}

/// The smallest number of peers that is more than half of `size`.
#[must_use]
pub fn majority(size: u32) -> u32 {
    size / 2 + 1
}

/// The votes of one group, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many must be able.
    pub needed: u32,
    /// Votes [`Vote::Able`].
    pub able: u32,
    /// Votes [`Vote::Unable`].
    pub unable: u32,
    /// Votes [`Vote::Silent`].
    pub silent: u32,
    /// Votes [`Vote::Unknown`], and the peers that nobody could name.
    pub unknown: u32,
}

impl Tally {
    /// Counts the votes of a group of `size` peers. Peers without a vote are unknown. Where there are more votes than
    /// peers, not all voters can be peers: the bad news is dropped first, so that a stranger never proves a loss.
    #[must_use]
    pub fn count(size: u32, needed: u32, votes: impl IntoIterator<Item = Vote>) -> Self {
        let mut tally = Self { needed, able: 0, unable: 0, silent: 0, unknown: 0 };
        for vote in votes {
            match vote {
                Vote::Able => tally.able += 1,
                Vote::Unable => tally.unable += 1,
                Vote::Silent => tally.silent += 1,
                Vote::Unknown => tally.unknown += 1,
            }
        }
        tally.able = tally.able.min(size);
        tally.unable = tally.unable.min((size - tally.able).saturating_sub(tally.unknown));
        tally.silent = tally.silent.min((size - tally.able - tally.unable).saturating_sub(tally.unknown));
        tally.unknown = size - tally.able - tally.unable - tally.silent;
        tally
    }

    /// How many can be in contact: from the certain to the possible.
    #[must_use]
    pub fn in_contact(&self) -> RangeInclusive<u32> {
        self.able..=self.able + self.silent + self.unknown
    }

    /// How many more than needed can be in contact, below 0 when there are too few.
    #[must_use]
    pub fn margin(&self) -> RangeInclusive<i64> {
        let needed = i64::from(self.needed);
        i64::from(*self.in_contact().start()) - needed..=i64::from(*self.in_contact().end()) - needed
    }

    /// How many further losses are survived for certain; None unless the majority stands.
    #[must_use]
    pub fn tolerance(&self) -> Option<u32> {
        self.able.checked_sub(self.needed)
    }

    /// What the tally proves.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.able >= self.needed {
            Standing::Stands
        } else if self.able + self.silent + self.unknown < self.needed {
            Standing::Fails
        } else if self.able + self.unknown < self.needed {
            Standing::FailsIfSilentCannot
        } else {
            Standing::Open
        }
    }
}

//! Words and who they belong to, each kept once and known by a small number.

use super::{
    arena::{Arena, take_whole, whole},
    column::Column,
};
use crate::scan::is_same;

/// A place in the index that is free.
const FREE: u32 = u32::MAX;

/// Pairs of a parent and some bytes, numbered from 0 in the order of their coming.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Each begins with its parent and its length.
    entries: Arena,
    at: Column,
    /// Numbers by hash, with as much of the hash in the bits above as there is room for.
    index: Vec<u32>,
    count: u32,
    /// Numbers given lately, by the last byte: often they are asked for again.
    recent: [u32; 8],
}

impl Table {
    /// The number of a pair, a new one if it was not there.
    pub(super) fn number(&mut self, parent: u32, bytes: &[u8]) -> u32 {
        let slot = usize::from(bytes.last().copied().unwrap_or_default() & 7);
        if !self.is(self.recent[slot], parent, bytes) {
            self.recent[slot] = self.find(parent, bytes);
        }
        self.recent[slot]
    }

    fn find(&mut self, parent: u32, bytes: &[u8]) -> u32 {
        if self.count as usize >= self.index.len() / 8 * 7 {
            self.grow();
        }
        let hash = hash(parent, bytes);
        let (tag, mask) = (self.tag(hash), self.mask());
        let mut place = self.first(hash);
        loop {
            let found = self.index[place];
            if found == FREE {
                break;
            }
            let number = found & !mask;
            if found & mask == tag && self.is(number, parent, bytes) {
                return number;
            }
            place = self.after(place);
        }
        let number = self.count;
        self.index[place] = tag | number;
        let (mut parent_room, mut length_room) = ([0; 10], [0; 10]);
        let parts = [whole(parent.into(), &mut parent_room), whole(bytes.len() as u64, &mut length_room), bytes];
        self.at.set(number, self.entries.put(&parts));
        self.count += 1;
        number
    }

    /// Is it the pair of this number?
    #[inline(always)]
    fn is(&self, number: u32, parent: u32, bytes: &[u8]) -> bool {
        let Some(mut entry) = self.at.get(number).map(|at| self.entries.at(at)) else { return false };
        take_whole(&mut entry) == u64::from(parent)
            && take_whole(&mut entry) == bytes.len() as u64
            && entry.get(..bytes.len()).is_some_and(|entry| is_same(entry, bytes))
    }

    /// The pair of a number.
    pub(super) fn get(&self, number: u32) -> (u32, &[u8]) {
        let mut bytes = self.at.get(number).map(|at| self.entries.at(at)).unwrap_or_default();
        let parent = u32::try_from(take_whole(&mut bytes)).unwrap_or_default();
        let length = usize::try_from(take_whole(&mut bytes)).unwrap_or(usize::MAX);
        (parent, bytes.get(..length).unwrap_or_default())
    }

    /// How many pairs there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Bytes of its buffers.
    pub(super) fn kept_bytes(&self) -> usize {
        let index = self.index.capacity() * size_of::<u32>();
        self.entries.kept_bytes() + self.at.kept_bytes() + index
    }

    /// Twice as large: the old index goes first, since everything in it can be found anew.
    #[cold]
    fn grow(&mut self) {
        let places = (self.index.len() * 2).max(16);
        self.index = Vec::new();
        self.index = vec![FREE; places];
        for number in 0..self.count {
            let (parent, bytes) = self.get(number);
            let hash = hash(parent, bytes);
            let mut place = self.first(hash);
            while self.index[place] != FREE {
                place = self.after(place);
            }
            self.index[place] = self.tag(hash) | number;
        }
    }

    #[inline(always)]
    fn first(&self, hash: u64) -> usize {
        // The high half picks the place, scaled to their number.
        let place = (u64::from(low(hash >> 32)) * self.index.len() as u64) >> 32;
        usize::try_from(place).unwrap_or_default()
    }

    #[inline(always)]
    fn after(&self, place: usize) -> usize {
        if place + 1 == self.index.len() { 0 } else { place + 1 }
    }

    /// The bits that no number needs.
    #[inline(always)]
    fn mask(&self) -> u32 {
        !(u32::MAX >> u32::try_from(self.index.len()).unwrap_or(u32::MAX).leading_zeros())
    }

    #[inline(always)]
    fn tag(&self, hash: u64) -> u32 {
        low(hash) & self.mask()
    }
}

#[inline(always)]
fn low(hash: u64) -> u32 {
    u32::try_from(hash & u64::from(u32::MAX)).unwrap_or_default()
}

/// Eight bytes at a time, since names are short and many.
#[inline(always)]
fn hash(parent: u32, bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = u64::from(parent).wrapping_add(bytes.len() as u64 + 1).wrapping_mul(ODD);
    let mut mix = |word: u64| {
        hash = (hash ^ word).wrapping_mul(ODD);
        hash ^= hash >> 32;
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    mix(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    mix(ODD);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_one_number() {
        let mut table = Table::default();
        let odd = ["", "a", "a.b", "\"", "\u{202e}é\0", "eight by", "eight bytes and some", &"long".repeat(5_000)];
        for _ in 0..2 {
            for parent in 0..3 {
                for (n, name) in (0..).zip(odd) {
                    assert_eq!(table.number(parent, name.as_bytes()), parent * 8 + n);
                }
            }
        }
        for n in 24..50_000_u32 {
            assert_eq!(table.number(n / 7, format!("S{}", n % 7).as_bytes()), n);
        }
        for n in 24..50_000_u32 {
            assert_eq!(table.number(n / 7, format!("S{}", n % 7).as_bytes()), n);
            assert_eq!(table.get(n), (n / 7, format!("S{}", n % 7).as_bytes()));
        }
        assert_eq!((table.count(), table.get(23)), (50_000, (2, odd[7].as_bytes())));
    }
}

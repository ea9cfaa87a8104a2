//! Whole numbers by index, each in as many bits as its neighbours need.

/// So many neighbours share a base and a width.
const BLOCK: usize = 512;

/// A value for some of the indices from 0 on. Memory follows the spread of the values, not their size.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    blocks: Vec<Block>,
    /// What comes behind the blocks, fewer than a block of them, each plus 1 (0: there is none): packed when they are
    /// whole, since most columns are filled from the front.
    last: Vec<u64>,
}

/// Each value less `base`, plus 1 (0: there is none), in equal numbers of bits.
#[derive(Debug, Clone, Default)]
struct Block {
    base: u64,
    words: Box<[u64]>,
}

impl Column {
    /// The value at an index, if one was set.
    #[inline(always)]
    pub(super) fn get(&self, at: u32) -> Option<u64> {
        let at = at as usize;
        match self.blocks.get(at / BLOCK) {
            Some(block) => block.get(at % BLOCK),
            None => self.last.get(at - self.blocks.len() * BLOCK)?.checked_sub(1),
        }
    }

    /// The same of a value that was set as u32.
    #[inline(always)]
    pub(super) fn get_u32(&self, at: u32) -> Option<u32> {
        self.get(at).and_then(|value| u32::try_from(value).ok())
    }

    /// Sets a value below `u64::MAX`.
    #[inline(always)]
    pub(super) fn set(&mut self, at: u32, value: u64) {
        let more = value.min(u64::MAX - 1) + 1;
        match (at as usize).checked_sub(self.blocks.len() * BLOCK) {
            Some(behind) if behind == self.last.len() && behind < BLOCK - 1 => self.last.push(more),
            _ => self.set_anywhere(at as usize, more),
        }
    }

    #[inline(never)]
    fn set_anywhere(&mut self, at: usize, more: u64) {
        if let Some(block) = self.blocks.get_mut(at / BLOCK) {
            let mut all = block.unpacked();
            all[at % BLOCK] = more;
            *block = Block::of(&all);
            return;
        }
        while at >= (self.blocks.len() + 1) * BLOCK {
            self.pack();
        }
        let behind = at - self.blocks.len() * BLOCK;
        if behind >= self.last.len() {
            self.last.resize(behind + 1, 0);
        }
        self.last[behind] = more;
        if self.last.len() == BLOCK {
            self.pack();
        }
    }

    /// No more comes: nothing is left unpacked.
    pub(super) fn settle(&mut self) {
        if !self.last.is_empty() {
            self.pack();
        }
        self.last = Vec::new();
    }

    /// What comes behind the blocks becomes one.
    fn pack(&mut self) {
        if self.blocks.len() == self.blocks.capacity() {
            self.blocks.reserve_exact(self.blocks.len() / 8 + 1);
        }
        self.blocks.push(Block::of(&self.last));
        self.last.clear();
    }

    /// Bytes of its buffers.
    pub(super) fn kept_bytes(&self) -> usize {
        let words: usize = self.blocks.iter().map(|block| size_of_val(&*block.words)).sum();
        self.blocks.capacity() * size_of::<Block>() + words + self.last.capacity() * size_of::<u64>()
    }
}

impl Block {
    /// Of values plus 1, 0 where there is none.
    fn of(all: &[u64]) -> Self {
        let (mut least, mut most) = (u64::MAX, 0);
        for &more in all {
            least = least.min(more.wrapping_sub(1));
            most = most.max(more);
        }
        if most == 0 {
            return Self::default();
        }
        let bits = bits_of(most - least);
        let mut words = vec![0; bits * BLOCK / 64];
        for (at, &more) in all.iter().enumerate().filter(|(_, more)| **more > 0) {
            let packed = more - least;
            let (word, shift) = (at * bits / 64, at * bits % 64);
            words[word] |= packed << shift;
            if shift + bits > 64 {
                words[word + 1] |= packed >> (64 - shift);
            }
        }
        Self { base: least, words: words.into() }
    }

    /// As [`Self::of`] takes them.
    fn unpacked(&self) -> [u64; BLOCK] {
        std::array::from_fn(|at| self.get(at).map_or(0, |value| value + 1))
    }

    #[inline(always)]
    fn get(&self, at: usize) -> Option<u64> {
        let bits = self.words.len() * 64 / BLOCK;
        if bits == 0 {
            return None;
        }
        let (word, shift) = (at * bits / 64, at * bits % 64);
        let low = self.words[word] >> shift;
        let high = if shift + bits > 64 { self.words[word + 1] << (64 - shift) } else { 0 };
        let packed = (low | high) & (u64::MAX >> (64 - bits));
        packed.checked_sub(1).map(|less| self.base + less)
    }
}

#[inline(always)]
fn bits_of(n: u64) -> usize {
    (64 - n.leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_set_is_there(
            set in proptest::collection::vec((0_u32..1_500, prop_oneof![0_u64..5, any::<u64>(), Just(1 << 40)]), 0..200)
        ) {
            let (mut column, mut twin) = (Column::default(), BTreeMap::new());
            for (at, value) in set {
                let value = value.min(u64::MAX - 1);
                column.set(at, value);
                twin.insert(at, value);
            }
            for _ in 0..2 {
                for at in 0..1_600 {
                    prop_assert_eq!(column.get(at), twin.get(&at).copied());
                }
                column.settle();
            }
        }
    }

    #[test]
    fn memory_follows_the_spread() {
        let kept = |value: &dyn Fn(u32) -> u64| {
            let mut column = Column::default();
            (0..51_200).for_each(|at| column.set(at, value(at)));
            column.settle();
            column.kept_bytes() / 512
        };
        let blocks = size_of::<Block>() * 113 / 512;
        assert_eq!(kept(&|_| 1 << 50), 100 / 8 + blocks, "one bit each");
        assert!(kept(&|at| (1 << 50) + u64::from(at)) < 135, "ten bits each");
        assert!(kept(&|at| if at == 700 { u64::MAX - 1 } else { 0 }) < 30, "only the neighbours pay");
    }
}

//! Whole numbers by index, each in as many bits as its neighbours need.

/// So many neighbours share a base and a width.
const BLOCK: usize = 512;

/// A value for some of the indices from 0 on. Memory follows the spread of the values, not their size.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    blocks: Vec<Block>,
}

/// Each value less `base`, plus 1 (0: there is none), in equal numbers of bits.
#[derive(Debug, Clone, Default)]
struct Block {
    base: u64,
    words: Box<[u64]>,
    /// Nothing is set from here on.
    end: u16,
}

impl Column {
    /// The value at an index, if one was set.
    #[inline(always)]
    pub(super) fn get(&self, at: u32) -> Option<u64> {
        let at = at as usize;
        self.blocks.get(at / BLOCK)?.get(at % BLOCK)
    }

    /// The same of a value that was set as u32.
    pub(super) fn get_u32(&self, at: u32) -> Option<u32> {
        self.get(at).and_then(|value| u32::try_from(value).ok())
    }

    /// Sets a value below `u64::MAX`.
    pub(super) fn set(&mut self, at: u32, value: u64) {
        let at = at as usize;
        while self.blocks.len() <= at / BLOCK {
            if self.blocks.len() == self.blocks.capacity() {
                self.blocks.reserve_exact(self.blocks.len() / 8 + 1);
            }
            self.blocks.push(Block::default());
        }
        self.blocks[at / BLOCK].set(at % BLOCK, value);
    }

    /// Bytes of its buffers.
    pub(super) fn kept_bytes(&self) -> usize {
        let words: usize = self.blocks.iter().map(|block| size_of_val(&*block.words)).sum();
        self.blocks.capacity() * size_of::<Block>() + words
    }
}

impl Block {
    #[inline(always)]
    fn get(&self, at: usize) -> Option<u64> {
        (at < usize::from(self.end)).then(|| self.packed(at)).filter(|&packed| packed > 0).map(|n| self.base + (n - 1))
    }

    fn set(&mut self, at: usize, value: u64) {
        let value = value.min(u64::MAX - 1);
        let base = if self.end == 0 { value } else { self.base.min(value) };
        let needed = bits_of(value - base + 1);
        if base < self.base || needed > self.bits() {
            self.widen(base, needed);
        }
        self.base = base;
        self.put(at, value - base + 1);
        self.end = self.end.max(u16::try_from(at + 1).unwrap_or(u16::MAX));
    }

    #[inline(always)]
    fn bits(&self) -> usize {
        self.words.len() * 64 / BLOCK
    }

    #[inline(always)]
    fn packed(&self, at: usize) -> u64 {
        let bits = self.bits();
        let (word, shift) = (at * bits / 64, at * bits % 64);
        let low = self.words[word] >> shift;
        let high = if shift + bits > 64 { self.words[word + 1] << (64 - shift) } else { 0 };
        (low | high) & (u64::MAX >> (64 - bits))
    }

    #[inline(always)]
    fn put(&mut self, at: usize, packed: u64) {
        let bits = self.bits();
        let (word, shift) = (at * bits / 64, at * bits % 64);
        let mask = u64::MAX >> (64 - bits);
        self.words[word] = self.words[word] & !(mask << shift) | packed << shift;
        if shift + bits > 64 {
            let spent = 64 - shift;
            self.words[word + 1] = self.words[word + 1] & !(mask >> spent) | packed >> spent;
        }
    }

    /// Makes room for values from `base` on and of `needed` bits.
    fn widen(&mut self, base: u64, needed: usize) {
        let set: Vec<(usize, u64)> = (0..usize::from(self.end)).filter_map(|at| Some((at, self.get(at)?))).collect();
        let most = set.iter().map(|(_, value)| value - base + 1).max().unwrap_or(0);
        let bits = needed.max(bits_of(most));
        self.words = vec![0; bits * BLOCK / 64].into();
        for (at, value) in set {
            self.put(at, value - base + 1);
        }
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
            for at in 0..1_600 {
                prop_assert_eq!(column.get(at), twin.get(&at).copied());
            }
        }
    }

    #[test]
    fn memory_follows_the_spread() {
        let kept = |value: &dyn Fn(u32) -> u64| {
            let mut column = Column::default();
            (0..51_200).for_each(|at| column.set(at, value(at)));
            column.kept_bytes() / 512
        };
        let blocks = size_of::<Block>() * 113 / 512;
        assert_eq!(kept(&|_| 1 << 50), 100 / 8 + blocks, "one bit each");
        assert!(kept(&|at| (1 << 50) + u64::from(at)) < 135, "ten bits each");
        assert!(kept(&|at| if at == 700 { u64::MAX - 1 } else { 0 }) < 30, "only the neighbours pay");
    }
}

//! Bytes in pages that never move: growing copies nothing and leaves no holes, which wasm memory would keep for ever.

/// Bytes of a page; longer entries have one of their own.
const PAGE: usize = 4096;

/// Entries of bytes, by the address they were given.
#[derive(Debug, Clone, Default)]
pub(super) struct Arena {
    pages: Vec<Vec<u8>>,
}

impl Arena {
    /// Keeps an entry, and says where; later ones have higher addresses.
    pub(super) fn put(&mut self, parts: &[&[u8]]) -> u64 {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if self.pages.last().is_none_or(|page| page.len() + length > PAGE) {
            self.pages.push(Vec::with_capacity(PAGE.max(length)));
        }
        let before = self.pages.len() - 1;
        let page = &mut self.pages[before];
        let at = before * PAGE + page.len();
        for part in parts {
            page.extend_from_slice(part);
        }
        at as u64
    }

    /// The bytes from an address on: the entry, and what else is on its page.
    #[inline(always)]
    pub(super) fn at(&self, address: u64) -> &[u8] {
        let address = usize::try_from(address).unwrap_or(usize::MAX);
        self.pages.get(address / PAGE).and_then(|page| page.get(address % PAGE..)).unwrap_or_default()
    }

    /// Bytes of its buffers.
    pub(super) fn kept_bytes(&self) -> usize {
        self.pages.capacity() * size_of::<Vec<u8>>() + self.pages.iter().map(Vec::capacity).sum::<usize>()
    }
}

/// A whole number in groups of 7 bits, the lowest first.
pub(super) fn whole(mut n: u64, room: &mut [u8; 10]) -> &[u8] {
    let mut length = 0;
    for byte in &mut *room {
        length += 1;
        *byte = n.to_le_bytes()[0] & 0x7f;
        n >>= 7;
        if n == 0 {
            break;
        }
        *byte |= 0x80;
    }
    &room[..length]
}

/// Appends such a number; byte by byte, since in wasm copying a few takes longer.
#[inline(always)]
pub(super) fn put_whole(bytes: &mut Vec<u8>, mut n: u64) {
    while n > 0x7f {
        bytes.push(n.to_le_bytes()[0] | 0x80);
        n >>= 7;
    }
    bytes.push(n.to_le_bytes()[0]);
}

/// Takes such a number off the front; 0 where there is none.
#[inline(always)]
pub(super) fn take_whole(bytes: &mut &[u8]) -> u64 {
    let (mut n, mut shift) = (0, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        n |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte < 0x80 {
            break;
        }
    }
    n
}

/// A signed number as a whole one that is small where it is near 0.
pub(super) fn fold(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)).cast_unsigned()
}

/// What was folded.
pub(super) fn unfold(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_entries_come_back() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        for n in numbers {
            put_whole(&mut bytes, n);
        }
        let mut rest = &bytes[..];
        assert_eq!(numbers.map(|_| take_whole(&mut rest)), numbers);
        assert_eq!((rest, take_whole(&mut rest)), (&[][..], 0));
        for n in [0, -1, 1, i64::MAX, i64::MIN] {
            assert_eq!(unfold(fold(n)), n);
        }
        let mut arena = Arena::default();
        let entries = [3, 4_000, 200, 10_000, 5].map(|length| (vec![7_u8; length], length));
        let placed = entries.each_ref().map(|(entry, _)| arena.put(&[entry, b"end"]));
        for ((entry, length), at) in entries.iter().zip(placed) {
            assert_eq!((&arena.at(at)[..*length], &arena.at(at)[*length..][..3]), (&entry[..], &b"end"[..]));
        }
        assert!(arena.at(1 << 40).is_empty());
    }
}

//! Sixteen bytes at once: with wasm's simd128, with SSE2 on x86-64, and in plain Rust anywhere.
//!
//! Bytes are loaded by way of integers, which compilers turn into one load: there is no pointer in any of it.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod x86;

/// Bytes that are looked at together.
pub(super) const WIDTH: usize = 16;

/// What the scanner asks of sixteen bytes. A mask has all bits of a byte set where it holds, none where it does not.
pub(super) trait Lanes: Copy {
    /// The bytes.
    fn load(bytes: [u8; 16]) -> Self;
    /// Where it is this byte.
    fn is(self, byte: u8) -> Self;
    /// Where both are the same byte.
    fn same(self, other: Self) -> Self;
    /// Where it is this byte or one before it.
    fn up_to(self, byte: u8) -> Self;
    /// Both masks, or the bits of bytes.
    fn or(self, other: Self) -> Self;
    /// Where it is a byte that never stands in JSON outside of a string.
    fn foreign(self) -> Self;
    /// One bit for each byte, the first lowest.
    fn bits(self) -> u16;
}

/// The fastest that the target has.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) type Fastest = wasm::Simd128;
/// The fastest that the target has.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(super) type Fastest = x86::Sse2;
/// The fastest that the target has.
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    all(target_arch = "x86_64", target_feature = "sse2")
)))]
pub(super) type Fastest = Portable;

/// Which bytes may stand in JSON outside of strings: eight sets, each the product of some high and some low halves of
/// a byte. Blanks; `"+,-.`; digits and `:`; brackets; the letters of true, false, null, and of exponents.
const SETS: [(&[u8], &[u8]); 8] = [
    (&[0x0], &[0x9, 0xa, 0xd]),
    (&[0x2], &[0x0]),
    (&[0x2], &[0x2, 0xb, 0xc, 0xd, 0xe]),
    (&[0x3], &[0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xa]),
    (&[0x5, 0x7], &[0xb, 0xd]),
    (&[0x6], &[0x1, 0x5, 0x6, 0xc, 0xe]),
    (&[0x7], &[0x2, 0x3, 0x4, 0x5]),
    (&[0x4], &[0x5]),
];

/// For each half of a byte, the sets that have it, one bit each.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "for targets that look up sixteen bytes at once"))]
const fn sets_with(high: bool) -> [u8; 16] {
    let mut sets = [0; 16];
    let mut set = 0;
    while set < SETS.len() {
        let halves = if high { SETS[set].0 } else { SETS[set].1 };
        let mut at = 0;
        while at < halves.len() {
            sets[halves[at] as usize] |= 1 << set;
            at += 1;
        }
        set += 1;
    }
    sets
}

/// Plain Rust.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(any(target_arch = "wasm32", target_arch = "x86_64"), allow(dead_code, reason = "the others' twin in tests"))]
pub(super) struct Portable([u8; 16]);

impl Portable {
    fn map(self, holds: impl Fn(u8) -> bool) -> Self {
        Self(self.0.map(|byte| if holds(byte) { 0xff } else { 0 }))
    }
}

impl Lanes for Portable {
    fn load(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    fn is(self, byte: u8) -> Self {
        self.map(|own| own == byte)
    }

    fn same(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| if self.0[at] == other.0[at] { 0xff } else { 0 }))
    }

    fn up_to(self, byte: u8) -> Self {
        self.map(|own| own <= byte)
    }

    fn or(mut self, other: Self) -> Self {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own |= other;
        }
        self
    }

    fn foreign(self) -> Self {
        self.map(|byte| {
            !matches!(byte, b'\t' | b'\n' | b'\r' | b' ' | b'"' | b'+'..=b'.' | b'0'..=b':' | b'[' | b']' | b'{' | b'}')
                && !b"aeflnrstuE".contains(&byte)
        })
    }

    fn bits(self) -> u16 {
        self.0.iter().rev().fold(0, |bits, &byte| bits << 1 | u16::from(byte >> 7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_is_the_same_to_all() {
        for byte in 0..=255 {
            for place in 0..16 {
                let mut bytes = [b'x'; 16];
                bytes[place] = byte;
                let (fast, plain) = (Fastest::load(bytes), Portable::load(bytes));
                assert_eq!(fast.foreign().bits(), plain.foreign().bits(), "{byte}");
                assert_eq!(fast.is(byte).bits(), plain.is(byte).bits(), "{byte}");
                let (other_fast, other_plain) = (Fastest::load([b'x'; 16]), Portable::load([b'x'; 16]));
                assert_eq!(fast.same(other_fast).bits(), plain.same(other_plain).bits(), "{byte}");
                assert_eq!(fast.up_to(byte).bits(), plain.up_to(byte).bits(), "{byte}");
                assert_eq!(fast.or(fast.is(b'x')).bits(), plain.or(plain.is(b'x')).bits(), "{byte}");
            }
        }
    }

    #[test]
    fn the_sets_are_what_plain_rust_says() {
        let (high, low) = (sets_with(true), sets_with(false));
        for byte in 0..=255_u8 {
            let is_known = high[usize::from(byte >> 4)] & low[usize::from(byte & 15)] != 0;
            let foreign = Portable::load([byte; 16]).foreign().bits() != 0;
            assert_eq!(is_known, !foreign, "{byte}");
        }
    }
}

//! SSE2, which every x86-64 has.
//!
//! The only unsafe code there is. The intrinsics work on registers alone. What makes calling them unsafe is that a
//! processor may lack them: this file is compiled only where the target is known to have them.
#![expect(unsafe_code, reason = "see above")]

use core::arch::x86_64::{
    __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_max_epu8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128,
};

use super::Lanes;

/// Sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Sse2(__m128i);

impl Sse2 {
    #[inline(always)]
    fn splat(byte: u8) -> Self {
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_set1_epi8(byte.cast_signed()) })
    }

    /// Where it is from `first` to `last`.
    #[inline(always)]
    fn within(self, first: u8, last: u8) -> Self {
        let (first, last) = (Self::splat(first), Self::splat(last));
        // SAFETY: SSE2 is there.
        unsafe {
            let from = _mm_cmpeq_epi8(_mm_max_epu8(self.0, first.0), self.0);
            let to = _mm_cmpeq_epi8(_mm_min_epu8(self.0, last.0), self.0);
            Self(_mm_and_si128(from, to))
        }
    }
}

impl Lanes for Sse2 {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the lower and the upper half")]
    fn load(bytes: [u8; 16]) -> Self {
        let all = i128::from_le_bytes(bytes);
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_set_epi64x((all >> 64) as i64, all as i64) })
    }

    #[inline(always)]
    fn is(self, byte: u8) -> Self {
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_cmpeq_epi8(self.0, Self::splat(byte).0) })
    }

    #[inline(always)]
    fn same(self, other: Self) -> Self {
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_cmpeq_epi8(self.0, other.0) })
    }

    #[inline(always)]
    fn up_to(self, byte: u8) -> Self {
        self.within(0, byte)
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }

    #[inline(always)]
    fn foreign(self) -> Self {
        let small = self.or(Self::splat(0x20));
        let brackets = small.is(b'{').or(small.is(b'}'));
        let blanks = self.within(b'\t', b'\n').or(self.is(b'\r')).or(self.is(b' '));
        let numbers = self.within(b'+', b'.').or(self.within(b'0', b':')).or(self.is(b'E'));
        let words = b"\"aeflnrstu".iter().fold(numbers, |known, &letter| known.or(self.is(letter)));
        let known = brackets.or(blanks).or(words);
        // SAFETY: SSE2 is there.
        Self(unsafe { _mm_cmpeq_epi8(known.0, _mm_setzero_si128()) })
    }

    #[inline(always)]
    fn bits(self) -> u16 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sixteen bits")]
        // SAFETY: SSE2 is there.
        unsafe {
            _mm_movemask_epi8(self.0) as u16
        }
    }
}

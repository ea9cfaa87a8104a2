//! wasm's simd128.

use core::arch::wasm32::{
    u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_shr, u8x16_splat, u8x16_swizzle, u64x2, v128, v128_and, v128_or,
};

use super::{Lanes, sets_with};

/// wasm's 128 bits.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Simd128(v128);

const fn lanes(bytes: [u8; 16]) -> v128 {
    let all = u128::from_le_bytes(bytes);
    #[expect(clippy::cast_possible_truncation, reason = "the lower and the upper half")]
    u64x2(all as u64, (all >> 64) as u64)
}

impl Lanes for Simd128 {
    #[inline(always)]
    fn load(bytes: [u8; 16]) -> Self {
        Self(lanes(bytes))
    }

    #[inline(always)]
    fn is(self, byte: u8) -> Self {
        Self(u8x16_eq(self.0, u8x16_splat(byte)))
    }

    #[inline(always)]
    fn same(self, other: Self) -> Self {
        Self(u8x16_eq(self.0, other.0))
    }

    #[inline(always)]
    fn up_to(self, byte: u8) -> Self {
        Self(u8x16_le(self.0, u8x16_splat(byte)))
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(v128_or(self.0, other.0))
    }

    #[inline(always)]
    fn foreign(self) -> Self {
        let high = u8x16_swizzle(lanes(const { sets_with(true) }), u8x16_shr(self.0, 4));
        let low = u8x16_swizzle(lanes(const { sets_with(false) }), v128_and(self.0, u8x16_splat(0x0f)));
        Self(u8x16_eq(v128_and(high, low), u8x16_splat(0)))
    }

    #[inline(always)]
    fn bits(self) -> u16 {
        u8x16_bitmask(self.0)
    }
}

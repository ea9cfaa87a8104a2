//! A piece, byte by byte or sixteen at once: tokens that are plainly what they are. None is anything else, and what lies
//! beyond the piece's end.

use super::{
    Keep,
    json::{Kind, is_same},
    lanes::{Fastest, Lanes, WIDTH},
    token,
};

/// A piece.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'s>(pub(super) &'s [u8]);

impl Bytes<'_> {
    #[inline(always)]
    pub(super) fn at(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    /// Is it the first byte of a line, as far as one can tell?
    #[inline(always)]
    pub(super) fn begins_a_line(self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.0[before] == b'\n')
    }

    /// The quote that ends a key without escapes, which begins at byte `at` and has its colon right behind it.
    #[inline(always)]
    pub(super) fn key(self, at: usize) -> Option<usize> {
        let (close, is_escaped) = (self.at(at)? == b'"').then(|| self.text(at + 1))??;
        (!is_escaped && self.at(close + 1)? == b':').then_some(close)
    }

    /// Which of the `wanted` keys, one bit each, a key is.
    #[inline(always)]
    pub(super) fn which(self, keys: &[(&str, Keep)], wanted: u32, (from, to): (usize, usize)) -> Option<usize> {
        let mut left = wanted;
        while left != 0 {
            let nth = left.trailing_zeros() as usize;
            left &= left - 1;
            if is_same(keys.get(nth)?.0.as_bytes(), &self.0[from..to]) {
                return Some(nth);
            }
        }
        None
    }

    /// Behind a value: to the next one, or the bracket that closes.
    #[inline(always)]
    pub(super) fn after_value(self, at: usize, bracket: u8) -> Option<usize> {
        let at = self.blanks(at)?;
        match self.at(at)? {
            b',' => self.blanks(at + 1).filter(|&at| self.0[at] != bracket),
            byte if byte == bracket => Some(at),
            _ => None,
        }
    }

    /// A string, number or word: what it is, where it stands without quotes, the byte after it, whether there are escapes.
    #[inline(always)]
    pub(super) fn token(self, at: usize) -> Option<(Kind, (usize, usize), usize, bool)> {
        if self.at(at)? == b'"' {
            let (close, is_escaped) = self.text(at + 1)?;
            return Some((Kind::Text, (at + 1, close), close + 1, is_escaped));
        }
        let (kind, end) = self.scalar(at)?;
        Some((kind, (at, end), end, false))
    }

    /// The quote that ends a string whose first byte is `from`, and whether there are escapes.
    #[inline(always)]
    pub(super) fn text(self, from: usize) -> Option<(usize, bool)> {
        let (mut at, mut is_escaped) = (from, false);
        loop {
            let lanes = self.lanes(at)?;
            let stops = lanes.is(b'"').or(lanes.is(b'\\')).or(lanes.up_to(0x1f)).bits();
            if stops == 0 {
                at += WIDTH;
                continue;
            }
            at += stops.trailing_zeros() as usize;
            match self.0[at] {
                b'"' if is_escaped && token::wrong_escape(&self.0[from..at]).is_some() => return None,
                b'"' => return Some((at, is_escaped)),
                b'\\' => (at, is_escaped) = (at + 2, true),
                _ => return None,
            }
        }
    }

    /// What a number or a word is, and the byte after it.
    #[inline(always)]
    pub(super) fn scalar(self, at: usize) -> Option<(Kind, usize)> {
        let lanes = self.lanes(at)?;
        let is_digit = lanes.up_to(b'9').bits() & !lanes.up_to(b'/').bits();
        let mut end = at + (!is_digit).trailing_zeros() as usize;
        let starts_well = end > at && (self.0[at] != b'0' || end == at + 1);
        if starts_well && matches!(self.at(end)?, b',' | b'\n') {
            return Some((Kind::Number, end));
        }
        while matches!(self.at(end)?, b'0'..=b'9' | b'a'..=b'z' | b'-' | b'+' | b'.' | b'E') {
            end += 1;
        }
        let behind = self.at(end)?;
        let (kind, length) = token::scalar(&self.0[at..end], Some(behind)).ok()?;
        let ends = behind.is_ascii_whitespace() || matches!(behind, b',' | b']' | b'}');
        (ends && at + length as usize == end).then_some((kind, end))
    }

    /// To the next byte that is no blank.
    #[inline(always)]
    pub(super) fn blanks(self, from: usize) -> Option<usize> {
        let mut at = from;
        // One between a colon and its value.
        if self.at(at)? == b' ' {
            at += 1;
        }
        loop {
            match self.at(at)? {
                b' ' | b'\n' => {
                    let lanes = self.lanes(at)?;
                    let others = !lanes.is(b' ').or(lanes.is(b'\n')).bits();
                    at += if others == 0 { WIDTH } else { others.trailing_zeros() as usize };
                }
                b'\r' | b'\t' => at += 1,
                _ => return Some(at),
            }
        }
    }

    #[inline(always)]
    fn lanes(self, at: usize) -> Option<Fastest> {
        Some(Fastest::load(*self.0.get(at..)?.first_chunk::<WIDTH>()?))
    }
}

//! Values that lie whole in a piece, read at once, token by token. Anything that is not plainly JSON, or goes on beyond
//! the piece, is left to the walk, which knows what to make of it.

use super::{
    ALL, DEEPEST, Keep, Scanner, Watched,
    json::{Kind, OPEN, Value, is_same},
    lanes::{Fastest, Lanes},
    token,
};

/// So deep below a value is read at once: what is left to the walk is tried again at each step further in.
const DEEPEST_PLAIN: usize = 8;

/// Bytes that are looked at together.
const WIDTH: usize = 16;

/// Where so few keys are wanted, most of the object is not: the bitmaps are faster past it.
const FEW: usize = 2;

/// Reads values into `values`.
struct Plain<'s> {
    piece: &'s [u8],
    /// A byte of the piece, and this, are a byte of the kept text.
    base: u32,
    values: &'s mut Vec<Value>,
    watched: Watched,
}

impl Scanner {
    /// The value that begins at byte `from` of the piece, or behind blanks there, under the key that was read: the byte
    /// after it. None where it is left to the walk.
    #[inline(always)]
    pub(super) fn plain(&mut self, piece: &[u8], from: usize) -> Option<usize> {
        let key = self.key.filter(|key| !key.is_escaped && self.open.len() + DEEPEST_PLAIN < DEEPEST)?;
        let watched = if self.open.last()?.is_element { &[] } else { self.watched };
        let base = narrow(self.scanned.text.len()).wrapping_sub(narrow(self.unkept));
        let before = self.values.len();
        let mut plain = Plain { piece, base, values: &mut self.values, watched };
        let end = plain.blanks(from).and_then(|from| plain.value(from, key.at, Some(key.keep), DEEPEST_PLAIN));
        let Some(end) = end else {
            self.values.truncate(before);
            return None;
        };
        if let (true, Some(frame)) = (key.wanted != 0, self.open.last_mut()) {
            frame.has_come(key);
        }
        self.key = None;
        self.value_stays(self.kept_at(end));
        Some(end)
    }
}

impl Plain<'_> {
    /// A value, of which nothing is kept if `keep` is None; the byte after it.
    fn value(&mut self, at: usize, key: (u32, u32), keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        let (kind, end) = match self.byte(at)? {
            b'"' => {
                let (close, is_escaped) = self.text(at + 1)?;
                if keep.is_some() {
                    self.add(Kind::Text, key, (at + 1, close), is_escaped);
                }
                return Some(close + 1);
            }
            b'{' => return self.object(at, key, keep, left.checked_sub(1)?),
            b'[' => return self.list(at, key, keep, left.checked_sub(1)?),
            _ => self.scalar(at)?,
        };
        if keep.is_some() {
            self.add(kind, key, (at, end), false);
        }
        Some(end)
    }

    fn object(&mut self, at: usize, key: (u32, u32), keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        // At the start of a line it may be the next document.
        if at.checked_sub(1).is_none_or(|before| self.piece[before] == b'\n') {
            return None;
        }
        if matches!(keep, Some(Keep::Only(keys)) if keys.len() <= FEW) {
            return None;
        }
        let own = keep.map(|_| self.add(Kind::Object, key, (at, at), false));
        let mut wanted = match keep {
            Some(Keep::Only(keys)) => (1_u32 << keys.len()) - 1,
            _ => 0,
        };
        let mut next = self.blanks(at + 1)?;
        while self.byte(next)? != b'}' {
            let (close, is_escaped) = (self.byte(next)? == b'"').then(|| self.text(next + 1))??;
            if is_escaped || self.byte(close + 1)? != b':' {
                return None;
            }
            let (from, word) = (self.blanks(close + 2)?, (next + 1, close));
            let keep = match keep {
                None => None,
                Some(Keep::Only(keys)) => self.wanted(keys, &mut wanted, word),
                Some(_) if self.is_watched(word) => return None,
                Some(_) => Some(&ALL),
            };
            next = self.value(from, self.kept(word), keep, left)?;
            next = self.after_value(next, b'}')?;
        }
        self.close(own, next + 1)
    }

    fn list(&mut self, at: usize, key: (u32, u32), keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        if matches!(keep, Some(Keep::Each(_))) {
            return None;
        }
        let own = keep.map(|_| self.add(Kind::List, key, (at, at), false));
        let mut next = self.blanks(at + 1)?;
        while self.byte(next)? != b']' {
            next = self.value(next, (0, 0), keep, left)?;
            next = self.after_value(next, b']')?;
        }
        self.close(own, next + 1)
    }

    /// Behind a value: to the next one, or the bracket that closes.
    #[inline(always)]
    fn after_value(&self, at: usize, bracket: u8) -> Option<usize> {
        let at = self.blanks(at)?;
        match self.byte(at)? {
            b',' => self.blanks(at + 1).filter(|&at| self.piece[at] != bracket),
            byte if byte == bracket => Some(at),
            _ => None,
        }
    }

    fn close(&mut self, own: Option<usize>, end: usize) -> Option<usize> {
        let next = u32::try_from(self.values.len()).ok()?;
        if let Some(value) = own.and_then(|own| self.values.get_mut(own)) {
            (value.at.1, value.next) = (narrow(end).wrapping_add(self.base), next);
        }
        Some(end)
    }

    /// What is to be kept of the value under a key that is wanted and has not come.
    #[inline(always)]
    fn wanted(
        &self,
        keys: &'static [(&str, Keep)],
        left: &mut u32,
        (from, to): (usize, usize),
    ) -> Option<&'static Keep> {
        let mut bits = *left;
        while bits != 0 {
            let bit = bits & bits.wrapping_neg();
            bits ^= bit;
            let (key, keep) = keys.get(bit.trailing_zeros() as usize)?;
            if key.len() == to - from && is_same(key.as_bytes(), &self.piece[from..to]) {
                *left ^= bit;
                return Some(keep);
            }
        }
        None
    }

    fn is_watched(&self, (from, to): (usize, usize)) -> bool {
        let mut keys = self.watched.iter();
        keys.any(|(key, _)| key.len() == to - from && is_same(key.as_bytes(), &self.piece[from..to]))
    }

    /// The quote that ends a string whose first byte is `from`, and whether there are escapes.
    #[inline(always)]
    fn text(&self, from: usize) -> Option<(usize, bool)> {
        let (mut at, mut is_escaped) = (from, false);
        loop {
            let lanes = self.lanes(at)?;
            let stops = lanes.is(b'"').or(lanes.is(b'\\')).or(lanes.up_to(0x1f)).bits();
            if stops == 0 {
                at += WIDTH;
                continue;
            }
            at += stops.trailing_zeros() as usize;
            match self.piece[at] {
                b'"' if is_escaped && token::wrong_escape(&self.piece[from..at]).is_some() => return None,
                b'"' => return Some((at, is_escaped)),
                b'\\' => (at, is_escaped) = (at + 2, true),
                _ => return None,
            }
        }
    }

    /// What a number or a word is, and the byte after it.
    #[inline(always)]
    fn scalar(&self, at: usize) -> Option<(Kind, usize)> {
        let lanes = self.lanes(at)?;
        let is_digit = lanes.up_to(b'9').bits() & !lanes.up_to(b'/').bits();
        let mut end = at + (!is_digit).trailing_zeros() as usize;
        let starts_well = end > at && (self.piece[at] != b'0' || end == at + 1);
        if starts_well && matches!(self.byte(end)?, b',' | b'\n') {
            return Some((Kind::Number, end));
        }
        while matches!(self.byte(end)?, b'0'..=b'9' | b'a'..=b'z' | b'-' | b'+' | b'.' | b'E') {
            end += 1;
        }
        let (kind, length) = token::scalar(&self.piece[at..end], self.byte(end)).ok()?;
        (at + length as usize == end).then_some((kind, end))
    }

    /// To the next byte that is no blank.
    #[inline(always)]
    fn blanks(&self, from: usize) -> Option<usize> {
        let mut at = from;
        // One between a colon and its value.
        if self.byte(at)? == b' ' {
            at += 1;
        }
        loop {
            match self.byte(at)? {
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
    fn lanes(&self, at: usize) -> Option<Fastest> {
        Some(Fastest::load(*self.piece.get(at..)?.first_chunk::<WIDTH>()?))
    }

    #[inline(always)]
    fn byte(&self, at: usize) -> Option<u8> {
        self.piece.get(at).copied()
    }

    #[inline(always)]
    fn kept(&self, (from, to): (usize, usize)) -> (u32, u32) {
        (narrow(from).wrapping_add(self.base), narrow(to).wrapping_add(self.base))
    }

    #[inline(always)]
    fn add(&mut self, kind: Kind, key: (u32, u32), at: (usize, usize), is_escaped: bool) -> usize {
        let index = self.values.len();
        let next = if matches!(kind, Kind::List | Kind::Object) { OPEN } else { narrow(index + 1) };
        let at = self.kept(at);
        self.values.push(Value { kind, is_escaped, is_key_escaped: false, key, at, next });
        index
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pieces, and what is kept, are bounded below 4 GiB")]
fn narrow(n: usize) -> u32 {
    n as u32
}

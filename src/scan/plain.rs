//! What lies whole in a piece, read by its bytes: values, and the keys, commas and brackets between them. Anything that
//! is not plainly JSON, or goes on beyond the piece, is left to the walk, which knows what to make of it.

use super::{
    ALL, DEEPEST, Keep, Key, Next, Scanner, State, Take, Watched,
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

/// A piece; what lies beyond its end is None.
#[derive(Clone, Copy)]
struct Bytes<'s>(&'s [u8]);

/// Reads values into `values`.
struct Plain<'s> {
    bytes: Bytes<'s>,
    /// A byte of the piece, and this, are a byte of the kept text.
    base: u32,
    values: &'s mut Vec<Value>,
    watched: Watched,
}

impl Scanner {
    /// On from byte `from` of the piece, which is in no string, number or word, as long as it is plain what comes: the
    /// byte after that. Of an object of which only some keys are wanted, what begins with another is left to the bitmaps
    /// unless it is short.
    #[inline(never)]
    pub(super) fn plainly(&mut self, piece: &[u8], from: usize, take: Take) -> usize {
        let mut at = from;
        while let Some(on) = self.plain_step(Bytes(piece), at, take) {
            at = on;
            if self.state == State::Outside {
                break;
            }
        }
        at
    }

    #[inline(always)]
    fn plain_step(&mut self, bytes: Bytes, from: usize, take: Take) -> Option<usize> {
        let p = bytes.blanks(from)?;
        match (self.next, bytes.at(p)?) {
            (Next::Value | Next::ValueOrClose, byte) if byte != b']' => {
                self.plain(bytes, p).or_else(|| self.plainly_enter(bytes, p, byte))
            }
            (Next::Key | Next::KeyOrClose, b'"') => self.plain_key(bytes, p),
            (Next::CommaOrClose, b',') => {
                self.comma(bytes.0, p);
                Some(p + 1)
            }
            (_, byte @ (b'}' | b']')) => self.may_close(byte).then(|| {
                self.state = State::Inside;
                self.leave(bytes.0, p, take);
                p + 1
            }),
            _ => None,
        }
    }

    /// A key at byte `p`, and its colon; where it is not wanted, its value too.
    #[inline(always)]
    fn plain_key(&mut self, bytes: Bytes, p: usize) -> Option<usize> {
        let close = bytes.key(p)?;
        let (from, at) = (close + 2, (self.kept_at(p + 1), self.kept_at(close)));
        let frame = self.open.last()?;
        let &Keep::Only(keys) = frame.keep else {
            self.key_is(&bytes.0[p + 1..close], at, false);
            self.next = Next::Value;
            return Some(from);
        };
        if let Some(nth) = bytes.which(keys, frame.wanted, (p + 1, close)) {
            self.key = Some(Key { at, is_escaped: false, keep: &keys[nth].1, wanted: 1 << nth });
            (self.state, self.next) = (State::Inside, Next::Value);
            return Some(from);
        }
        if keys.len() <= FEW || frame.wanted == 0 {
            return None;
        }
        let from = bytes.blanks(from)?;
        let end = match bytes.at(from)? {
            b'"' => bytes.text(from + 1)?.0 + 1,
            b'{' | b'[' => return None,
            _ => bytes.scalar(from)?.1,
        };
        self.next = Next::CommaOrClose;
        Some(end)
    }

    /// Into the object or list that begins at byte `p`.
    fn plainly_enter(&mut self, bytes: Bytes, p: usize, byte: u8) -> Option<usize> {
        let is_it = matches!(byte, b'{' | b'[') && !bytes.begins_a_line(p) && self.open.len() < DEEPEST;
        is_it.then(|| {
            self.enter(byte, self.kept_at(p));
            p + 1
        })
    }

    /// The value that begins at byte `from` of the piece, under the key that was read: the byte after it.
    #[inline(always)]
    fn plain(&mut self, bytes: Bytes, from: usize) -> Option<usize> {
        let key = self.key.filter(|key| !key.is_escaped && self.open.len() + DEEPEST_PLAIN < DEEPEST)?;
        let watched = if self.open.last()?.is_element { &[] } else { self.watched };
        let base = narrow(self.scanned.text.len()).wrapping_sub(narrow(self.unkept));
        let before = self.values.len();
        let mut plain = Plain { bytes, base, values: &mut self.values, watched };
        let Some(end) = plain.value(from, key.at, Some(key.keep), DEEPEST_PLAIN) else {
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
        let (kind, end) = match self.bytes.at(at)? {
            b'"' => {
                let (close, is_escaped) = self.bytes.text(at + 1)?;
                if keep.is_some() {
                    self.add(Kind::Text, key, (at + 1, close), is_escaped);
                }
                return Some(close + 1);
            }
            b'{' => return self.object(at, key, keep, left.checked_sub(1)?),
            b'[' => return self.list(at, key, keep, left.checked_sub(1)?),
            _ => self.bytes.scalar(at)?,
        };
        if keep.is_some() {
            self.add(kind, key, (at, end), false);
        }
        Some(end)
    }

    fn object(&mut self, at: usize, key: (u32, u32), keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        // At the start of a line it may be the next document.
        if self.bytes.begins_a_line(at) || matches!(keep, Some(Keep::Only(keys)) if keys.len() <= FEW) {
            return None;
        }
        let own = keep.map(|_| self.add(Kind::Object, key, (at, at), false));
        let mut wanted = match keep {
            Some(Keep::Only(keys)) => (1_u32 << keys.len()) - 1,
            _ => 0,
        };
        let mut next = self.bytes.blanks(at + 1)?;
        while self.bytes.at(next)? != b'}' {
            let close = self.bytes.key(next)?;
            let (from, word) = (self.bytes.blanks(close + 2)?, (next + 1, close));
            let keep = match keep {
                None => None,
                Some(Keep::Only(keys)) => self.bytes.which(keys, wanted, word).map(|nth| {
                    wanted ^= 1 << nth;
                    &keys[nth].1
                }),
                Some(_) if self.is_watched(word) => return None,
                Some(_) => Some(&ALL),
            };
            next = self.value(from, self.kept(word), keep, left)?;
            next = self.bytes.after_value(next, b'}')?;
        }
        self.close(own, next + 1)
    }

    fn list(&mut self, at: usize, key: (u32, u32), keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        if matches!(keep, Some(Keep::Each(_))) {
            return None;
        }
        let own = keep.map(|_| self.add(Kind::List, key, (at, at), false));
        let mut next = self.bytes.blanks(at + 1)?;
        while self.bytes.at(next)? != b']' {
            next = self.value(next, (0, 0), keep, left)?;
            next = self.bytes.after_value(next, b']')?;
        }
        self.close(own, next + 1)
    }

    fn close(&mut self, own: Option<usize>, end: usize) -> Option<usize> {
        let next = u32::try_from(self.values.len()).ok()?;
        if let Some(value) = own.and_then(|own| self.values.get_mut(own)) {
            (value.at.1, value.next) = (narrow(end).wrapping_add(self.base), next);
        }
        Some(end)
    }

    fn is_watched(&self, (from, to): (usize, usize)) -> bool {
        let mut keys = self.watched.iter();
        keys.any(|(key, _)| is_same(key.as_bytes(), &self.bytes.0[from..to]))
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

impl Bytes<'_> {
    #[inline(always)]
    fn at(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    /// Is it the first byte of a line, as far as one can tell?
    #[inline(always)]
    fn begins_a_line(self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.0[before] == b'\n')
    }

    /// The quote that ends a key without escapes, which begins at byte `at` and has its colon right behind it.
    #[inline(always)]
    fn key(self, at: usize) -> Option<usize> {
        let (close, is_escaped) = (self.at(at)? == b'"').then(|| self.text(at + 1))??;
        (!is_escaped && self.at(close + 1)? == b':').then_some(close)
    }

    /// Which of the `wanted` keys, one bit each, a key is.
    #[inline(always)]
    fn which(self, keys: &[(&str, Keep)], wanted: u32, (from, to): (usize, usize)) -> Option<usize> {
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
    fn after_value(self, at: usize, bracket: u8) -> Option<usize> {
        let at = self.blanks(at)?;
        match self.at(at)? {
            b',' => self.blanks(at + 1).filter(|&at| self.0[at] != bracket),
            byte if byte == bracket => Some(at),
            _ => None,
        }
    }

    /// The quote that ends a string whose first byte is `from`, and whether there are escapes.
    #[inline(always)]
    fn text(self, from: usize) -> Option<(usize, bool)> {
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
    fn scalar(self, at: usize) -> Option<(Kind, usize)> {
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
        let (kind, length) = token::scalar(&self.0[at..end], self.at(end)).ok()?;
        (at + length as usize == end).then_some((kind, end))
    }

    /// To the next byte that is no blank.
    #[inline(always)]
    fn blanks(self, from: usize) -> Option<usize> {
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

#[expect(clippy::cast_possible_truncation, reason = "pieces, and what is kept, are bounded below 4 GiB")]
fn narrow(n: usize) -> u32 {
    n as u32
}

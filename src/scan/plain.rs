//! What lies whole in a piece, read by its bytes: values, and the keys, commas and brackets between them. Anything that
//! is not plainly JSON, or goes on beyond the piece, is left to the walk, which knows what to make of it.

use super::{
    ALL, DEEPEST, Keep, Key, Next, Scanner, State, Take, Watched,
    bytes::Bytes,
    element::Each,
    json::{Kind, OPEN, Under, Value, from_one, is_same},
    known::{Lesson, Word},
};

/// So deep below a value is read at once: what is left to the walk is tried again at each step further in.
pub(super) const DEEPEST_PLAIN: usize = 8;

/// Where so few keys are wanted, most of the object is not: the bitmaps are faster past it.
const FEW: usize = 2;

/// Reads values into `values`.
pub(super) struct Plain<'s> {
    pub(super) bytes: Bytes<'s>,
    /// A byte of the piece, and this, are a byte of the kept text.
    pub(super) base: u32,
    pub(super) values: &'s mut Vec<Value>,
    pub(super) watched: Watched,
    /// Of an element: what is learned of it, and where it stopped.
    pub(super) lesson: Option<Lesson<'s>>,
    pub(super) each: Option<Each>,
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
                let plain = if self.key.is_some() { self.plain(bytes, p) } else { self.element(bytes, p, take) };
                plain.or_else(|| self.plainly_enter(bytes, p, byte))
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
        let (base, before) = (self.base(), self.values.len());
        let mut plain = Plain { bytes, base, values: &mut self.values, watched, lesson: None, each: None };
        let Some(end) = plain.value(from, Under { key: key.at, nth: key.nth() }, Some(key.keep), DEEPEST_PLAIN) else {
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

    /// A byte of the piece, and this, are a byte of the kept text.
    #[inline(always)]
    pub(super) fn base(&self) -> u32 {
        narrow(self.scanned.text.len()).wrapping_sub(narrow(self.unkept))
    }
}

impl Plain<'_> {
    /// A value, of which nothing is kept if `keep` is None; the byte after it.
    pub(super) fn value(&mut self, at: usize, under: Under, keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        match self.bytes.at(at)? {
            b'{' => return self.object(at, under, keep, left.checked_sub(1)?),
            b'[' => return self.list(at, under, keep, left.checked_sub(1)?),
            _ => {}
        }
        let (kind, own, end, is_escaped) = self.bytes.token(at)?;
        if let Some(lesson) = &mut self.lesson {
            lesson.value(self.bytes.0, (at, end), keep.map(|_| under));
        }
        if keep.is_some() {
            self.add(kind, under, own, is_escaped);
        }
        Some(end)
    }

    fn object(&mut self, at: usize, under: Under, keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        let is_few = self.lesson.is_none() && matches!(keep, Some(Keep::Only(keys)) if keys.len() <= FEW);
        // At the start of a line it may be the next document.
        if self.bytes.begins_a_line(at) || is_few {
            return None;
        }
        let own = keep.map(|_| self.open(Kind::Object, under, at));
        let mut wanted = match keep {
            Some(Keep::Only(keys)) => (1_u32 << keys.len()) - 1,
            _ => 0,
        };
        let mut next = self.bytes.blanks(at + 1)?;
        while self.bytes.at(next)? != b'}' {
            let close = self.bytes.key(next)?;
            let (from, word) = (self.bytes.blanks(close + 2)?, (next + 1, close));
            let mut under = Under { key: self.kept(word), nth: 0 };
            let keep = match keep {
                None => None,
                Some(Keep::Only(keys)) => match self.bytes.which(keys, wanted, word) {
                    Some(nth) if matches!(keys[nth].1, Keep::Each(_)) && self.bytes.at(from)? == b'[' => {
                        return self.each(from, word, nth, wanted);
                    }
                    Some(nth) => {
                        wanted ^= 1 << nth;
                        under.nth = from_one(nth);
                        Some(&keys[nth].1)
                    }
                    None => None,
                },
                Some(_) if self.is_watched(word) => return None,
                Some(_) => Some(&ALL),
            };
            let before = self.lesson.as_mut().map(|lesson| lesson.key(&self.bytes.0[word.0..word.1], wanted));
            next = self.value(from, under, keep, left)?;
            next = self.bytes.after_value(next, b'}')?;
            self.back(before);
        }
        self.close(own, next + 1);
        Some(next + 1)
    }

    fn list(&mut self, at: usize, under: Under, keep: Option<&'static Keep>, left: usize) -> Option<usize> {
        if matches!(keep, Some(Keep::Each(_))) {
            return None;
        }
        let own = keep.map(|_| self.open(Kind::List, under, at));
        let before = self.lesson.as_mut().map(Lesson::item);
        let mut next = self.bytes.blanks(at + 1)?;
        while self.bytes.at(next)? != b']' {
            next = self.value(next, Under::default(), keep, left)?;
            next = self.bytes.after_value(next, b']')?;
        }
        self.back(before);
        self.close(own, next + 1);
        Some(next + 1)
    }

    fn open(&mut self, kind: Kind, under: Under, at: usize) -> usize {
        if let Some(lesson) = &mut self.lesson {
            lesson.act(at, Some((kind, under)));
        }
        self.add(kind, under, (at, at), false)
    }

    fn back(&mut self, before: Option<usize>) {
        if let (Some(lesson), Some(before)) = (&mut self.lesson, before) {
            lesson.back(before);
        }
    }

    fn close(&mut self, own: Option<usize>, end: usize) {
        if let Some(own) = own {
            if let Some(lesson) = &mut self.lesson {
                lesson.act(end, None);
            }
            self.close_at(narrow(own), narrow(end).wrapping_add(self.base));
        }
    }

    #[inline(always)]
    pub(super) fn close_at(&mut self, own: u32, end: u32) {
        let next = narrow(self.values.len());
        if let Some(value) = self.values.get_mut(own as usize) {
            (value.at.1, value.next) = (end, next);
        }
    }

    fn is_watched(&self, (from, to): (usize, usize)) -> bool {
        let mut keys = self.watched.iter();
        keys.any(|(key, _)| is_same(key.as_bytes(), &self.bytes.0[from..to]))
    }

    #[inline(always)]
    pub(super) fn kept(&self, (from, to): (usize, usize)) -> (u32, u32) {
        (narrow(from).wrapping_add(self.base), narrow(to).wrapping_add(self.base))
    }

    #[inline(always)]
    pub(super) fn add(&mut self, kind: Kind, under: Under, at: (usize, usize), is_escaped: bool) -> usize {
        self.add_kept(kind, under, self.kept(at), is_escaped)
    }

    #[inline(always)]
    pub(super) fn add_kept(&mut self, kind: Kind, Under { key, nth }: Under, at: Word, is_escaped: bool) -> usize {
        let index = self.values.len();
        let next = if matches!(kind, Kind::List | Kind::Object) { OPEN } else { narrow(index + 1) };
        self.values.push(Value { kind, is_escaped, is_key_escaped: false, nth, key, at, next });
        index
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pieces, and what is kept, are bounded below 4 GiB")]
pub(super) fn narrow(n: usize) -> u32 {
    n as u32
}

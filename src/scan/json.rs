//! JSON values, as whoever reads them sees them.
//!
//! The scanner lays the values of a document one after the other, each with where it ends; a [`Json`] looks at one of
//! them. Nothing in it fails: what is absent, null or of another type than asked for is None.

use std::borrow::Cow;

use super::Keep;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    Number,
    Text,
    List,
    Object,
}

/// One value of a document. Offsets count bytes of the text it was kept in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) kind: Kind,
    /// A string with escapes.
    pub(super) is_escaped: bool,
    /// Its key has escapes.
    pub(super) is_key_escaped: bool,
    /// The how-many-eth of the wanted keys its own is, from 1; 0 where all are wanted.
    pub(super) nth: u8,
    /// Its key in an object, without quotes.
    pub(super) key: (u32, u32),
    /// Where it stands, without quotes.
    pub(super) at: (u32, u32),
    /// Index of the value after it and all that is in it; [`OPEN`] while more may come.
    pub(super) next: u32,
}

/// What a value stands under in an object: its key's offsets, of nothing (0, 0), and which of the wanted ones it is, see
/// [`Value::nth`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Under {
    pub(super) key: (u32, u32),
    pub(super) nth: u8,
}

/// The how-many-eth, from 1, of what is numbered from 0: of the few keys that are wanted.
#[inline(always)]
pub(super) fn from_one(nth: usize) -> u8 {
    u8::try_from(nth).map_or(0, |nth| nth + 1)
}

/// Of an object or list whose end has not been seen yet.
pub(super) const OPEN: u32 = u32::MAX;

/// A document's values in the text that they were found in.
#[derive(Debug)]
pub struct Values<'t> {
    pub(super) all: &'t [Value],
    /// The text, and what comes behind it; no string or number lies in both.
    pub(super) text: &'t [u8],
    pub(super) tail: &'t [u8],
}

impl Values<'_> {
    /// The document.
    #[must_use]
    pub fn json(&self) -> Json<'_> {
        self.at(0)
    }

    /// The value at index `at`.
    #[inline(always)]
    pub(super) fn at(&self, at: u32) -> Json<'_> {
        Json { of: self, at }
    }
}

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub struct Json<'t> {
    of: &'t Values<'t>,
    at: u32,
}

impl<'t> Json<'t> {
    /// Another value of the same document.
    #[inline(always)]
    pub(super) fn at(self, at: u32) -> Self {
        Self { at, ..self }
    }

    /// Its index in the document: equal to another's only if it is the same value.
    #[must_use]
    pub fn index(self) -> u32 {
        self.at
    }

    /// The value under `key`, if this is an object that has one; of several the last.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        let [at] = self.find(&[key]);
        self.child(at)
    }

    /// The values under the keys that were wanted of it, in their order; where all were, they are looked for.
    #[must_use]
    pub fn wanted<const N: usize>(self, keys: &[(&str, Keep); N]) -> [Option<Self>; N] {
        let Some(own) = self.value().filter(|own| own.kind == Kind::Object) else { return [None; N] };
        let values = self.of.all.get(..self.end(own) as usize).unwrap_or_default();
        let mut at = self.at + 1;
        if values.get(at as usize).is_some_and(|first| first.nth == 0) {
            return self.find(&keys.each_ref().map(|(key, _)| *key)).map(|at| self.child(at));
        }
        let mut found = [0; N];
        while let Some(value) = values.get(at as usize) {
            if let Some(found) = usize::from(value.nth).checked_sub(1).and_then(|nth| found.get_mut(nth)) {
                *found = at;
            }
            at = value.next;
        }
        found.map(|at| self.child(at))
    }

    /// The indices of the values under some keys; 0, which is no child's, where there is none.
    #[must_use]
    pub fn find<const N: usize>(self, keys: &[&str; N]) -> [u32; N] {
        let mut found = [0; N];
        self.find_all(keys, &mut found);
        found
    }

    /// The value at an index that was found.
    #[must_use]
    #[inline(always)]
    pub fn child(self, at: u32) -> Option<Self> {
        (at != 0).then(|| self.at(at))
    }

    /// One for any number of keys.
    #[inline(never)]
    fn find_all(self, keys: &[&str], found: &mut [u32]) {
        let Some(own) = self.value().filter(|own| own.kind == Kind::Object) else { return };
        let values = self.of.all.get(..self.end(own) as usize).unwrap_or_default();
        let (mut at, mut next) = (self.at + 1, 0);
        while let Some(value) = values.get(at as usize) {
            let here = at;
            at = value.next;
            let unescaped;
            let key = if value.is_key_escaped {
                unescaped = self.at(here).key();
                unescaped.as_bytes()
            } else {
                self.bytes(value.key)
            };
            // A loop of its own: where code is made small, an iterator would be called.
            let (mut this, mut left) = (next, keys.len());
            while left != 0 {
                this = if this < keys.len() { this } else { 0 };
                if is_same(keys[this].as_bytes(), key) {
                    found[this] = here;
                    next = this + 1;
                    break;
                }
                this += 1;
                left -= 1;
            }
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(self) -> Option<Cow<'t, str>> {
        let value = self.value().filter(|value| value.kind == Kind::Text)?;
        Some(unescaped(self.bytes(value.at), value.is_escaped))
    }

    /// The same in UTF-8, most often as it is written: for whoever compares it, and does not print it.
    #[must_use]
    pub fn utf8(self) -> Option<Cow<'t, [u8]>> {
        let value = self.value().filter(|value| value.kind == Kind::Text)?;
        let written = self.bytes(value.at);
        if !value.is_escaped && written.is_ascii() {
            return Some(Cow::Borrowed(written));
        }
        Some(match unescaped(written, value.is_escaped) {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }

    /// A whole number from 0 that is written as one.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        let value = self.value().filter(|value| value.kind == Kind::Number)?;
        let (mut number, mut may_be_large) = (0_u64, false);
        for (nth, &byte) in self.bytes(value.at).iter().enumerate() {
            let digit = u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
            // Of 19 digits all numbers fit, and looking takes longer than counting.
            may_be_large |= nth >= 19;
            number = if may_be_large { number.checked_mul(10)?.checked_add(digit)? } else { number * 10 + digit };
        }
        Some(number)
    }

    /// True or false.
    #[must_use]
    pub fn truth(self) -> Option<bool> {
        match self.kind()? {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// Is it an object?
    #[must_use]
    pub fn is_object(self) -> bool {
        self.kind() == Some(Kind::Object)
    }

    /// Is it a list?
    #[must_use]
    pub fn is_list(self) -> bool {
        self.kind() == Some(Kind::List)
    }

    /// Is it null?
    #[must_use]
    pub fn is_null(self) -> bool {
        self.kind() == Some(Kind::Null)
    }

    /// What a list holds; nothing where this is none.
    pub fn items(self) -> impl Iterator<Item = Self> + use<'t> {
        self.inside(Kind::List)
    }

    /// The keys of an object with their values, in their order.
    pub fn entries(self) -> impl Iterator<Item = (Cow<'t, str>, Self)> + use<'t> {
        self.inside(Kind::Object).map(|value| (value.key(), value))
    }

    /// The value that a JSON Pointer leads to from here.
    #[must_use]
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        pointer.split('/').skip(1).try_fold(self, |value, step| match value.kind()? {
            Kind::List => value.items().nth(step.parse().ok()?),
            _ if step.contains('~') => value.get(&step.replace("~1", "/").replace("~0", "~")),
            _ => value.get(step),
        })
    }

    /// The text it is written as, quotes included.
    #[must_use]
    pub fn written(self) -> &'t str {
        let at = self.value().map_or((0, 0), |value| match value.kind {
            Kind::Text => (value.at.0.saturating_sub(1), value.at.1 + 1),
            _ => value.at,
        });
        std::str::from_utf8(self.bytes(at)).unwrap_or_default()
    }

    fn inside(self, kind: Kind) -> impl Iterator<Item = Self> + use<'t> {
        let own = self.value().filter(|own| own.kind == kind);
        let (mut at, end) = (self.at + 1, own.map_or(0, |own| self.end(own)));
        std::iter::from_fn(move || {
            let value = self.of.all.get(at as usize).filter(|_| at < end)?;
            let here = self.at(at);
            at = value.next;
            Some(here)
        })
    }

    /// Its key, in the object it is in.
    #[must_use]
    pub fn key(self) -> Cow<'t, str> {
        self.value().map_or(Cow::Borrowed(""), |value| unescaped(self.bytes(value.key), value.is_key_escaped))
    }

    #[inline(always)]
    fn end(self, own: &Value) -> u32 {
        own.next.min(u32::try_from(self.of.all.len()).unwrap_or(OPEN))
    }

    #[inline(always)]
    fn kind(self) -> Option<Kind> {
        self.value().map(|value| value.kind)
    }

    #[inline(always)]
    fn value(self) -> Option<&'t Value> {
        self.of.all.get(self.at as usize)
    }

    #[inline(always)]
    fn bytes(self, (from, to): (u32, u32)) -> &'t [u8] {
        let (from, to, kept) = (from as usize, to as usize, self.of.text.len());
        let found = if to <= kept {
            self.of.text.get(from..to)
        } else {
            from.checked_sub(kept).and_then(|from| self.of.tail.get(from..to - kept))
        };
        found.unwrap_or_default()
    }
}

/// Words of a few letters: eight or four at once, from both ends, without the call that comparing slices is.
#[inline(always)]
pub(crate) fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() > 16 {
        return a == b;
    }
    let ends = (a.first_chunk::<8>(), a.last_chunk::<8>(), b.first_chunk::<8>(), b.last_chunk::<8>());
    if let (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) = ends {
        return u64::from_ne_bytes(*a_first) == u64::from_ne_bytes(*b_first)
            && u64::from_ne_bytes(*a_last) == u64::from_ne_bytes(*b_last);
    }
    let ends = (a.first_chunk::<4>(), a.last_chunk::<4>(), b.first_chunk::<4>(), b.last_chunk::<4>());
    if let (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) = ends {
        return u32::from_ne_bytes(*a_first) == u32::from_ne_bytes(*b_first)
            && u32::from_ne_bytes(*a_last) == u32::from_ne_bytes(*b_last);
    }
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// What a string says; a lone surrogate or a byte that is no UTF-8 becomes U+FFFD.
pub(super) fn unescaped(written: &[u8], is_escaped: bool) -> Cow<'_, str> {
    let written = std::str::from_utf8(written).map_or_else(|_| String::from_utf8_lossy(written), Cow::Borrowed);
    if !is_escaped {
        return written;
    }
    let mut said = String::with_capacity(written.len());
    let mut rest = &*written;
    while let Some((before, after)) = rest.split_once('\\') {
        said.push_str(before);
        let mut letters = after.chars();
        let letter = letters.next().unwrap_or_default();
        rest = letters.as_str();
        match letter {
            'b' => said.push('\u{8}'),
            'f' => said.push('\u{c}'),
            'n' => said.push('\n'),
            'r' => said.push('\r'),
            't' => said.push('\t'),
            'u' => {
                let mut units = vec![unit(&mut rest)];
                if (0xd800..0xdc00).contains(&units[0]) && rest.starts_with("\\u") {
                    rest = &rest[2..];
                    units.push(unit(&mut rest));
                }
                said.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            plain => said.push(plain),
        }
    }
    Cow::Owned(said + rest)
}

/// The four hexadecimal digits that `rest` begins with.
fn unit(rest: &mut &str) -> u16 {
    let digits = rest.get(..4).unwrap_or_default();
    *rest = rest.get(4..).unwrap_or_default();
    u16::from_str_radix(digits, 16).unwrap_or(0xfffd)
}

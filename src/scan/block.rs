//! What stands where in 64 bytes, one bit a byte, the first lowest.

use super::lanes::{Fastest, Lanes};

/// So many bytes are looked at together.
pub(super) const BLOCK: usize = 64;

/// What one block leaves to the next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Carry {
    /// It ends inside of a string.
    in_string: bool,
    /// Its last byte was a backslash that escapes what follows.
    escapes: bool,
}

/// Where strings are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strings {
    /// Quotes that begin or end a string.
    pub(super) quotes: u64,
    /// From each opening quote to before the closing one.
    pub(super) inside: u64,
    /// Backslashes.
    pub(super) backslashes: u64,
}

/// Four times sixteen bytes. Told one by one: loops over four are slower where code is made small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<L = Fastest>(L, L, L, L);

impl<L: Lanes> Block<L> {
    #[inline(always)]
    pub(super) fn load(bytes: &[u8; BLOCK]) -> Self {
        let (lanes, _) = bytes.as_chunks::<16>();
        Self(L::load(lanes[0]), L::load(lanes[1]), L::load(lanes[2]), L::load(lanes[3]))
    }

    #[inline(always)]
    fn bits(self, holds: impl Fn(L) -> L) -> u64 {
        let (a, b) = (u32::from(holds(self.0).bits()), u32::from(holds(self.1).bits()));
        let (c, d) = (u32::from(holds(self.2).bits()), u32::from(holds(self.3).bits()));
        u64::from(a | b << 16) | u64::from(c | d << 16) << 32
    }

    /// ASCII, without a zero or an escape character.
    pub(super) fn is_plain(self) -> bool {
        let odd = |lanes: L| lanes.or(lanes.is(0)).or(lanes.is(0x1b));
        odd(self.0).or(odd(self.1)).or(odd(self.2)).or(odd(self.3)).bits() == 0
    }

    /// Where strings are, and what is left to the next block when this one has `length` bytes.
    #[inline(always)]
    pub(super) fn strings(self, length: usize, carry: &mut Carry) -> Strings {
        let is = |lanes: L| lanes.is(b'\\');
        let any = is(self.0).or(is(self.1)).or(is(self.2).or(is(self.3)));
        let backslashes = if any.bits() == 0 { 0 } else { self.bits(is) };
        let escaped = if backslashes == 0 { u64::from(carry.escapes) } else { escaped(backslashes, carry.escapes) };
        // The byte after the last one may be beyond this block, or beyond its length.
        carry.escapes = match length {
            BLOCK => backslashes >> 63 & !escaped >> 63 == 1,
            _ => escaped >> length & 1 == 1,
        };
        let quotes = self.bits(|lanes| lanes.is(b'"')) & !escaped;
        let inside = parity(quotes) ^ if carry.in_string { !0 } else { 0 };
        carry.in_string = inside >> 63 == 1;
        Strings { quotes, inside, backslashes }
    }

    /// Where a value may begin and end, by its brackets.
    #[inline(always)]
    pub(super) fn structure(self, strings: Strings) -> Structure {
        let outside = !strings.inside;
        let bracket = |bracket| self.bits(|lanes| lanes.or(L::load([0x20; 16])).is(bracket)) & outside;
        let controls = self.bits(|lanes| lanes.up_to(0x1f));
        Structure {
            opening: bracket(b'{'),
            closing: bracket(b'}'),
            commas: self.bits(|lanes| lanes.is(b',')) & outside,
            controls,
            broken: controls & strings.inside,
        }
    }

    /// What JSON has only inside of strings, outside of them.
    #[inline(always)]
    pub(super) fn foreign(self, strings: Strings) -> u64 {
        self.bits(L::foreign) & !strings.inside
    }

    /// Where blanks are, and all that ends a number or a word.
    #[inline(always)]
    pub(super) fn blanks_and_ends(self, structure: Structure) -> (u64, u64) {
        let mut blanks = self.bits(|lanes| lanes.up_to(b' '));
        // Of control characters these are rare but for line ends; which they are is looked at only then.
        if structure.controls & !self.bits(|lanes| lanes.is(b'\n')) != 0 {
            let blank = |lanes: L| lanes.is(b' ').or(lanes.is(b'\n')).or(lanes.is(b'\r').or(lanes.is(b'\t')));
            blanks = self.bits(blank);
        }
        (blanks, blanks | structure.opening | structure.closing | structure.commas)
    }
}

/// What stands outside of strings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Structure {
    /// `{` and `[`.
    pub(super) opening: u64,
    /// `}` and `]`.
    pub(super) closing: u64,
    /// Commas.
    pub(super) commas: u64,
    /// Control characters, anywhere.
    controls: u64,
    /// Those inside of strings, which none may hold.
    pub(super) broken: u64,
}

impl Strings {
    /// Opening quotes.
    #[inline(always)]
    pub(super) fn opens(self) -> u64 {
        self.quotes & self.inside
    }

    /// Closing quotes of strings that are as long as one of `lengths`: of these each byte is one, and one for the quote.
    /// `before`: the opening quotes of the 64 bytes before.
    #[inline(always)]
    pub(super) fn ends_of(self, lengths: u64, before: u64) -> u64 {
        let (opens, mut left, mut ends) = (self.opens(), lengths, 0);
        while left != 0 {
            ends |= opens << (left & 63) | before >> (left.wrapping_neg() & 63);
            left >>= 8;
        }
        ends & self.quotes & !self.inside
    }
}

impl Structure {
    /// Right behind a control character, a line's end perhaps; also the first byte, of which it is not known.
    #[inline(always)]
    pub(super) fn after_controls(self) -> u64 {
        self.controls << 1 | 1
    }
}

/// Fewer than 64, with blanks behind them.
#[cold]
pub(super) fn padded(bytes: &[u8]) -> [u8; BLOCK] {
    let mut padded = [b' '; BLOCK];
    padded.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    padded
}

/// What is escaped: the byte after every backslash that is not escaped itself.
fn escaped(backslashes: u64, carried: bool) -> u64 {
    let mut escaped = u64::from(carried);
    let mut left = backslashes & !escaped;
    while left != 0 {
        let next = (left & left.wrapping_neg()) << 1;
        escaped |= next;
        // Below `next` all is settled; where it is a backslash, it escapes nothing.
        left &= !(next | next.wrapping_sub(1));
        if next == 0 {
            break;
        }
    }
    escaped
}

/// For each bit whether an odd number of `bits` stands at it or below.
#[inline(always)]
const fn parity(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ bits << 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::lanes::Portable;

    /// Byte by byte.
    fn simple(bytes: &[u8], carry: &mut Carry) -> Strings {
        let mut strings = Strings { quotes: 0, inside: 0, backslashes: 0 };
        for (at, &byte) in bytes.iter().enumerate() {
            let is_escaped = std::mem::take(&mut carry.escapes);
            if byte == b'\\' {
                strings.backslashes |= 1 << at;
                carry.escapes = !is_escaped;
            }
            if byte == b'"' && !is_escaped {
                strings.quotes |= 1 << at;
                carry.in_string = !carry.in_string;
            }
            strings.inside |= u64::from(carry.in_string) << at;
        }
        strings
    }

    proptest::proptest! {
        #[test]
        fn strings_are_found_as_byte_by_byte(text in "[a\\\\\"{]{0,200}", size in 1_usize..=64) {
            let (mut fast, mut plain, mut slow) = (Carry::default(), Carry::default(), Carry::default());
            for bytes in text.as_bytes().chunks(size) {
                let within = if bytes.len() == BLOCK { !0 } else { (1 << bytes.len()) - 1 };
                let expected = simple(bytes, &mut slow);
                let found = Block::<Fastest>::load(&padded(bytes)).strings(bytes.len(), &mut fast);
                let twin = Block::<Portable>::load(&padded(bytes)).strings(bytes.len(), &mut plain);
                for found in [found, twin] {
                    proptest::prop_assert_eq!(found.quotes & within, expected.quotes);
                    proptest::prop_assert_eq!(found.inside & within, expected.inside);
                    proptest::prop_assert_eq!(found.backslashes & within, expected.backslashes);
                }
                proptest::prop_assert_eq!((fast.in_string, fast.escapes), (slow.in_string, slow.escapes));
                proptest::prop_assert_eq!((plain.in_string, plain.escapes), (slow.in_string, slow.escapes));
            }
        }
    }

    #[test]
    fn what_is_not_plain_is_seen_wherever_it_stands() {
        for length in 0..200 {
            let plain = vec![b'\n'; length];
            assert!(crate::scan::is_plain(&plain));
            for odd in [0, 0x1b, 0x80, 0xff] {
                for at in 0..length {
                    let mut text = plain.clone();
                    text[at] = odd;
                    assert!(!crate::scan::is_plain(&text), "{odd} at {at} of {length}");
                }
            }
        }
    }
}

//! What stands between one value and the next, as it came before.
//!
//! A server prints thousands of streams and consumers with the same keys in the same order. So the text from the end of
//! one value to the start of the next is kept, with what it opens and closes, and where it comes again it is compared
//! as a whole instead of being read key by key. What is read this way is what [`super::plain`] reads: that is where it
//! was learned, and where anything else goes.

mod lesson;

use super::{
    Keep,
    json::{Kind, Under, is_same},
    lanes::{Fastest, Lanes, WIDTH},
    plain::narrow,
};

/// So many elements more may be unlike all before them than like them: then it does not pay.
const PATIENCE: u32 = 256;

pub(super) use lesson::Lesson;

/// Offsets in a text; of nothing (0, 0), which is no key's.
pub(super) type Word = (u32, u32);

/// What was learned.
#[derive(Debug, Default)]
pub(super) struct Known {
    places: Vec<Place>,
    /// Of each place the first of the ways from it, longer texts first: where one goes on in a string or number, another
    /// may in an object.
    firsts: Vec<u32>,
    ways: Vec<Way>,
    /// Of each way the places behind values that are in it.
    holds: Vec<Vec<u32>>,
    texts: Vec<u8>,
    acts: Vec<Act>,
    /// Elements that were unlike all before them, less the others.
    surprises: u32,
}

/// Where texts begin: behind a value, or the bracket of an element.
#[derive(Debug)]
struct Place {
    /// What is looked at of the element.
    keep: &'static Keep,
    /// Which objects and lists are open there, their last keys, and which of the wanted ones are still to come.
    path: Vec<u8>,
    /// The string, number or word before it, as long as that was always the same and nobody looks at it; empty once it
    /// was another.
    fixed: Option<Vec<u8>>,
}

/// A text, and what it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// Where it begins among the texts.
    text: u32,
    pub(super) length: u32,
    acts: (u32, u32),
    pub(super) to: To,
    /// The next way from the same place; [`NONE`] behind the last.
    other: u32,
}

/// No way.
const NONE: u32 = u32::MAX;

/// An object or list begins or ends at a byte of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Act {
    pub(super) at: u32,
    /// What begins, and under what; None where something ends.
    pub(super) begins: Option<(Kind, Under)>,
}

/// Where a text leads to.
#[derive(Debug, Clone, Copy)]
pub(super) enum To {
    /// A string, number or word, behind which the place is; what it stands under, if it is looked at.
    Value { under: Option<Under>, place: u32 },
    /// Behind the bracket of a list whose elements are handed out, under the `nth` of the element's wanted keys; those of
    /// them that have not come yet.
    Each { key: Word, nth: usize, wanted: u32 },
    /// The end of the element.
    End,
}

impl Known {
    /// Where elements of which this is looked at begin.
    #[inline(always)]
    pub(super) fn start(&self, keep: &'static Keep) -> Option<u32> {
        self.places.iter().position(|place| std::ptr::eq(place.keep, keep) && place.path.is_empty()).map(narrow)
    }

    /// Is it worth it?
    pub(super) fn pays(&self) -> bool {
        self.surprises < PATIENCE
    }

    /// An element was like one before, or not.
    pub(super) fn note(&mut self, is_known: bool) {
        self.surprises = if is_known { self.surprises.saturating_sub(1) } else { self.surprises + 2 };
    }

    /// The way from a place that `bytes` begin with.
    #[inline(always)]
    pub(super) fn way(&self, place: u32, bytes: &[u8]) -> Option<&Way> {
        let mut next = *self.firsts.get(place as usize)?;
        while let Some(way) = self.ways.get(next as usize) {
            if self.is_text_of(way, bytes) {
                return Some(way);
            }
            next = way.other;
        }
        None
    }

    /// What it opens and closes.
    #[inline(always)]
    pub(super) fn acts(&self, way: &Way) -> &[Act] {
        self.acts.get(way.acts.0 as usize..way.acts.1 as usize).unwrap_or_default()
    }

    #[inline(always)]
    fn is_text_of(&self, way: &Way, bytes: &[u8]) -> bool {
        let (from, length) = (way.text as usize, way.length as usize);
        let (Some(here), Some(text)) = (bytes.get(..length), self.texts.get(from..from + length)) else { return false };
        // The last bytes first: there the keys are, and before them blanks.
        match (here.last_chunk(), text.last_chunk()) {
            (Some(last), Some(last_of_text)) => {
                let mut chunks = here.as_chunks().0.iter().zip(text.as_chunks().0);
                is_same_chunk(last, last_of_text) && chunks.all(|(here, text)| is_same_chunk(here, text))
            }
            _ => is_same(here, text),
        }
    }
}

#[inline(always)]
fn is_same_chunk(a: &[u8; WIDTH], b: &[u8; WIDTH]) -> bool {
    Fastest::load(*a).same(Fastest::load(*b)).bits() == u16::MAX
}

//! How it becomes known: what is noted of an element while it is read.

use super::{Act, Keep, Kind, Known, NONE, Place, To, Under, Way, Word, narrow};

/// So many texts are kept, so many from one place, each of so many bytes at most.
const MOST: usize = 1024;
const MOST_FROM_ONE: usize = 8;
const LONGEST: usize = 1024;

/// From a place with so many ways no more is taken for granted.
const SETTLED: usize = 4;

/// What is learned while an element is read.
#[derive(Debug)]
pub(in super::super) struct Lesson<'k> {
    known: &'k mut Known,
    keep: &'static Keep,
    place: u32,
    /// The byte of the piece where the text begins.
    from: usize,
    /// A byte of the piece, and this, are a byte of the kept text.
    base: u32,
    acts: Vec<Act>,
    holds: Vec<u32>,
    /// As a [`Place`] has it.
    path: Vec<u8>,
    /// No more of this element is noted: it is too long, or there is no room.
    is_over: bool,
}

impl Known {
    /// The number of a place, a new one if need be.
    fn place(&mut self, keep: &'static Keep, path: &[u8]) -> u32 {
        let is_it = |place: &Place| std::ptr::eq(place.keep, keep) && place.path == path;
        let at = self.places.iter().position(is_it).unwrap_or_else(|| {
            self.places.push(Place { keep, path: path.to_vec(), fixed: None });
            self.firsts.push(NONE);
            self.places.len() - 1
        });
        narrow(at)
    }

    /// The ways from a place.
    fn ways(&self, place: u32) -> impl Iterator<Item = u32> {
        let first = self.firsts.get(place as usize).copied();
        let all = std::iter::successors(first, |way| Some(self.ways.get(*way as usize)?.other));
        all.take_while(|way| *way != NONE)
    }

    /// Has these ways from a place.
    fn set_ways(&mut self, place: u32, ways: &[u32]) {
        let mut next = NONE;
        for &way in ways.iter().rev() {
            if let Some(of) = self.ways.get_mut(way as usize) {
                of.other = std::mem::replace(&mut next, way);
            }
        }
        if let Some(first) = self.firsts.get_mut(place as usize) {
            *first = next;
        }
    }

    /// One more way from a place, if there is room for it.
    fn add(&mut self, place: u32, text: &[u8], way: Way, holds: &[u32]) -> Option<()> {
        let mut ways: Vec<u32> = self.ways(place).collect();
        if self.ways.len() == MOST || ways.len() == MOST_FROM_ONE {
            return None;
        }
        let longer = |other: &u32| self.ways.get(*other as usize).is_some_and(|other| other.length > way.length);
        ways.insert(ways.iter().take_while(|way| longer(way)).count(), narrow(self.ways.len()));
        self.ways.push(way);
        self.holds.push(holds.to_vec());
        self.texts.extend(text);
        self.set_ways(place, &ways);
        Some(())
    }

    /// Is the value before a place always what it is now? If not, all ways are forgotten that took it for granted.
    fn is_fixed(&mut self, place: u32, value: &[u8]) -> bool {
        let Some(fixed) = self.places.get_mut(place as usize).map(|place| &mut place.fixed) else { return false };
        let before = fixed.get_or_insert_with(|| value.to_vec());
        if before == value || before.is_empty() {
            return !before.is_empty();
        }
        before.clear();
        for from in (0..self.places.len()).map(narrow) {
            let holds = |way: &u32| self.holds.get(*way as usize).is_some_and(|holds| holds.contains(&place));
            let (gone, stay): (Vec<u32>, Vec<u32>) = self.ways(from).partition(holds);
            if !gone.is_empty() {
                self.set_ways(from, &stay);
            }
        }
        false
    }
}

impl<'k> Lesson<'k> {
    /// Of an element, from behind its bracket on.
    pub(in super::super) fn new(known: &'k mut Known, keep: &'static Keep, from: usize, base: u32) -> Self {
        let place = known.place(keep, &[]);
        Self { known, keep, place, from, base, acts: Vec::new(), holds: Vec::new(), path: Vec::new(), is_over: false }
    }

    /// Into a list: how long the path was before.
    pub(in super::super) fn item(&mut self) -> usize {
        self.path.push(b'[');
        self.path.len() - 1
    }

    /// Into the value under a key: how long the path was before. `wanted`: of the keys of its object, those to come.
    pub(in super::super) fn key(&mut self, key: &[u8], wanted: u32) -> usize {
        let before = self.path.len();
        self.path.push(b'{');
        self.path.extend(key);
        self.path.push(b'"');
        self.path.extend(wanted.to_le_bytes());
        before
    }

    /// Out of it again.
    pub(in super::super) fn back(&mut self, before: usize) {
        self.path.truncate(before);
    }

    /// No object or list is open but the element.
    pub(in super::super) fn is_at_the_top(&self) -> bool {
        self.path.is_empty()
    }

    /// An object or list that is looked at begins at a byte of the piece, or ends before it.
    pub(in super::super) fn act(&mut self, at: usize, begins: Option<(Kind, Under)>) {
        // That the element begins is known before.
        if let Some(at) = at.checked_sub(self.from) {
            let begins = begins.map(|(kind, under)| (kind, self.under(under)));
            self.acts.push(Act { at: narrow(at), begins });
        }
    }

    /// A string, number or word from one byte of the piece to another; what it stands under, if it is looked at.
    pub(in super::super) fn value(&mut self, piece: &[u8], (at, end): (usize, usize), under: Option<Under>) {
        self.is_over |= end - self.from > LONGEST;
        if under.is_none() && !self.is_over && self.known.ways(self.place).count() < SETTLED {
            let place = self.known.place(self.keep, &self.path);
            if self.known.is_fixed(place, piece.get(at..end).unwrap_or_default()) {
                self.holds.push(place);
                return;
            }
        }
        let under = under.map(|under| self.under(under));
        self.leads(piece, at, |place| To::Value { under, place });
        self.from = end;
    }

    /// A list whose elements are handed out: behind its bracket.
    pub(in super::super) fn each(&mut self, piece: &[u8], to: usize, key: Word, nth: usize, wanted: u32) {
        let key = self.word(key);
        self.leads(piece, to, |_| To::Each { key, nth, wanted });
    }

    /// The element ended.
    pub(in super::super) fn end(&mut self, piece: &[u8], to: usize) {
        self.leads(piece, to, |_| To::End);
    }

    fn under(&self, under: Under) -> Under {
        Under { key: self.word(under.key), ..under }
    }

    /// A key of the kept text as one of the text that is learned.
    fn word(&self, (from, to): Word) -> Word {
        let start = narrow(self.from).wrapping_add(self.base);
        if to == 0 { (0, 0) } else { (from.wrapping_sub(start), to.wrapping_sub(start)) }
    }

    /// The text up to a byte of the piece leads there.
    fn leads(&mut self, piece: &[u8], to: usize, leads: impl FnOnce(u32) -> To) {
        let (text, rest) = (piece.get(self.from..to).unwrap_or_default(), piece.get(self.from..).unwrap_or_default());
        self.is_over |= text.len() > LONGEST;
        let known = self.known.way(self.place, rest).filter(|way| way.length as usize == text.len());
        match known.map(|way| way.to) {
            _ if self.is_over => {}
            Some(To::Value { place, .. }) => self.place = place,
            Some(_) => {}
            None => {
                let place = self.known.place(self.keep, &self.path);
                self.is_over = self.learn(text, leads(place)).is_none();
                self.place = place;
            }
        }
        self.acts.clear();
        self.holds.clear();
    }

    fn learn(&mut self, text: &[u8], to: To) -> Option<()> {
        let from = narrow(self.known.acts.len());
        self.known.acts.extend(&self.acts);
        let way = Way {
            text: narrow(self.known.texts.len()),
            length: narrow(text.len()),
            acts: (from, narrow(self.known.acts.len())),
            to,
            other: NONE,
        };
        self.known.add(self.place, text, way, &self.holds)
    }
}

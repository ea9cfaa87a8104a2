//! Floor 0: the push scanner. Pieces of a text go in, the values of the JSON documents in it come out. Knows JSON, not
//! NATS.
//!
//! Pieces may end anywhere: inside of a string, an escape, a character, a number. All of the text is kept, but for the
//! elements of lists that are [`watched`](Keep): each of these is handed out as soon as it is whole, and dropped. Of such
//! an element only the wanted keys and their values are looked at; the rest is skipped by its brackets, 64 bytes at a
//! time, but for what is short and stands between them, and an element that is like one before is compared with that. What
//! is looked at is checked as strictly as JSON is defined. What is skipped is checked for what betrays a document that was
//! cut off and goes on as another text: a line's end inside of a string, characters that JSON does not have outside of
//! strings, and a `{` at the start of a line. Of equal keys the last counts; of wanted ones the first.
#![expect(clippy::inline_always, reason = "what is done to every 64 bytes: as calls it is several times slower")]

mod block;
mod bytes;
mod element;
mod json;
mod known;
mod lanes;
mod plain;
mod seek;
mod token;
mod walk;

use std::borrow::Cow;

use block::{BLOCK, Block, Carry};

pub(crate) use json::is_same;
pub use json::{Json, Values};

use json::{Value, from_one};
use known::Known;

/// What is to be looked at below a key.
#[derive(Debug)]
pub enum Keep {
    /// Everything; below it keys are watched for.
    All,
    /// These keys of an object, or of the objects in a list: at most eight, of up to 62 bytes.
    Only(&'static [(&'static str, Keep)]),
    /// A list whose elements are handed out one by one, and what of each.
    Each(&'static Keep),
}

/// Keys to watch for, wherever they are.
pub type Watched = &'static [(&'static str, Keep)];

/// An element that is handed out, whole.
#[derive(Debug, Clone, Copy)]
pub struct Element<'s> {
    json: Json<'s>,
    /// The objects and lists that are open around it, outermost first.
    open: &'s [Frame],
    document: usize,
}

impl<'s> Element<'s> {
    /// The element.
    #[must_use]
    pub fn json(self) -> Json<'s> {
        self.json
    }

    /// The `up`-th object or list around it, 0 the list it is in, as far as it was read.
    #[must_use]
    pub fn around(self, up: usize) -> Option<Json<'s>> {
        let frame = self.frame(up)?;
        Some(self.json.at(frame.value))
    }

    /// The place, from 0, that was reached in the `up`-th list around it: 0 for its own place in its list.
    #[must_use]
    pub fn place(self, up: usize) -> usize {
        self.frame(up).map_or(0, |frame| frame.index)
    }

    /// The key of the list it is in.
    #[must_use]
    pub fn key(self) -> Cow<'s, str> {
        self.around(0).map(Json::key).unwrap_or_default()
    }

    /// The how-many-eth document of the text it is in, from 0.
    #[must_use]
    pub fn document(self) -> usize {
        self.document
    }

    fn frame(self, up: usize) -> Option<&'s Frame> {
        self.open.iter().rev().nth(up)
    }
}

/// Takes an element; false to have it kept like everything else.
pub type Take<'t> = &'t mut dyn FnMut(Element) -> bool;

/// A document, whole or broken.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its first byte in the kept text.
    pub start: usize,
    /// The byte after it; where it broke, the first byte it cannot own.
    pub end: usize,
    /// How it broke, if it did.
    pub broken: Option<Broken>,
    values: Vec<Value>,
}

impl Document {
    /// What it says; `text` is the kept text.
    #[must_use]
    pub fn values<'t>(&'t self, text: &'t [u8]) -> Values<'t> {
        Values { all: &self.values, text, tail: &[] }
    }

    /// Leaves out `open`, an object or list that was open when it broke, and all that came in it.
    pub fn truncate(&mut self, open: Option<&Open>) {
        if let Some(open) = open {
            self.values.truncate(open.value as usize);
        }
    }
}

/// How a document broke.
#[derive(Debug, Clone)]
pub enum Broken {
    /// Nested deeper than [`DEEPEST`].
    TooDeep,
    /// Stopped making sense, or just stopped.
    Cut {
        /// The byte at which it did.
        at: usize,
        /// Objects and lists that were open, outermost first.
        open: Vec<Open>,
        /// Where, inside, a `{` stands at the start of a line: perhaps the next document, swallowed.
        inner: Option<usize>,
    },
}

/// An object or list that was open when its document broke.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    value: u32,
    /// The element of a list that it was at, from 0.
    pub index: usize,
}

impl Open {
    /// What there was of it; `document` is any value of its document.
    #[must_use]
    pub fn json(self, document: Json) -> Json {
        document.at(self.value)
    }
}

/// Deeper than this no server nests.
pub const DEEPEST: usize = 120;

/// What was kept of a text.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The text without what was handed out.
    pub text: Vec<u8>,
    /// The documents in it, in their order.
    pub documents: Vec<Document>,
    /// Where something was handed out, and where in the text, as it was pushed, it went on.
    pub gaps: Vec<(usize, u64)>,
    /// It was longer than may be kept: the rest was not looked at.
    pub is_full: bool,
}

/// Takes a text in pieces.
#[derive(Debug)]
pub struct Scanner {
    watched: Watched,
    most: usize,
    /// What is handed out stays in the text: there is just the one piece, and it is not copied.
    is_one_piece: bool,
    scanned: Scanned,
    /// Bytes of all pieces before the current one.
    pushed: u64,
    /// Where in the current piece begins what is not in the kept text yet.
    unkept: usize,
    /// The last byte of the piece before.
    last: u8,
    state: State,
    carry: Carry,
    /// Where strings began in the 64 bytes before.
    opens: u64,
    values: Vec<Value>,
    /// What elements were like.
    known: Known,
    /// The objects and lists that are open, outermost first.
    open: Vec<Frame>,
    /// What may come next.
    next: Next,
    /// The key that was read, until its value is.
    key: Option<Key>,
    /// The string or number that is being read.
    token: Option<Token>,
    /// Where the document began in the kept text, and the first suspicious `{` in it.
    start: u32,
    inner: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Between documents.
    Outside,
    /// Behind a bracket, at this byte of the kept text, that may begin one.
    Perhaps(u8, u32),
    /// In a document.
    Inside,
    /// In a document, in an object of which only some keys are wanted, so many brackets below it.
    Seeking(u32),
    /// In a document that is too deep, so many brackets deep: to its end.
    Sinking(u32),
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Next {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    Colon,
    CommaOrClose,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    /// Its index among the values.
    value: u32,
    is_list: bool,
    /// What of its values is looked at.
    keep: &'static Keep,
    /// Inside of an element that will be handed out, itself included.
    is_element: bool,
    /// The element of a list that it is at.
    index: usize,
    /// The kept text up to the last value in it that stays.
    mark: u32,
    /// Something in it stays.
    has_kept: bool,
    /// Which of the wanted keys have not come yet, one bit each.
    wanted: u32,
    /// How long these are.
    sought: u64,
}

#[derive(Debug, Clone, Copy)]
struct Key {
    at: (u32, u32),
    is_escaped: bool,
    keep: &'static Keep,
    /// Its bit among the wanted.
    wanted: u32,
}

impl Key {
    /// See [`Value::nth`].
    #[inline(always)]
    fn nth(self) -> u8 {
        self.wanted.checked_ilog2().map_or(0, |nth| from_one(nth as usize))
    }
}

/// Kept text from here on.
#[derive(Debug, Clone, Copy)]
enum Token {
    Text { start: u32, is_escaped: bool, is_key: bool },
    Scalar { start: u32 },
}

static ALL: Keep = Keep::All;

impl Scanner {
    /// At most `most` bytes of text are kept; a document that goes on beyond is cut off there.
    #[must_use]
    pub fn new(watched: Watched, most: usize) -> Self {
        Self {
            watched,
            most,
            is_one_piece: false,
            scanned: Scanned::default(),
            pushed: 0,
            unkept: 0,
            last: b'\n',
            state: State::Outside,
            carry: Carry::default(),
            opens: 0,
            // As many as a plain answer has.
            values: Vec::with_capacity(128),
            known: Known::default(),
            open: Vec::with_capacity(8),
            next: Next::Value,
            key: None,
            token: None,
            start: 0,
            inner: None,
        }
    }

    /// The one document that begins `text`, a `{` or `[`, at byte `start`.
    pub fn one(watched: Watched, text: &[u8], start: usize, take: Take) -> Document {
        let mut scanner = Self { is_one_piece: true, ..Self::new(watched, usize::MAX) };
        let Some(&bracket) = text.get(start) else { return Document::default() };
        scanner.begin(bracket, scanner.kept_at(start));
        let mut at = start + 1;
        while at < text.len() && scanner.is_inside() {
            at = scanner.document(text, at, take);
        }
        scanner.end_of_text(text);
        scanner.scanned.documents.pop().unwrap_or_default()
    }

    /// What the scanner cannot do without, and nothing else: how many strings and brackets there are in a piece. Tells a
    /// benchmark how fast it could be at best.
    #[must_use]
    pub fn bitmaps(piece: &[u8]) -> u32 {
        walk::bitmaps(piece)
    }

    /// The next piece.
    pub fn push(&mut self, piece: &[u8], take: Take) {
        if self.scanned.is_full {
            return;
        }
        self.unkept = 0;
        let mut at = 0;
        while at < piece.len() {
            at = if self.is_inside() { self.document(piece, at, take) } else { self.between(piece, at) };
        }
        self.keep_to(piece, piece.len());
        self.unkept = 0;
        self.pushed += piece.len() as u64;
        self.last = piece.last().copied().unwrap_or(self.last);
        if self.scanned.text.len() > self.most {
            self.scanned.is_full = true;
        }
    }

    /// The end of the text.
    #[must_use]
    pub fn finish(mut self) -> Scanned {
        self.end_of_text(&[]);
        self.scanned
    }

    fn end_of_text(&mut self, piece: &[u8]) {
        if self.is_inside() {
            self.cut_at_end(piece);
        }
    }

    fn is_inside(&self) -> bool {
        matches!(self.state, State::Inside | State::Seeking(_) | State::Sinking(_))
    }

    /// Text between documents, up to the next one or the piece's end.
    fn between(&mut self, piece: &[u8], from: usize) -> usize {
        let mut at = from;
        while let Some(&byte) = piece.get(at) {
            match self.state {
                State::Perhaps(..) if byte.is_ascii_whitespace() => at += 1,
                State::Perhaps(bracket, start) if begins_with(bracket, byte) => {
                    self.begin(bracket, start);
                    return at;
                }
                State::Perhaps(..) => self.state = State::Outside,
                _ => {
                    let bracket = piece.iter().skip(at).position(|byte| matches!(byte, b'{' | b'['));
                    let Some(bracket) = bracket else { return piece.len() };
                    at += bracket;
                    self.state = State::Perhaps(piece[at], self.kept_at(at));
                    at += 1;
                }
            }
        }
        at
    }

    /// A byte of the current piece as one of the kept text.
    #[expect(clippy::cast_possible_truncation, reason = "what is kept is bounded below 4 GiB")]
    #[inline(always)]
    fn kept_at(&self, at: usize) -> u32 {
        (self.scanned.text.len() + at - self.unkept) as u32
    }

    /// Copies the piece to the kept text up to `at`.
    fn keep_to(&mut self, piece: &[u8], at: usize) {
        self.scanned.text.extend_from_slice(piece.get(self.unkept..at).unwrap_or_default());
        self.unkept = at.max(self.unkept);
    }

    /// Kept text, wherever it still is.
    fn kept<'s>(&'s mut self, piece: &'s [u8], (from, to): (u32, u32)) -> &'s [u8] {
        let (from, to, kept) = (from as usize, to as usize, self.scanned.text.len());
        if from < kept && to > kept {
            self.keep_to(piece, self.unkept + to - kept);
        }
        let kept = self.scanned.text.len();
        let found = if to <= kept {
            self.scanned.text.get(from..to)
        } else {
            piece.get(self.unkept + from - kept..self.unkept + to - kept)
        };
        found.unwrap_or_default()
    }

    /// Drops the kept text from `mark` to byte `at` of the piece.
    fn drop_to(&mut self, piece: &[u8], mark: u32, at: usize) {
        if self.is_one_piece {
            return;
        }
        self.inner = self.inner.filter(|&inner| inner < mark);
        let (mark, kept) = (mark as usize, self.scanned.text.len());
        if mark > kept {
            self.keep_to(piece, self.unkept + mark - kept);
        } else {
            self.scanned.text.truncate(mark);
        }
        self.unkept = at;
        let gap = (mark, self.pushed + at as u64);
        while self.scanned.gaps.last().is_some_and(|(kept, _)| *kept >= mark) {
            self.scanned.gaps.pop();
        }
        self.scanned.gaps.push(gap);
    }
}

/// Is a text ASCII, without a zero or an escape character?
#[must_use]
pub fn is_plain(text: &[u8]) -> bool {
    text.chunks(BLOCK).all(|bytes| {
        let block: Block = bytes.first_chunk().map_or_else(|| Block::load(&block::padded(bytes)), Block::load);
        block.is_plain()
    })
}

/// Could a document begin with this bracket and, behind blanks, this byte? An object with a key or nothing in it; a list
/// of objects, lists or strings.
fn begins_with(bracket: u8, inside: u8) -> bool {
    match bracket {
        b'{' => matches!(inside, b'"' | b'}'),
        _ => matches!(inside, b'{' | b'[' | b'"' | b']'),
    }
}

/// Could a document begin here?
#[must_use]
pub fn begins(text: &[u8], at: usize) -> bool {
    let inside = || text.get(at + 1..).and_then(|rest| rest.iter().find(|byte| !byte.is_ascii_whitespace()));
    let bracket = text.get(at).copied().filter(|byte| matches!(byte, b'{' | b'['));
    bracket.is_some_and(|bracket| inside().is_some_and(|&inside| begins_with(bracket, inside)))
}

//! Inside of a document: its tokens one after the other where they are wanted, by its brackets where they are not.

use super::{
    ALL, Broken, DEEPEST, Document, Element, Frame, Keep, Key, Next, Open, Scanner, State, Take, Token, Until,
    block::{BLOCK, Block, Carry, Strings, Structure},
    json::{Json, Kind, OPEN, Value},
    token,
};

/// Where it broke, and the first byte that the document cannot own, both in the kept text.
struct Break {
    at: u32,
    end: u32,
}

impl Break {
    /// At a byte that makes no sense there.
    fn at(at: u32) -> Self {
        Self { at, end: at }
    }
}

/// 64 bytes, and what stands where in them.
#[derive(Clone, Copy)]
struct Here {
    /// The first of them in the piece.
    at: usize,
    block: Block,
    strings: Strings,
    structure: Structure,
    /// Worked out where they are needed.
    blanks_and_ends: Option<(u64, u64)>,
    foreign: Option<u64>,
}

impl Here {
    /// Blanks, and all that ends a number or a word.
    #[inline(always)]
    fn blanks_and_ends(&mut self) -> (u64, u64) {
        let Self { block, structure, .. } = *self;
        *self.blanks_and_ends.get_or_insert_with(|| block.blanks_and_ends(structure))
    }

    /// What betrays that this is not JSON any more.
    #[inline(always)]
    fn odd(&mut self) -> u64 {
        let Self { block, strings, structure, .. } = *self;
        *self.foreign.get_or_insert_with(|| block.foreign(strings)) | structure.broken
    }
}

impl Scanner {
    /// A document begins with `bracket` at byte `start` of the kept text.
    pub(super) fn begin(&mut self, bracket: u8, start: u32) {
        self.state = State::Inside;
        self.carry = Carry::default();
        self.values.clear();
        self.open.clear();
        (self.start, self.inner, self.key, self.token) = (start, None, None, None);
        self.enter(bracket, start);
    }

    /// Reads on in a document, to its end or the piece's; returns where that is.
    pub(super) fn document(&mut self, piece: &[u8], from: usize, take: Take) -> usize {
        let mut at = from;
        while let Some(bytes) = piece.get(at..).filter(|bytes| !bytes.is_empty()) {
            let length = bytes.len().min(BLOCK);
            let block = Block::load(bytes);
            let strings = block.strings(length, &mut self.carry);
            let structure = block.structure(strings);
            let mut here = Here { at, block, strings, structure, blanks_and_ends: None, foreign: None };
            let mut rest = if length == BLOCK { !0 } else { (1 << length) - 1 };
            while rest != 0 {
                let outcome = match self.state {
                    State::Skipping(depth, until) => self.skip(&mut here, &mut rest, depth, until),
                    State::Sinking(depth) => match self.sink(piece, &here, rest, depth) {
                        Some(on) => return on,
                        None => break,
                    },
                    _ => self.walk(piece, &mut here, &mut rest, take),
                };
                if let Err(broke) = outcome {
                    let on = self.byte_of(broke.end).max(from);
                    self.cut(broke.at, broke.end);
                    return on;
                }
                if self.state == State::Outside {
                    return if rest == 0 { at + length } else { at + lowest(rest) };
                }
            }
            at += length;
        }
        at
    }

    /// The byte of the piece that a byte of the kept text is; 0 for what came before the piece.
    fn byte_of(&self, kept: u32) -> usize {
        (kept as usize + self.unkept).saturating_sub(self.scanned.text.len())
    }

    /// Token by token through `rest`, until it is used up, or a value is skipped, or the document ends.
    #[inline(always)]
    fn walk(&mut self, piece: &[u8], here: &mut Here, rest: &mut u64, take: Take) -> Result<(), Break> {
        let (blanks, ends) = here.blanks_and_ends();
        let &mut Here { at, strings, structure, .. } = here;
        while *rest != 0 && self.state == State::Inside {
            match self.token {
                Some(Token::Text { start, is_escaped, is_key }) => {
                    let close = strings.quotes & *rest;
                    let inside = *rest & below(close);
                    if structure.broken & inside != 0 {
                        let broke = self.kept_at(at + lowest(structure.broken & inside));
                        return Err(self.break_in_text(piece, start, broke));
                    }
                    let is_escaped = is_escaped || strings.backslashes & inside != 0;
                    *rest &= above(close);
                    if close == 0 {
                        self.token = Some(Token::Text { start, is_escaped, is_key });
                    } else {
                        self.token = None;
                        self.text_ends(piece, at + lowest(close), (start, is_escaped, is_key))?;
                    }
                }
                Some(Token::Scalar { start }) => {
                    let end = ends & *rest;
                    *rest &= !below(end);
                    if end != 0 {
                        self.token = None;
                        self.scalar_ends(piece, start, at + lowest(end))?;
                    }
                }
                None => {
                    let significant = *rest & !blanks;
                    // Blanks above it stay: they may end what begins here.
                    *rest &= above(significant);
                    let p = at + lowest(significant);
                    if significant == 0 || self.plain_text_begins(piece, here, rest, p) {
                        continue;
                    }
                    self.token_begins(piece, p, take)?;
                }
            }
        }
        Ok(())
    }

    /// A string at byte `p` of the piece that is whole and without escapes in these 64 bytes, as most are: it is read at
    /// once, with the colon behind a key, or with the value that is not wanted. False where it is none.
    #[inline(always)]
    fn plain_text_begins(&mut self, piece: &[u8], here: &mut Here, rest: &mut u64, p: usize) -> bool {
        let &mut Here { at, strings, structure, .. } = here;
        let close = strings.quotes & *rest;
        let inside = *rest & below(close);
        if piece[p] != b'"' || close == 0 || (structure.broken | strings.backslashes) & inside != 0 {
            return false;
        }
        let text = (self.kept_at(p) + 1, self.kept_at(at + lowest(close)));
        match self.next {
            Next::Value | Next::ValueOrClose => {
                *rest &= above(close);
                self.add(Kind::Text, text, false);
                self.value_stays(text.1 + 1);
            }
            Next::Key | Next::KeyOrClose => {
                *rest &= above(close);
                self.key_is(&piece[p + 1..at + lowest(close)], text, false);
                if self.state == State::Inside {
                    let colon = *rest & !here.blanks_and_ends().0;
                    if colon != 0 && piece[at + lowest(colon)] == b':' {
                        *rest &= above(colon);
                        self.next = Next::Value;
                    }
                } else {
                    let mark =
                        lowest_bit((structure.opening | structure.closing | structure.commas | here.odd()) & *rest);
                    if mark & structure.commas != 0 {
                        *rest &= above(mark);
                        (self.state, self.next) = (State::Inside, Next::Key);
                    }
                }
            }
            Next::Colon | Next::CommaOrClose => return false,
        }
        true
    }

    /// A token begins at byte `p` of the piece; single characters are whole at once.
    #[inline(always)]
    fn token_begins(&mut self, piece: &[u8], p: usize, take: Take) -> Result<(), Break> {
        let Some(&byte) = piece.get(p) else { return Ok(()) };
        let here = self.kept_at(p);
        match (self.next, byte) {
            (Next::Key | Next::KeyOrClose, b'"') => {
                self.token = Some(Token::Text { start: here + 1, is_escaped: false, is_key: true });
            }
            (Next::Value | Next::ValueOrClose, b'"') => {
                self.token = Some(Token::Text { start: here + 1, is_escaped: false, is_key: false });
            }
            (Next::Colon, b':') => self.next = Next::Value,
            (Next::CommaOrClose, b',') => self.comma(piece, p),
            (Next::Value | Next::ValueOrClose, b'{' | b'[') => {
                let before = p.checked_sub(1).map_or(self.last, |before| piece[before]);
                if byte == b'{' && before == b'\n' {
                    self.inner = self.inner.or(Some(here));
                }
                if self.open.len() >= DEEPEST {
                    self.state = State::Sinking(self.depth() + 1);
                } else {
                    self.enter(byte, here);
                }
            }
            (Next::ValueOrClose, b']') | (Next::KeyOrClose, b'}') => self.leave(piece, p, take),
            (Next::CommaOrClose, b']' | b'}')
                if self.open.last().is_some_and(|frame| frame.is_list == (byte == b']')) =>
            {
                self.leave(piece, p, take);
            }
            (Next::Value | Next::ValueOrClose, b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => {
                self.token = Some(Token::Scalar { start: here });
            }
            _ => return Err(Break::at(here)),
        }
        Ok(())
    }

    fn depth(&self) -> u32 {
        u32::try_from(self.open.len()).unwrap_or(u32::MAX)
    }

    /// An object or list begins.
    fn enter(&mut self, bracket: u8, here: u32) {
        let is_list = bracket == b'[';
        let outer = self.open.last().copied();
        let in_each = outer.is_some_and(|outer| outer.is_list && matches!(outer.keep, Keep::Each(_)));
        let keep = match (self.key, outer) {
            (Some(key), _) => key.keep,
            (None, Some(Frame { keep: Keep::Each(keep), .. })) => keep,
            (None, outer) => outer.map_or(&ALL, |outer| outer.keep),
        };
        let keep = match keep {
            Keep::Each(_) if !is_list => &ALL,
            keep => keep,
        };
        let wanted = match keep {
            Keep::Only(keys) => keys.len(),
            _ => 0,
        };
        let value = self.add(if is_list { Kind::List } else { Kind::Object }, (here, here), false);
        self.open.push(Frame {
            value,
            is_list,
            keep,
            is_element: in_each || outer.is_some_and(|outer| outer.is_element),
            index: 0,
            mark: here + 1,
            has_kept: false,
            wanted,
        });
        self.next = if is_list { Next::ValueOrClose } else { Next::KeyOrClose };
    }

    /// One more value, under the key that was read.
    #[inline(always)]
    fn add(&mut self, kind: Kind, at: (u32, u32), is_escaped: bool) -> u32 {
        let index = u32::try_from(self.values.len()).unwrap_or(OPEN);
        let next = if matches!(kind, Kind::List | Kind::Object) { OPEN } else { index + 1 };
        let key = self.key.take();
        self.values.push(Value {
            kind,
            is_escaped,
            is_key_escaped: key.is_some_and(|key| key.is_escaped),
            key: key.map_or((0, 0), |key| key.at),
            at,
            next,
        });
        index
    }

    /// An object or list ends with byte `p` of the piece.
    fn leave(&mut self, piece: &[u8], p: usize, take: Take) {
        let Some(frame) = self.open.pop() else { return };
        let end = self.kept_at(p + 1);
        let next = u32::try_from(self.values.len()).unwrap_or(OPEN);
        if let Some(value) = self.values.get_mut(frame.value as usize) {
            (value.at.1, value.next) = (end, next);
        }
        let Some(outer) = self.open.last() else { return self.close_document(end, None) };
        let mark = outer.mark;
        if outer.is_list && matches!(outer.keep, Keep::Each(_)) && self.hand_out(piece, frame.value, p, take) {
            self.values.truncate(frame.value as usize);
            self.drop_to(piece, mark, p + 1);
            self.next = Next::CommaOrClose;
        } else {
            self.value_stays(end);
        }
    }

    fn hand_out(&self, piece: &[u8], value: u32, p: usize, take: Take) -> bool {
        let (text, tail): (&[u8], _) = match piece.get(self.unkept..=p) {
            _ if self.is_one_piece => (piece, None),
            tail => (&self.scanned.text, tail),
        };
        let json = Json::new(&self.values, text, tail.unwrap_or_default(), value);
        take(Element { json, open: &self.open, document: self.scanned.documents.len() })
    }

    /// A value that stays ends before byte `end` of the kept text.
    #[inline(always)]
    fn value_stays(&mut self, end: u32) {
        self.next = Next::CommaOrClose;
        let Some(frame) = self.open.last_mut() else { return };
        (frame.mark, frame.has_kept) = (end, true);
        if !frame.is_list && frame.wanted == 0 && matches!(frame.keep, Keep::Only(_)) {
            self.state = State::Skipping(0, Until::Close);
        }
    }

    fn comma(&mut self, piece: &[u8], p: usize) {
        let Some(frame) = self.open.last_mut() else { return };
        self.next = if frame.is_list { Next::Value } else { Next::Key };
        frame.index += 1;
        if frame.is_list && !frame.has_kept && matches!(frame.keep, Keep::Each(_)) {
            let mark = frame.mark;
            self.drop_to(piece, mark, p + 1);
        }
    }

    /// A string ends before byte `p` of the piece, its closing quote.
    #[inline(always)]
    fn text_ends(
        &mut self,
        piece: &[u8],
        p: usize,
        (start, is_escaped, is_key): (u32, bool, bool),
    ) -> Result<(), Break> {
        let at = (start, self.kept_at(p));
        // With its quotes: whoever is handed the element sees each string in one place.
        self.kept(piece, (at.0 - 1, at.1 + 1));
        if is_escaped && let Some(wrong) = token::wrong_escape(self.kept(piece, at)) {
            return Err(Break { at: start + wrong, end: start });
        }
        if is_key {
            self.key(piece, at, is_escaped);
        } else {
            self.add(Kind::Text, at, is_escaped);
            self.value_stays(at.1 + 1);
        }
        Ok(())
    }

    /// A half string may have swallowed what comes after its document: that goes on right behind the quote.
    fn break_in_text(&mut self, piece: &[u8], start: u32, at: u32) -> Break {
        let at = match token::wrong_escape(self.kept(piece, (start, at))) {
            Some(wrong) => start + wrong,
            None => at,
        };
        Break { at, end: start.min(at) }
    }

    fn key(&mut self, piece: &[u8], at: (u32, u32), is_escaped: bool) {
        let key = self.kept(piece, at).to_vec();
        self.key_is(&key, at, is_escaped);
    }

    /// A key, which stands at `at`: its value comes next, or is skipped.
    #[inline(always)]
    fn key_is(&mut self, key: &[u8], at: (u32, u32), is_escaped: bool) {
        let Some(frame) = self.open.last_mut() else { return };
        let named = |keys: &'static [(&str, Keep)]| {
            // A loop of its own: where code is made small, an iterator would be called.
            let mut at = 0;
            while at < keys.len() && (keys[at].0.len() != key.len() || keys[at].0.as_bytes() != key) {
                at += 1;
            }
            keys.get(at)
        };
        let keep = match frame.keep {
            Keep::Only(keys) => {
                let Some((_, keep)) = named(keys) else {
                    (self.state, self.next) = (State::Skipping(0, Until::Comma), Next::CommaOrClose);
                    return;
                };
                frame.wanted = frame.wanted.saturating_sub(1);
                keep
            }
            _ if frame.is_element => &ALL,
            _ => named(self.watched).map_or(&ALL, |(_, keep)| keep),
        };
        self.key = Some(Key { at, is_escaped, keep });
        self.next = Next::Colon;
    }

    /// A number, true, false or null ends before byte `p` of the piece.
    fn scalar_ends(&mut self, piece: &[u8], start: u32, p: usize) -> Result<(), Break> {
        let end = self.kept_at(p);
        let behind = piece.get(p).copied();
        let written = self.kept(piece, (start, end));
        match token::scalar(written, behind) {
            Ok((kind, length)) => {
                let end = start + length;
                self.add(kind, (start, end), false);
                self.value_stays(end);
                // `nullx`: the word is whole, what follows it makes no sense.
                if end == self.kept_at(p) { Ok(()) } else { Err(Break::at(end)) }
            }
            Err(wrong) => Err(Break { at: start + wrong, end: start }),
        }
    }

    /// Past a value by its brackets, as far as `rest` goes.
    #[inline(always)]
    fn skip(&mut self, here: &mut Here, rest: &mut u64, depth: u32, until: Until) -> Result<(), Break> {
        let odd = here.odd() & *rest;
        let &mut Here { at, structure, .. } = here;
        let (opening, closing) = (structure.opening & *rest, structure.closing & *rest);
        let stops = closing.count_ones() + u32::from(until == Until::Comma);
        if odd == 0 && stops <= depth {
            self.state = State::Skipping(depth + opening.count_ones() - closing.count_ones(), until);
            *rest = 0;
            return Ok(());
        }
        let commas = if until == Until::Comma { structure.commas & *rest } else { 0 };
        let mut depth = depth;
        let mut marks = opening | closing | commas | odd;
        while marks != 0 {
            let mark = lowest_bit(marks);
            marks ^= mark;
            if odd & mark != 0 {
                return Err(Break::at(self.kept_at(at + lowest(mark))));
            } else if opening & mark != 0 {
                depth += 1;
            } else if depth == 0 {
                *rest &= !below(mark);
                self.state = State::Inside;
                return Ok(());
            } else if closing & mark != 0 {
                depth -= 1;
            }
        }
        self.state = State::Skipping(depth, until);
        *rest = 0;
        Ok(())
    }

    /// Through a document that is too deep, to where its brackets balance, or a line begins with `{`: the byte after it.
    fn sink(&mut self, piece: &[u8], here: &Here, rest: u64, depth: u32) -> Option<usize> {
        let &Here { at, structure, .. } = here;
        let (opening, closing, broken_lines) =
            (structure.opening & rest, structure.closing & rest, structure.broken & rest);
        let mut depth = depth;
        let mut marks = opening | closing | broken_lines;
        while marks != 0 {
            let mark = lowest_bit(marks);
            marks ^= mark;
            let p = at + lowest(mark);
            if broken_lines & mark != 0 {
                // No string goes on in the next line.
                self.carry = Carry::default();
                self.state = State::Sinking(depth);
                return Some(p + 1);
            }
            let before = p.checked_sub(1).map_or(self.last, |before| piece[before]);
            let begins_a_line = piece[p] == b'{' && before == b'\n';
            depth = if opening & mark != 0 { depth + 1 } else { depth - 1 };
            if begins_a_line || depth == 0 {
                let end = if begins_a_line { p } else { p + 1 };
                self.close_document(self.kept_at(end), Some(Broken::TooDeep));
                return Some(end);
            }
        }
        self.state = State::Sinking(depth);
        None
    }

    /// The text ends inside of a document.
    pub(super) fn cut_at_end(&mut self, piece: &[u8]) {
        let end = self.kept_at(piece.len());
        let Break { at, end } = match self.token.take() {
            Some(Token::Text { start, .. }) => self.break_in_text(piece, start, end),
            Some(Token::Scalar { start }) => match token::scalar(self.kept(piece, (start, end)), None) {
                Ok((kind, length)) => {
                    self.add(kind, (start, start + length), false);
                    Break::at(start + length)
                }
                Err(wrong) => Break { at: start + wrong, end: start },
            },
            None => Break::at(end),
        };
        self.cut(at, end);
    }

    fn cut(&mut self, at: u32, end: u32) {
        let open = self.open.iter().map(|frame| Open { value: frame.value, index: frame.index }).collect();
        let inner = self.inner.map(|inner| inner as usize);
        let end = end.max(self.start + 1);
        self.close_document(end, Some(Broken::Cut { at: at as usize, open, inner }));
    }

    fn close_document(&mut self, end: u32, broken: Option<Broken>) {
        self.state = State::Outside;
        self.scanned.documents.push(Document {
            start: self.start as usize,
            end: end as usize,
            broken,
            values: self.values.clone(),
        });
    }
}

/// All that is looked at in every block of a document.
pub(super) fn bitmaps(piece: &[u8]) -> u32 {
    let (mut carry, mut count) = (Carry::default(), 0_u32);
    for bytes in piece.chunks(BLOCK) {
        let block: Block = Block::load(bytes);
        let strings = block.strings(bytes.len(), &mut carry);
        let Structure { opening, closing, commas, broken, .. } = block.structure(strings);
        count = count.wrapping_add((strings.quotes ^ opening ^ closing ^ commas ^ broken).count_ones());
    }
    count
}

#[inline(always)]
fn lowest(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}

#[inline(always)]
fn lowest_bit(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

/// All bits below the lowest one; all where there is none.
#[inline(always)]
fn below(bits: u64) -> u64 {
    lowest_bit(bits).wrapping_sub(1)
}

/// All bits above the lowest one; none where there is none.
#[inline(always)]
fn above(bits: u64) -> u64 {
    !(below(bits) | lowest_bit(bits))
}

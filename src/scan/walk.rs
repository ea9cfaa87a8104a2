//! Inside of a document: its tokens one after the other where they are wanted, by its brackets where they are not.

use super::{
    ALL, Broken, DEEPEST, Document, Element, Frame, Keep, Key, Next, Open, Scanner, State, Take, Token,
    block::{self, BLOCK, Block, Carry, Strings, Structure},
    json::{Kind, OPEN, Value, Values, is_same},
    seek, token,
};

/// Where it broke, and the first byte that the document cannot own, both in the kept text.
pub(super) struct Break {
    at: u32,
    end: u32,
}

impl Break {
    /// At a byte that makes no sense there.
    pub(super) fn at(at: u32) -> Self {
        Self { at, end: at }
    }
}

/// 64 bytes, and what stands where in them.
#[derive(Clone, Copy)]
pub(super) struct Here {
    /// The first of them in the piece.
    pub(super) at: usize,
    length: usize,
    /// What was read goes beyond them, to this byte, and is no string there.
    beyond: Option<usize>,
    block: Block,
    pub(super) strings: Strings,
    pub(super) structure: Structure,
    /// What betrays that this is not JSON any more.
    pub(super) odd: u64,
    /// Blanks, and all that ends a number or a word; worked out where they are needed. No option: that is moved about
    /// byte by byte.
    blanks: u64,
    ends: u64,
    has_blanks: bool,
}

impl Here {
    #[inline(always)]
    fn new(at: usize, length: usize, block: Block, strings: Strings) -> Self {
        let structure = block.structure(strings);
        let odd = block.foreign(strings) | structure.broken;
        Self { at, length, beyond: None, block, strings, structure, odd, blanks: 0, ends: 0, has_blanks: false }
    }

    /// What comes before byte `end` of the piece was read.
    #[inline(always)]
    pub(super) fn go_on(&mut self, rest: &mut u64, end: usize) {
        let read = end - self.at;
        if read < self.length {
            *rest &= !0 << read;
        } else {
            *rest = 0;
            self.beyond = Some(end);
        }
    }

    #[inline(always)]
    fn blanks_and_ends(&mut self) -> (u64, u64) {
        if !self.has_blanks {
            self.find_blanks();
        }
        (self.blanks, self.ends)
    }

    /// A function of its own: else compilers do it always, and then take it or not.
    #[inline(never)]
    fn find_blanks(&mut self) {
        (self.blanks, self.ends) = self.block.blanks_and_ends(self.structure);
        self.has_blanks = true;
    }
}

impl Scanner {
    /// A document begins with `bracket` at byte `start` of the kept text.
    pub(super) fn begin(&mut self, bracket: u8, start: u32) {
        self.state = State::Inside;
        (self.carry, self.opens) = (Carry::default(), 0);
        self.values.clear();
        self.open.clear();
        (self.start, self.inner, self.key, self.token) = (start, None, None, None);
        self.enter(bracket, start);
    }

    /// Reads on in a document, to its end or the piece's; returns where that is.
    pub(super) fn document(&mut self, piece: &[u8], from: usize, take: Take) -> usize {
        let mut at = from;
        while at < piece.len() {
            let mut here = self.look(piece, at);
            if here.length == 0 {
                return piece.len();
            }
            if let Some(end) = self.block(piece, &mut here, take) {
                return end.max(from);
            }
            at = here.beyond.unwrap_or(here.at + here.length);
        }
        at
    }

    /// The next 64 bytes with anything to look at, or what there is of them. While a key is sought, most have nothing.
    fn look(&mut self, piece: &[u8], from: usize) -> Here {
        let (mut at, mut carry, mut opens) = (from, self.carry, self.opens);
        let mut seeking = match self.state {
            State::Seeking(depth) => Some(depth),
            _ => None,
        };
        let sought = self.sought();
        while let (Some(depth), Some(bytes)) = (seeking, piece.get(at..).and_then(|rest| rest.first_chunk::<BLOCK>())) {
            let block = Block::load(bytes);
            let here = Here::new(at, BLOCK, block, block.strings(BLOCK, &mut carry));
            let Structure { opening, closing, .. } = here.structure;
            let keys = here.strings.ends_of(sought, opens);
            let suspicious = opening & here.structure.after_controls();
            if keys | here.odd | suspicious != 0 || closing.count_ones() > depth {
                (self.carry, self.opens, self.state) = (carry, opens, State::Seeking(depth));
                return here;
            }
            seeking = Some(depth + opening.count_ones() - closing.count_ones());
            opens = here.strings.opens();
            at += BLOCK;
        }
        if let Some(depth) = seeking {
            self.state = State::Seeking(depth);
        }
        self.opens = opens;
        let bytes = piece.get(at..).unwrap_or_default();
        let length = bytes.len().min(BLOCK);
        let block = match bytes.first_chunk::<BLOCK>() {
            Some(whole) => Block::load(whole),
            None => Block::load(&block::padded(bytes)),
        };
        let strings = block.strings(length, &mut carry);
        self.carry = carry;
        Here::new(at, length, block, strings)
    }

    /// Through 64 bytes, or what there is of them; where the document ended, if it did.
    fn block(&mut self, piece: &[u8], here: &mut Here, take: Take) -> Option<usize> {
        let &mut Here { at, length, strings, .. } = here;
        let mut rest = if length == BLOCK { !0 } else { (1 << length) - 1 };
        while rest != 0 {
            let outcome = match self.state {
                State::Seeking(depth) => self.seek(piece, here, &mut rest, depth, take),
                State::Sinking(depth) => match self.sink(piece, here, rest, depth) {
                    Some(on) => return Some(on),
                    None => break,
                },
                _ => self.walk(piece, here, &mut rest, take),
            };
            if let Err(broke) = outcome {
                let on = self.byte_of(broke.end);
                self.cut(broke.at, broke.end);
                return Some(on);
            }
            if self.state == State::Outside {
                let end = if rest == 0 { at + length } else { at + lowest(rest) };
                return Some(here.beyond.unwrap_or(end));
            }
        }
        if here.beyond.is_some() {
            (self.carry, self.opens) = (Carry::default(), 0);
            return None;
        }
        let opens = strings.opens();
        self.opens = if length == BLOCK { opens } else { opens << (BLOCK - length) | self.opens >> length };
        None
    }

    /// The byte of the piece that a byte of the kept text is; 0 for what came before the piece.
    fn byte_of(&self, kept: u32) -> usize {
        (kept as usize + self.unkept).saturating_sub(self.scanned.text.len())
    }

    /// Token by token through `rest`, until it is used up, or a value is skipped, or the document ends.
    #[inline(always)]
    fn walk(&mut self, piece: &[u8], here: &mut Here, rest: &mut u64, take: Take) -> Result<(), Break> {
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
                    let end = here.blanks_and_ends().1 & *rest;
                    *rest &= !below(end);
                    if end != 0 {
                        self.token = None;
                        self.scalar_ends(piece, start, at + lowest(end))?;
                    }
                }
                None => {
                    let mut significant = lowest_bit(*rest);
                    if piece[at + lowest(significant)].is_ascii_whitespace() {
                        significant = *rest & !here.blanks_and_ends().0;
                    }
                    if significant == 0 {
                        *rest = 0;
                        continue;
                    }
                    let p = at + lowest(significant);
                    if self.is_no_key(piece[p]) {
                        (self.key, self.state) = (None, State::Seeking(0));
                        continue;
                    }
                    let end = self.plainly(piece, p, take);
                    if end > p {
                        here.go_on(rest, end);
                        continue;
                    }
                    // Blanks above it stay: they may end what begins here.
                    *rest &= above(significant);
                    self.token_begins(piece, p, take)?;
                }
            }
        }
        Ok(())
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
            (_, b']' | b'}') if self.may_close(byte) => self.leave(piece, p, take),
            (Next::Value | Next::ValueOrClose, b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => {
                self.token = Some(Token::Scalar { start: here });
            }
            _ => return Err(Break::at(here)),
        }
        Ok(())
    }

    /// May this bracket close the innermost object or list here?
    #[inline(always)]
    pub(super) fn may_close(&self, byte: u8) -> bool {
        match self.next {
            Next::CommaOrClose => self.open.last().is_some_and(|frame| frame.is_list == (byte == b']')),
            Next::ValueOrClose => byte == b']',
            Next::KeyOrClose => byte == b'}',
            Next::Value | Next::Key | Next::Colon => false,
        }
    }

    fn depth(&self) -> u32 {
        u32::try_from(self.open.len()).unwrap_or(u32::MAX)
    }

    /// An object or list begins.
    pub(super) fn enter(&mut self, bracket: u8, here: u32) {
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
        let (wanted, sought) = match keep {
            Keep::Only(keys) if !is_list => {
                let wanted = (1 << keys.len()) - 1;
                (wanted, seek::lengths(keys, wanted))
            }
            _ => (0, 0),
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
            sought,
        });
        self.next = if is_list { Next::ValueOrClose } else { Next::KeyOrClose };
        if self.seeks() {
            self.state = State::Seeking(0);
        }
    }

    /// Is it in an object of which only some keys are wanted?
    #[inline(always)]
    fn seeks(&self) -> bool {
        self.open.last().is_some_and(|frame| !frame.is_list && matches!(frame.keep, Keep::Only(_)))
    }

    /// One more value, under the key that was read.
    #[inline(always)]
    pub(super) fn add(&mut self, kind: Kind, at: (u32, u32), is_escaped: bool) -> u32 {
        let index = u32::try_from(self.values.len()).unwrap_or(OPEN);
        let next = if matches!(kind, Kind::List | Kind::Object) { OPEN } else { index + 1 };
        let key = self.key.take();
        if let (Some(key), Some(frame)) = (key.filter(|key| key.wanted != 0), self.open.last_mut()) {
            frame.has_come(key);
        }
        self.values.push(Value {
            kind,
            is_escaped,
            is_key_escaped: key.is_some_and(|key| key.is_escaped),
            nth: key.map_or(0, Key::nth),
            key: key.map_or((0, 0), |key| key.at),
            at,
            next,
        });
        index
    }

    /// An object or list ends with byte `p` of the piece.
    pub(super) fn leave(&mut self, piece: &[u8], p: usize, take: Take) {
        let Some(frame) = self.open.pop() else { return };
        let (end, next) = (self.kept_at(p + 1), u32::try_from(self.values.len()).unwrap_or(OPEN));
        if let Some(value) = self.values.get_mut(frame.value as usize) {
            (value.at.1, value.next) = (end, next);
        }
        self.closed(piece, frame.value, p, take);
    }

    /// An object or list ended with byte `p` of the piece; it is handed out, or stays.
    #[inline(always)]
    pub(super) fn closed(&mut self, piece: &[u8], value: u32, p: usize, take: Take) {
        let end = self.kept_at(p + 1);
        let Some(outer) = self.open.last() else { return self.close_document(end, None) };
        let mark = outer.mark;
        if outer.is_list && matches!(outer.keep, Keep::Each(_)) && self.hand_out(piece, value, p, take) {
            self.values.truncate(value as usize);
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
        let values = Values { all: &self.values, text, tail: tail.unwrap_or_default() };
        take(Element { json: values.at(value), open: &self.open, document: self.scanned.documents.len() })
    }

    /// A value that stays ends before byte `end` of the kept text.
    #[inline(always)]
    pub(super) fn value_stays(&mut self, end: u32) {
        self.next = Next::CommaOrClose;
        let Some(frame) = self.open.last_mut() else { return };
        (frame.mark, frame.has_kept) = (end, true);
        if !frame.is_list && matches!(frame.keep, Keep::Only(_)) {
            self.state = State::Seeking(0);
        }
    }

    pub(super) fn comma(&mut self, piece: &[u8], p: usize) {
        let Some(frame) = self.open.last_mut() else { return };
        self.next = if frame.is_list { Next::Value } else { Next::Key };
        frame.index += usize::from(frame.is_list);
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
    pub(super) fn key_is(&mut self, key: &[u8], at: (u32, u32), is_escaped: bool) {
        let Some(frame) = self.open.last() else { return };
        let keep = if frame.is_element {
            &ALL
        } else {
            // A loop of its own: where code is made small, an iterator would be called.
            let (keys, mut at) = (self.watched, 0);
            while at < keys.len() && !is_same(keys[at].0.as_bytes(), key) {
                at += 1;
            }
            keys.get(at).map_or(&ALL, |(_, keep)| keep)
        };
        self.key = Some(Key { at, is_escaped, keep, wanted: 0 });
        self.next = Next::Colon;
    }

    /// A number, true, false or null ends before byte `p` of the piece.
    pub(super) fn scalar_ends(&mut self, piece: &[u8], start: u32, p: usize) -> Result<(), Break> {
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
            values: std::mem::take(&mut self.values),
        });
    }
}

/// All that is looked at in every block of a document.
pub(super) fn bitmaps(piece: &[u8]) -> u32 {
    let (mut carry, mut count) = (Carry::default(), 0_u32);
    for bytes in piece.as_chunks::<BLOCK>().0 {
        let block: Block = Block::load(bytes);
        let strings = block.strings(BLOCK, &mut carry);
        let Structure { opening, closing, commas, broken, .. } = block.structure(strings);
        count = count.wrapping_add((strings.quotes ^ opening ^ closing ^ commas ^ broken).count_ones());
    }
    count
}

#[inline(always)]
pub(super) fn lowest(bits: u64) -> usize {
    bits.trailing_zeros() as usize
}

#[inline(always)]
pub(super) fn lowest_bit(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

/// All bits below the lowest one; all where there is none.
#[inline(always)]
pub(super) fn below(bits: u64) -> u64 {
    lowest_bit(bits).wrapping_sub(1)
}

/// All bits above the lowest one; none where there is none.
#[inline(always)]
pub(super) fn above(bits: u64) -> u64 {
    !(below(bits) | lowest_bit(bits))
}

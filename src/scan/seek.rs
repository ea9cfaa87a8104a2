//! In an object of which only some keys are wanted: to the next of them, past everything else, by the bitmaps alone.

use super::{
    Frame, Keep, Key, Next, Scanner, State, Take,
    json::is_same,
    walk::{Break, Here, above, below, lowest, lowest_bit},
};

impl Scanner {
    /// On to the next wanted key, or to the end of the object, `depth` brackets up.
    #[inline(always)]
    pub(super) fn seek(
        &mut self,
        piece: &[u8],
        here: &mut Here,
        rest: &mut u64,
        depth: u32,
        take: Take,
    ) -> Result<(), Break> {
        let &mut Here { at, strings, structure, odd, .. } = here;
        let odd = odd & *rest;
        let (opening, closing) = (structure.opening & *rest, structure.closing & *rest);
        if opening & structure.after_controls() != 0 {
            self.look_for_inner(piece, at, opening);
        }
        let keys = strings.ends_of(self.sought(), self.opens) & *rest;
        if keys | odd == 0 && closing.count_ones() <= depth {
            self.state = State::Seeking(depth + opening.count_ones() - closing.count_ones());
            *rest = 0;
            return Ok(());
        }
        let mut depth = depth;
        let mut marks = opening | closing | keys | odd;
        while marks != 0 {
            let mark = lowest_bit(marks);
            marks ^= mark;
            let p = at + lowest(mark);
            if odd & mark != 0 {
                return Err(Break::at(self.kept_at(p)));
            } else if opening & mark != 0 {
                depth += 1;
            } else if keys & mark != 0 {
                if depth == 0 && self.is_wanted(piece, p) {
                    *rest &= above(mark);
                    (self.state, self.next) = (State::Inside, Next::Colon);
                    if piece.get(p + 1) == Some(&b':') {
                        self.next = Next::Value;
                        here.go_on(rest, self.plainly(piece, p + 2, take));
                    }
                    return Ok(());
                }
            } else if depth == 0 {
                *rest &= !below(mark);
                (self.state, self.next) = (State::Inside, Next::CommaOrClose);
                return Ok(());
            } else {
                depth -= 1;
            }
        }
        self.state = State::Seeking(depth);
        *rest = 0;
        Ok(())
    }

    /// How long the wanted keys are that have not come, see [`super::block::Strings::ends_of`].
    #[inline(always)]
    pub(super) fn sought(&self) -> u64 {
        self.open.last().map_or(0, |frame| frame.sought)
    }

    /// Is the string that ends before byte `p` of the piece one of the wanted keys? Then its colon comes next.
    #[inline(always)]
    fn is_wanted(&mut self, piece: &[u8], p: usize) -> bool {
        let Some((Keep::Only(keys), mut left)) = self.open.last().map(|frame| (frame.keep, frame.wanted)) else {
            return false;
        };
        let end = self.kept_at(p);
        while left != 0 {
            let wanted = left & left.wrapping_neg();
            left ^= wanted;
            let Some((key, keep)) = keys.get(wanted.trailing_zeros() as usize) else { continue };
            #[expect(clippy::cast_possible_truncation, reason = "a few letters")]
            let start = end.saturating_sub(key.len() as u32);
            let is_it = match p.checked_sub(key.len() + 1).and_then(|from| piece.get(from..p)) {
                Some([b'"', string @ ..]) => is_same(string, key.as_bytes()),
                Some(_) => false,
                None => self.kept(piece, (start.saturating_sub(1), end)).strip_prefix(b"\"") == Some(key.as_bytes()),
            };
            if is_it {
                self.key = Some(Key { at: (start, end), is_escaped: false, keep, wanted });
                return true;
            }
        }
        false
    }

    /// What looked like a wanted key is none, if no colon comes behind it.
    #[inline(always)]
    pub(super) fn is_no_key(&self, behind: u8) -> bool {
        self.next == Next::Colon && behind != b':' && self.key.is_some_and(|key| key.wanted != 0)
    }

    /// Perhaps the next document, swallowed: see [`super::Broken::Cut`].
    #[cold]
    fn look_for_inner(&mut self, piece: &[u8], at: usize, opening: u64) {
        let mut left = opening;
        while left != 0 && self.inner.is_none() {
            let p = at + lowest(left);
            left &= left - 1;
            let before = p.checked_sub(1).map_or(self.last, |before| piece[before]);
            if piece[p] == b'{' && before == b'\n' {
                self.inner = Some(self.kept_at(p));
            }
        }
    }
}

impl Frame {
    /// A wanted key has its value: it is not looked for again.
    #[inline(always)]
    pub(super) fn has_come(&mut self, key: Key) {
        let nth = 8 * (self.wanted & (key.wanted - 1)).count_ones();
        let before = (1_u64 << nth) - 1;
        self.sought = self.sought & before | self.sought >> 8 & !before;
        self.wanted ^= key.wanted;
    }
}

/// How long the `wanted` keys are, one byte for each, the first lowest: see [`super::block::Strings::ends_of`].
#[inline(always)]
pub(super) fn lengths(keys: &[(&str, Keep)], wanted: u32) -> u64 {
    let (mut lengths, mut at) = (0, keys.len());
    while at > 0 {
        at -= 1;
        if wanted >> at & 1 == 1 {
            lengths = lengths << 8 | (keys[at].0.len() as u64 + 1);
        }
    }
    lengths
}

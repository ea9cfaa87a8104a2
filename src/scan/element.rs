//! The elements of lists that are handed out, by what is known of those before.

use super::{
    DEEPEST, Frame, Keep, Key, Next, Scanner, Take,
    bytes::Bytes,
    json::{Kind, Under},
    known::{Known, Lesson, To, Word},
    plain::{DEEPEST_PLAIN, Plain, narrow},
    seek,
};

/// At the bracket of a list whose elements are handed out, under the `nth` of the wanted keys of the element it is
/// in; those of them that have not come yet.
#[derive(Clone, Copy)]
pub(super) struct Each {
    from: usize,
    key: Word,
    nth: usize,
    wanted: u32,
}

impl Scanner {
    /// An element that is handed out, or what comes of it before a list of such: the byte after that. An element that is
    /// unlike all before it is read by its bytes, and known from then on.
    #[inline(never)]
    pub(super) fn element(&mut self, bytes: Bytes, p: usize, take: Take) -> Option<usize> {
        let outer = self.open.last()?;
        let &Keep::Each(keep @ Keep::Only(keys)) = outer.keep else { return None };
        let is_deep = self.open.len() + DEEPEST_PLAIN >= DEEPEST;
        if !outer.is_list || bytes.at(p)? != b'{' || bytes.begins_a_line(p) || is_deep || !self.known.pays() {
            return None;
        }
        let (base, before) = (self.base(), self.values.len());
        let mut plain = Plain { bytes, base, values: &mut self.values, watched: &[], lesson: None, each: None };
        let own = narrow(plain.add(Kind::Object, Under::default(), (p, p), false));
        let mut end = plain.again(&self.known, keep, (p + 1, own));
        let is_known = end.is_some() || plain.each.is_some();
        self.known.note(is_known);
        if !is_known {
            plain.values.truncate(before);
            plain.lesson = Some(Lesson::new(&mut self.known, keep, p + 1, base));
            end = plain.value(p, Under::default(), Some(keep), DEEPEST_PLAIN);
            if let (Some(end), Some(lesson)) = (end, &mut plain.lesson) {
                lesson.end(bytes.0, end);
            }
        }
        let each = plain.each;
        if let Some(end) = end {
            self.closed(bytes.0, own, end - 1, take);
            return Some(end);
        }
        let Some(Each { from, key, nth, wanted }) = each else {
            self.values.truncate(before);
            return None;
        };
        let key = Key { at: key, is_escaped: false, keep: &keys.get(nth)?.1, wanted: 1 << nth };
        self.open.push(Frame {
            value: own,
            is_list: false,
            keep,
            is_element: true,
            index: 0,
            mark: self.kept_at(p + 1),
            has_kept: true,
            wanted,
            sought: seek::lengths(keys, wanted),
        });
        (self.key, self.next) = (Some(key), Next::Value);
        Some(from)
    }
}

impl Plain<'_> {
    /// On in an element, from behind its bracket, by what is known of such; the byte after it. None where it is unlike them
    /// all, or a list comes whose elements are handed out.
    #[inline(always)]
    fn again(&mut self, known: &Known, keep: &'static Keep, (from, own): (usize, u32)) -> Option<usize> {
        let mut open = [own; DEEPEST_PLAIN + 1];
        let (mut depth, mut at, mut place) = (1, from, known.start(keep)?);
        loop {
            let way = known.way(place, self.bytes.0.get(at..)?)?;
            let here = narrow(at).wrapping_add(self.base);
            let word = |(from, to): Word| if to == 0 { (0, 0) } else { (here + from, here + to) };
            let moved = |under: Under| Under { key: word(under.key), ..under };
            for act in known.acts(way) {
                let bracket = here + act.at;
                if let Some((kind, under)) = act.begins {
                    *open.get_mut(depth)? = narrow(self.values.len());
                    depth += 1;
                    self.add_kept(kind, moved(under), (bracket, bracket), false);
                } else {
                    depth = depth.checked_sub(1)?;
                    self.close_at(open[depth], bracket);
                }
            }
            at += way.length as usize;
            let under = match way.to {
                To::Value { under, place: next } => {
                    place = next;
                    under
                }
                To::End => return Some(at),
                To::Each { key, nth, wanted } => {
                    self.each = Some(Each { from: at - 1, key: word(key), nth, wanted });
                    return None;
                }
            };
            let (kind, own, end, is_escaped) = self.bytes.token(at)?;
            if let Some(under) = under {
                self.add(kind, moved(under), own, is_escaped);
            }
            at = end;
        }
    }

    /// At the bracket of a list whose elements are handed out: right below the element it is left, for those.
    pub(super) fn each(&mut self, at: usize, key: (usize, usize), nth: usize, wanted: u32) -> Option<usize> {
        let key = self.kept(key);
        let lesson = self.lesson.as_mut().filter(|lesson| lesson.is_at_the_top())?;
        lesson.each(self.bytes.0, at + 1, key, nth, wanted);
        self.each = Some(Each { from: at, key, nth, wanted });
        None
    }
}

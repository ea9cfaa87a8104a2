//! How far a JSON document goes: to its end, or to where it broke, and what was open there.
//!
//! One pass without recursion over any bytes; serde reads the values afterwards.

use std::ops::Range;

/// Deeper than this no server nests, and serde does not read.
pub(super) const DEEPEST: usize = 120;

/// How far a document goes.
#[derive(Debug)]
pub(super) struct Scan {
    /// First byte after it; where it broke, the first byte it cannot own.
    pub(super) end: usize,
    /// How it broke, if it did.
    pub(super) broken: Option<Broken>,
}

/// How a document broke.
#[derive(Debug)]
pub(super) enum Broken {
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
#[derive(Debug)]
pub(super) struct Open {
    pub(super) is_list: bool,
    /// End of its last whole member.
    pub(super) whole: usize,
    /// The key it was at, quotes included; empty in a list.
    pub(super) key: Range<usize>,
    /// The element it was at.
    pub(super) index: usize,
}

/// Could a document begin here? An object with a key or nothing in it; a list of objects, lists or strings.
pub(super) fn begins(text: &[u8], at: usize) -> bool {
    let first_inside = || text.get(at + 1..).and_then(|rest| rest.iter().find(|byte| !byte.is_ascii_whitespace()));
    match text.get(at) {
        Some(b'{') => matches!(first_inside(), Some(b'"' | b'}')),
        Some(b'[') => matches!(first_inside(), Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    Colon,
    CommaOrClose,
}

/// Scans the document that begins at `start`, a `{` or `[`.
pub(super) fn scan(text: &[u8], start: usize) -> Scan {
    let mut open: Vec<Open> = Vec::new();
    let mut inner = None;
    let mut next = Next::Value;
    let mut at = start;
    loop {
        while text.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let token = at;
        let byte = text.get(at).copied();
        // The token's end, or where it breaks off.
        let step = match (next, byte) {
            (Next::Value | Next::ValueOrClose, Some(b'{' | b'[')) => {
                if byte == Some(b'{') && at > start && text.get(at - 1) == Some(&b'\n') {
                    inner = inner.or(Some(at));
                }
                if open.len() >= DEEPEST {
                    return Scan { end: skip(text, at, open.len()), broken: Some(Broken::TooDeep) };
                }
                at += 1;
                let is_list = byte == Some(b'[');
                open.push(Open { is_list, whole: at, key: 0..0, index: 0 });
                next = if is_list { Next::ValueOrClose } else { Next::KeyOrClose };
                continue;
            }
            (Next::ValueOrClose, Some(b']')) | (Next::KeyOrClose, Some(b'}')) => Ok(at + 1),
            (Next::CommaOrClose, Some(b',')) => {
                at += 1;
                if let Some(innermost) = open.last_mut() {
                    innermost.whole = token;
                    innermost.index += 1;
                    next = if innermost.is_list { Next::Value } else { Next::Key };
                }
                continue;
            }
            (Next::CommaOrClose, Some(b']' | b'}'))
                if open.last().is_some_and(|open| open.is_list == (byte == Some(b']'))) =>
            {
                Ok(at + 1)
            }
            (Next::Key | Next::KeyOrClose, Some(b'"')) => match string(text, at) {
                Ok(end) => {
                    if let Some(innermost) = open.last_mut() {
                        innermost.key = at..end;
                    }
                    at = end;
                    next = Next::Colon;
                    continue;
                }
                Err(broke) => Err(broke),
            },
            (Next::Colon, Some(b':')) => {
                at += 1;
                next = Next::Value;
                continue;
            }
            (Next::Value | Next::ValueOrClose, Some(b'"')) => string(text, at),
            (Next::Value | Next::ValueOrClose, Some(b't')) => literal(text, at, b"true"),
            (Next::Value | Next::ValueOrClose, Some(b'f')) => literal(text, at, b"false"),
            (Next::Value | Next::ValueOrClose, Some(b'n')) => literal(text, at, b"null"),
            (Next::Value | Next::ValueOrClose, Some(b'-' | b'0'..=b'9')) => number(text, at),
            _ => Err(at),
        };
        let broke = match step {
            Ok(end) => {
                let closes = matches!(byte, Some(b']' | b'}'));
                if closes {
                    open.pop();
                }
                let Some(outer) = open.last_mut() else { return Scan { end, broken: None } };
                // A number may go on: it is whole only once a comma or bracket follows.
                if !matches!(byte, Some(b'-' | b'0'..=b'9')) {
                    outer.whole = end;
                }
                at = end;
                next = Next::CommaOrClose;
                continue;
            }
            Err(broke) => broke,
        };
        // A half string may have swallowed a prompt: go on right behind its quote.
        let end = if byte == Some(b'"') { (token + 1).min(broke) } else { token };
        return Scan { end: end.max(start + 1), broken: Some(Broken::Cut { at: broke, open, inner }) };
    }
}

/// End of the string that begins at `start`, or where it breaks off.
fn string(text: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start + 1;
    loop {
        match text.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => match text.get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                Some(b'u') if text.get(at + 2..at + 6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) => {
                    at += 6;
                }
                _ => return Err(at),
            },
            Some(byte) if *byte >= 0x20 => at += 1,
            _ => return Err(at),
        }
    }
}

fn literal(text: &[u8], at: usize, word: &[u8]) -> Result<usize, usize> {
    if text.get(at..at + word.len()) == Some(word) { Ok(at + word.len()) } else { Err(at) }
}

fn number(text: &[u8], at: usize) -> Result<usize, usize> {
    let digits = |from: usize| from + text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let whole = at + usize::from(text.get(at) == Some(&b'-'));
    let mut end = digits(whole);
    let mut good = end > whole && !(text.get(whole) == Some(&b'0') && end > whole + 1);
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        good &= fraction > end + 1;
        end = fraction;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = end + 1 + usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(sign);
        good &= exponent > sign;
        end = exponent;
    }
    let ends = text.get(end).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}'));
    if good && ends { Ok(end) } else { Err(end) }
}

/// Past the end of a document that nests too deep: where its brackets balance, or a line begins with `{`.
fn skip(text: &[u8], from: usize, depth: usize) -> usize {
    let (mut depth, mut quoted, mut at) = (depth, false, from);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' if at > from && text.get(at - 1) == Some(&b'\n') => return at,
            b'\n' => quoted = false,
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(text: &str) {
        for start in 0..text.len() {
            if !begins(text.as_bytes(), start) { continue; }
            let old = super::scan(text.as_bytes(), start);
            let new = crate::scan::Scanner::one(&[], text.as_bytes(), start, &mut |_| false);
            let told = |b: &Option<Broken>| match b { None => String::new(), Some(Broken::TooDeep) => "deep".into(), Some(Broken::Cut{at, open, inner}) => format!("{at} {inner:?} {:?}", open.iter().map(|o| o.index * usize::from(o.is_list)).collect::<Vec<_>>()) };
            let new_told = match &new.broken { None => String::new(), Some(crate::scan::Broken::TooDeep) => "deep".into(), Some(crate::scan::Broken::Cut{at, open, inner}) => format!("{at} {inner:?} {:?}", open.iter().map(|o| if new.values[o.value as usize].kind == crate::json::Kind::List { o.index } else { 0 }).collect::<Vec<_>>()) };
            assert_eq!((old.end, told(&old.broken)), (new.end, new_told), "{text:?} at {start}");
            if old.broken.is_none() {
                let value: serde_json::Value = match serde_json::from_str(&text[start..old.end]) { Ok(v) => v, Err(_) => continue };
                fn same(v: &serde_json::Value, j: crate::json::Json) -> bool {
                    use serde_json::Value as V;
                    match v { V::Null => j.is_null(), V::Bool(b) => j.truth() == Some(*b), V::Number(n) => n.as_u64() == j.whole() || j.written().starts_with('-') , V::String(s) => j.text().as_deref() == Some(s),
                      V::Array(a) => j.is_list() && a.len() == j.items().count() && a.iter().zip(j.items()).all(|(v, j)| same(v, j)),
                      V::Object(o) => j.is_object() && o.iter().all(|(k, v)| j.get(k).is_some_and(|j| same(v, j))) }
                }
                assert!(same(&value, new.json(text.as_bytes())), "{text}");
            }
        }
        for size in [1, 2, 3, 7, 63, 64, 65, 100_000] {
            let mut s = crate::scan::Scanner::new(&[], 1 << 30);
            for piece in text.as_bytes().chunks(size) { s.push(piece, &mut |_| false); }
            let s = s.finish();
            assert_eq!(s.text, text.as_bytes());
            for d in s.documents {
                let one = crate::scan::Scanner::one(&[], text.as_bytes(), d.start, &mut |_| false);
                assert_eq!(format!("{d:?}"), format!("{one:?}"), "{text:?} {size}");
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() })]
        #[test]
        fn twin(words in proptest::collection::vec(proptest::sample::select(vec!["{", "}", "[", "]", ",", ":", "\"a\"", "\"b\":", "\"x\\\"y\"", "\"\\u00e9\"", "\"", "\\", "1", "-2.5e3", "01", "true", "fals", "null", " ", "\n", "$", "\n{\"k\":1}", "{\"a\":1}", "\"lööng string of sixty-four bytes and more, to cross the blocks, yes, truly\"", "                                                                 "]), 0..40)) {
            compare(&words.concat());
        }
    }

    #[test]
    fn whole_documents() {
        for text in
            ["{}", "[]", r#"{"a":[1,-2.5e+3,{"b":null}],"c":"\"}\u00e9"}"#, "[ [\n{} ] , true ]", r#"{"a" : false}"#]
        {
            for tail in ["", "{", "200", " x"] {
                let scan = scan(format!("{text}{tail}").as_bytes(), 0);
                assert!(scan.broken.is_none(), "{text}{tail}");
                assert_eq!(scan.end, text.len(), "{text}{tail}");
            }
        }
    }

    #[test]
    fn broken_documents() {
        for (text, at, depth) in [
            (r#"{"a":1"#, 6, 1),
            (r#"{"a":[1,{"b":"#, 13, 3),
            (r#"{"a":tru"#, 5, 1),
            ("{\"a\":\"x\n", 7, 1),
            (r#"{"a":01}"#, 7, 1),
            (r#"{"a":1]"#, 6, 1),
            (r#"{"a":"\x"}"#, 6, 1),
            (r"{'a':1}", 1, 1),
        ] {
            let Some(Broken::Cut { at: broke, open, .. }) = scan(text.as_bytes(), 0).broken else { panic!("{text}") };
            assert_eq!((broke, open.len()), (at, depth), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_an_end_and_no_overflow() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000) + "{}";
        let scan = scan(deep.as_bytes(), 0);
        assert!(matches!(scan.broken, Some(Broken::TooDeep)));
        assert_eq!(scan.end, 20_000);
    }
}

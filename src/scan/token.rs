//! Single tokens, as strictly as JSON defines them.

use super::json::Kind;

/// Where, in a string without its quotes, an escape is that JSON does not have; also one that is cut off.
pub(super) fn wrong_escape(written: &[u8]) -> Option<u32> {
    let mut at = 0;
    while let Some(backslash) = written.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == b'\\')) {
        at += backslash;
        match written.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
            Some(b'u') if written.get(at + 2..at + 6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) => {
                at += 6;
            }
            _ => return u32::try_from(at).ok(),
        }
    }
    None
}

/// What a number or a word is, and its length; `behind` is the byte after it. Else where it goes wrong.
pub(super) fn scalar(written: &[u8], behind: Option<u8>) -> Result<(Kind, u32), u32> {
    let word = |word: &[u8], kind| {
        if written.starts_with(word) { Ok((kind, u32::try_from(word.len()).unwrap_or(0))) } else { Err(0) }
    };
    match written.first() {
        Some(b't') => word(b"true", Kind::True),
        Some(b'f') => word(b"false", Kind::False),
        Some(b'n') => word(b"null", Kind::Null),
        _ => number(written, behind),
    }
}

fn number(written: &[u8], behind: Option<u8>) -> Result<(Kind, u32), u32> {
    let digits = |from: usize| from + written.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let whole = usize::from(written.first() == Some(&b'-'));
    let mut end = digits(whole);
    let mut good = end > whole && !(written.get(whole) == Some(&b'0') && end > whole + 1);
    if written.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        good &= fraction > end + 1;
        end = fraction;
    }
    if matches!(written.get(end), Some(b'e' | b'E')) {
        let sign = end + 1 + usize::from(matches!(written.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(sign);
        good &= exponent > sign;
        end = exponent;
    }
    // A number may go on: it is whole only once a blank, a comma or a bracket follows.
    let ends = behind.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}'));
    let length = u32::try_from(end).unwrap_or(0);
    if good && ends && end == written.len() { Ok((Kind::Number, length)) } else { Err(length) }
}

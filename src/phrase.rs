//! Floor 0: how sentences are put together, the same everywhere.

use std::fmt::{Display, Write};

/// `n1`, `n1 and n2`, `n1, n2 and n3`.
pub fn list(items: impl IntoIterator<Item = impl Display>) -> String {
    let mut listed = Vec::new();
    for item in items {
        add(&mut listed, &item);
    }
    joined(listed)
}

/// Called for items of so many types that it is kept out of each loop.
#[inline(never)]
fn add(listed: &mut Vec<String>, item: &dyn Display) {
    listed.push(item.to_string());
}

#[inline(never)]
fn joined(mut items: Vec<String>) -> String {
    match (items.pop(), items.is_empty()) {
        (None, _) => "nobody".to_owned(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", items.join(", ")),
    }
}

/// `one further loss is survived`; where peers are in doubt it may be more.
#[must_use]
pub fn survives(tolerance: Option<u32>, in_doubt: bool) -> String {
    let at_least = if in_doubt { "at least " } else { "" };
    match tolerance.unwrap_or(0) {
        0 if in_doubt => "whether a further loss is survived is not known".to_owned(),
        0 => "no further loss is survived".to_owned(),
        1 => format!("{at_least}one further loss is survived"),
        n => format!("{at_least}{n} further losses are survived"),
    }
}

/// A text as JSON prints it, with its quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut printed = String::with_capacity(text.len() + 2);
    quote(text, &mut printed);
    printed
}

/// Adds a text as JSON prints it, with its quotes.
pub fn quote(text: &str, printed: &mut String) {
    printed.push('"');
    let (words, _) = text.as_bytes().as_chunks();
    let plain = 8 * words.iter().take_while(|word| is_plain(u64::from_le_bytes(**word))).count();
    let odd = text.bytes().skip(plain).position(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
    let plain = odd.map_or(text.len(), |odd| plain + odd);
    let (plain, rest) = text.split_at_checked(plain).unwrap_or(("", text));
    printed.push_str(plain);
    for c in rest.chars() {
        match c {
            '"' | '\\' => printed.extend(['\\', c]),
            '\n' => printed.push_str("\\n"),
            '\r' => printed.push_str("\\r"),
            '\t' => printed.push_str("\\t"),
            '\u{8}' => printed.push_str("\\b"),
            '\u{c}' => printed.push_str("\\f"),
            '\0'..' ' => {
                // A string takes whatever is written to it.
                let _ = write!(printed, "\\u{:04x}", u32::from(c));
            }
            _ => printed.push(c),
        }
    }
    printed.push('"');
}

/// Whether none of eight bytes has to be escaped: the highest bit of each tells.
fn is_plain(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let below = |word: u64, least: u8| word.wrapping_sub(ONES * u64::from(least)) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, b' ') | is(b'"') | is(b'\\')) & (ONES << 7) == 0
}

/// `0.4 s`; `some time` where it is not known.
#[must_use]
pub fn seconds(ms: Option<f64>) -> String {
    let tenths = |ms: f64| {
        let tenths = whole(ms / 1e2);
        format!("{}.{} s", tenths / 10, tenths % 10)
    };
    ms.map_or_else(|| "some time".to_owned(), tenths)
}

/// The nearest whole number: printing a float takes more code than all sentences about votes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is too large or too small is cut")]
#[must_use]
pub fn whole(number: f64) -> u64 {
    number.round() as u64
}

/// `1 stream`, `3 streams`.
#[must_use]
pub fn counted(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

/// Whether a shell reads no more into this word than the word itself.
#[must_use]
pub fn is_plain_in_shell(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-:".contains(c)) && !word.starts_with('-')
}

/// A command that asks a server's monitoring port; None where a shell could read more into its name.
#[must_use]
pub fn curl(server: &str, path: &str) -> Option<String> {
    let host = if server.contains(':') { server.to_owned() } else { format!("{server}:8222") };
    let quote = if path.contains('?') { "'" } else { "" };
    is_plain_in_shell(server).then(|| format!("curl -sS -m 5 {quote}http://{host}{path}{quote}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes() {
        let ascii: String = (0..128).map(char::from).collect();
        for text in ["", "n1", "\u{fffd} ü", "a \"b\" \\ c", &ascii] {
            assert_eq!(quoted(text), serde_json::to_string(text).unwrap());
        }
        for odd in ["\"", "\\", "\0", "\u{1f}", " ", "\u{7f}", "é"] {
            for place in 0..20 {
                let text = ["a".repeat(place), "é".repeat(20 - place)].join(odd);
                assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }
}

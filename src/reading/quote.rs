//! Quoted mail: a `>` in front of every line of what somebody else pasted.
//!
//! `>` begins other things, too: what curl -v says it sent, a prompt, the next line of a command. So only lines that
//! stand together are a quote, and only with an answer among them, which is never printed behind any of those.

use std::ops::Range;

use super::line::{self, Line};
use crate::scan::begins;

/// A quote of a quote of a quote.
const DEEPEST: usize = 4;

/// Is there an answer in a quote?
pub(super) fn is_quoted(text: &str) -> bool {
    (text.starts_with('>') || text.contains("\n>")) && quotes(text).iter().any(|at| holds_answer(text, at))
}

/// Blanks out the marks of quotes, level by level. Offsets stay what they were.
pub(super) fn unquote(mut text: String) -> String {
    for _ in 0..DEEPEST {
        let quotes: Vec<_> = quotes(&text).into_iter().filter(|at| holds_answer(&text, at)).collect();
        if quotes.is_empty() {
            break;
        }
        let mut plain = String::with_capacity(text.len());
        for at in quotes {
            plain.push_str(text.get(plain.len()..at.start).unwrap_or_default());
            let lines = text.get(at).unwrap_or_default().split_inclusive('\n');
            plain.extend(lines.map(|line| line.replacen('>', if is_marked(line) { " " } else { ">" }, 1)));
        }
        plain.push_str(text.get(plain.len()..).unwrap_or_default());
        text = plain;
    }
    text
}

/// Where two or more marked lines stand together, but for empty ones.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut quotes: Vec<Range<usize>> = Vec::new();
    let (mut at, mut marked) = (0, 0);
    for line in text.split_inclusive('\n').chain([" _"]) {
        if is_marked(line) || (marked > 0 && line.trim().is_empty()) {
            if marked == 0 {
                quotes.push(at..at);
            }
            marked += usize::from(is_marked(line));
        } else {
            match quotes.last_mut() {
                Some(quote) if marked > 1 => quote.end = at,
                Some(_) if marked == 1 => quotes.truncate(quotes.len() - 1),
                _ => {}
            }
            marked = 0;
        }
        at += line.len();
    }
    quotes
}

fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn holds_answer(text: &str, at: &Range<usize>) -> bool {
    let lines = text.get(at.clone()).unwrap_or_default().lines();
    let inner: Vec<&str> = lines.map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end()).collect();
    let joined = inner.join("\n");
    let mut end = 0;
    inner.iter().any(|line| {
        let start = end;
        end += line.len() + 1;
        let is_said = |line| matches!(line::judge(line, false), Line::Http(..) | Line::NoAnswer(..) | Line::Words);
        begins(joined.as_bytes(), start) || is_said(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotes_lose_their_marks() {
        for (quoted, plain) in [
            ("> {\n>   \"status\": \"ok\"\n> }\n", "  {\n    \"status\": \"ok\"\n  }\n"),
            (
                "On Monday:\r\n> $ curl n1\r\n>\r\n> HTTP/1.1 200 OK\r\n",
                "On Monday:\r\n  $ curl n1\r\n \r\n  HTTP/1.1 200 OK\r\n",
            ),
            ("> > {\"a\":1}\n> > n1\n> why?\n", "    {\"a\":1}\n    n1\n  why?\n"),
        ] {
            assert!(is_quoted(quoted), "{quoted}");
            assert_eq!(unquote(quoted.to_owned()), plain);
        }
        for other in [
            "> GET /jsz HTTP/1.1\n> Host: n2:8222\n>\n< HTTP/1.1 200 OK\n{\"status\":\"ok\"}",
            "$ for n in n1 n2; do\n>   curl -s http://$n:8222/healthz\n> done\n{\"status\":\"ok\"}",
            "> curl -s n1:8222/jsz > n1.json\n> cat n2.json\n{\"status\":\"ok\"}",
            "> {\"status\":\"ok\"}",
        ] {
            assert!(!is_quoted(other), "{other}");
            assert_eq!(unquote(other.to_owned()), other);
        }
    }
}

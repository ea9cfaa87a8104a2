//! One line of pasted text that is no JSON and no command: what is it?

use super::{NoAnswer, Time, client, client::http_number, text::single_spaced};

/// What a line is.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    /// Progress meters, headers, decorations: says nothing.
    Noise,
    /// `HTTP/1.1 503 Service Unavailable`: the answer's status, before its body. True behind `<`, as curl -v prints it.
    Http(u16, bool),
    /// `Date:` among the headers.
    Date(Time),
    /// `> GET /jsz HTTP/1.1`.
    Request(String),
    /// `> Host: n2:8222`.
    Host(String),
    /// A status alone, as `-w '%{http_code}'` prints it behind the body; 0 when there was no answer.
    Code(u16),
    /// Names what follows.
    Heading(String),
    /// Somebody did not answer, and who, where the words say so.
    NoAnswer(NoAnswer, Option<String>),
    /// The plain words of a server.
    Words,
    /// The middle or the end of a JSON document.
    Fragment,
    /// A row of a table.
    Table,
    /// The beginning of a page.
    Html,
    /// Anything else.
    Prose,
}

/// Bodies of monitoring endpoints that are no JSON.
const PLAIN_ANSWERS: [&str; 4] =
    ["filtered response: not leader", "404 page not found", "No Raft nodes registered", "system account not setup"];

/// Longer lines are judged by their beginning.
const REACH: usize = 400;

/// Judges a line; `in_headers` while the headers of an answer are being printed.
pub(super) fn judge(line: &str, in_headers: bool) -> Line {
    let line = line.trim();
    let line = line.get(..line.floor_char_boundary(REACH)).unwrap_or(line);
    if line.is_empty() || line.chars().all(|c| "%`~;,&…".contains(c)) {
        return Line::Noise;
    }
    // What clients say is known by its words, whatever the spaces between them were.
    let said = &*single_spaced(line);
    if let Some(verdict) = client::verbose(said).or_else(|| client::answer_line(said, in_headers)) {
        return verdict;
    }
    let lower = said.to_ascii_lowercase();
    if ["<!doctype", "<html", "<head", "<?xml", "<body"].iter().any(|tag| lower.starts_with(tag)) {
        return Line::Html;
    }
    if is_table(line) {
        return Line::Table;
    }
    if PLAIN_ANSWERS.iter().any(|words| said.starts_with(words)) {
        return Line::Words;
    }
    if is_fragment(line) {
        return Line::Fragment;
    }
    if let Some(failure) = client::failure(said, &lower).or_else(|| client::note(said)) {
        return failure;
    }
    if let Some(code) = code(line) {
        return Line::Code(code);
    }
    if client::is_noise(line, &lower) {
        return Line::Noise;
    }
    heading(line).map_or(Line::Prose, Line::Heading)
}

/// The frame of a table, drawn with lines or with ASCII.
fn is_table(line: &str) -> bool {
    line.starts_with(['╭', '│', '├', '╰', '┌', '└', '┏', '┃', '┗', '╔', '║', '╚', '┡', '┠', '╞'])
        || line.starts_with("+-")
        || line.starts_with("| ")
        || line == "|"
}

/// `"active": 1387744,`, `}, {`, `],"cluster_size":3}`: JSON whose beginning is not here.
fn is_fragment(line: &str) -> bool {
    let inner = line.trim_start_matches([']', '}', ',', ' ', '\t', '[', '{']);
    (inner.is_empty() && line.starts_with([']', '}', '{']))
        || (inner.len() < line.len() && inner.starts_with('"') && line.starts_with([']', '}', ',']))
        || (inner.starts_with('"') && inner.find("\":").is_some_and(|at| at < 100))
}

/// `200`, `HTTP 503`, `http_code: 200`, `status=503`, `200 0.003s`, `000`.
fn code(line: &str) -> Option<u16> {
    if line.len() > 60 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words = line.split(|c: char| c.is_whitespace() || ":=[]()\"'%,".contains(c)).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let is_name = |word: &&String| {
        ["http", "status", "code", "http_code", "http_status", "response_code", "httpcode", "statuscode", "http/1.1"]
            .contains(&word.as_str())
    };
    let numbers: Vec<&String> = words.iter().skip_while(is_name).collect();
    let first = numbers.first()?;
    let rest_is_timing = numbers.len() <= 3
        && numbers.iter().skip(1).all(|word| {
            word.trim_end_matches(['s', 'm', 'b']).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
    if !rest_is_timing {
        return None;
    }
    if *first == "000" { Some(0) } else { http_number(first) }
}

/// The words of a heading: `== n1 ==`, `### n1`, `==> n1/jsz.json <==`, `[n1]`, `n1:`; not of a sentence.
fn heading(line: &str) -> Option<String> {
    const FRAME: [char; 16] = ['#', '=', '-', '*', '~', '_', '+', '<', '>', '[', ']', '(', ')', '•', '—', '–'];
    let inner = line.trim_start_matches(FRAME);
    let framed = inner.len() < line.len();
    let inner = inner.trim().trim_end_matches(FRAME).trim();
    let colon = inner.ends_with(':');
    let inner = inner.trim_end_matches([':', ' ']);
    let words = inner.split_whitespace().count();
    let fits = inner.len() <= 80 && if framed { words <= 5 } else { words == 1 || (colon && words <= 3) };
    if framed && inner.is_empty() {
        return Some(String::new());
    }
    (fits && words > 0 && !inner.contains(['{', '}', '"', ';'])).then(|| inner.to_owned())
}

/// Is it a heading by its looks alone, whatever follows?
pub(super) fn is_framed(line: &str) -> bool {
    line.trim_start().starts_with(['#', '=', '-', '*', '~', '+', '<', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let heading = |words: &str| Line::Heading(words.to_owned());
        for (line, is) in [
            ("", Line::Noise),
            ("HTTP/1.1 503 Service Unavailable", Line::Http(503, false)),
            ("< HTTP/1.1 200 OK", Line::Http(200, true)),
            ("> GET /jsz HTTP/1.1", Line::Request("/jsz".into())),
            ("> Host: n2:8222", Line::Host("n2:8222".into())),
            ("*   Trying 10.0.0.2:8222...", Line::Noise),
            ("{ [419 bytes data]", Line::Noise),
            ("200", Line::Code(200)),
            ("HTTP 503", Line::Code(503)),
            ("http_code=200 time=0.003", Line::Prose),
            ("000", Line::Code(0)),
            ("== n1 ==", heading("n1")),
            ("### n1", heading("n1")),
            ("==> n1/jsz.json <==", heading("n1/jsz.json")),
            ("n1:", heading("n1")),
            ("n1", heading("n1")),
            ("404 page not found", Line::Words),
            ("    \"active\": 12,", Line::Fragment),
            ("    },", Line::Fragment),
            ("}", Line::Fragment),
            ("│ n1 │ yes │", Line::Table),
            ("<html>", Line::Html),
            ("10:15:01 Received with rtt 1.2ms", Line::Noise),
            ("  % Total    % Received % Xferd  Average Speed   Time", Line::Noise),
            ("100   419  100   419    0     0   210k      0 --:--:-- --:--:-- --:--:--  409k", Line::Noise),
            ("Hi all, this is what n1 says", Line::Prose),
            ("[4445] 2026/09/02 21:25:40.065903 [INF] Server is ready", Line::Prose),
        ] {
            assert_eq!(judge(line, false), is, "{line}");
        }
        assert!(
            matches!(judge("curl: (7) Failed to connect to n2 port 8222: Connection refused", false), Line::NoAnswer(_, Some(host)) if host == "n2:8222")
        );
        assert!(matches!(judge("n3: connection refused", false), Line::NoAnswer(_, Some(host)) if host == "n3"));
        assert!(matches!(judge("Date: Sun, 22 Nov 2026 22:01:41 GMT", true), Line::Date(_)));
    }
}

//! One line of pasted text that is no JSON and no command: what is it?

use time::{OffsetDateTime, format_description::well_known::Rfc2822};

use super::{NoAnswer, Time, no_answer, question};

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
    if let Some(verdict) = verbose(line).or_else(|| answer_line(line, in_headers)) {
        return verdict;
    }
    let lower = line.to_ascii_lowercase();
    if ["<!doctype", "<html", "<head", "<?xml", "<body"].iter().any(|tag| lower.starts_with(tag)) {
        return Line::Html;
    }
    if is_table(line) {
        return Line::Table;
    }
    if PLAIN_ANSWERS.iter().any(|words| line.starts_with(words)) {
        return Line::Words;
    }
    if is_fragment(line) {
        return Line::Fragment;
    }
    if let Some(failure) = failure(line, &lower) {
        return failure;
    }
    if let Some(code) = code(line) {
        return Line::Code(code);
    }
    if is_noise(line, &lower) {
        return Line::Noise;
    }
    heading(line).map_or(Line::Prose, Line::Heading)
}

/// `*`, `<`, `>`, `{` and `}` lines of `curl -v`.
fn verbose(line: &str) -> Option<Line> {
    if let Some(said) = line.strip_prefix("< ") {
        return Some(match http_status(said) {
            Some(http) => Line::Http(http, true),
            None => date(said).map_or(Line::Noise, Line::Date),
        });
    }
    if let Some(asked) = line.strip_prefix("> ") {
        let mut words = asked.split_whitespace();
        return match (words.next()?, words.next(), words.next()) {
            ("GET" | "HEAD" | "POST", Some(path), Some(http)) if http.starts_with("HTTP/") => {
                Some(Line::Request(path.to_owned()))
            }
            (header, Some(host), None) if header.eq_ignore_ascii_case("host:") => Some(Line::Host(host.to_owned())),
            (header, ..) if header.ends_with(':') && header.len() > 1 => Some(Line::Noise),
            _ => None,
        };
    }
    if matches!(line, "<" | ">") || (line.starts_with(['{', '}']) && line.ends_with("bytes data]")) {
        return Some(Line::Noise);
    }
    let note = line.strip_prefix("* ")?.trim_start();
    let failed = note.starts_with("Failed to connect to")
        || note.starts_with("Operation timed out after")
        || note.starts_with("Connection timed out after")
        || note.starts_with("Could not resolve host");
    Some(match no_answer::known(note) {
        Some(failure) if failed => Line::NoAnswer(failure, no_answer::host(note)),
        _ => Line::Noise,
    })
}

/// The status line and the headers of `curl -i`, and how wget and PowerShell say the same.
fn answer_line(line: &str, in_headers: bool) -> Option<Line> {
    if let Some(http) = http_status(line) {
        return Some(Line::Http(http, false));
    }
    // Every wording below is longer; most lines of an odd text are not.
    if line.len() < 12 && !in_headers {
        return None;
    }
    let error_status = |marker: &str| {
        let (_, rest) = line.split_once(marker)?;
        status_number(rest.trim_start_matches(['(', ' ', ':']).split(|c: char| !c.is_ascii_digit()).next()?)
    };
    // wget: server returned error: HTTP/1.1 503 ...; ... ERROR 503: Service Unavailable.
    let refused_status = error_status("server returned error: HTTP/1.1")
        .or_else(|| error_status("server returned error: HTTP/1.0"))
        .or_else(|| error_status(" ERROR ").filter(|_| line.starts_with("20")))
        .or_else(|| error_status("The requested URL returned error:"))
        .or_else(|| error_status("The remote server returned an error:"))
        .or_else(|| error_status("Response status code does not indicate success:"));
    if let Some(http) = refused_status {
        return Some(Line::Http(http, false));
    }
    if let Some(http) = line.strip_prefix("HTTP request sent, awaiting response...") {
        return Some(status_number(http.split_whitespace().next()?).map_or(Line::Noise, |http| Line::Http(http, true)));
    }
    if !in_headers {
        return None;
    }
    let (name, _) = line.split_once(':')?;
    let is_header = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_header.then(|| date(line).map_or(Line::Noise, Line::Date))
}

fn http_status(line: &str) -> Option<u16> {
    let (protocol, rest) = line.split_once(' ')?;
    let version = protocol.strip_prefix("HTTP/")?;
    let number = rest.split_whitespace().next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| status_number(number)).flatten()
}

fn status_number(digits: &str) -> Option<u16> {
    (digits.len() == 3).then(|| digits.parse().ok()).flatten().filter(|status| (100..600).contains(status))
}

fn date(header: &str) -> Option<Time> {
    let (name, value) = header.split_once(':')?;
    if !name.eq_ignore_ascii_case("date") {
        return None;
    }
    let time = OffsetDateTime::parse(value.trim(), &Rfc2822).ok()?;
    i64::try_from(time.unix_timestamp_nanos()).ok().map(Time)
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

/// Nobody answered: as curl, wget, PowerShell, nats, kubectl and people say it.
fn failure(line: &str, lower: &str) -> Option<Line> {
    const SPEAKERS: [&str; 30] = [
        "curl: (",
        "wget: ",
        "nats: error",
        "error from server",
        "error: unable to upgrade",
        "error: cannot exec",
        "error: container",
        "error: timed out",
        "error: internal error",
        "error: unable to connect",
        "error response from daemon",
        "unable to connect to the server",
        "the connection to the server",
        "invoke-restmethod",
        "invoke-webrequest",
        "irm :",
        "iwr :",
        "curl :",
        "ssh: ",
        "dial tcp",
        "get \"http",
        "connection refused",
        "no connection could be made",
        "the operation has timed out",
        "the request was canceled",
        "the remote name could not be resolved",
        "unable to connect to the remote server",
        "read error (",
        "wget: unable",
        "http: error:",
    ];
    let body = line.trim_start();
    let says_so = SPEAKERS.iter().any(|speaker| lower.starts_with(speaker))
        || (lower.starts_with("connecting to ") && lower.contains("failed:"))
        || (lower.starts_with("resolving ") && lower.contains("failed:"))
        || lower.ends_with("no responders are available");
    // Whoever read curl's output stopped reading, as `head` does.
    if lower.starts_with("curl: (23)") {
        return Some(Line::Noise);
    }
    if says_so {
        let failure =
            if lower.starts_with("curl: (") { Some(no_answer::of_host(body)) } else { no_answer::known(body) };
        return failure.map(|failure| Line::NoAnswer(failure, no_answer::host(body)));
    }
    // n3: connection refused
    const BRIEF: [&str; 13] = [
        "connection refused",
        "refused",
        "timeout",
        "timed out",
        "no answer",
        "no response",
        "unreachable",
        "connection reset",
        "econnrefused",
        "etimedout",
        "econnreset",
        "eof",
        "connection timed out",
    ];
    let (who, words) = body.split_once([':', ' ']).filter(|_| body.len() <= 80)?;
    let words = words.trim_start_matches([':', '-', '=', '>', '|', ' ', '(']);
    let is_brief = BRIEF.iter().any(|brief| words.to_ascii_lowercase().starts_with(brief));
    let label = question::label_of_name(who).filter(|_| question::is_label(who.trim_end_matches(':')))?;
    is_brief.then(|| no_answer::known(words)).flatten().map(|failure| Line::NoAnswer(failure, Some(label)))
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
        && numbers.iter().skip(1).all(|word| word.trim_end_matches(['s', 'm', 'b']).parse::<f64>().is_ok());
    if !rest_is_timing {
        return None;
    }
    if *first == "000" { Some(0) } else { status_number(first) }
}

/// What clients and shells print around answers.
fn is_noise(line: &str, lower: &str) -> bool {
    const BEGINNINGS: [&str; 43] = [
        "% total",
        "dload",
        "--:--",
        "defaulted container",
        "defaulting container",
        "command terminated with exit code",
        "forwarding from",
        "handling connection for",
        "length:",
        "saving to:",
        "written to stdout",
        "retrying.",
        "giving up.",
        "resolving ",
        "connecting to ",
        "reusing existing connection",
        "http request sent",
        "at line:",
        "+ ",
        "at c:",
        "statusdescription",
        "unable to use a tty",
        "pseudo-terminal will not",
        "if you don't see a command prompt",
        "unix timestamp",
        "real\t",
        "user\t",
        "sys\t",
        "warning: permanently added",
        "warning: use of the",
        "done",
        "do",
        "transfer-encoding",
        "connection to ",
        "more details here",
        "curl failed to verify",
        "establish a secure connection",
        "how to fix it",
        "to learn more about",
        "nats-req-",
        "nats-server-",
        "nats-responder",
        "note: unnecessary use",
    ];
    if BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning)) {
        return !lower.starts_with("do") || lower.len() <= 4;
    }
    // 100   419  100   419    0     0   210k      0 --:--:-- ...
    let is_meter = |word: &str| word.starts_with(|c: char| c.is_ascii_digit() || c == '-') && word.len() < 12;
    if lower.contains("--:--:--")
        || (line.split_whitespace().count() >= 8 && line.split_whitespace().take(8).all(is_meter))
    {
        return true;
    }
    // 10:15:01 Received with rtt 1.2ms; 2026-11-22 10:15:01 (5.2 MB/s) - written to stdout; --2026-...--  http://...
    let starts_with_clock = line.len() > 8
        && line
            .bytes()
            .zip(*b"00:00:00")
            .all(|(byte, clock)| if clock == b':' { byte == b':' } else { byte.is_ascii_digit() });
    if starts_with_clock
        && ["sending request", "received with rtt", "received on", "reading payload"]
            .iter()
            .any(|words| lower.contains(words))
    {
        return true;
    }
    if (lower.starts_with("20") && lower.contains("written to stdout"))
        || (lower.starts_with("--20") && lower.contains("--  http"))
    {
        return true;
    }
    // [1] 12345; [1]+  Done; +++ ~~~; -: 100%[===>]
    let is_job = line.strip_prefix('[').is_some_and(|job| {
        let rest = job.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < job.len()
            && rest.starts_with(']')
            && (rest.len() < 12 || lower.contains("done") || lower.contains("exit"))
    });
    is_job || (line.contains("100%[") && line.starts_with('-')) || is_date(line)
}

/// What `date` prints: `Sun Nov 22 19:19:11 UTC 2026`.
fn is_date(line: &str) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    DAYS.iter().any(|day| line.starts_with(day)) && line.contains(':') && line.split_whitespace().count() <= 8
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

/// The label that a heading names, when it names exactly one.
pub(super) fn label_of_heading(heading: &str) -> Option<String> {
    let mut labels = heading
        .split_whitespace()
        .map(|word| word.trim_matches([':', ',', ';', '(', ')', '[', ']', '|', '=', '>', '"', '\'']))
        .filter(|word| !word.is_empty() && !word.starts_with('/'));
    let names = |word: &str| {
        if word.contains('/') || word.contains(':') && !word.contains(' ') {
            question::Target::of_url(word)
                .label
                .filter(|_| !word.ends_with(".json") && !word.ends_with(".txt"))
                .or_else(|| question::label_of_name(word))
        } else {
            question::label_of_name(word)
        }
    };
    let label = labels.by_ref().find_map(names)?;
    let others = labels.find_map(names);
    (others.is_none() && question::is_label(label.split('/').next().unwrap_or_default())).then_some(label)
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

    #[test]
    fn labels_of_headings() {
        for (heading, label) in [
            ("n1", Some("n1")),
            ("Server n1", Some("n1")),
            ("n1 jsz", Some("n1")),
            ("n1/jsz.json", Some("n1")),
            ("http://n2:8222/jsz", Some("n2")),
            ("n2:8222", Some("n2")),
            ("n1 and n2", None),
            ("JSON", None),
        ] {
            assert_eq!(label_of_heading(heading).as_deref(), label, "{heading}");
        }
    }
}

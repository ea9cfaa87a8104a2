//! What HTTP clients, `nats` and `kubectl` print besides an answer: statuses, failures, noise.

use super::{Time, label, line::Line, no_answer};

/// `*`, `<`, `>`, `{` and `}` lines of `curl -v`.
pub(super) fn verbose(line: &str) -> Option<Line> {
    if let Some(said) = line.strip_prefix("< ") {
        return Some(match http_of(said) {
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
pub(super) fn answer_line(line: &str, in_headers: bool) -> Option<Line> {
    if let Some(http) = http_of(line) {
        return Some(Line::Http(http, false));
    }
    // Every wording below is longer; most lines of an odd text are not.
    if line.len() < 12 && !in_headers {
        return None;
    }
    let error_status = |marker: &str| {
        let (_, rest) = line.split_once(marker)?;
        http_number(rest.trim_start_matches(['(', ' ', ':']).split(|c: char| !c.is_ascii_digit()).next()?)
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
        return Some(http_number(http.split_whitespace().next()?).map_or(Line::Noise, |http| Line::Http(http, true)));
    }
    if !in_headers {
        return None;
    }
    let (name, _) = line.split_once(':')?;
    let is_header = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_header.then(|| date(line).map_or(Line::Noise, Line::Date))
}

fn http_of(line: &str) -> Option<u16> {
    let (protocol, rest) = line.split_once(' ')?;
    let version = protocol.strip_prefix("HTTP/")?;
    let number = rest.split_whitespace().next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| http_number(number)).flatten()
}

/// A three-digit HTTP status.
pub(super) fn http_number(digits: &str) -> Option<u16> {
    (digits.len() == 3).then(|| digits.parse().ok()).flatten().filter(|status| (100..600).contains(status))
}

fn date(header: &str) -> Option<Time> {
    let (name, value) = header.split_once(':')?;
    name.eq_ignore_ascii_case("date").then(|| Time::of_http(value.trim())).flatten()
}

/// Who asks for somebody, and fails: whatever comes after these words, it is about no answer.
const ASKERS: [&str; 22] = [
    "curl: (",
    "error from server",
    "error: internal error",
    "error: unable to upgrade",
    "error: error upgrading",
    "error: lost connection",
    "error: you must be logged in",
    "error: context \"",
    "error: context was not found",
    "error: no context",
    "error: current-context",
    "error: no configuration",
    "error: error loading config",
    "error: couldn't get current server api",
    "error: the server",
    "unable to connect to the server",
    "the connection to the server",
    "error response from daemon",
    "error: no such container",
    "cannot connect to the docker daemon",
    "host key verification failed",
    "permission denied (",
];

/// Nobody answered: as curl, wget, PowerShell, nats, kubectl and people say it.
pub(super) fn failure(line: &str, lower: &str) -> Option<Line> {
    const SPEAKERS: [&str; 25] = [
        "wget: ",
        "nc: ",
        "oci runtime",
        "nats: error",
        "error: cannot exec",
        "error: container",
        "error: timed out",
        "error: unable to connect",
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
    let begins = |all: &[&str]| all.iter().any(|beginning| lower.starts_with(beginning));
    // Whoever read curl's output stopped reading, as `head` does.
    if lower.starts_with("curl: (23)") {
        return Some(Line::Noise);
    }
    let failure = if begins(&ASKERS) || lower.ends_with(": command not found") {
        Some(no_answer::of_host(body))
    } else if begins(&SPEAKERS)
        || (lower.starts_with("connecting to ") && lower.contains("failed:"))
        || (lower.starts_with("resolving ") && lower.contains("failed:"))
        || lower.ends_with("no responders are available")
    {
        no_answer::known(body)
    } else {
        None
    };
    failure.map(|failure| Line::NoAnswer(failure, no_answer::host(body)))
}

/// `n3: connection refused`, as people note it.
pub(super) fn note(line: &str) -> Option<Line> {
    let (who, words) = line.split_once([':', ' ']).filter(|_| line.len() <= 80)?;
    let words = words.trim_start_matches([':', '-', '=', '>', '|', ' ', '(']);
    let failure = no_answer::brief(words)?;
    let label = label::label_of_name(who).filter(|_| label::is_label(who))?;
    Some(Line::NoAnswer(failure, Some(label)))
}

/// What clients and shells print around answers.
pub(super) fn is_noise(line: &str, lower: &str) -> bool {
    const BEGINNINGS: [&str; 44] = [
        "% total",
        "dload",
        "--:--",
        "defaulted container",
        "defaulting container",
        "command terminated with exit code",
        "terminated",
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
    is_job || (line.contains("100%[") && line.starts_with('-')) || is_date(line) || is_log_of_kubectl(line)
}

/// `E1127 17:00:04.787088    2401 memcache.go:265] "Unhandled Error" err="..."`: what it failed at comes after it.
fn is_log_of_kubectl(line: &str) -> bool {
    let (level, rest) = line.split_at_checked(5).unwrap_or_default();
    level.starts_with(['I', 'W', 'E', 'F'])
        && level.bytes().skip(1).all(|byte| byte.is_ascii_digit())
        && rest.starts_with(' ')
        && rest.contains(".go:")
}

/// What `date` prints: `Sun Nov 22 19:19:11 UTC 2026`.
fn is_date(line: &str) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    DAYS.iter().any(|day| line.starts_with(day)) && line.contains(':') && line.split_whitespace().count() <= 8
}

//! The many ways to say that nobody answered.
//!
//! What a failure proves is kept apart from what it sounds like: a name that does not resolve, a missing route, a
//! certificate, a missing right say nothing about the server. Words nobody knows prove nothing either.

use super::{NoAnswer, Silence};

/// Wordings and what they mean; the first that fits counts, so what proves less stands first.
const WORDINGS: [(Silence, &[&str]); 5] = [
    // The asker could not even try, or somebody else refused: Kubernetes, the account, a certificate.
    (
        Silence::NotAsked,
        &[
            "ssh: ",
            "could not resolve",
            "couldn't resolve",
            "unable to resolve",
            "could not be resolved",
            "failed to resolve",
            "does not resolve",
            "resolving timed out",
            "dial tcp: lookup",
            "name or service not known",
            "nodename nor servname",
            "name resolution",
            "no such host",
            "bad address",
            "enotfound",
            "eai_again",
            "getaddrinfo",
            "no route to host",
            "ehostunreach",
            "network is unreachable",
            "enetunreach",
            "ssl",
            "tls",
            "certificate",
            "x509",
            "handshake",
            "unsupported protocol",
            "malformed",
            // However its own parts failed each other, no pod was asked.
            "error from server",
            "internal error occurred",
            "error dialing backend",
            "error upgrading connection",
            "server api group list",
            "the connection to the server",
            "unable to connect to the server",
            "forbidden",
            "permission",
            "authorization violation",
            "no responders",
            "no results received",
            "pods \"",
            "pod \"",
            "executable file not found",
        ],
    ),
    // Nothing listens there, or no process runs there that could.
    (
        Silence::Refused,
        &[
            "connection refused",
            "econnrefused",
            "actively refused",
            "couldn't connect to server",
            "could not connect to server",
            "container not found",
            "is not running",
            "in a completed pod",
            "refused",
        ],
    ),
    (
        Silence::TimedOut,
        &[
            "timed out",
            "timeout",
            "time-out",
            "etimedout",
            "deadline exceeded",
            "elapsing",
            "aborted due to",
            "aborterror",
            "operation was aborted",
        ],
    ),
    // It was tried, and nothing came. A browser's `Failed to fetch` hides which way.
    (
        Silence::Broken,
        &[
            "empty reply",
            "reset by peer",
            "connection reset",
            "econnreset",
            "recv failure",
            "send failure",
            "transfer closed",
            "eof",
            "socket hang up",
            "broken pipe",
            "epipe",
            "connection was closed",
            "closed the connection",
            "closed connection",
            "forcibly closed",
            "error reading headers",
            "no data received",
            "failed to fetch",
            "networkerror",
            "network error",
            "load failed",
            "fetch failed",
            "unable to connect to the remote server",
            "failed to connect",
            "no servers available",
            "no answer",
            "no response",
            "unreachable",
        ],
    ),
    (Silence::NotAsked, &[]),
];

/// A connection that took this long to fail was not refused: curl says "Couldn't connect to server" for both.
const REFUSED_WITHIN_MS: u64 = 1_000;

/// What kind of silence these words mean; None when they are none of the known ones.
pub(super) fn known(words: &str) -> Option<NoAnswer> {
    let lower = words.to_ascii_lowercase();
    let (how, wording) = WORDINGS
        .iter()
        .find_map(|(how, wordings)| Some((*how, wordings.iter().find(|known| lower.contains(**known))?)))?;
    let waited_ms = waited_ms(&lower);
    let vague = wording.contains("connect to server");
    let how = match waited_ms {
        Some(ms) if vague && ms >= REFUSED_WITHIN_MS => Silence::TimedOut,
        _ => how,
    };
    Some(NoAnswer { how, words: words.trim().to_owned(), waited_ms })
}

/// What a host, or who asks for somebody, says went wrong, in any words.
pub(super) fn of_host(words: &str) -> NoAnswer {
    known(words).unwrap_or_else(|| NoAnswer { how: Silence::NotAsked, words: words.trim().to_owned(), waited_ms: None })
}

/// Words that say nothing else than that nobody answered: `connection refused`, `timeout after 5s`, `dial tcp ...`.
pub(super) fn brief(words: &str) -> Option<NoAnswer> {
    const WHOLE: [&str; 13] = [
        "connection refused",
        "connection reset",
        "connection timed out",
        "refused",
        "timeout",
        "timed out",
        "no answer",
        "no response",
        "unreachable",
        "econnrefused",
        "etimedout",
        "econnreset",
        "eof",
    ];
    const BEGINNINGS: [&str; 6] = ["curl: (", "dial tcp", "get \"http", "connect e", "read e", "failed to fetch"];
    let lower = words.trim().to_ascii_lowercase();
    let is_rest =
        |rest: &str| rest.is_empty() || rest.starts_with(['.', ',', '(', ';', ':', '!']) || rest.starts_with(" after ");
    let is_brief = WHOLE.iter().any(|whole| lower.strip_prefix(whole).is_some_and(is_rest))
        || BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning));
    is_brief.then(|| known(words)).flatten()
}

/// `after 5001 milliseconds`, `after 3 ms`, `Timeout of 5 seconds`, `timeout after 5s`.
fn waited_ms(lower: &str) -> Option<u64> {
    let mut words = lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')')).peekable();
    while let Some(word) = words.next() {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let Ok(number) = digits.parse::<u64>() else { continue };
        let attached = word.get(digits.len()..).unwrap_or_default();
        let unit = if attached.is_empty() { words.peek().copied().unwrap_or_default() } else { attached };
        match unit.trim_end_matches('.') {
            "ms" | "milliseconds" | "millisecond" => return Some(number),
            "s" | "sec" | "second" | "seconds" => return number.checked_mul(1_000),
            _ => {}
        }
    }
    None
}

/// The host (with port, where it is given) that a failure names.
pub(super) fn host(words: &str) -> Option<String> {
    let tokens: Vec<&str> = words.split_whitespace().map(|word| word.trim_matches(|c| ",;'\"()".contains(c))).collect();
    let after = |keyword: &str| {
        let at = tokens.iter().position(|token| token.eq_ignore_ascii_case(keyword))?;
        Some((at, *tokens.get(at + 1)?))
    };
    // connect to n2 port 8222; connect to 10.0.0.2 port 8222 failed
    if let Some(port_at) = tokens.iter().position(|token| *token == "port") {
        let host = tokens.get(port_at.checked_sub(1)?)?;
        let port = tokens.get(port_at + 1)?.trim_matches(|c: char| !c.is_ascii_digit());
        return Some(if port.is_empty() { (*host).to_owned() } else { format!("{host}:{port}") });
    }
    if let Some(url) = tokens.iter().find(|token| token.contains("://")) {
        return Some(url.trim_end_matches(['"', ':', ',']).to_owned());
    }
    // Could not resolve host: n9; dial tcp: lookup n9 on 10.0.0.10:53; unable to resolve host address 'n9'
    if let Some((_, host)) = after("host:").or_else(|| after("lookup")).or_else(|| after("address")) {
        return Some(host.trim_end_matches(':').trim_matches(|c| "'\"‘’".contains(c)).to_owned());
    }
    let is_address = |token: &&&str| {
        let token = token.trim_end_matches([':', '.']);
        token.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty()
                && !port.is_empty()
                && port.len() <= 5
                && port.bytes().all(|byte| byte.is_ascii_digit())
                && host.contains(|c: char| c.is_ascii_alphanumeric())
                && !host.contains(|c: char| "/\\".contains(c))
                && !is_clock(token)
        })
    };
    if let Some(address) = tokens.iter().find(is_address) {
        return Some(address.trim_end_matches([':', '.']).to_owned());
    }
    // pods "nats-2" not found
    let (_, pod) = after("pods").or_else(|| after("pod"))?;
    words.contains("not found").then(|| pod.to_owned())
}

/// `10:15:01` is no address.
fn is_clock(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings() {
        use Silence::{Broken, NotAsked, Refused, TimedOut};
        for (words, how, waited, host_named) in [
            (
                "curl: (7) Failed to connect to n2 port 8222 after 3 ms: Couldn't connect to server",
                Refused,
                Some(3),
                Some("n2:8222"),
            ),
            (
                "curl: (7) Failed to connect to n2 port 8222 after 3069 ms: Couldn't connect to server",
                TimedOut,
                Some(3069),
                Some("n2:8222"),
            ),
            ("curl: (7) Failed to connect to n2 port 8222: Connection refused", Refused, None, Some("n2:8222")),
            (
                "curl: (7) Failed to connect to n2 port 8222 after 3069 ms: No route to host",
                NotAsked,
                Some(3069),
                Some("n2:8222"),
            ),
            (
                "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received",
                TimedOut,
                Some(5001),
                None,
            ),
            (
                "curl: (28) Failed to connect to n2 port 8222 after 5002 ms: Timeout was reached",
                TimedOut,
                Some(5002),
                Some("n2:8222"),
            ),
            ("curl: (52) Empty reply from server", Broken, None, None),
            ("curl: (56) Recv failure: Connection reset by peer", Broken, None, None),
            ("curl: (6) Could not resolve host: n9", NotAsked, None, Some("n9")),
            ("curl: (60) SSL certificate problem: self signed certificate", NotAsked, None, None),
            ("wget: can't connect to remote host (127.0.0.1): Connection refused", Refused, None, None),
            ("wget: bad address 'n9:8222'", NotAsked, None, Some("n9:8222")),
            ("Connecting to n2:8222... failed: Connection refused.", Refused, None, Some("n2:8222")),
            ("dial tcp: lookup n9 on 10.96.0.10:53: no such host", NotAsked, None, Some("n9")),
            ("curl: (28) Resolving timed out after 5000 milliseconds", NotAsked, Some(5000), None),
            (
                "Get \"http://n2:8222/jsz\": dial tcp: lookup n2 on 10.96.0.10:53: read udp 10.0.0.9:51->10.96.0.10:53: i/o timeout",
                NotAsked,
                None,
                Some("http://n2:8222/jsz"),
            ),
            ("dial tcp 10.0.0.2:8222: connect: connection refused", Refused, None, Some("10.0.0.2:8222")),
            ("Get \"http://n2:8222/jsz\": context deadline exceeded", TimedOut, None, Some("http://n2:8222/jsz")),
            (
                "The request was canceled due to the configured HttpClient.Timeout of 5 seconds elapsing.",
                TimedOut,
                Some(5000),
                None,
            ),
            (
                "No connection could be made because the target machine actively refused it. (n2:8222)",
                Refused,
                None,
                Some("n2:8222"),
            ),
            ("nats: error: nats: timeout", TimedOut, None, None),
            ("Error from server (NotFound): pods \"nats-2\" not found", NotAsked, None, Some("nats-2")),
            ("error: unable to upgrade connection: container not found (\"nats\")", Refused, None, None),
            (
                "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
                NotAsked,
                None,
                Some("10.0.0.1:6443"),
            ),
            ("Error from server: etcdserver: request timed out", NotAsked, None, None),
            ("error: error upgrading connection: i/o timeout", NotAsked, None, None),
            ("error: couldn't get current server API group list: context deadline exceeded", NotAsked, None, None),
            ("error: unable to upgrade connection: error dialing backend: EOF", NotAsked, None, None),
            ("connect ECONNREFUSED 10.0.0.2:8222", Refused, None, Some("10.0.0.2:8222")),
            ("socket hang up", Broken, None, None),
            ("timeout", TimedOut, None, None),
            ("TypeError: Failed to fetch", Broken, None, None),
        ] {
            let failure = known(words).unwrap_or_else(|| panic!("{words}"));
            assert_eq!((failure.how, failure.waited_ms), (how, waited), "{words}");
            assert_eq!(host(words).as_deref(), host_named, "{words}");
        }
        assert_eq!(of_host("computer says no").how, NotAsked);
        assert!(brief("timeout after 5s").is_some());
        assert!(brief("timeout is set to 5s").is_none());
    }
}

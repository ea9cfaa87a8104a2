//! What a server is called by those who asked: in addresses, headings, and the names of files and folders.

use super::question::{Endpoint, Target};

/// The label of a host with or without port. The monitoring port 8222 is left away, so that `n2:8222` is `n2`; any
/// other port is kept, and on this machine every port: two ports are two servers.
pub(super) fn label_of_address(address: &str) -> Option<String> {
    let address = address.trim().trim_end_matches(['.', ',', '/']);
    if address.is_empty() || address.contains(['$', '{', '}', '<', '>', '*', '(', ')']) {
        return None;
    }
    let port = match address.rsplit_once(':') {
        Some((host, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && (!host.contains(':') || host.ends_with(']')) =>
        {
            Some((host, port))
        }
        _ => None,
    };
    match port {
        Some((host, "8222" | "")) if !is_here(host) => Some(host.to_owned()),
        _ => Some(address.to_owned()),
    }
    .filter(|label| !label.is_empty() && label.contains(|c: char| c.is_alphanumeric()))
}

/// Does an address mean the machine on which it was asked?
pub(crate) fn is_here(address: &str) -> bool {
    ["localhost", "127.", "[::1]", "0.0.0.0", "host.docker.internal"].iter().any(|here| address.starts_with(here))
}

/// Can the address in a failure's words be the one that was asked? Equal, or what its name resolved to.
pub(super) fn may_be_same(named: &str, asked: &str) -> bool {
    fn parts(address: &str) -> (&str, &str) {
        let port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        address.rsplit_once(':').filter(|(_, tail)| port(tail)).unwrap_or((address, ""))
    }
    let ((named, port), (asked, asked_port)) = (parts(named), parts(asked.split('/').next().unwrap_or_default()));
    let is_number =
        named.bytes().all(|byte| byte.is_ascii_hexdigit() || b".:[]".contains(&byte)) && named.contains(['.', ':']);
    port == asked_port && (is_number || named.eq_ignore_ascii_case(asked))
}

/// Words that name a thing or a file, never a server.
const GENERIC: &str = "json jsonl ndjson txt text log logs out output gz gzip http https html md csv yaml yml \
    zip tmp temp dump dumps all paste pasted clipboard capture captures file files data result results response \
    responses reply replies server servers node nodes nats cluster clusters unclustered download downloads \
    desktop documents home untitled new copy stdin stdout stderr report body meta quorum before after monitoring \
    monitor msg level error errors message messages reason \
    detail details code note notes items list map readings monitors curl wget z connz gatewayz leafz subsz accountz status";

/// Is it one of the words that name no server: a generic one, an endpoint, a number?
fn names_no_server(word: &str) -> bool {
    GENERIC.as_bytes().split(|&byte| byte == b' ').any(|generic| generic.eq_ignore_ascii_case(word.as_bytes()))
        || Endpoint::of_word(word).is_some()
        || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Is there no word in it that could name a server?
pub(super) fn names_nothing(words: &str) -> bool {
    words.split(|c: char| c.is_whitespace() || "/:.".contains(c)).filter(|word| !word.is_empty()).all(names_no_server)
}

/// Could it be a server's name or address, as it stands?
pub(super) fn is_label(word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || "._-:@".contains(c);
    word.len() <= 100
        && word.chars().all(is_name)
        && word.starts_with(|c: char| c.is_alphanumeric())
        && (word.contains(char::is_alphabetic) || word.matches('.').count() == 3)
        && !names_no_server(word)
        && !word.ends_with([':', '.'])
}

/// The label in a heading, a URL or the name of a file or folder: what remains when everything that names no server is
/// taken away. `n1.jsz.json`, `n1/jsz.json`, `jsz-n1.txt`, `=== n1 ===` are all n1; `dump.json` is nobody.
pub(super) fn label_of_name(name: &str) -> Option<String> {
    if name.contains("://") {
        return Target::of_url(name).label;
    }
    if let Some(server) = replica_in_archive(name) {
        return Some(server.to_owned());
    }
    let parts = name.rsplit(['/', '\\', '!']).filter(|part| !part.is_empty());
    // A few folders up it is no longer the dump's folder.
    parts.take(4).find_map(label_of_part)
}

/// `accounts/APP/streams/ORDERS/replicas/C1__n1/stream_info/0001.json`: n1's own.
fn replica_in_archive(name: &str) -> Option<&str> {
    let (_, after) = name.rsplit_once("/replicas/")?;
    let (replica, what) = after.split_once('/')?;
    let (_, server) = replica.split_once("__")?;
    (what.starts_with("stream_info") && is_label(server)).then_some(server)
}

fn label_of_part(part: &str) -> Option<String> {
    const SEPARATORS: [char; 11] = ['.', '-', '_', ' ', '(', ')', '[', ']', '=', '+', ','];
    let mut rest = until_date(part);
    loop {
        rest = rest.trim_matches(SEPARATORS);
        if names_no_server(rest) {
            return None;
        }
        let last = rest.rfind(SEPARATORS).map_or(0, |at| at + 1);
        // A number at the end belongs to a name (nats-0), unless it is all there is.
        let (head, tail) = rest.split_at_checked(last).unwrap_or(("", rest));
        let is_number = tail.bytes().all(|byte| byte.is_ascii_digit());
        if !tail.is_empty() && names_no_server(tail) && (!is_number || head.is_empty() || tail.len() > 5) {
            rest = head;
            continue;
        }
        let first = rest.find(SEPARATORS).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(first);
        // "nats" at the front is a name's part: nats-0.
        let is_part = head.eq_ignore_ascii_case("nats") && !tail.is_empty();
        if !head.is_empty() && names_no_server(head) && !is_part {
            rest = tail;
            continue;
        }
        break;
    }
    is_label(rest).then(|| rest.to_owned())
}

/// A name up to the date in it, if there is one: `n1-2026-11-22T10_15`.
fn until_date(name: &str) -> &str {
    let is_year = |at: usize| {
        name.get(at..at + 5).is_some_and(|year| {
            year.starts_with("20")
                && year.bytes().take(4).all(|b| b.is_ascii_digit())
                && year.ends_with(['-', '_', '.', '0', '1'])
        })
    };
    let date = name.match_indices("20").map(|(at, _)| at).find(|&at| {
        is_year(at) && name.get(..at).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()))
    });
    date.and_then(|at| name.get(..at)).unwrap_or(name)
}

/// The label that a heading names, when it names exactly one.
pub(super) fn label_of_heading(heading: &str) -> Option<String> {
    let mut labels = heading
        .split_whitespace()
        .map(|word| word.trim_matches([':', ',', ';', '(', ')', '[', ']', '|', '=', '>', '"', '\'']))
        .filter(|word| !word.is_empty() && !word.starts_with('/'));
    let names = |word: &str| {
        // n2:8222 and n2:8222/jsz are addresses, n1/jsz.json is a file.
        let address = word.contains(':').then(|| Target::of_url(word).label).flatten();
        address.or_else(|| label_of_name(word))
    };
    let label = labels.by_ref().find_map(names)?;
    let others = labels.find_map(names);
    (others.is_none() && is_label(label.split('/').next().unwrap_or_default())).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_names() {
        for (name, label) in [
            ("n1.jsz.json", Some("n1")),
            ("n1/jsz.json", Some("n1")),
            ("jsz-n1.json", Some("n1")),
            ("jsz_nats-0.json.gz", Some("nats-0")),
            ("nats-0.json", Some("nats-0")),
            ("nats-0_healthz.txt", Some("nats-0")),
            ("n1.nats.svc.jsz.json", Some("n1.nats.svc")),
            ("incident/n2/healthz", Some("n2")),
            ("capture/clusters/C1/s1/jetstream_info/0001.json", Some("s1")),
            ("capture/accounts/APP/streams/ORDERS/replicas/C1__s1/stream_info/0001.json", Some("s1")),
            ("n1-2026-11-22T10_15_01.json", Some("n1")),
            ("http://n1:8222/jsz", Some("n1")),
            ("http://localhost:8223/jsz", Some("localhost:8223")),
            ("dump.json", None),
            ("all.txt", None),
            ("paste 1", None),
            ("jsz (1).json", None),
            ("jsz.json", None),
            ("", None),
            ("output/jsz.json", None),
        ] {
            assert_eq!(label_of_name(name).as_deref(), label, "{name}");
        }
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

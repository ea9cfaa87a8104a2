//! What text that is none of ours looks like, and what to do about it.

use std::ops::Range;

use super::{document, text::Complaint};
use crate::scan::{Json, begins};

/// What gives the same content as JSON.
const AS_JSON: &str = "For the same as JSON: `nats server request jetstream --all`, or \
    `nats req '$SYS.REQ.SERVER.PING.JSZ' '' --replies 0 --timeout 3s`, or /jsz of every server";

/// A JSON document that is none of ours.
pub(super) fn document(json: Json, byte: usize) -> Complaint {
    const MOST_KEYS: usize = 8;
    if !json.is_object() {
        let what = match json.items().count() {
            _ if !json.is_list() => "JSON, but no object".to_owned(),
            0 => "an empty JSON list".to_owned(),
            length => format!("a JSON list of {length} in which nothing is an answer of a NATS server"),
        };
        return Complaint::new(what, Some(byte), "Give the answers of /jsz and /healthz as the servers sent them");
    }
    if let Some(name) = document::unrelated(json) {
        let what = format!("the answer of {name}: there is nothing about the meta group in it");
        return Complaint::new(what, Some(byte), "Give /jsz and /healthz of the same server");
    }
    let has = |key| json.get(key).is_some();
    if has("replicas") && (has("cluster_size") || has("leader")) {
        let what = "one part of a document, by its keys the `meta_cluster` of a /jsz or the `cluster` of a stream";
        return Complaint::new(what, Some(byte), "Give the whole /jsz: without `jq .meta_cluster` it says whose it is");
    }
    let keys: Vec<_> = json.entries().map(|(key, _)| key).take(MOST_KEYS).collect();
    let more = if json.entries().nth(MOST_KEYS).is_some() { ", …" } else { "" };
    let what = if keys.is_empty() {
        "an empty JSON object".to_owned()
    } else {
        format!("a JSON document that is none of a NATS server's answers; its keys: {}{more}", keys.join(", "))
    };
    Complaint::new(what, Some(byte), "Give the answers of /jsz and /healthz as the servers sent them")
}

/// A table of the `nats` command line other than the meta group's.
pub(super) fn table(title: &str, byte: usize) -> Complaint {
    let title: String = title.chars().take(60).collect();
    Complaint::new(format!("a table (“{title}”), which leaves out what decides"), Some(byte), AS_JSON)
}

/// A page.
pub(super) fn page(text: &str, byte: usize) -> Complaint {
    let lower = text.to_ascii_lowercase();
    let between = |open: &str, close: &str| {
        let start = lower.find(open)? + open.len();
        let length = lower.get(start..)?.find(close)?;
        text.get(start..start + length).map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let title = between("<title>", "</title>")
        .or_else(|| between("<h1>", "</h1>"))
        .or_else(|| between("<message>", "</message>"));
    let title: String = title.unwrap_or_default().chars().take(80).collect();
    let kind = if lower.starts_with("<?xml") { "an XML page" } else { "an HTML page" };
    let what = if title.is_empty() { kind.to_owned() } else { format!("{kind} (“{title}”)") };
    Complaint::new(
        format!("{what}: a proxy or another program answered, not the NATS server"),
        Some(byte),
        "Ask the monitoring port of the server itself, without the proxy",
    )
}

/// Where reports of ours for people stand: from the first verdict to the line that says who judged.
pub(super) fn exports(text: &str) -> Vec<Range<usize>> {
    const VERDICTS: [&str; 4] = ["Held", "Lost", "Leaderless", "Undecided"];
    // As it was written, or without the mark of a heading, as a channel shows it.
    let is_head = |line: &str| {
        let line = line.trim();
        let head = line.strip_prefix("## ").unwrap_or(line);
        let rest = VERDICTS.iter().find_map(|verdict| head.strip_prefix(verdict)).unwrap_or_default();
        rest.strip_prefix(", assuming").unwrap_or(rest).starts_with(": Meta group")
            || line == "## No meta group in what was read"
    };
    let mut exports = Vec::new();
    let mut from = 0;
    while let Some(judged) = text.get(from..).and_then(|rest| rest.find("Judged by Quorate from ")) {
        let mut head = None;
        let mut at = from;
        for line in text.get(from..from + judged).unwrap_or_default().split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            if begins(text.as_bytes(), at + indent) {
                // What a server answered is no part of it.
                head = None;
            } else if head.is_none() && is_head(line) {
                head = Some(at);
            }
            at += line.len();
        }
        let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
        exports.extend(head.map(|head| head..end));
        from = end;
    }
    exports
}

/// A report of ours for people.
pub(super) fn export(byte: usize) -> Complaint {
    Complaint::new(
        "Quorate's own report as text for people, which carries no readings",
        Some(byte),
        "Give the JSON, the HTML file or the link saved beside it, or the readings themselves",
    )
}

/// Where a document begins whose quotes are curly: `{ “status”: ...`.
pub(super) fn curly(text: &str, within: Range<usize>) -> Option<usize> {
    const CURLY: [char; 4] = ['“', '”', '„', '‟'];
    let line = text.get(within.clone())?;
    let begins = |at: &usize| {
        let inside = text.get(at + 1..).unwrap_or_default().trim_start();
        let key = inside.strip_prefix(CURLY).unwrap_or_default();
        let key = key.get(..key.floor_char_boundary(100)).unwrap_or_default();
        key.split_once(CURLY).is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
    };
    line.match_indices('{').map(|(at, _)| within.start + at).find(begins)
}

/// A document whose quotes are curly.
pub(super) fn curly_quotes(byte: usize) -> Complaint {
    Complaint::new(
        "JSON whose quotes are curly (“ ”), as word processors and chats make them: it cannot be read",
        Some(byte),
        "Copy it again from the terminal, and paste it as it is or in a block of code",
    )
}

/// Lines that are nothing we know: `first` is the first of them, of `count`; `alone` when nothing else was read.
pub(super) fn prose(lines: &[&str], count: usize, byte: usize, alone: bool) -> Complaint {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let first = lines.first().copied().unwrap_or_default();
    let quoted: String = first.chars().take(60).collect();
    let quoted = if quoted.len() < first.len() { format!("{quoted}…") } else { quoted };
    let share = |looks: fn(&str) -> bool| lines.iter().filter(|line| looks(line)).count() * 2 > lines.len();
    let any = |words: &str| lines.iter().any(|line| line.contains(words));
    if any("No cluster meta leader found") {
        let what = "the warning of `nats server report jetstream` that no server which answered leads the meta group";
        return Complaint::new(what, Some(byte), AS_JSON);
    }
    if share(|line| ["[INF]", "[WRN]", "[ERR]", "[DBG]", "[TRC]", "[FTL]"].iter().any(|level| line.contains(level))) {
        return Complaint::new(
            format!("{count} lines of a server's log (“{quoted}”)"),
            Some(byte),
            "Logs are not read; give /jsz and /healthz of every server",
        );
    }
    if share(|line| line.split_once(" : ").is_some_and(|(key, _)| !key.contains("  ") || key.ends_with(' '))) {
        return Complaint::new(
            format!("an object as PowerShell prints it (“{quoted}”), which leaves out what is nested"),
            Some(byte),
            "Ask with `curl.exe -s URL`, or `(Invoke-WebRequest URL).Content`",
        );
    }
    let is_yaml = |line: &str| {
        line == "---"
            || line.split_once(':').is_some_and(|(key, rest)| {
                (rest.is_empty() || rest.starts_with(' ')) && !key.trim_start_matches("- ").contains(' ')
            })
    };
    if lines.len() > 1 && share(is_yaml) {
        return Complaint::new(
            format!("YAML (“{quoted}”)"),
            Some(byte),
            "Give the JSON as the server sent it, or convert it: `yq -o=json .`",
        );
    }
    let lines = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
    if alone {
        Complaint::new(
            format!("plain text (“{quoted}”), {lines}, in which no server's answer was found"),
            Some(byte),
            "Give what the servers answered to /jsz and /healthz, or the terminal session in which you asked",
        )
    } else {
        Complaint::new(
            format!("plain text beside the answers ({lines}, the first: “{quoted}”), which was passed over"),
            Some(byte),
            "Nothing, if these are your own notes",
        )
    }
}

//! Floor 1: what is understood from what people drop and paste.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    io::Read as _,
    path::Path,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use proptest::prelude::*;
use quorate::reading::{Body, Input, ReadError, Reading, Said, Silence, read};
use serde_json::{Value, json};

fn text(text: &str) -> Input {
    Input { source: "paste 1".into(), body: Some(Body::Text(text.into())), ..Input::default() }
}

fn bytes(source: &str, bytes: Vec<u8>) -> Input {
    Input { source: source.into(), body: Some(Body::Bytes(bytes)), ..Input::default() }
}

// The table of pasted texts.

/// One pasted text and what is understood from it.
struct Lesson {
    title: String,
    host: String,
    paste: String,
    understood: String,
}

/// `▶ title`, an optional `@` line of what the host knows, the text, `▷`, what is understood.
fn lessons(table: &str) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for part in table.split("\n▶ ").skip(1) {
        let (title, rest) = part.split_once('\n').expect("a title has a text");
        let (paste, understood) = rest.split_once("\n▷\n").unwrap_or_else(|| panic!("no ▷ under {title}"));
        let (host, paste) = match paste.strip_prefix("@ ") {
            Some(rest) => rest.split_once('\n').unwrap_or((rest, "")),
            None => ("", paste),
        };
        lessons.push(Lesson {
            title: title.into(),
            host: host.into(),
            paste: paste.into(),
            understood: understood.trim_end().into(),
        });
    }
    lessons
}

impl Lesson {
    fn input(&self) -> Input {
        let mut input = text(&self.paste);
        for known in self.host.split("; ").filter(|known| !known.is_empty()) {
            let (name, value) = known.split_once('=').expect("name=value");
            let value = value.to_owned();
            match name {
                "source" => input.source = value,
                "server" => input.server = Some(value),
                "path" => input.path = Some(value),
                "status" => input.status = Some(value.parse().expect("a number")),
                "error" => input.error = Some(value),
                "body" => input.body = None,
                _ => panic!("unknown: {name}"),
            }
        }
        input
    }
}

/// A reading in one line: label, question, HTTP status, who speaks, what was said; then its time and its problems.
fn describe((readings, errors): &(Vec<Reading>, Vec<ReadError>)) -> String {
    let mut out = String::new();
    for reading in readings {
        let or_dash = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
        let id = reading.server.id.as_deref().map(|id| id.chars().take(4).collect::<String>());
        let who = [reading.server.name.clone(), id].into_iter().flatten().collect::<Vec<_>>().join("=");
        write!(
            out,
            "{} {} {} {}: {}",
            or_dash(reading.label.as_deref()),
            or_dash(Some(&reading.question)),
            or_dash(reading.http.map(|http| http.to_string()).as_deref()),
            or_dash(Some(&who)),
            said(&reading.said)
        )
        .unwrap();
        if let Some(time) = reading.time {
            write!(out, " ({time})").unwrap();
        }
        if !reading.payload.is_empty() {
            write!(out, " in {}", reading.payload).unwrap();
        }
        out.push('\n');
        if !reading.cut.is_empty() {
            writeln!(out, "  open at the cut: {:?}", reading.cut).unwrap();
        }
        for problem in &reading.problems {
            writeln!(out, "  problem: {problem}").unwrap();
        }
    }
    for error in errors {
        let at = error.at.map_or_else(String::new, |at| format!(" {}:{}", at.line, at.column));
        writeln!(out, "error{at}: {}\n  -> {}", error.what, error.remedy).unwrap();
    }
    out.trim_end().to_owned()
}

fn said(said: &Said) -> String {
    let meta = |meta: Option<&quorate::wire::MetaCluster>| {
        let Some(meta) = meta else { return "no meta group".to_owned() };
        let mut out = format!("leader {}", meta.leader.as_deref().unwrap_or("none"));
        if let Some(size) = meta.cluster_size {
            write!(out, ", size {size}").unwrap();
        }
        for replica in meta.replicas.iter().flatten() {
            write!(out, ", {}", replica.name.as_deref().unwrap_or("?")).unwrap();
            if replica.current != Some(true) {
                out += " not current";
            }
            if replica.offline == Some(true) {
                out += " offline";
            }
            match replica.active {
                Some(ns) => write!(out, " {}ms", ns / 1_000_000).unwrap(),
                None => out += " ?ms",
            }
            if let Some(lag) = replica.lag.filter(|lag| *lag > 0) {
                write!(out, " lag {lag}").unwrap();
            }
        }
        out
    };
    match said {
        Said::Jsz(jsz) if jsz.disabled == Some(true) => "jsz disabled".to_owned(),
        Said::Jsz(jsz) => format!("jsz {}", meta(jsz.meta_cluster.as_ref())),
        Said::MetaTable(jsz) => format!("meta table {}", meta(jsz.meta_cluster.as_ref())),
        Said::Healthz(healthz) => {
            let mut words = vec![healthz.status.clone().unwrap_or_else(|| "status alone".into())];
            words.extend(healthz.error.clone());
            words.extend(healthz.errors.iter().flatten().filter_map(|error| error.error.clone()));
            format!("healthz {}", words.join("; "))
        }
        Said::Varz(varz) => {
            let group = varz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref());
            format!("varz {} {}", varz.version.as_deref().unwrap_or("?"), meta(group))
        }
        Said::Statsz(statsz) => {
            format!("statsz {}", meta(statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref())))
        }
        Said::Routez(routez) => {
            let names: BTreeSet<_> = routez.routes.iter().flatten().filter_map(|route| route.remote_name.clone()).collect();
            format!("routez to {}", names.into_iter().collect::<Vec<_>>().join(", "))
        }
        Said::Raftz(Some(group), at) => {
            let peers = group.peers.as_ref().map_or(0, BTreeMap::len);
            let state = group.state.as_deref().unwrap_or("?");
            format!("raftz {state} term {} {peers} peers, group in {at}", group.term.unwrap_or_default())
        }
        Said::Raftz(None, _) => "raftz without a meta group".to_owned(),
        Said::Words(words) => format!("words “{words}”"),
        Said::NoAnswer(failure) => {
            let waited = failure.waited_ms.map_or_else(String::new, |ms| format!(" after {ms} ms"));
            format!("no answer, {:?}{waited}: {}", failure.how, failure.words)
        }
    }
}

/// `BLESS=1 cargo test --test reading` writes what is understood now into the tables: read the diff.
#[test]
fn pasted_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/pastes");
    let mut wrong = String::new();
    let mut count = 0;
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let table = fs::read_to_string(&file).unwrap();
        let mut blessed = table.split("\n▶ ").next().unwrap().to_owned();
        for lesson in lessons(&table) {
            count += 1;
            let understood = describe(&read(&lesson.input()));
            if understood != lesson.understood {
                writeln!(wrong, "\n{}: {}\n{}\n--- expected", file.display(), lesson.title, lesson.paste).unwrap();
                writeln!(wrong, "{}\n--- understood\n{understood}", lesson.understood).unwrap();
            }
            // Line ends of Windows change nothing but byte offsets.
            let mut windows = lesson.input();
            if let Some(Body::Text(text)) = &mut windows.body {
                *text = text.replace('\n', "\r\n");
            }
            let bytes_apart = |described: &str| {
                let mut parts = described.split("(byte ");
                let first = parts.next().unwrap_or_default().to_owned();
                parts.fold(first, |all, part| all + part.split_once(')').map_or(part, |(_, rest)| rest))
            };
            assert_eq!(bytes_apart(&describe(&read(&windows))), bytes_apart(&understood), "CRLF: {}", lesson.title);
            let host = if lesson.host.is_empty() { String::new() } else { format!("@ {}\n", lesson.host) };
            write!(blessed, "\n▶ {}\n{host}{}\n▷\n{understood}\n", lesson.title, lesson.paste).unwrap();
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, blessed).unwrap();
        }
    }
    assert!(count >= 80, "only {count} lessons");
    assert!(wrong.is_empty() || std::env::var_os("BLESS").is_some(), "{wrong}");
}

// The corpus: every recorded body is what its path says.

/// Every recorded answer: path, status, body.
fn recorded() -> Vec<(String, Option<u16>, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let Ok(folder) = fs::read_dir(folder) else { return Vec::new() };
    let mut answers = Vec::new();
    for file in folder.map(|file| file.unwrap().path()).filter(|file| file.extension().is_some_and(|end| end == "gz")) {
        let mut lines = String::new();
        GzDecoder::new(fs::File::open(file).unwrap()).read_to_string(&mut lines).unwrap();
        for line in lines.lines() {
            let moment: Value = serde_json::from_str(line).unwrap();
            for reading in moment["readings"].as_array().unwrap() {
                let Some(body) = reading["body"].as_str() else { continue };
                let status = reading["status"].as_u64().map(|status| u16::try_from(status).unwrap());
                answers.push((reading["path"].as_str().unwrap().to_owned(), status, body.to_owned()));
            }
        }
    }
    answers
}

/// What a path's answer must be recognised as.
fn is_expected(path: &str, said: &Said) -> bool {
    let endpoint = path.rsplit(['/', '.']).next().unwrap().split('?').next().unwrap().to_lowercase();
    match said {
        Said::Jsz(_) => endpoint.starts_with("jsz"),
        Said::Healthz(_) => endpoint == "healthz",
        Said::Varz(_) => endpoint == "varz",
        Said::Routez(_) => endpoint == "routez",
        Said::Raftz(..) => endpoint == "raftz",
        Said::Statsz(_) => endpoint == "statsz",
        Said::Words(_) => endpoint == "raftz",
        Said::MetaTable(_) | Said::NoAnswer(_) => false,
    }
}

#[test]
fn every_recorded_body_is_what_its_path_says() {
    for (path, status, body) in recorded() {
        // With what the host knows, and without.
        for known in [true, false] {
            let mut input = text(&body);
            if known {
                (input.path, input.status) = (Some(path.clone()), status);
            }
            let (readings, errors) = read(&input);
            if path.starts_with("/gatewayz") {
                assert!(readings.is_empty() && errors.len() == 1, "{path}: {body}");
                continue;
            }
            if !known && path.starts_with("/raftz") && body.trim() == "{}" {
                // Only who knows what was asked knows what nothing means.
                assert!(readings.is_empty() && errors.len() == 1);
                continue;
            }
            assert!(errors.is_empty(), "{path}: {errors:?}");
            let lines = if path.starts_with('$') { body.lines().filter(|line| !line.is_empty()).count() } else { 1 };
            assert_eq!(readings.len(), lines, "{path}: {body}");
            for reading in readings {
                assert!(is_expected(&path, &reading.said), "{path}: {}", said(&reading.said));
                assert!(reading.cut.is_empty() && reading.problems.is_empty());
                if known {
                    assert_eq!(reading.question, path);
                }
            }
        }
    }
}

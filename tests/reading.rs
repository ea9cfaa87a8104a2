//! Floor 1: what is understood from what people drop and paste.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    io::{Read as _, Write as _},
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
            let names: BTreeSet<_> =
                routez.routes.iter().flatten().filter_map(|route| route.remote_name.clone()).collect();
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

// Bytes.

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

const JSZ: &str = r#"{"server_id":"NA7P","now":"2026-11-22T19:19:11.976613888Z","meta_cluster":{"name":"C1","leader":"n2","cluster_size":3}}"#;

#[test]
fn encodings_of_the_same_text() {
    let expected = describe(&read(&bytes("n1.json", JSZ.into())));
    assert_eq!(expected, "n1 /jsz - NA7P: jsz leader n2, size 3 (2026-11-22T19:19:11.976Z)");
    let utf16 = |order: fn(u16) -> [u8; 2]| JSZ.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for file in [
        [b"\xef\xbb\xbf", JSZ.as_bytes()].concat(),
        [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(),
        gzip(JSZ.as_bytes()),
        gzip(&[b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat()),
        [gzip(&JSZ.as_bytes()[..40]), gzip(&JSZ.as_bytes()[40..])].concat(),
    ] {
        assert_eq!(describe(&read(&bytes("n1.json", file))), expected);
    }
    for (file, what) in [
        (utf16(u16::to_le_bytes), "UTF-16 LE without a byte order mark"),
        (utf16(u16::to_be_bytes), "UTF-16 BE without a byte order mark"),
    ] {
        let (readings, errors) = read(&bytes("n1.json", file));
        assert!(matches!(readings[0].said, Said::Jsz(_)) && readings[0].problems.len() == 1, "{what}");
        assert!(errors[0].what.contains(what), "{}", errors[0]);
    }
}

#[test]
fn latin_1_is_read_and_complained_of() {
    let file = [br#"{"server_id":"NA7P","now":"x","meta_cluster":{"leader":"m"#.as_slice(), b"\xfcnchen\"}}"].concat();
    let (readings, errors) = read(&bytes("n1.json", file));
    let Said::Jsz(jsz) = &readings[0].said else { panic!("{readings:?}") };
    assert_eq!(jsz.meta_cluster.as_ref().unwrap().leader.as_deref(), Some("m\u{fc}nchen"));
    assert_eq!(readings[0].problems.len(), 1);
    assert_eq!(errors[0].at.unwrap().byte, 57, "{}", errors[0]);
}

#[test]
fn no_text_at_all() {
    for (file, what) in [
        (b"\x7fELF\x02\x01\x01\x00".to_vec(), "ELF"),
        (b"PK\x03\x04\x14\x00".to_vec(), "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00".to_vec(), "PNG"),
        (b"\x01\x02\x00\x03".to_vec(), "binary"),
        (Vec::new(), "empty"),
        (gzip(b""), "empty"),
    ] {
        let (readings, errors) = read(&bytes("n1.json", file));
        assert!(readings.is_empty() && errors.len() == 1, "{what}: {readings:?} {errors:?}");
        assert!(errors[0].what.contains(what), "{}", errors[0]);
        assert!(errors[0].to_string().starts_with("n1.json: ") && !errors[0].remedy.is_empty());
    }
}

#[test]
fn a_gzip_file_cut_off_gives_what_was_in_it() {
    let many: String = (0..2000).map(|index| JSZ.replace("NA7P", &format!("N{index}")) + "\n").collect();
    let packed = gzip(many.as_bytes());
    let (readings, errors) = read(&bytes("n1.json.gz", packed[..packed.len() / 2].to_vec()));
    assert!(readings.len() > 100 && readings.iter().all(|reading| !reading.problems.is_empty()));
    assert!(errors[0].what.contains("damaged gzip"), "{}", errors[0]);
}

#[test]
fn a_gzip_bomb_is_refused() {
    let packed = gzip(&vec![b' '; 300 * 1024 * 1024]);
    let (readings, errors) = read(&bytes("n1.json.gz", packed));
    assert!(readings.is_empty());
    assert!(errors[0].what.contains("256 MiB"), "{}", errors[0]);
}

#[test]
fn an_object_of_the_host() {
    let value: Value = serde_json::from_str(JSZ).unwrap();
    let input = Input { source: "n1".into(), body: Some(Body::Parsed(json!({"n1": value}))), ..Input::default() };
    let (readings, errors) = read(&input);
    assert!(errors.is_empty());
    assert_eq!((readings[0].label.as_deref(), readings[0].payload.as_str()), (Some("n1"), "/n1"));
    assert_eq!(readings[0].problems, ["parsed by the host: integers above 2^53 may be rounded"]);
}

#[test]
fn integers_above_2_to_the_53_keep_their_digits() {
    let (readings, _) =
        read(&text(r#"{"server_id":"N","meta_cluster":{"replicas":[{"name":"n1","lag":18446744073709551615}]}}"#));
    let Said::Jsz(jsz) = &readings[0].said else { panic!() };
    assert_eq!(jsz.meta_cluster.as_ref().unwrap().replicas[0].as_ref().unwrap().lag, Some(u64::MAX));
}

#[test]
fn a_place_is_where_the_document_stands() {
    let paste = format!("$ curl -s n1:8222/healthz\n{{\"status\":\"ok\"}}$ curl -s n2:8222/jsz\n{JSZ}\n");
    let (readings, _) = read(&text(&paste));
    let stands = |index: usize| &paste[readings[index].place.offset..][..readings[index].place.bytes];
    assert_eq!((stands(0), stands(1)), (r#"{"status":"ok"}"#, JSZ));
    assert_eq!((readings[0].place.order, readings[1].place.order), (0, 1));
}

#[test]
fn what_the_host_knows_beside_a_body() {
    let input =
        Input { error: Some("timeout".into()), server: Some("n1".into()), moment: Some("m".into()), ..text(JSZ) };
    let (readings, errors) = read(&input);
    assert!(errors.is_empty() && readings.len() == 2);
    assert!(matches!(&readings[0].said, Said::NoAnswer(failure) if failure.how == Silence::TimedOut));
    assert!(
        readings.iter().all(|reading| reading.moment.as_deref() == Some("m") && reading.label.as_deref() == Some("n1"))
    );
}

/// Odd texts of many megabytes must not take more than linear time.
#[test]
fn long_odd_texts_do_not_hang() {
    for unit in [
        "{",
        "[",
        "{\"a\":",
        "{\"a\":\n",
        "{\"a\":1,",
        "[{\"a\":[\n",
        "x {\"a\" y",
        "\"",
        "{\"",
        "}\n",
        "n1:\n",
        "$ curl n1:8222/jsz\n",
        "| a |\n",
        "<html>\n",
        "a ",
        "\u{1b}[1m",
        "for a in ",
        "{\"status\":\"ok\"",
        "HTTP/1.1 200 OK\n",
        "200\n",
        "curl: (7) x\n",
    ] {
        let long = unit.repeat(500_000 / unit.len());
        let started = std::time::Instant::now();
        let (_, errors) = read(&text(&long));
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{unit:?} took {took:?}");
        assert!(errors.len() <= 42, "{unit:?}: {} errors", errors.len());
    }
}

// Properties.

/// Separators a paste may have between documents.
const SEPARATORS: [&str; 9] = ["", "\n", "\r\n", " ", ",\n", "\n\n", "\n---\n", "%\n$ ", "\nops@jump:~$ "];

/// One real body of every kind.
fn samples() -> Vec<String> {
    let mut kinds = BTreeMap::new();
    for (path, _, body) in recorded() {
        let whole = if path.starts_with('$') { body.lines().next().unwrap_or_default().to_owned() } else { body };
        if whole.starts_with('{') && whole.len() > 2 && whole.len() < 20_000 && !path.starts_with("/gatewayz") {
            let leads = whole.contains("\"replicas\"");
            kinds.entry((path, leads)).or_insert(whole);
        }
    }
    kinds.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes("x", body));
    }

    #[test]
    fn any_text_is_read_without_a_panic(
        words in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                "[\\[\\]{}\":,0-9 \n$#>%a-z/.-]{0,20}",
                proptest::sample::select(vec![
                    "{\"status\":\"ok\"}", "$ curl -s n1:8222/jsz\n", "curl: (7) Failed to connect to n2 port 8222: ",
                    "HTTP/1.1 200 OK\n", "== n1 ==\n", "│ Leader │", "for n in n1 n2; do curl $n:8222/jsz; done\n", "\\\n", "'", "kubectl exec ",
                ]).prop_map(str::to_owned),
            ],
            0..20,
        )
    ) {
        let (readings, _) = read(&text(&words.concat()));
        for reading in readings {
            let end = reading.place.offset + reading.place.bytes;
            prop_assert!(words.concat().get(reading.place.offset..end).is_some());
        }
    }

    #[test]
    fn every_document_is_found_whatever_separates_them(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(&SEPARATORS[..])), 1..8)
    ) {
        let samples = SAMPLES.with(Clone::clone);
        if samples.is_empty() {
            return Ok(());
        }
        let (mut paste, mut alone) = (String::new(), Vec::new());
        for (index, separator) in &picks {
            let sample = index.get(&samples);
            paste += sample;
            paste += separator;
            alone.extend(read(&text(sample)).0);
        }
        let (readings, errors) = read(&text(&paste));
        prop_assert_eq!(errors, Vec::new());
        let content = |readings: &[Reading]| readings.iter().map(|reading| said(&reading.said)).collect::<Vec<_>>();
        prop_assert_eq!(content(&readings), content(&alone));
    }
}

thread_local! {
    static SAMPLES: Vec<String> = samples();
}

/// Whatever a cut document says, the whole one says too; and what is missing is marked.
#[test]
fn a_cut_invents_nothing() {
    for whole in samples() {
        let value: Value = serde_json::from_str(&whole).unwrap();
        let (readings, _) = read(&text(&whole));
        let facts = facts_of(&readings[0].said);
        let end = whole.trim_end().len();
        for at in (1..end).filter(|at| whole.is_char_boundary(*at)) {
            let (readings, errors) = read(&text(&whole[..at]));
            assert!(!errors.is_empty(), "{value}: cut at {at}");
            for reading in &readings {
                for (fact, says) in facts_of(&reading.said) {
                    assert_eq!(facts.get(&fact), Some(&says), "cut at {at} of {value}: {fact}");
                }
                // What is not there is not there in the whole one either, or stands in what was cut.
                for fact in facts.keys().filter(|fact| !facts_of(&reading.said).contains_key(*fact)) {
                    let marked = reading.cut.iter().any(|open| fact.starts_with(open.as_str()));
                    // Its facts are named from the account's key on, which a cut may have taken.
                    let is_raftz = matches!(reading.said, Said::Raftz(..));
                    assert!(marked || is_raftz, "cut at {at} of {value}: {fact} missing, {:?}", reading.cut);
                }
            }
        }
    }
}

/// Every fact of an answer that decides something, by its pointer below the payload.
fn facts_of(said: &Said) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut meta = |at: &str, meta: Option<&quorate::wire::MetaCluster>| {
        let Some(meta) = meta else { return };
        facts.insert(format!("{at}/leader"), format!("{:?}", meta.leader));
        facts.insert(format!("{at}/cluster_size"), format!("{:?}", meta.cluster_size));
        facts.insert(format!("{at}/quorum_needed"), format!("{:?}", meta.quorum_needed));
        for (index, replica) in meta.replicas.iter().enumerate() {
            facts.insert(format!("{at}/replicas/{index}"), format!("{replica:?}"));
        }
        facts.retain(|_, says| says != "None");
    };
    match said {
        Said::Jsz(jsz) => meta("/meta_cluster", jsz.meta_cluster.as_ref()),
        Said::Varz(varz) => {
            meta("/jetstream/meta", varz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()))
        }
        Said::Statsz(statsz) => {
            meta("/jetstream/meta", statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()));
        }
        Said::Healthz(healthz) => {
            facts.extend(healthz.status.iter().map(|status| ("/status".to_owned(), status.clone())));
            facts.extend(healthz.error.iter().map(|error| ("/error".to_owned(), error.clone())));
            for (index, error) in healthz.errors.iter().enumerate() {
                facts.insert(format!("/errors/{index}"), format!("{error:?}"));
            }
        }
        Said::Routez(routez) => {
            for (index, route) in routez.routes.iter().flatten().enumerate() {
                facts.insert(format!("/routes/{index}"), format!("{route:?}"));
            }
        }
        Said::Raftz(Some(group), at) => {
            facts.insert(format!("{at}/term"), format!("{:?}", group.term));
            facts.insert(format!("{at}/size"), format!("{:?}", group.size));
            for (id, peer) in group.peers.iter().flatten() {
                facts.insert(format!("{at}/peers/{id}"), format!("{peer:?}"));
            }
            facts.retain(|_, says| says != "None");
        }
        Said::Raftz(None, _) | Said::MetaTable(_) | Said::Words(_) | Said::NoAnswer(_) => {}
    }
    facts
}

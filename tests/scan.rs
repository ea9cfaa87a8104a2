//! The scanner: wherever a text is cut into pieces, it says the same.

use quorate::scan::{Json, Keep, Scanner, Watched};
use serde_json::Value;

#[path = "recorded/mod.rs"]
mod recorded;

const LISTS: Watched = &[(
    "accounts",
    Keep::Each(&Keep::Only(&[
        ("name", Keep::All),
        ("streams", Keep::Each(&Keep::Only(&[("name", Keep::All), ("state", Keep::Only(&[("last", Keep::All)]))]))),
    ])),
)];

const TEXT: &str = r#"$ curl n1:8222/jsz
{"now": "2026-01-01T00:00:00Z", "big": 18446744073709551615, "accounts": [
  {"name": "An \"account\"", "none": [1, {"a": "}]"}], "streams": [
    {"name": "ORDERS\u00e9", "config": {"x": ["\\", "{"]}, "state": {"first": 1, "last": 1234567890}},
    {"config": null, "name": "Größe 数", "state": {"last": -0.5e7}}
  ], "after": true},
  {"name": "", "streams": []}
], "tail": [null, "the end"]}
n2: {"status":"ok"}
"#;

/// Everything that is handed out and kept, in words.
fn said(pieces: &[&[u8]]) -> Vec<String> {
    let mut said = Vec::new();
    let mut scanner = Scanner::new(LISTS, usize::MAX);
    for piece in pieces {
        scanner.push(piece, &mut |element| {
            let account = element.around(1).and_then(|around| around.get("name")?.text());
            let now = element.around(3).and_then(|around| around.get("now")?.text());
            said.push(format!("{} of {account:?} of {now:?}: {}", element.key(), words(element.json())));
            true
        });
    }
    let scanned = scanner.finish();
    said.push(String::from_utf8_lossy(&scanned.text).into_owned());
    said.push(format!("{:?}", scanned.gaps));
    for document in &scanned.documents {
        let at = document.start..document.end;
        said.push(format!("{at:?} {:?}: {}", document.broken, words(document.json(&scanned.text))));
    }
    said
}

fn words(json: Json) -> String {
    if json.is_object() {
        let entries = json.entries().map(|(key, value)| format!("{key:?}: {}", words(value)));
        return format!("{{{}}}", entries.collect::<Vec<_>>().join(", "));
    }
    if json.is_list() {
        return format!("[{}]", json.items().map(words).collect::<Vec<_>>().join(", "));
    }
    format!("{} {:?}", json.written(), json.text())
}

#[test]
fn whole_it_says_what_is_in_it() {
    let said = said(&[TEXT.as_bytes()]);
    assert!(
        said[0].starts_with("streams of Some(\"An \\\"account\\\"\") of Some(\"2026-01-01T00:00:00Z\""),
        "{}",
        said[0]
    );
    assert!(said[0].contains("Some(\"ORDERSé\")") && said[0].contains("1234567890"), "{}", said[0]);
    assert!(said[1].contains("Größe 数") && said[1].contains("-0.5e7"), "{}", said[1]);
}

#[test]
fn cut_into_two_and_three_pieces_anywhere() {
    let text = TEXT.as_bytes();
    let whole = said(&[text]);
    for first in 0..=text.len() {
        for length in [0, 1, 2, 7, 64, 100] {
            let (one, rest) = text.split_at(first);
            let (two, three) = rest.split_at(length.min(rest.len()));
            assert_eq!(said(&[one, two, three]), whole, "at {first} and {length} on");
        }
    }
}

#[test]
fn in_pieces_of_any_size() {
    let text = TEXT.repeat(3);
    let whole = said(&[text.as_bytes()]);
    for size in 1..200 {
        assert_eq!(said(&text.as_bytes().chunks(size).collect::<Vec<_>>()), whole, "{size}");
    }
}

/// Whether a value is what serde_json read.
fn is(json: Json, value: &Value) -> bool {
    match value {
        Value::Null => json.is_null(),
        Value::Bool(truth) => json.truth() == Some(*truth),
        Value::Number(_) => serde_json::from_str::<Value>(json.written()).is_ok_and(|own| own == *value),
        Value::String(text) => json.text().as_deref() == Some(text),
        Value::Array(items) => {
            json.is_list()
                && json.items().count() == items.len()
                && json.items().zip(items).all(|(own, item)| is(own, item))
        }
        Value::Object(entries) => {
            json.is_object()
                && json.entries().count() == entries.len()
                && entries.iter().all(|(key, item)| json.get(key).is_some_and(|own| is(own, item)))
        }
    }
}

#[test]
fn every_recorded_document_is_what_serde_json_reads() {
    let moments = recorded::corpus().into_iter().flat_map(|file| recorded::moments_of(&file));
    let bodies = moments.flat_map(|moment| moment.readings).filter_map(|asked| asked.body);
    let mut read = 0;
    for body in bodies {
        let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&body).into_iter().collect();
        let Ok(values) = values else { continue };
        for size in [61, 4096, usize::MAX] {
            let mut scanner = Scanner::new(&[], usize::MAX);
            for piece in body.as_bytes().chunks(size) {
                scanner.push(piece, &mut |_| false);
            }
            let scanned = scanner.finish();
            assert_eq!(scanned.documents.len(), values.len(), "{size}: {body}");
            for (document, value) in scanned.documents.iter().zip(&values) {
                assert!(document.broken.is_none() && is(document.json(&scanned.text), value), "{size}: {body}");
            }
        }
        read += values.len();
    }
    assert!(read > 10_000, "{read}");
}

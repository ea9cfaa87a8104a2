//! The scanner: wherever a text is cut into pieces, it says the same.

use quorate::scan::{Json, Keep, Scanner, Watched};

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

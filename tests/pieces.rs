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
        said.push(format!("{at:?} {:?}: {}", document.broken, words(document.values(&scanned.text).json())));
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

/// What looks like a wanted key and is none: a string, a key further inside, one that only ends like it.
const ALIKE: &str = r#"{"accounts": [{"title": "name", "tags": ["name", "streams"], "streams" : [
  {"config": {"name": "inside", "state": {"last": 1}}, "subjects": "name", "x.name": 1, "\"name": 2, "name" : "outside",
   "state"
     :{"all":{"last":[{}]},"of":"last" , "last":  {"at": 3}}},
  {"name":"state","state":{"last":[true,"last"],"last":5},"name":"twice"}, {"state": null}, {}
], "name":"A"}]}
"#;

#[test]
fn what_only_looks_like_a_wanted_key_is_none() {
    let text = ALIKE.as_bytes();
    let whole = said(&[text]);
    let streams: Vec<&str> = whole.iter().filter_map(|said| said.strip_prefix("streams of None of None: ")).collect();
    assert_eq!(
        streams,
        [
            r#"{"name": "outside" Some("outside"), "state": {"last": {"at": 3 None}}}"#,
            r#"{"name": "state" Some("state"), "state": {"last": [true None, "last" Some("last")]}}"#,
            r#"{"state": null None}"#,
            "{}",
        ]
    );
    for first in 0..=text.len() {
        for length in [0, 1, 2, 7, 64, 100] {
            let (one, rest) = text.split_at(first);
            let (two, three) = rest.split_at(length.min(rest.len()));
            assert_eq!(said(&[one, two, three]), whole, "at {first} and {length} on");
        }
    }
    // Wherever in 64 bytes it begins.
    for blanks in 0..64 {
        let moved = format!("{}{ALIKE}", " ".repeat(blanks));
        let streams_of =
            |said: Vec<String>| said.into_iter().filter(|said| said.starts_with("streams")).collect::<Vec<_>>();
        assert_eq!(streams_of(said(&[moved.as_bytes()])), streams_of(whole.clone()), "{blanks}");
    }
}

//! The push scanner against serde_json: the same values, whole or in pieces that end anywhere, and nothing else.

use proptest::prelude::*;
use quorate::scan::{Broken, Document, Element, Json, Keep, Scanned, Scanner, Watched};
use serde_json::{Map, Value, json};

mod recorded;

use recorded::{corpus, moments_of};

const NOTHING: Watched = &[];
const MOST: usize = 1 << 30;

/// A value as serde_json would have it.
fn value_of(json: Json) -> Value {
    if json.is_object() {
        Value::Object(json.entries().map(|(key, value)| (key.into_owned(), value_of(value))).collect())
    } else if json.is_list() {
        json.items().map(value_of).collect()
    } else if let Some(text) = json.text() {
        Value::String(text.into_owned())
    } else {
        serde_json::from_str(json.written()).expect("a number or a word")
    }
}

fn scan(text: &[u8], sizes: impl IntoIterator<Item = usize>, take: &mut dyn FnMut(Element) -> bool) -> Scanned {
    let mut scanner = Scanner::new(NOTHING, MOST);
    let mut rest = text;
    for size in sizes {
        let (piece, after) = rest.split_at(size.min(rest.len()));
        scanner.push(piece, take);
        rest = after;
    }
    scanner.push(rest, take);
    scanner.finish()
}

/// The only document of a text, read in pieces.
fn only(text: &str, sizes: impl IntoIterator<Item = usize>) -> Value {
    let scanned = scan(text.as_bytes(), sizes, &mut |_| false);
    assert_eq!(scanned.text, text.as_bytes(), "all of it is kept");
    let [document] = &scanned.documents[..] else { panic!("{} documents in {text}", scanned.documents.len()) };
    assert!(document.broken.is_none(), "{:?} in {text}", document.broken);
    assert_eq!(&text[document.start..document.end], text.trim());
    value_of(document.values(&scanned.text).json())
}

/// All documents that were recorded, each once.
fn documents() -> Vec<String> {
    let bodies = corpus().into_iter().flat_map(|file| moments_of(&file)).flat_map(|moment| moment.readings);
    let lines = bodies
        .filter_map(|asked| asked.body)
        .flat_map(|body| if body.starts_with("{\n") { vec![body] } else { body.lines().map(str::to_owned).collect() });
    let mut all: Vec<String> = lines.filter(|line| line.starts_with('{') && line.len() > 2).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn every_recorded_document_is_as_serde_json_reads_it() {
    let all = documents();
    assert!(all.len() > 3_000, "{}", all.len());
    for (n, text) in all.iter().enumerate() {
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(only(text, []), expected);
        for size in [1, 7, 64, 1_000 + n % 100] {
            assert_eq!(only(text, std::iter::repeat_n(size, text.len() / size)), expected, "in pieces of {size}");
        }
    }
}

#[test]
fn a_document_may_be_split_anywhere() {
    let mut by_size = documents();
    by_size.sort_by_key(String::len);
    // A small one of every length up to some hundred bytes, then ever larger ones.
    for text in by_size.iter().step_by(by_size.len() / 20) {
        let expected: Value = serde_json::from_str(text).unwrap();
        for at in 0..text.len().min(3_000) {
            assert_eq!(only(text, [at]), expected, "split at {at}");
        }
    }
}

#[test]
fn what_is_cut_off_is_told_wherever_it_is_cut() {
    let text = r#"{"a": [1, {"b": "\u00e9\\"}, null], "c": {"d": -2.5e3, "e": true}}"#;
    for end in 2..text.len() {
        let scanned = scan(&text.as_bytes()[..end], std::iter::repeat_n(3, end / 3), &mut |_| false);
        let [document] = &scanned.documents[..] else { panic!("{end}") };
        let Some(Broken::Cut { at, open, .. }) = &document.broken else { panic!("{end}: {:?}", document.broken) };
        assert!(*at <= end && !open.is_empty(), "{end}: {at}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        "\\PC{0,20}".prop_map(Value::from),
        "[\"\\\\/\u{8}\u{c}\n\r\t\u{0}{}\\[\\]:, ]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::vec(("\\PC{0,8}", inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// In one line, indented, or with the blanks of other writers.
fn written(value: &Value, way: u8) -> String {
    match way {
        0 => serde_json::to_string(value).unwrap(),
        1 => serde_json::to_string_pretty(value).unwrap(),
        // No string has a line's end in it that is not escaped.
        _ => serde_json::to_string_pretty(value).unwrap().replace('\n', "\r\n\t "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_in_any_pieces(
        value in any_value(), way in 0..3_u8, sizes in proptest::collection::vec(0_usize..90, 0..30)
    ) {
        let value = json!({"it": value});
        prop_assert_eq!(only(&written(&value, way), sizes), value);
    }

    #[test]
    fn whatever_the_pieces_a_document_is_what_it_is_alone(
        text in "[{}\\[\\]\",:0-9a-z \n\\\\]{0,300}", sizes in proptest::collection::vec(0_usize..70, 0..12)
    ) {
        for document in scan(text.as_bytes(), sizes, &mut |_| false).documents {
            let alone = Scanner::one(NOTHING, text.as_bytes(), document.start, &mut |_| false);
            prop_assert_eq!(format!("{document:?}"), format!("{alone:?}"));
        }
    }

    /// Elements are handed out whole and dropped; everything else, and where it stood, stays.
    #[test]
    fn elements_are_handed_out(
        lists in proptest::collection::vec(proptest::collection::vec(any_value(), 0..5), 0..4),
        way in 0..3_u8, sizes in proptest::collection::vec(0_usize..90, 0..30)
    ) {
        const WATCHED: Watched = &[("outer", Keep::Each(&Keep::Only(&[
            ("name", Keep::All), ("short", Keep::Only(&[("of", Keep::All)])), ("inner", Keep::Each(&Keep::Only(&[("wanted", Keep::All)]))),
        ])))];
        let outer: Vec<Value> = lists.iter().enumerate().map(|(n, values)| {
            let inner: Vec<Value> =
                values.iter().map(|value| json!({"junk": value, "wanted": value, "more": [value]})).collect();
            json!({
                "first": values, "name": n, "between": "\u{1}", "number": -1.5, "short": {"and": n, "of": [n]}, "inner": inner,
                "last": values
            })
        }).collect();
        let whole = json!({"before": [1, {"x": "}"}], "outer": outer, "after": {"y": "]"}});
        let text = written(&whole, way);
        let mut taken = Vec::new();
        let mut scanner = Scanner::new(WATCHED, MOST);
        let mut take = |element: Element| {
            taken.push((element.key().into_owned(), element.place(0), value_of(element.json())));
            true
        };
        let mut rest = text.as_bytes();
        for size in sizes {
            let (piece, after) = rest.split_at(size.min(rest.len()));
            scanner.push(piece, &mut take);
            rest = after;
        }
        scanner.push(rest, &mut take);
        let scanned = scanner.finish();
        let mut expected = Vec::new();
        for (n, values) in lists.iter().enumerate() {
            let inner = values.iter().enumerate();
            expected.extend(inner.map(|(m, value)| ("inner".to_owned(), m, json!({"wanted": value}))));
            expected.push(("outer".to_owned(), n, json!({"name": n, "short": {"of": [n]}, "inner": []})));
        }
        prop_assert_eq!(taken, expected);
        let [document] = &scanned.documents[..] else { panic!("{:?}", scanned.documents) };
        let kept = json!({"before": [1, {"x": "}"}], "outer": [], "after": {"y": "]"}});
        prop_assert_eq!(value_of(document.values(&scanned.text).json()), kept.clone());
        prop_assert_eq!(serde_json::from_slice::<Value>(&scanned.text).unwrap(), kept);
        // What follows a gap stands in the text where the gap says it does.
        for (gap, goes_on) in &scanned.gaps {
            let goes_on = usize::try_from(*goes_on).unwrap();
            let same = scanned.text[*gap..].iter().zip(&text.as_bytes()[goes_on..]).take_while(|(a, b)| a == b).count();
            prop_assert!(same > 0);
        }
    }
}

/// Elements as servers print them: many alike, and some unlike all before them.
fn alike() -> impl Strategy<Value = Vec<Value>> {
    let row = (0..3_u8, any::<bool>(), prop_oneof![Just(0), 0_u64..1_000_000_000]);
    let rows = proptest::collection::vec(row, 0..3);
    let texts = prop_oneof![5 => "[a-z]{1,20}", 1 => "\\PC{0,20}", 1 => "[\"\\\\/\n{}\\[\\]]{0,4}"];
    let odd = prop_oneof![12 => Just(None), 1 => any_value().prop_map(Some)];
    let element = (texts, any::<u8>(), rows, proptest::collection::vec("[a-c]{1,9}", 0..3), odd);
    let element = element.prop_map(|(text, some, rows, inner, odd)| {
        let has = |bit: u8| some & bit != 0;
        let rows = rows.into_iter().map(|(n, current, active)| match (n, active) {
            (2, _) => json!({"name": "n2", "current": false, "offline": true, "active": active, "lag": n}),
            _ => json!({"name": format!("n{n}"), "current": current, "active": active}),
        });
        let config =
            json!({"discard": "old", "limit": if has(1) { -1 } else { 5 }, "metadata": {"level": "0"}, "size": 3});
        let mut element =
            json!({"a name": text, "b cluster": {"leader": text.get(..1), "rows": rows.collect::<Value>()}});
        for (bit, key, value) in [
            (2, "c config", config),
            (4, "d list", json!([text, {}, [], null, 1.5e3])),
            (8, "e inner", inner.iter().map(|name| json!({"name": name, "other": [name]})).collect()),
            (16, "f last", json!({"a name": text})),
        ] {
            if has(bit) {
                element[key] = value;
            }
        }
        if let Some(odd) = odd {
            let keys = ["a name", "b cluster", "c config", "d list", "e inner", "odd"];
            element[keys[usize::from(some >> 5) % keys.len()]] = odd;
        }
        element
    });
    proptest::collection::vec(element, 0..60)
}

const ALIKE: Watched = &[(
    "list",
    Keep::Each(&Keep::Only(&[
        ("a name", Keep::All),
        ("b cluster", Keep::Only(&[("leader", Keep::All), ("rows", Keep::All)])),
        ("c config", Keep::Only(&[("size", Keep::All)])),
        ("e inner", Keep::Each(&Keep::Only(&[("name", Keep::All)]))),
        ("g never", Keep::All),
    ])),
)];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is known of elements before changes nothing: in pieces of a few bytes no element is ever whole, and nothing
    /// is known of any. The same where a byte is wrong, as far as the document goes: where the next one is looked for may
    /// depend on the pieces.
    #[test]
    fn elements_alike_are_read_as_if_each_were_the_first(
        elements in alike(), way in 0..3_u8, wrong in proptest::option::of((any::<proptest::sample::Index>(), 0_usize..13))
    ) {
        let mut text = written(&json!({"list": elements}), way).into_bytes();
        if let Some((at, byte)) = wrong {
            let at = at.index(text.len());
            text[at] = b"\"{}[],:x\n\\ 0-"[byte];
        }
        let outcome = |size: usize| {
            let (mut taken, mut scanner) = (Vec::new(), Scanner::new(ALIKE, MOST));
            for piece in text.chunks(size) {
                scanner.push(piece, &mut |element: Element| {
                    if element.document() == 0 {
                        let around = element.around(1).map(value_of);
                        taken.push((element.key().into_owned(), element.place(0), value_of(element.json()), around));
                    }
                    true
                });
            }
            let Scanned { text, documents, gaps, .. } = scanner.finish();
            let Document { start, end, broken, .. } = &documents[0];
            (taken, value_of(documents[0].values(&text).json()), (*start, *end), format!("{broken:?}"), gaps)
        };
        let (whole, few) = (outcome(text.len()), outcome(7));
        prop_assert_eq!(&whole, &few);
        if wrong.is_none() {
            prop_assert_eq!(whole.0.iter().filter(|(key, ..)| key == "list").count(), elements.len());
        }
    }
}

/// More than anybody would remember.
#[test]
fn elements_all_unlike_are_read_as_well() {
    let element =
        |n: usize| json!({"a name": n, format!("b{n}"): [n], "c config": {format!("x{}", n % 50): n, "size": n}});
    let text = written(&json!({"list": (0..3_000).map(element).collect::<Vec<_>>()}), 1);
    let (mut taken, mut scanner) = (Vec::new(), Scanner::new(ALIKE, MOST));
    scanner.push(text.as_bytes(), &mut |element: Element| {
        taken.push(value_of(element.json()));
        true
    });
    assert!(scanner.finish().documents[0].broken.is_none());
    assert_eq!(taken, (0..3_000).map(|n| json!({"a name": n, "c config": {"size": n}})).collect::<Vec<_>>());
}

/// In what is skipped, what betrays that the document was cut off and another text goes on.
#[test]
fn a_cut_inside_of_what_is_skipped_is_seen() {
    const WATCHED: Watched = &[("list", Keep::Each(&Keep::Only(&[("name", Keep::All)])))];
    let next = r#"{"status": "ok"}"#;
    for rubbish in ["curl: (28) Operation timed out", "$ curl -s n2:8222/healthz", "\n\n== n2 ==\n"] {
        for (cut, begins) in [("\"config\": {\"a\": 1, \"b\": [2", 0), ("\"config\": {\"a\": \"half a str", 1)] {
            let text = format!("{{\"list\": [{{\"name\": 1}}, {{\"name\": 2, {cut}{rubbish}\n{next}\n");
            let mut taken = 0;
            let mut scanner = Scanner::new(WATCHED, MOST);
            for piece in text.as_bytes().chunks(50) {
                scanner.push(piece, &mut |_| {
                    taken += 1;
                    true
                });
            }
            let scanned = scanner.finish();
            assert_eq!(taken, 1, "{text}");
            let is_whole = |document: &&Document| document.broken.is_none();
            let whole: Vec<&Document> = scanned.documents.iter().filter(is_whole).collect();
            let [whole] = whole[..] else { panic!("{begins}: {text}: {:?}", scanned.documents) };
            assert_eq!(value_of(whole.values(&scanned.text).json()), json!({"status": "ok"}));
        }
    }
}

//! House rules that are not left to reviewers' memory: the floors, the door, the vocabulary, a pure core.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The floors: a file names only files on lower floors, or its own folder's parent and children.
const FLOORS: [&[&str]; 10] = [
    &["quorum", "peer_id", "clock", "scan", "order", "phrase"],
    &["wire", "listing"],
    &["reading"],
    &["meta_group"],
    &["asset_groups"],
    &["verdict"],
    &["case"],
    &["checks", "recovery"],
    &["report"],
    &["triage"],
];

/// Above all floors: the map, and the door.
const OUTSIDE: [&str; 2] = ["lib", "wasm"];

/// Words that name nothing in particular, or that the field uses for something else.
const FORBIDDEN: [&str; 13] = [
    "node", "nodes", "member", "members", "healthy", "status", "alert", "rule", "manager", "helper", "util", "data",
    "info",
];

/// What would make the core impure, or end the page: clock, network, log, randomness, panic.
const IMPURE: [&str; 18] = [
    "SystemTime",
    "Instant",
    "std::net",
    "std::env",
    "std::fs",
    "std::thread",
    "println!",
    "eprintln!",
    "dbg!",
    "rand::",
    "getrandom",
    ".unwrap()",
    ".expect(",
    "panic!",
    "todo!",
    "unimplemented!",
    "unreachable!",
    "unsafe ",
];

#[test]
fn files_name_only_lower_floors() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let room = room_of(&file);
        let Some(floor) = floor_of(&room) else {
            assert!(OUTSIDE.contains(&room.as_str()), "{} stands on no floor", file.display());
            continue;
        };
        for named in rooms_named_in(&without_tests(&text)) {
            let allowed = named == room || floor_of(&named).is_some_and(|lower| lower < floor);
            if !allowed {
                wrong.push(format!("{} (floor {floor}) names {named}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_door_knows_javascript() {
    for (file, text) in sources() {
        let names_it =
            ["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"].iter().any(|name| text.contains(name));
        assert!(!names_it || file.ends_with("wasm.rs"), "{} knows JavaScript", file.display());
    }
}

#[test]
fn the_core_is_pure() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (n, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            wrong.extend(
                IMPURE
                    .iter()
                    .filter(|word| code.contains(**word))
                    .map(|word| format!("{}:{}: {word}", file.display(), n + 1)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn votes_know_nothing_of_nats() {
    let text = fs::read_to_string("src/quorum.rs").expect("quorum.rs");
    assert!(!text.to_lowercase().contains("nats"), "the word NATS occurs");
    let others = text.lines().filter(|line| line.trim_start().starts_with("use ") && !line.contains("use std::"));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new(), "std only");
}

#[test]
fn names_are_the_fields_words() {
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().chain(scripts()) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for name in names_given_in(&text).chain([stem]) {
            let words = words_of(&name);
            wrong.extend(
                FORBIDDEN
                    .iter()
                    .filter(|word| words.contains(**word))
                    .map(|word| format!("{}: {name} has {word}", file.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_read_in_one_sitting() {
    const LONG: usize = 600;
    for (file, text) in sources().into_iter().chain(scripts()) {
        assert!(text.lines().count() <= LONG, "{} has more than {LONG} lines", file.display());
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    files_below(Path::new("src"), "rs")
}

fn scripts() -> Vec<(PathBuf, String)> {
    ["www", "benches"].into_iter().flat_map(|folder| files_below(Path::new(folder), "js")).collect()
}

fn files_below(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() && !path.ends_with("node_modules") {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// `src/reading/clock.rs` is in the room `reading`.
fn room_of(file: &Path) -> String {
    let room = file.components().nth(1).expect("below src");
    room.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Every `crate::room`, alone or in braces.
fn rooms_named_in(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let first =
            |part: &str| part.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        if let Some(braced) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut part = String::new();
            for c in braced.chars() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                if depth == 0 || (depth == 1 && c == ',') {
                    rooms.insert(first(&part));
                    part.clear();
                } else {
                    part.push(c);
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            rooms.insert(first(rest));
        }
    }
    rooms.remove("");
    rooms
}

/// Tests may look anywhere and may panic.
fn without_tests(text: &str) -> String {
    if text.contains("#![cfg(test)]") {
        return String::new();
    }
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Names that follow a keyword which gives one.
fn names_given_in(text: &str) -> impl Iterator<Item = String> + '_ {
    const GIVES: [&str; 10] = ["fn", "struct", "enum", "type", "trait", "const", "static", "mod", "function", "class"];
    let words: Vec<&str> = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .filter(|line| !line.trim_start().starts_with('*'))
        .flat_map(|line| line.split_whitespace())
        .collect();
    let given = |pair: &[&str]| {
        let name: String = pair[1].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        (GIVES.contains(&pair[0]) && !name.is_empty()).then_some(name)
    };
    words.windows(2).filter_map(given).collect::<Vec<_>>().into_iter()
}

/// `MetaGroup`, `meta_group` and `metaGroup` are the words meta and group.
fn words_of(name: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c == '_' || c == '-' || c == '.' || (c.is_uppercase() && was_lower) {
            words.insert(std::mem::take(&mut word));
        }
        was_lower = c.is_lowercase();
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    words.insert(word);
    words
}

//! The tables of pasted texts.

use std::{fmt::Write as _, fs, path::Path};

use quorate::reading::{Body, Input};

use crate::{describe::describe, read, text};

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

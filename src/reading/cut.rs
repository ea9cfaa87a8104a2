//! A document that was cut off: what was whole before the cut.
//!
//! A cut must not invent facts. A half number or word is dropped. So is the half element of a list, and a half peer
//! of `/raftz`: there a missing field means something (`offline` absent: online). Everything else that was open at the
//! cut is named, so that nobody takes what is missing from it for absent.

use super::json::Open;

/// What was whole before the cut.
#[derive(Debug)]
pub(super) struct Remains {
    /// A JSON document again.
    pub(super) json: String,
    /// JSON Pointers of what was open at the cut and is still there, outermost first: the document itself is "".
    pub(super) open: Vec<String>,
}

/// What is left of the document that begins at `start` and broke with these objects and lists open.
pub(super) fn remains(text: &str, start: usize, open: &[Open]) -> Remains {
    let mut pointers = vec![String::new()];
    for level in open {
        let parent = pointers.last().cloned().unwrap_or_default();
        let step = if level.is_list {
            level.index.to_string()
        } else {
            let key = text.get(level.key.clone()).and_then(|key| serde_json::from_str::<String>(key).ok());
            pointer_step(&key.unwrap_or_default())
        };
        pointers.push(format!("{parent}/{step}"));
    }
    // Lists around the whole are lists of documents, and half a document is still worth reading.
    let documents = open.iter().take_while(|level| level.is_list).count();
    let is_collection = |(depth, level): &(usize, &Open)| {
        level.is_list || pointers.get(*depth).is_some_and(|at| at.ends_with("/peers"))
    };
    let kept = open.iter().enumerate().skip(documents).find(is_collection).map_or(open.len(), |(depth, _)| depth + 1);
    let kept_open = open.get(..kept).unwrap_or_default();
    let end = kept_open.last().map_or(start, |innermost| innermost.whole);
    let mut json = text.get(start..end).unwrap_or_default().to_owned();
    json.extend(kept_open.iter().rev().map(|level| if level.is_list { ']' } else { '}' }));
    pointers.truncate(kept);
    Remains { json, open: pointers }
}

/// A key as a step of a JSON Pointer.
pub(super) fn pointer_step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::super::json::{Broken, scan};
    use super::*;

    #[test]
    fn cuts() {
        for (text, json, open) in [
            (r#"{"a":1,"b":2"#, r#"{"a":1}"#, vec![""]),
            (r#"{"a":1,"b":"x"#, r#"{"a":1}"#, vec![""]),
            (r#"{"a":1,"b":"x","#, r#"{"a":1,"b":"x"}"#, vec![""]),
            (r#"{"a":{"b":true,"c"#, r#"{"a":{"b":true}}"#, vec!["", "/a"]),
            (r#"{"r":[{"n":1},{"n":2,"#, r#"{"r":[{"n":1}]}"#, vec!["", "/r"]),
            (r#"{"r":[{"n":1}],"x/~y":{"#, r#"{"r":[{"n":1}],"x/~y":{}}"#, vec!["", "/x~1~0y"]),
            (r#"[{"a":1},{"b":[1,2"#, r#"[{"a":1},{"b":[1]}]"#, vec!["", "/1", "/1/b"]),
            (
                r#"{"g":{"peers":{"A":{"n":1},"B":{"n":2,"#,
                r#"{"g":{"peers":{"A":{"n":1}}}}"#,
                vec!["", "/g", "/g/peers"],
            ),
        ] {
            let Some(Broken::Cut { open: levels, .. }) = scan(text.as_bytes(), 0).broken else { panic!("{text}") };
            let left = remains(text, 0, &levels);
            assert_eq!((left.json.as_str(), left.open), (json, open.into_iter().map(String::from).collect()), "{text}");
        }
    }
}

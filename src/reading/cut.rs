//! A document that was cut off: what was whole before the cut.
//!
//! A cut must not invent facts. A half number or word is dropped. So is the half element of a list, and a half peer
//! of `/raftz`: there a missing field means something (`offline` absent: online). Everything else that was open at the
//! cut is named, so that nobody takes what is missing from it for absent.

use crate::scan::{Document, Open};

/// Leaves of a document that broke with these objects and lists open what was whole: the JSON Pointers of what was open
/// and is still there, outermost first: the document itself is "".
pub(super) fn remains(document: &mut Document, text: &[u8], open: &[Open]) -> Vec<String> {
    let values = document.values(text);
    let json = values.json();
    let is_list = |level: &Open| level.json(json).is_list();
    let mut pointers = vec![String::new()];
    for pair in open.windows(2) {
        let [outer, inner] = pair else { continue };
        let parent = pointers.last().cloned().unwrap_or_default();
        let step = if is_list(outer) { outer.index.to_string() } else { pointer_step(&inner.json(json).key()) };
        pointers.push(format!("{parent}/{step}"));
    }
    // Lists around the whole are lists of documents, and half a document is still worth reading.
    let documents = open.iter().take_while(|level| is_list(level)).count();
    let is_collection = |(depth, level): &(usize, &Open)| {
        is_list(level) || pointers.get(*depth).is_some_and(|at| at.ends_with("/peers"))
    };
    let kept = open.iter().enumerate().skip(documents).find(is_collection).map_or(open.len(), |(depth, _)| depth + 1);
    pointers.truncate(kept);
    document.truncate(open.get(kept));
    pointers
}

/// A key as a step of a JSON Pointer.
pub(super) fn pointer_step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Broken, Json, Scanner};

    fn written(json: Json) -> String {
        if json.is_object() {
            let entries = json.entries().map(|(key, value)| format!("\"{key}\":{}", written(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        } else if json.is_list() {
            format!("[{}]", json.items().map(written).collect::<Vec<_>>().join(","))
        } else {
            json.written().to_owned()
        }
    }

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
            let mut document = Scanner::one(&[], text.as_bytes(), 0, &mut |_| false);
            let Some(Broken::Cut { open: levels, .. }) = document.broken.clone() else { panic!("{text}") };
            let left = remains(&mut document, text.as_bytes(), &levels);
            assert_eq!(
                (written(document.values(text.as_bytes()).json()).as_str(), left),
                (json, open.into_iter().map(String::from).collect()),
                "{text}"
            );
        }
    }
}

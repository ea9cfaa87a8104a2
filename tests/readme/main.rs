//! What the README prints from the code and from the recordings. `BLESS=1` writes it anew.

use std::{fs, sync::Mutex};

mod checks;
mod comparison;
#[path = "../recorded/mod.rs"]
mod recorded;

/// One test at a time writes the README.
static WRITING: Mutex<()> = Mutex::new(());

/// Fails unless `text` stands between `<!-- mark -->` and `<!-- /mark -->`.
fn holds(mark: &str, text: &str) {
    let _writing = WRITING.lock().expect("no other test panics while it writes");
    let readme = fs::read_to_string("README.md").expect("README.md");
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = readme.split_once(&begin).unwrap_or_else(|| panic!("README.md has no {begin}"));
    let (now, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no {end}"));
    if std::env::var_os("BLESS").is_some() {
        fs::write("README.md", format!("{before}{begin}{text}{end}{after}")).expect("README.md can be written");
    } else {
        assert!(now == text, "README.md is stale at {mark}; BLESS=1 cargo test --test readme writes it anew:\n{text}");
    }
}

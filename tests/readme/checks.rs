//! The checks, from the same values that the page shows.

use std::fmt::Write;

use quorate::checks::ALL;
use serde_json::json;

use super::holds;

#[test]
fn the_readme_lists_every_check() {
    let mut table = "| code | name | severity | why |\n|---|---|---|---|\n".to_owned();
    for check in &ALL {
        let severity = json!(check.severity);
        let severity = severity.as_str().expect("a word");
        writeln!(table, "| {} | {} | {severity} | {} |", check.code, check.name, check.why)
            .expect("a string takes all");
    }
    holds("checks", &table);
}

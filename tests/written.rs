//! What crosses to JavaScript is what serde says of the report, to the last digit.

use std::fs;

use quorate::{
    reading::{Body, Input},
    report::{Group, Options, read_back, what_if, written},
    triage::Triage,
};
use serde_json::{Value, from_str, json, to_value};

mod recorded;

use recorded::{Asked, corpus, moments_of};

#[test]
fn the_examples_reports_are_written_whole_and_read_back() {
    for name in ["crash", "held", "partition"] {
        let text = fs::read_to_string(format!("www/examples/{name}.json")).unwrap();
        let mut triage = Triage::new(Options::default());
        let asked: Vec<Value> = from_str(&text).unwrap();
        for one in &asked {
            let text = |field: &str| one[field].as_str().map(str::to_owned);
            triage.add(&Input {
                source: text("source").unwrap_or_default(),
                server: text("server"),
                path: text("path"),
                error: text("error"),
                body: text("body").map(Body::Text),
                ..Input::default()
            });
        }
        let report = triage.report();
        assert!(!report.groups.is_empty());
        let (crossed, said) = (from_str(&written(&report)).unwrap(), to_value(&report).unwrap());
        assert_eq!(as_javascript_has_it(crossed), as_javascript_has_it(said), "{name}");

        let groups: Vec<Group> = read_back(&written(&report.groups), "groups").unwrap();
        assert_eq!(what_if(&groups, &[]), report.outlook, "{name}");
    }
}

/// Peers in doubt among them: killed a second before.
#[test]
fn recorded_reports_are_read_back_with_the_same_outlook() {
    let killed = corpus().into_iter().filter(|file| file.to_string_lossy().contains("/02_follower_killed"));
    let mut in_doubt = 0;
    for moment in killed.flat_map(|file| moments_of(&file)) {
        let mut triage = Triage::default();
        moment.inputs(Asked::is_at_level_a).iter().for_each(|input| triage.add(input));
        let report = triage.report();
        let groups: Vec<Group> = read_back(&written(&report.groups), "groups").unwrap();
        assert_eq!(what_if(&groups, &[]), report.outlook, "{}", moment.id);
        in_doubt += report.groups.iter().filter(|group| group.says.contains("may not be in contact")).count();
    }
    assert!(in_doubt > 3, "only {in_doubt} in doubt");
}

/// 5 and 5.0 are one number there.
fn as_javascript_has_it(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.into_iter().map(as_javascript_has_it).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, field)| (key, as_javascript_has_it(field))).collect(),
        other => other,
    }
}

//! No value that a server could print makes a report impossible: recorded moments with values made odd, one after another.

use quorate::{
    reading::{Body, Input},
    report::what_if,
    triage::Triage,
};
use serde_json::{Value, json};

mod recorded;

use recorded::{Chance, corpus, moments_of};

/// How many values are made odd in each moment.
const CHANGES: usize = 12;

#[test]
fn a_report_is_made_of_whatever_servers_print() {
    let mut chance = Chance::seeded("odd");
    let mut reports = 0;
    for file in corpus() {
        let moments = moments_of(&file);
        for pair in moments.windows(2).step_by(3) {
            let mut triage = Triage::default();
            for input in pair.iter().flat_map(|moment| moment.inputs(|_| true)) {
                triage.add(&oddly(input, &mut chance));
            }
            let report = triage.report();
            let names: Vec<String> =
                report.groups.iter().flat_map(|group| &group.peers).filter_map(|peer| peer.name.clone()).collect();
            let without = names.get(..names.len() / 2).unwrap_or_default();
            assert_eq!(what_if(&report.groups, without).len(), report.groups.len());
            reports += 1;
        }
    }
    assert!(reports > 300, "only {reports} reports");
}

/// One reading in two as it was, the other with values of any type and size.
fn oddly(input: Input, chance: &mut Chance) -> Input {
    let Some(Body::Text(text)) = &input.body else { return input };
    let Ok(mut document) = serde_json::from_str::<Value>(text) else { return input };
    if chance.below(2) == 0 {
        return input;
    }
    for _ in 0..CHANGES {
        change(&mut document, chance);
    }
    Input { body: Some(Body::Text(document.to_string())), ..input }
}

/// Goes down by chance, and makes what it meets odd.
fn change(value: &mut Value, chance: &mut Chance) {
    let inner: Vec<&mut Value> = match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(elements) => elements.iter_mut().collect(),
        _ => Vec::new(),
    };
    let count = inner.len();
    match inner.into_iter().nth(chance.below(count.max(1))).filter(|_| chance.below(8) > 0) {
        Some(inner) => change(inner, chance),
        None => *value = odd(chance),
    }
}

fn odd(chance: &mut Chance) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(4_294_967_296_u64),
        json!(""),
        json!("n1"),
        json!("\u{202e}é\u{0}"),
        json!("0001-01-01T00:00:00Z"),
        json!("9999-12-31T23:59:59.999999999Z"),
        json!("-292y8760h"),
        json!([]),
        json!([[], {}, null]),
        json!({}),
        json!({"name": {}, "replicas": [{"name": "n1", "peer": "n1"}]}),
    ];
    odd[chance.below(odd.len())].clone()
}

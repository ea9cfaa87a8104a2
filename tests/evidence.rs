//! Evidence holds: every pointer leads to a value in its reading, and the quote is that value.

use quorate::{
    reading::{Evidence, Input, text_of},
    report::Report,
    triage::Triage,
};
use serde_json::Value;

mod recorded;

use recorded::{corpus, moments_of};

/// Quotes that say what is not there; their pointer leads to where it is missing.
const ABSENT: [&str; 5] = ["no leader", "no routes", "no active", "no last_seen", " answered"];

#[test]
fn every_quote_is_what_stands_there() {
    let (mut quotes, mut words) = (0, 0);
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        let inputs: Vec<Input> = moment.readings.iter().map(|asked| asked.input(Some("now".to_owned()))).collect();
        let mut triage = Triage::default();
        for input in &inputs {
            triage.add(input);
        }
        let report = triage.report();
        for evidence in evidence_of(&report) {
            let at = &report.readings[evidence.reading];
            let input = inputs.iter().find(|input| input.source == at.source).expect("a source that was added");
            let Some(body) = &input.body else {
                assert_eq!(Some(&evidence.quote), input.error.as_ref(), "{}", moment.id);
                words += 1;
                continue;
            };
            let text = text_of(body);
            let document = &text[at.offset as usize..(at.offset + at.bytes) as usize];
            let document: Value = serde_json::from_str(document).expect("the place of a whole document");
            let value = document.pointer(&evidence.pointer);
            let value = value.unwrap_or_else(|| panic!("{}: {} leads nowhere", moment.id, evidence.pointer));
            if value.is_object() || value.is_array() {
                let told = ABSENT.iter().any(|absent| evidence.quote.ends_with(absent))
                    || evidence.pointer.ends_with("/routes");
                assert!(told, "{}: {} is quoted as {}", moment.id, evidence.pointer, evidence.quote);
                words += 1;
            } else {
                assert_eq!(evidence.quote, value.to_string(), "{}: {}", moment.id, evidence.pointer);
                quotes += 1;
            }
        }
    }
    assert!(quotes > 10_000 && words > 1_000, "{quotes} quotes, {words} in words");
}

fn evidence_of(report: &Report) -> impl Iterator<Item = &Evidence> {
    let groups = report.groups.iter();
    let peers = groups.clone().flat_map(|group| &group.peers).flat_map(|peer| &peer.evidence);
    let reasons = groups.flat_map(|group| &group.because).flat_map(|reason| &reason.evidence);
    peers.chain(reasons).chain(report.findings.iter().flat_map(|finding| &finding.evidence))
}

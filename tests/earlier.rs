//! The report as of an earlier moment is the one that would have been made then.

use std::path::Path;

use quorate::{
    reading::Input,
    report::{Options, Report},
    triage::Triage,
};
use serde_json::Value;

mod recorded;

use recorded::{Moment, moments_of};

fn triage(inputs: &[Input]) -> Triage {
    let mut triage = Triage::new(Options::default());
    for input in inputs {
        triage.add(input);
    }
    triage
}

/// All that is judged, and the moments until then; each reading by what it is called, and no longer by its index.
fn judged(report: &Report) -> Value {
    let until = report.moment.map_or(0, |moment| moment as usize + 1);
    let mut told = serde_json::json!({
        "groups": report.groups, "outlook": report.outlook, "findings": report.findings,
        "moments": report.moments[..until],
    });
    name_readings(&mut told, report);
    told
}

fn name_readings(value: &mut Value, report: &Report) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| name_readings(item, report)),
        Value::Object(fields) => {
            if let (Some(reading), true) =
                (fields.get("reading").and_then(Value::as_u64), fields.contains_key("pointer"))
            {
                let note = &report.readings[usize::try_from(reading).expect("an index")];
                fields.insert("reading".to_owned(), format!("{} {}", note.source, note.offset).into());
            }
            fields.values_mut().for_each(|field| name_readings(field, report));
        }
        _ => {}
    }
}

/// Every run of these recordings, with all that was asked.
fn runs() -> Vec<Vec<Moment>> {
    let names = [
        "07_partition_leader_minority_drop.n5",
        "09_rolling_restart.n5",
        "11_ghost_peer_term.n5",
        "14_supercluster.n6",
        "18b_meta_lost_stream_ok.n5",
        "R5c_meta_removed_one",
    ];
    let mut runs: Vec<Vec<Moment>> = Vec::new();
    for name in names {
        for moment in moments_of(&Path::new("tests/corpus").join(format!("{name}.jsonl.gz"))) {
            match runs.last_mut().filter(|run| run[0].run() == moment.run()) {
                Some(run) => run.push(moment),
                None => runs.push(vec![moment]),
            }
        }
    }
    runs
}

#[test]
fn it_equals_the_report_on_the_readings_until_then() {
    let mut compared = 0;
    for run in runs() {
        let rounds: Vec<Vec<Input>> = run.iter().map(|moment| moment.inputs(|_| true)).collect();
        let all = triage(&rounds.concat());
        let newest = all.report();
        assert_eq!(newest.moments.len(), rounds.len(), "{}: each round is a moment", run[0].run());
        assert_eq!(newest.moment, u32::try_from(rounds.len() - 1).ok());
        for until in 0..rounds.len() {
            let earlier = all.report_at(until).expect("such a moment");
            let then = triage(&rounds[..=until].concat()).report();
            assert_eq!(earlier.moment, then.moment);
            assert_eq!(judged(&earlier), judged(&then), "{}", run[until].id);
            let part = all.as_of(until).expect("such a moment");
            assert_eq!((part.moment, part.groups), (earlier.moment, earlier.groups.clone()));
            assert_eq!((part.outlook, part.findings), (earlier.outlook.clone(), earlier.findings.clone()));
            assert_eq!((&earlier.readings, &earlier.moments), (&newest.readings, &newest.moments), "all stay listed");
            compared += 1;
        }
        assert_eq!(all.report_at(rounds.len() - 1).as_ref(), Some(&newest));
        assert_eq!(all.report_at(rounds.len()), None);
        assert_eq!(all.as_of(rounds.len()), None);
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn what_was_read_later_tells_nothing_of_then() {
    for run in runs() {
        let rounds: Vec<Vec<Input>> = run.iter().map(|moment| moment.inputs(|_| true)).collect();
        let report = triage(&rounds.concat()).report_at(0).expect("a first moment");
        let mut told = serde_json::json!([report.groups, report.findings]);
        let mut evidence = Vec::new();
        collect(&mut told, &mut evidence);
        assert!(!evidence.is_empty());
        assert!(evidence.iter().all(|&reading| report.readings[reading].moment == Some(0)), "{}", run[0].id);
    }
}

fn collect(value: &mut Value, evidence: &mut Vec<usize>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| collect(item, evidence)),
        Value::Object(fields) => {
            let reading = fields.get("reading").and_then(Value::as_u64).filter(|_| fields.contains_key("pointer"));
            evidence.extend(reading.and_then(|reading| usize::try_from(reading).ok()));
            fields.values_mut().for_each(|field| collect(field, evidence));
        }
        _ => {}
    }
}

#[test]
fn what_changes_after_a_report_is_judged_anew() {
    let run = &runs()[0];
    let rounds: Vec<Vec<Input>> = run.iter().map(|moment| moment.inputs(|_| true)).collect();
    let mut grown = triage(&rounds[0]);
    let first = grown.report();
    rounds[1].iter().for_each(|input| grown.add(input));
    assert_eq!(grown.report(), triage(&rounds[..=1].concat()).report());
    rounds[1].iter().for_each(|input| grown.remove(&input.source));
    assert_eq!(grown.report(), first);
    grown.set_expected(vec!["n99".to_owned()]);
    assert_ne!(grown.report(), first);
    grown.clear();
    assert_eq!(grown.report().moment, None);
}

#[test]
fn nothing_read_has_no_moment() {
    let empty = triage(&[]);
    assert_eq!(empty.report().moment, None);
    assert_eq!(empty.report_at(0), None);
}

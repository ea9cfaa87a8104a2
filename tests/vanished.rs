//! Data that vanishes under green probes is found at the first moment at which the readings show it, and nothing is
//! found where nothing is wrong.

use std::collections::BTreeMap;

use quorate::{
    report::{Finding, OutcomeWord, Report},
    triage::Triage,
};
use serde_json::Value;

mod recorded;

use recorded::{Asked, Moment, corpus, moments_of};

/// The reports at each moment of a run, with all moments before it.
fn reports(run: &[Moment], is_given: fn(&Asked) -> bool) -> impl Iterator<Item = (&Moment, Report)> {
    let mut triage = Triage::default();
    run.iter().map(move |moment| {
        let at = moment.captured_at.to_string();
        for asked in moment.readings.iter().filter(|asked| is_given(asked)) {
            let mut input = asked.input(Some(at.clone()));
            input.source = format!("{at} {}", input.source);
            triage.add(&input);
        }
        (moment, triage.report())
    })
}

/// Servers whose streams or messages have fallen to 0, and whether `/raftz` shows an empty log beside another: from the
/// bodies as they came. `held` remembers who held something.
fn truly_vanished(
    moment: &Moment,
    is_given: fn(&Asked) -> bool,
    held: &mut BTreeMap<(String, &'static str), u64>,
) -> bool {
    let mut fell = false;
    let mut logs = Vec::new();
    for asked in moment.readings.iter().filter(|asked| is_given(asked)) {
        let Some(body) = asked.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok()) else {
            continue;
        };
        if asked.path == "/jsz" && body.get("meta_cluster").is_some() {
            for what in ["streams", "messages"] {
                let Some(n) = body[what].as_u64() else { continue };
                let before = held.entry((asked.server.clone(), what)).or_default();
                fell |= n == 0 && *before > 0;
                *before = n.max(*before);
            }
        } else if asked.path.starts_with("/raftz") {
            let meta =
                body.as_object().and_then(|accounts| accounts.values().find_map(|account| account.get("_meta_")));
            logs.extend(meta.and_then(|meta| meta["pindex"].as_u64()));
        }
    }
    fell || (logs.contains(&0) && logs.iter().any(|&pindex| pindex > 0))
}

fn fires<'a>(report: &'a Report, codes: &'a [&str]) -> impl Iterator<Item = &'a Finding> {
    report.findings.iter().filter(|finding| codes.contains(&finding.code) && finding.outcome == OutcomeWord::Fail)
}

#[test]
fn vanished_data_is_found_at_the_first_moment() {
    let mut found = 0;
    let disasters = ["/R1", "/R5", "/R8"];
    let of_disasters = |file: &std::path::PathBuf| disasters.iter().any(|name| file.to_string_lossy().contains(name));
    for file in corpus().into_iter().filter(of_disasters) {
        let moments = moments_of(&file);
        for run in moments.chunk_by(|one, next| one.run() == next.run()) {
            for level in [Asked::is_at_level_a, Asked::is_at_level_c, |_: &Asked| true] {
                let mut held = BTreeMap::new();
                let first = reports(run, level).find(|(moment, _)| truly_vanished(moment, level, &mut held));
                let Some((moment, report)) = first else { continue };
                assert!(fires(&report, &["QUORATE_004", "QUORATE_012"]).count() > 0, "{}: nothing fires", moment.id);
                found += 1;
            }
        }
    }
    assert!(found >= 25, "only {found} runs lose data");
}

#[test]
fn nothing_of_it_is_found_where_nothing_is_wrong() {
    const CODES: [&str; 6] = ["QUORATE_001", "QUORATE_003", "QUORATE_004", "QUORATE_006", "QUORATE_007", "QUORATE_012"];
    let calm = ["/01_", "/03_", "/09_", "/12_", "/13", "/14_", "/15", "/16_", "/21_"];
    for file in corpus().into_iter().filter(|file| calm.iter().any(|name| file.to_string_lossy().contains(name))) {
        let moments = moments_of(&file);
        for run in moments.chunk_by(|one, next| one.run() == next.run()) {
            for level in [Asked::is_at_level_a, Asked::is_at_level_c, |_: &Asked| true] {
                for (moment, report) in reports(run, level) {
                    let false_alarms: Vec<&Finding> = fires(&report, &CODES).collect();
                    assert!(false_alarms.is_empty(), "{}: {false_alarms:#?}", moment.id);
                }
            }
        }
    }
}

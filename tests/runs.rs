//! Whole recorded runs, moment by moment: when a finding begins, and when it ends.

use std::path::Path;

use quorate::{
    report::{Options, OutcomeWord, Report},
    triage::Triage,
};
use serde_json::Value;

mod recorded;

use recorded::{Asked, Moment, moments_of};

/// A leader's heartbeats come every second.
const UNHEARD_NS: u64 = 3_000_000_000;

/// One run of a scenario: the moments of one version, in order.
fn runs(scenario: &str) -> Vec<Vec<Moment>> {
    let moments = moments_of(&Path::new("tests/corpus").join(format!("{scenario}.jsonl.gz")));
    let mut runs: Vec<Vec<Moment>> = Vec::new();
    for moment in moments {
        let run = |moment: &Moment| moment.id.rsplit_once('/').map(|(run, _)| run.to_owned());
        match runs.last_mut().filter(|last| run(&last[0]) == run(&moment)) {
            Some(last) => last.push(moment),
            None => runs.push(vec![moment]),
        }
    }
    runs
}

fn report(moments: &[Moment], is_given: impl Fn(&Asked) -> bool) -> Report {
    let mut triage = Triage::new(Options::default());
    for input in moments.iter().flat_map(|moment| moment.inputs(&is_given)) {
        triage.add(&input);
    }
    triage.report()
}

fn fires(report: &Report, code: &str) -> bool {
    report.findings.iter().any(|finding| finding.code == code && finding.outcome != OutcomeWord::Undecided)
}

/// Whether a leader's own /jsz of this moment shows somebody `offline`, or unheard for 3 s.
fn is_shown(moment: &Moment) -> bool {
    moment.readings.iter().filter(|asked| asked.path == "/jsz").any(|asked| {
        let body = asked.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok()).unwrap_or_default();
        let leads = body.pointer("/meta_cluster/leader").and_then(Value::as_str) == Some(&asked.server);
        let rows = body.pointer("/meta_cluster/replicas").and_then(Value::as_array).cloned().unwrap_or_default();
        leads
            && rows.iter().any(|row| {
                let active = row["active"].as_u64().unwrap_or_default();
                row["offline"] == Value::Bool(true) || active == 0 || active >= UNHEARD_NS
            })
    })
}

#[test]
fn a_dead_follower_is_found_as_soon_as_any_reading_shows_it() {
    for scenario in ["02_follower_killed", "02_follower_killed.n5", "02g_follower_stopped", "02g_follower_stopped.n5"] {
        for run in runs(scenario) {
            let mut found = 0;
            for n in 0..run.len() {
                let moment = &run[n];
                for (level, report) in [
                    ("A", report(&run[n..=n], Asked::is_at_level_a)),
                    ("C", report(&run[n..=n], Asked::is_at_level_c)),
                    ("T", report(&run[..=n], Asked::is_at_level_c)),
                ] {
                    assert_eq!(fires(&report, "META_001"), is_shown(moment), "{} at {level}", moment.id);
                }
                found += u32::from(is_shown(moment));
                let is_down = moment.truth.meta_groups[0].members.iter().any(|peer| !moment.truth.alive.contains(peer));
                let is_late = moment.seconds_since_fault.is_some_and(|seconds| seconds >= 6.0);
                assert!(!(is_down && is_late) || is_shown(moment), "{}: not found in time", moment.id);
                // A server that is just back was not heard a moment ago.
                assert!(is_down || !is_shown(moment) || !is_late, "{}: not cleared", moment.id);
            }
            assert!(found > 0, "{}: never found", run[0].id);
        }
    }
}

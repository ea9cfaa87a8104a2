//! The outlook on recorded moments: what it says, case by case, and that it never allows what would break the group.

use std::{collections::BTreeSet, fs};

use quorate::{
    reading,
    report::{Answer, Group, Options, Report, evaluate, what_if},
    triage::Triage,
};

mod recorded;

use recorded::{Asked, Moment, corpus, moments_of, recorded_at, written};

fn report(moment: &Moment, is_given: fn(&Asked) -> bool) -> Report {
    let mut triage = Triage::default();
    for asked in moment.readings.iter().filter(|asked| is_given(asked)) {
        triage.add(&asked.input(Some(moment.captured_at.to_string())));
    }
    triage.report()
}

#[test]
fn show() {
    let Ok(wanted) = std::env::var("QUORATE_SHOW") else { return };
    for file in corpus().iter().filter(|file| file.to_string_lossy().contains(&wanted)) {
        for moment in moments_of(file) {
            let mut triage = Triage::new(Options::default());
            for input in recorded_at(&moment.id, "T") {
                triage.add(&input);
            }
            let report = triage.report();
            println!("== {} {:?} {:?}", moment.id, moment.seconds_since_fault, moment.truth.components);
            for (group, outlook) in report.groups.iter().zip(&report.outlook) {
                println!(
                    "  {:?} settled {:?} leader {:?} critical {:?} {}",
                    outlook.verdict, group.leader_settled, group.leader, outlook.critical_servers, outlook.says
                );
                for restart in &outlook.restart {
                    println!("    {} {:?}: {}", restart.server, restart.safe, restart.because.join(" | "));
                }
                for back in &group.rejoined {
                    println!("    back? {} {:?}: {}", back.server, back.rejoined, back.says);
                }
            }
        }
    }
}

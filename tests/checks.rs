//! The checks on recorded moments: each fires, stays silent, and says so where the readings leave it open.

use std::path::Path;

use quorate::{
    checks::ALL,
    report::{
        OutcomeWord::{self, Fail, Undecided, Warn},
        Report, Verdict,
    },
    triage::Triage,
};

mod recorded;

use recorded::moments_of;

/// Moment of the corpus, code, what it says of it: None where it is silent.
const TABLE: [(&str, &str, Option<OutcomeWord>); 17] = [
    // A killed follower is found long before it is `offline` (150 s and more after a crash).
    ("02_follower_killed/2.12.8/01", "META_001", None),
    ("02_follower_killed/2.12.8/03", "META_001", Some(Fail)),
    ("02_follower_killed/2.15.1/03", "META_001", Some(Fail)),
    ("02g_follower_stopped/2.12.8/01", "META_001", Some(Fail)),
    // A lost group has no leader to ask: that is META_006.
    ("04_lost_leader_survives_kill/2.12.8/07", "META_001", None),
    ("01_healthy/2.15.1/02", "META_002", None),
    ("07_partition_leader_minority_close/2.12.8/03", "META_002", Some(Fail)),
    ("01_healthy/2.15.1/02", "META_006", None),
    // Nothing says `offline` here.
    ("04_lost_leader_survives_kill/2.12.8/07", "META_006", Some(Fail)),
    ("05_lost_followers_only_kill.n5/2.15.1/04", "META_006", Some(Fail)),
    // Stopped with a goodbye: the only case in which counting `offline` works, for some seconds.
    ("04g_lost_leader_survives_term/2.12.8/02", "META_006", Some(Fail)),
    ("03_leader_killed/2.12.8/02", "META_006", Some(Undecided)),
    ("08_full_split/2.12.8/04", "META_006", Some(Undecided)),
    ("01_healthy.n4/2.12.8/02", "META_007", Some(Warn)),
    ("01_healthy.n2/2.12.8/02", "META_007", Some(Warn)),
    ("14_supercluster.n6/2.12.8/01", "META_007", Some(Warn)),
    ("01_healthy/2.12.8/02", "META_007", None),
];

#[test]
fn what_they_say_of_recorded_moments() {
    for (moment, code, expected) in TABLE {
        let report = report_on(moment);
        let found = report.findings.iter().find(|finding| finding.code == code);
        assert_eq!(found.map(|finding| finding.outcome), expected, "{code} on {moment}: {found:#?}");
    }
}

#[test]
fn every_finding_says_what_why_where_and_what_to_do() {
    for (moment, ..) in TABLE {
        for finding in report_on(moment).findings {
            assert!(finding.says.ends_with('.') && !finding.why.is_empty(), "{moment}: {finding:#?}");
            assert!(!finding.evidence.is_empty() && !finding.remedy.is_empty(), "{moment}: {finding:#?}");
        }
    }
}

/// Without a leader nobody answers a removal, and without a copy of the stores no step is safe.
#[test]
fn a_lost_group_is_never_told_to_remove_peers() {
    for (moment, ..) in TABLE {
        let report = report_on(moment);
        let lost = report.groups.iter().any(|group| group.verdict == Verdict::Lost);
        for finding in report.findings.iter().filter(|finding| lost && finding.code == "META_006") {
            assert!(finding.remedy[0].contains("Copy the store directory"), "{moment}: {:?}", finding.remedy);
            assert!(!finding.remedy.iter().any(|step| step.contains("peer-remove")), "{moment}: {:?}", finding.remedy);
        }
    }
}

#[test]
fn codes_are_in_order_and_unique() {
    let codes: Vec<&str> = ALL.iter().map(|check| check.code).collect();
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
}

/// /jsz and /healthz of every server at that moment.
fn report_on(moment: &str) -> Report {
    let scenario = moment.split('/').next().expect("a scenario");
    let moments = moments_of(&Path::new("tests/corpus").join(format!("{scenario}.jsonl.gz")));
    let recorded = moments.iter().find(|recorded| recorded.id.starts_with(moment));
    let recorded = recorded.unwrap_or_else(|| panic!("{moment} is not in the corpus"));
    let mut triage = Triage::new(Vec::new());
    for asked in recorded.readings.iter().filter(|asked| asked.is_at_level_a()) {
        triage.add(&asked.input(Some("now".to_owned())));
    }
    triage.report()
}

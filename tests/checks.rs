//! The checks, case by case: `tests/tables/checks/` says what they say of recorded moments and of readings written down.

use quorate::{
    checks::ALL,
    reading::Input,
    report::{Finding, Options, OutcomeWord, Report, Verdict},
    triage::Triage,
};

mod recorded;

use recorded::{blocks_of, recorded_at, written};

/// One block of a table.
struct Lesson {
    /// `META_001.txt:12`.
    place: String,
    report: Report,
    /// `fail: n3 was last heard`.
    expected: String,
}

#[test]
fn what_they_say_case_by_case() {
    let mut wrong = Vec::new();
    for check in &ALL {
        for lesson in lessons(check.code) {
            let found = lesson.report.findings.iter().find(|finding| finding.code == check.code);
            if !is_as_expected(&lesson.expected, found) {
                let said = found.map(|finding| format!("{:?}: {}", finding.outcome, finding.says));
                wrong.push(format!("{}: expected {}, got {}", lesson.place, lesson.expected, said.unwrap_or_default()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_cases_in_which_it_fires_and_is_silent() {
    for check in &ALL {
        let lessons = lessons(check.code);
        let some =
            |words: &[&str]| lessons.iter().any(|lesson| words.iter().any(|word| lesson.expected.starts_with(word)));
        assert!(some(&["fail", "warn"]) && some(&["silent"]), "{} has too few cases", check.code);
    }
}

#[test]
fn every_finding_says_what_why_where_and_what_to_do() {
    for lesson in ALL.iter().flat_map(|check| lessons(check.code)) {
        for finding in &lesson.report.findings {
            assert!(finding.says.ends_with('.') && !finding.why.is_empty(), "{}: {finding:#?}", lesson.place);
            assert!(!finding.evidence.is_empty() && !finding.remedy.is_empty(), "{}: {finding:#?}", lesson.place);
        }
    }
}

/// Without a leader nobody answers a removal, and without a copy of the stores no step is safe.
#[test]
fn a_lost_group_is_never_told_to_remove_peers() {
    for lesson in lessons("META_006") {
        let lost = lesson.report.groups.iter().any(|group| group.verdict == Verdict::Lost);
        for finding in lesson.report.findings.iter().filter(|finding| lost && finding.code == "META_006") {
            assert!(finding.remedy[0].contains("Copy the store directory"), "{}: {:?}", lesson.place, finding.remedy);
            assert!(!finding.remedy.iter().any(|step| step.contains("peer-remove")), "{}", lesson.place);
        }
    }
}

#[test]
fn codes_are_in_order_and_unique() {
    let codes: Vec<&str> = ALL.iter().map(|check| check.code).collect();
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
}

fn is_as_expected(expected: &str, found: Option<&Finding>) -> bool {
    let (outcome, words) = expected.split_once(": ").unwrap_or((expected, ""));
    let outcome = match outcome {
        "fail" => Some(OutcomeWord::Fail),
        "warn" => Some(OutcomeWord::Warn),
        "undecided" => Some(OutcomeWord::Undecided),
        "silent" => None,
        other => panic!("{other} is no outcome"),
    };
    found.map(|finding| finding.outcome) == outcome
        && found.is_none_or(|finding| words.split(" | ").all(|words| finding.says.contains(words)))
}

fn lessons(code: &str) -> Vec<Lesson> {
    let blocks = blocks_of(&format!("tests/tables/checks/{code}.txt"));
    blocks.iter().map(|(n, block)| lesson(format!("{code}.txt:{n}"), block)).collect()
}

fn lesson(place: String, block: &[String]) -> Lesson {
    let (expected, lines) = block.split_last().expect("a block has lines");
    let mut options = Options::default();
    let mut inputs: Vec<Input> = Vec::new();
    let mut moment = "now".to_owned();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["recorded", id, "at", level] => inputs.extend(recorded_at(id, level)),
            ["moment", name] => name.clone_into(&mut moment),
            ["expected", ..] => options.expected.extend(words[1..].iter().map(|name| (*name).to_owned())),
            ["threshold", name, value] => set_threshold(&mut options, name, value),
            [server, path, ..] => inputs.push(written(server, path, &words[2..].join(" "), &moment)),
            _ => panic!("{place}: {line} is no reading"),
        }
    }
    let mut triage = Triage::new(options);
    for input in &inputs {
        triage.add(input);
    }
    Lesson { place, report: triage.report(), expected: expected.clone() }
}

fn set_threshold(options: &mut Options, name: &str, value: &str) {
    let thresholds = &mut options.thresholds;
    let threshold = match name {
        "leader_changes" => &mut thresholds.leader_changes,
        "leader_changes_within_s" => &mut thresholds.leader_changes_within_s,
        "snapshot_warning_s" => &mut thresholds.snapshot_warning_s,
        "snapshot_critical_s" => &mut thresholds.snapshot_critical_s,
        "state_replicas" => &mut thresholds.state_replicas,
        "pending_requests" => &mut thresholds.pending_requests,
        "leader_settled_s" => &mut thresholds.leader_settled_s,
        other => panic!("{other} is no threshold"),
    };
    *threshold = value.parse().expect("a whole number");
}

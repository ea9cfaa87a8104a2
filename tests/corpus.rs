//! Recorded moments of real clusters, judged at every level of evidence and scored against the truth beside them.
//!
//! Reads every `*.jsonl.gz` of `tests/corpus/`, or of the folder named in `QUORATE_CORPUS`. Prints one table and, as its
//! last line, the same as JSON. Fails on any wrong verdict, and where more losses are said to be survived than would be.
//! `QUORATE_SHOW=A` lists every row of that level.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use quorate::{
    listing::Names,
    reading::{self, Input, Reading},
    report::{Group, Options, Report, Verdict, evaluate},
    triage::Triage,
};
use serde::Serialize;
use serde_json::Value;

mod recorded;

use recorded::{Asked, Chance, Moment, TrueGroup, corpus, files_of, moments_of, nothing_shows_yet};

/// One asked question with the readings it gave.
#[derive(Clone)]
struct Given<'a> {
    asked: &'a Asked,
    readings: Vec<Reading>,
}

/// What is counted at one level.
#[derive(Default, Serialize)]
struct Score {
    rows: u32,
    wrong: u32,
    too_early: u32,
    assumed_right: u32,
    assumed_wrong: u32,
    lost: u32,
    lost_decided: u32,
    works: u32,
    works_held: u32,
    leaderless: u32,
    undecided: u32,
    too_tolerant: u32,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.wrong += other.wrong;
        self.too_early += other.too_early;
        self.assumed_right += other.assumed_right;
        self.assumed_wrong += other.assumed_wrong;
        self.lost += other.lost;
        self.lost_decided += other.lost_decided;
        self.works += other.works;
        self.works_held += other.works_held;
        self.leaderless += other.leaderless;
        self.undecided += other.undecided;
        self.too_tolerant += other.too_tolerant;
    }
}

type Table = BTreeMap<&'static str, Score>;

const LEVELS: [&str; 11] = ["A", "A, by the clock", "A-", "B", "C", "S", "1", "2^n", "L", "2^r", "T"];

#[test]
fn no_verdict_is_wrong() {
    let folder = std::env::var_os("QUORATE_CORPUS").map_or_else(|| Path::new("tests/corpus").to_owned(), PathBuf::from);
    let files = files_of(&folder);
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (table, complaints) = std::thread::scope(|scope| {
        let work = || {
            let (mut table, mut complaints) = (Table::new(), Vec::new());
            while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                score_file(file, &mut table, &mut complaints);
            }
            (table, complaints)
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let (mut table, mut complaints) = (Table::new(), Vec::new());
        for worker in workers {
            let (part, more) = worker.join().expect("a worker panicked");
            for (level, score) in part {
                table.entry(level).or_default().add(&score);
            }
            complaints.extend(more);
        }
        (table, complaints)
    });
    print_table(&table);
    complaints.iter().take(40).for_each(|complaint| println!("{complaint}"));
    println!("corpus: {}", serde_json::to_string(&table).expect("a table is plain"));
    assert!(table.values().all(|score| score.wrong + score.too_tolerant == 0), "{} wrong verdicts", complaints.len());
    for level in ["A", "A, by the clock", "B", "C"] {
        assert_eq!(table[level].assumed_wrong, 0, "assumed wrong at {level}");
    }
    let decided = |level: &str| (table[level].lost_decided, table[level].works_held);
    let ((lost, held), (lost_now, held_now)) = (decided("T"), decided("C"));
    assert!(
        lost >= lost_now && held >= held_now,
        "earlier moments cost verdicts: {:?}, {:?}",
        decided("T"),
        decided("C")
    );
}

/// Where only one server's monitoring can be reached, the others refuse as dead ones do.
#[test]
fn a_refusal_alone_is_no_loss() {
    let healthy = corpus().into_iter().filter(|path| path.to_string_lossy().contains("/01_"));
    let mut tried = 0;
    for moment in healthy.flat_map(|file| moments_of(&file)).filter(|moment| moment.truth.meta_groups[0].meta_quorum) {
        let servers: BTreeSet<&str> = moment.readings.iter().map(|asked| asked.server.as_str()).collect();
        for exposed in servers {
            let mut triage = Triage::default();
            let mut follows = false;
            for asked in moment.readings.iter().filter(|asked| asked.is_at_level_c()) {
                let input = asked.input(Some("1".to_owned()));
                let refused =
                    Input { status: None, body: None, error: Some("connection refused".to_owned()), ..input.clone() };
                triage.add(if asked.server == exposed { &input } else { &refused });
                let body: Value =
                    asked.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
                let leader = body.pointer("/meta_cluster/leader").and_then(Value::as_str);
                follows |= asked.server == exposed && leader.is_some_and(|leader| leader != exposed);
            }
            for group in triage.report().groups {
                let lost = group.verdict == Verdict::Lost && group.assumes.is_empty();
                assert!(!lost, "{}: lost by {exposed} alone", moment.id);
                assert!(
                    !follows || group.verdict == Verdict::Undecided,
                    "{}: {exposed} follows, {:?}",
                    moment.id,
                    group.verdict
                );
            }
            tried += 1;
        }
    }
    assert!(tried >= 60, "only {tried} servers tried");
}

/// The whole report of every moment at level A, for the same run over the built wasm to be compared with.
#[test]
fn reports_at_level_a_are_written_down() {
    let mut reports = String::new();
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        let mut triage = Triage::default();
        for asked in moment.readings.iter().filter(|asked| asked.is_at_level_a()) {
            triage.add(&asked.input(Some(moment.captured_at.to_string())));
        }
        let report = serde_json::json!({"id": moment.id, "report": triage.report()});
        writeln!(reports, "{report}").expect("a string takes all");
    }
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus-at-level-a.jsonl"), reports)
        .expect("a writable target");
}

fn score_file(file: &Path, table: &mut Table, complaints: &mut Vec<String>) {
    let show = std::env::var("QUORATE_SHOW").ok();
    let mut run: Vec<Reading> = Vec::new();
    let mut run_id = String::new();
    let mut names = Names::default();
    for moment in moments_of(file) {
        let told: Vec<Given> = given(&mut names, &moment, |asked| asked.input(Some(moment.captured_at.to_string())));
        let clocked: Vec<Given> = given(&mut names, &moment, |asked| asked.input(None));
        let (scenario_and_version, _) = moment.id.rsplit_once('/').expect("scenario/version/moment");
        if run_id != scenario_and_version {
            scenario_and_version.clone_into(&mut run_id);
            run.clear();
        }
        run.extend(told.iter().filter(|given| given.asked.is_at_level_c()).flat_map(|given| given.readings.clone()));
        let mut judge = |level: &'static str, given: &[&Given], readings: &[Reading]| {
            let report = evaluate(readings, &names, &[], &Options::default());
            for truth in &moment.truth.meta_groups {
                if show.as_deref() == Some(level) {
                    let verdicts = report.groups.iter().map(|group| (group.verdict, &group.assumes));
                    println!(
                        "row {level} {} {:?} {}",
                        moment.id,
                        verdicts.collect::<Vec<_>>(),
                        truth_in_short(&moment, truth)
                    );
                }
                let score = table.entry(level).or_default();
                if let Some(complaint) = score_row(score, &moment, truth, given, &report) {
                    complaints.push(format!("{complaint} {} at {level} {:?}", moment.id, truth.members));
                }
            }
        };
        let mut level = |name: &'static str, given: &[&Given]| {
            let readings: Vec<Reading> = given.iter().flat_map(|given| given.readings.clone()).collect();
            judge(name, given, &readings);
        };
        let a: Vec<&Given> = told.iter().filter(|given| given.asked.is_at_level_a()).collect();
        level("A", &a);
        level("A, by the clock", &clocked.iter().filter(|given| given.asked.is_at_level_a()).collect::<Vec<_>>());
        level("A-", &a.iter().copied().filter(|given| given.asked.error.is_none()).collect::<Vec<_>>());
        level("B", &told.iter().filter(|given| given.asked.is_at_level_b()).collect::<Vec<_>>());
        level("C", &told.iter().filter(|given| given.asked.is_at_level_c()).collect::<Vec<_>>());
        level("S", &told.iter().filter(|given| given.asked.is_over_nats()).collect::<Vec<_>>());
        let servers: BTreeSet<&str> = moment.readings.iter().map(|asked| asked.server.as_str()).collect();
        let servers: Vec<&str> = servers.into_iter().collect();
        for server in &servers {
            level("1", &a.iter().copied().filter(|given| given.asked.server == **server).collect::<Vec<_>>());
        }
        for chosen in 0..1_u32 << servers.len() {
            let is_chosen =
                |server: &str| servers.iter().position(|&s| s == server).is_some_and(|n| chosen >> n & 1 == 1);
            level("2^n", &a.iter().copied().filter(|given| is_chosen(&given.asked.server)).collect::<Vec<_>>());
        }
        let mut chance = Chance::seeded(&moment.id);
        for _ in 0..50 {
            let keep = chance.below(100);
            level("2^r", &told.iter().filter(|_| chance.below(100) <= keep).collect::<Vec<_>>());
        }
        let mislabelled: Vec<Given> = a
            .iter()
            .map(|&given| {
                let mut given = given.clone();
                given.readings.iter_mut().for_each(|reading| reading.label = Some("localhost:8222".to_owned()));
                given
            })
            .collect();
        level("L", &mislabelled.iter().collect::<Vec<_>>());
        judge("T", &told.iter().filter(|given| given.asked.is_at_level_c()).collect::<Vec<_>>(), &run);
    }
}

fn truth_in_short(moment: &Moment, truth: &TrueGroup) -> String {
    let works = truth.members.iter().any(|member| api_works(moment, member));
    let quorum = if truth.meta_quorum { "quorum" } else { "no quorum" };
    format!("truth: {quorum}, API works: {works}, {:?} s after the fault", moment.seconds_since_fault)
}

fn given<'a>(names: &mut Names, moment: &'a Moment, input: impl Fn(&Asked) -> Input) -> Vec<Given<'a>> {
    let read = |asked: &'a Asked| Given { asked, readings: reading::read(&input(asked), names).0 };
    moment.readings.iter().map(read).collect()
}

/// Scores one true group; a complaint when the verdict on it is wrong.
fn score_row(
    score: &mut Score,
    moment: &Moment,
    truth: &TrueGroup,
    given: &[&Given],
    report: &Report,
) -> Option<String> {
    let matching: Vec<&Group> = report.groups.iter().filter(|group| truth.is(group)).collect();
    let since_fault = moment.seconds_since_fault.unwrap_or(4.0);
    let works = truth.meta_quorum && truth.members.iter().any(|member| api_works(moment, member));
    score.rows += 1;
    score.lost += u32::from(!truth.meta_quorum && since_fault >= 4.0);
    score.works += u32::from(works);
    let says = |verdict: Verdict| matching.iter().any(|group| group.verdict == verdict);
    let assumed = |group: &&&Group| group.verdict == Verdict::Lost && !group.assumes.is_empty();
    let proven_lost = matching.iter().any(|group| group.verdict == Verdict::Lost && group.assumes.is_empty());
    if matching.iter().any(|group| assumed(&group)) {
        *(if truth.meta_quorum { &mut score.assumed_wrong } else { &mut score.assumed_right }) += 1;
    }
    let nothing_shows_yet = || nothing_shows_yet(given.iter().map(|given| (given.asked, &given.readings[..])), truth);
    let mut complaint = None;
    if matching.iter().any(|group| is_too_tolerant(group, truth)) && !nothing_shows_yet() {
        score.too_tolerant += 1;
        complaint = Some("survives fewer losses:");
    }
    if truth.meta_quorum && proven_lost {
        score.wrong += 1;
        complaint = Some("lost, but it has its quorum:");
    } else if !truth.meta_quorum && says(Verdict::Held) {
        if (0.0..4.0).contains(&since_fault) && nothing_shows_yet() {
            score.too_early += 1;
        } else {
            score.wrong += 1;
            complaint = Some("held, but it has no quorum:");
        }
    } else if !truth.meta_quorum && says(Verdict::Lost) {
        score.lost_decided += u32::from(since_fault >= 4.0);
    } else if says(Verdict::Held) {
        score.works_held += u32::from(works);
    } else if says(Verdict::Leaderless) {
        score.leaderless += 1;
    } else {
        score.undecided += 1;
    }
    complaint.map(str::to_owned)
}

/// Of a rescue the truth knows nothing: it counts by the majority of before.
fn is_too_tolerant(group: &Group, truth: &TrueGroup) -> bool {
    let survived = truth.largest_component_live.saturating_sub(truth.quorum_needed);
    truth.meta_quorum && !group.rescue && group.tolerance.is_some_and(|tolerance| tolerance > survived)
}

fn api_works(moment: &Moment, server: &str) -> bool {
    moment.truth.js_api.get(server).and_then(|api| api.get("works")).and_then(Value::as_bool) == Some(true)
}

fn print_table(table: &Table) {
    println!(
        "level           |   rows | wrong | too early | assumed right | wrong | decided lost      | decided held      | leaderless | undecided | too tolerant"
    );
    println!(
        "----------------|--------|-------|-----------|---------------|-------|-------------------|-------------------|------------|-----------|-------------"
    );
    for level in LEVELS {
        let Some(s) = table.get(level) else { continue };
        let share = |part: u32, whole: u32| {
            format!("{part:>6} of {whole:<6}{:>3} %", u64::from(part) * 100 / u64::from(whole.max(1)))
        };
        println!(
            "{level:<15} | {:>6} | {:>5} | {:>9} | {:>13} | {:>5} | {} | {} | {:>10} | {:>9} | {:>12}",
            s.rows,
            s.wrong,
            s.too_early,
            s.assumed_right,
            s.assumed_wrong,
            share(s.lost_decided, s.lost),
            share(s.works_held, s.works),
            s.leaderless,
            s.undecided,
            s.too_tolerant
        );
    }
}

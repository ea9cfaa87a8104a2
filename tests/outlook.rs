//! The outlook on recorded moments: what it says, case by case, and that it never allows what would break the group.

use std::collections::{BTreeMap, BTreeSet};

use quorate::{
    listing::Names,
    reading::{self, Input, Reading},
    report::{Answer, Group, Options, Outlook, Report, Verdict, evaluate, read_back, what_if},
    triage::Triage,
};

mod recorded;

use serde_json::Value;

use recorded::{Asked, Moment, blocks_of, corpus, moments_of, nothing_shows_yet, recorded_at, written};

/// One block of `tests/tables/outlook.txt`.
struct Lesson {
    /// The line it ends at.
    line: usize,
    report: Report,
    expected: Vec<String>,
}

#[test]
fn what_it_says_case_by_case() {
    let mut wrong = Vec::new();
    for lesson in lessons() {
        for expected in &lesson.expected {
            if let Err(said) = check(&lesson.report, expected) {
                wrong.push(format!("outlook.txt:{}: expected {expected}\n    got {said}", lesson.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A level of evidence, and what is asked at it.
type Level = (&'static str, fn(&Asked) -> bool);

const LEVELS: [Level; 4] = [
    ("A", Asked::is_at_level_a),
    ("B", Asked::is_at_level_b),
    ("C", Asked::is_at_level_c),
    ("all", |asked| !asked.is_over_nats()),
];

/// The readings of a moment at a level, with the question each answers.
fn read<'m>(names: &mut Names, moment: &'m Moment, is_given: fn(&Asked) -> bool) -> Vec<(&'m Asked, Vec<Reading>)> {
    let at = moment.captured_at.to_string();
    let given = moment.readings.iter().filter(|asked| is_given(asked));
    given.map(|asked| (asked, reading::read(&asked.input(Some(at.clone())), names).0)).collect()
}

fn report_on(names: &Names, given: &[(&Asked, Vec<Reading>)]) -> Report {
    let readings: Vec<Reading> = given.iter().flat_map(|(_, readings)| readings.clone()).collect();
    evaluate(&readings, names, &[], &Options::default())
}

/// Every answer that is allowed leaves the true group its majority; so does every server that is not critical.
#[test]
fn nothing_is_allowed_that_breaks_the_group() {
    let (mut allowed, mut early, mut wrong) = (0, 0, Vec::new());
    let mut judge = |level: &str, moment: &Moment, given: &[(&Asked, Vec<Reading>)], report: &Report| {
        for (server, what) in
            report.groups.iter().zip(&report.outlook).flat_map(|(group, outlook)| spared(group, outlook))
        {
            let truth = moment.truth.meta_groups.iter().find(|truth| truth.members.contains(&server));
            // Whoever is no peer does no harm; a removed server that came back is counted, but not listed.
            let Some(truth) = truth.filter(|truth| truth.members.len() == truth.size) else { continue };
            // Nor does whoever joined within the second, while all servers still print the size before.
            let sizes = || report.groups.iter().flat_map(|group| &group.sizes);
            if moment.seconds_since_fault.is_some_and(|since| since < 2.0)
                && sizes().all(|&size| size as usize != truth.size)
            {
                continue;
            }
            let stands = stands_without(moment, &truth.members, &server);
            // A leader hears of a cut for 3 s nothing: readings of one moment cannot show it, and nobody is silent.
            let given = given.iter().map(|(asked, readings)| (*asked, &readings[..]));
            let too_early = moment.seconds_since_fault.is_some_and(|since| (0.0..4.0).contains(&since))
                && nothing_shows_yet(given, truth);
            allowed += 1;
            early += u32::from(!stands && too_early);
            if !stands && !too_early {
                wrong.push(format!("{} at {level}: {what} {server}", moment.id));
            }
        }
    };
    for file in corpus() {
        let moments = moments_of(&file);
        for run in moments.chunk_by(|one, next| one.run() == next.run()) {
            let (mut so_far, mut names) = (Vec::new(), Names::default());
            for moment in run {
                for (level, is_given) in LEVELS {
                    let given = read(&mut names, moment, is_given);
                    judge(level, moment, &given, &report_on(&names, &given));
                }
                let given = read(&mut names, moment, Asked::is_at_level_c);
                so_far.extend(given.clone());
                judge("T", moment, &given, &report_on(&names, &so_far));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {allowed}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(allowed > 1000, "only {allowed}");
    println!("{allowed} answers, {early} of them within 4 s after a fault that no reading shows yet");
}

/// Nor does a `yes` cost a stream its majority, as its replicas were when the run began.
#[test]
fn no_yes_costs_a_stream_its_majority() {
    let (mut allowed, mut wrong) = (0, Vec::new());
    for file in corpus() {
        let moments = moments_of(&file);
        for run in moments.chunk_by(|one, next| one.run() == next.run()) {
            let Some(streams) = run.iter().map(streams_of).find(|streams| !streams.is_empty()) else { continue };
            let (mut so_far, mut names) = (Vec::new(), Names::default());
            for moment in run {
                let given = read(&mut names, moment, |asked| !asked.is_over_nats());
                so_far.extend(given.clone());
                for report in [report_on(&names, &given), report_on(&names, &so_far)] {
                    let restarts = report.outlook.iter().flat_map(|outlook| &outlook.restart);
                    for one in restarts.filter(|one| one.safe == Answer::Yes) {
                        allowed += 1;
                        let costs = |replicas: &&BTreeSet<String>| {
                            replicas.len() > 1
                                && replicas.contains(&one.server)
                                && !stands_without(moment, *replicas, &one.server)
                        };
                        let lost = streams.values().filter(costs).count();
                        if lost > 0 {
                            wrong.push(format!("{}: {lost} streams without {}", moment.id, one.server));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {allowed}:\n{}", wrong.len(), wrong.join("\n"));
    println!("{allowed} times yes");
    assert!(allowed > 20, "only {allowed}");
}

/// Who holds each stream, by what every server lists.
fn streams_of(moment: &Moment) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut streams: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for asked in moment.readings.iter().filter(|asked| asked.lists_streams()) {
        let body = asked.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
        for account in body.iter().filter_map(|body| body["account_details"].as_array()).flatten() {
            for stream in account["stream_detail"].as_array().into_iter().flatten() {
                let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let holders = streams.entry((word(&account["name"]), word(&stream["name"]))).or_default();
                holders.insert(asked.server.clone());
                let replicas = stream["cluster"]["replicas"].as_array();
                holders.extend(replicas.into_iter().flatten().map(|row| word(&row["name"])));
            }
        }
    }
    streams
}

/// A stream that no place is given for may be anywhere; and what an older report does not say is not known.
#[test]
fn what_the_report_does_not_place_is_not_known() {
    let inputs = recorded_at("21_medium/2.12.8/01", "all");
    let mut triage = Triage::default();
    for input in &inputs {
        triage.add(input);
    }
    let mut group = serde_json::json!(triage.report().groups[0]);
    let answers = |group: &Value| -> BTreeSet<String> {
        let groups: Vec<Group> = read_back(&serde_json::json!([group]).to_string(), "groups").expect("a group");
        what_if(&groups, &[]).iter().flat_map(|outlook| &outlook.restart).map(|one| spelled(one.safe)).collect()
    };
    assert_eq!(answers(&group), BTreeSet::from(["yes".to_owned()]));
    group["assets"]["not_placed"] = 1.into();
    assert_eq!(answers(&group), BTreeSet::from(["unknown".to_owned()]));
    group["assets"].as_object_mut().expect("an object").remove("not_placed");
    group.as_object_mut().expect("an object").remove("leader_settled");
    assert_eq!(answers(&group), BTreeSet::from(["yes".to_owned()]));
}

/// Servers that may be restarted as far as the meta group goes, and those whose loss is said to be survived.
fn spared(group: &Group, outlook: &Outlook) -> Vec<(String, &'static str)> {
    let allows = |says: &String| says.starts_with("The meta group allows it");
    let restart = outlook.restart.iter().filter(|one| one.because.iter().any(allows) || one.safe == Answer::Yes);
    let restart = restart.map(|one| (one.server.clone(), "restart"));
    let spared = group.peers.iter().map(|peer| peer.called().to_owned()).filter(|server| {
        outlook.verdict == Verdict::Held && !group.rescue && !outlook.critical_servers.contains(server)
    });
    restart.chain(spared.map(|server| (server, "lose"))).collect()
}

fn stands_without<'a>(moment: &Moment, peers: impl IntoIterator<Item = &'a String> + Copy, server: &str) -> bool {
    let size = peers.into_iter().count();
    let of_group = |circle: &Vec<String>| {
        peers.into_iter().filter(|one| circle.contains(one) && *one != server).count() > size / 2
    };
    moment.truth.components.iter().any(of_group)
}

#[test]
fn with_nobody_gone_it_is_what_was_read_and_gone_servers_never_help() {
    for moment in corpus()
        .iter()
        .filter(|file| {
            file.to_string_lossy().contains(".n5.")
                || file.to_string_lossy().contains("04_")
                || file.to_string_lossy().contains("07_")
                || file.to_string_lossy().contains("11_")
        })
        .flat_map(|file| moments_of(file))
    {
        let mut triage = Triage::default();
        for asked in moment.readings.iter().filter(|asked| asked.is_at_level_a()) {
            triage.add(&asked.input(Some(moment.captured_at.to_string())));
        }
        let report = triage.report();
        assert_eq!(what_if(&report.groups, &[]), report.outlook);
        let stranger = what_if(&report.groups, &["nobody".to_owned()]);
        for (now, then) in report.outlook.iter().zip(&stranger) {
            assert_eq!((now.verdict, now.margin, now.tolerance), (then.verdict, then.margin, then.tolerance));
            assert!(then.says.contains("without effect: nobody"), "{}", then.says);
        }
        let names: Vec<String> =
            report.groups.iter().flat_map(|group| &group.peers).map(|peer| peer.called().to_owned()).collect();
        for bits in 0_u32..1 << names.len().min(5) {
            let gone: Vec<String> =
                names.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, name)| name.clone()).collect();
            let outlooks = what_if(&report.groups, &gone);
            let reversed: Vec<String> = gone.iter().rev().chain(&gone).cloned().collect();
            for (one, other) in outlooks.iter().zip(what_if(&report.groups, &reversed)) {
                assert_eq!(*one, Outlook { without: gone.clone(), ..other }, "order and doubles do not matter");
            }
            for more in &names {
                let with: Vec<String> = gone.iter().chain([more]).cloned().collect();
                for (fewer, more) in outlooks.iter().zip(what_if(&report.groups, &with)) {
                    assert!(is_no_better(&more, fewer), "{}: {more:#?} after {fewer:#?}", moment.id);
                }
            }
        }
    }
}

fn is_no_better(then: &Outlook, now: &Outlook) -> bool {
    let verdict = match now.verdict {
        Verdict::Lost => then.verdict == Verdict::Lost,
        Verdict::Held => true,
        Verdict::Leaderless | Verdict::Undecided => then.verdict != Verdict::Held,
    };
    let margin = now.margin.zip(then.margin);
    verdict
        && margin.is_none_or(|(now, then)| then.least <= now.least && then.most <= now.most)
        && then.tolerance.unwrap_or(0) <= now.tolerance.unwrap_or(0)
        && then.restart.iter().all(|one| {
            one.safe != Answer::Yes || now.restart.iter().any(|now| now.server == one.server && now.safe == Answer::Yes)
        })
}

/// What the sentences name is in the report.
#[test]
fn every_answer_says_why() {
    for lesson in lessons() {
        for outlook in &lesson.report.outlook {
            let servers: BTreeSet<&str> = outlook.restart.iter().map(|one| one.server.as_str()).collect();
            assert_eq!(servers.len(), outlook.restart.len(), "one answer a server");
            for restart in &outlook.restart {
                assert!(!restart.because.is_empty(), "{restart:?}");
                assert!(restart.because.iter().all(|says| says.ends_with('.')), "{restart:?}");
            }
        }
    }
}

fn lessons() -> Vec<Lesson> {
    blocks_of("tests/tables/outlook.txt").iter().map(|(line, block)| lesson(*line, block)).collect()
}

fn lesson(line: usize, block: &[String]) -> Lesson {
    let mut options = Options::default();
    let mut inputs: Vec<Input> = Vec::new();
    let mut moment = "now".to_owned();
    let mut expected = Vec::new();
    for line in block {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["recorded", id, "at", level] => inputs.extend(recorded_at(id, level)),
            ["moment", name] => name.clone_into(&mut moment),
            ["expected", ..] => options.expected.extend(words[1..].iter().map(|name| (*name).to_owned())),
            [server, path, ..] if path.starts_with('/') => {
                inputs.push(written(server, path, &words[2..].join(" "), &moment));
            }
            _ => expected.push(line.clone()),
        }
    }
    let mut triage = Triage::new(options);
    for input in &inputs {
        triage.add(input);
    }
    Lesson { line, report: triage.report(), expected }
}

/// `restart n1 no: words | more words`, `back n1 yes: ...`, `without n1 n2 held: ...`, `critical n1 n2`.
fn check(report: &Report, expected: &str) -> Result<(), String> {
    let (what, words) = expected.split_once(": ").unwrap_or((expected, ""));
    let what: Vec<&str> = what.split(' ').collect();
    let (group, outlook) = (&report.groups[0], &report.outlook[0]);
    let (last, said) = match what[..] {
        ["restart", server, answer] => {
            let one = outlook.restart.iter().find(|one| one.server == server).ok_or("no answer")?;
            (answer, (spelled(one.safe), one.because.join(" ")))
        }
        ["back", server, answer] => {
            let one = group.rejoined.iter().find(|one| one.server == server).ok_or("no answer")?;
            (answer, (spelled(one.rejoined), one.says.clone()))
        }
        ["without", .., verdict] => {
            let gone: Vec<String> = what[1..what.len() - 1].iter().map(|name| (*name).to_owned()).collect();
            let outlook = what_if(&report.groups, &gone).remove(0);
            (verdict, (spelled(outlook.verdict), outlook.says))
        }
        ["critical", ..] => ("", (String::new(), format!("critical {}", outlook.critical_servers.join(" ")))),
        _ => panic!("{expected} is no expectation"),
    };
    let all_said = match what[0] {
        "critical" => said.1.trim() == expected.trim(),
        _ => said.0 == last && words.split(" | ").all(|words| said.1.contains(words)),
    };
    if all_said { Ok(()) } else { Err(format!("{}: {}", said.0, said.1)) }
}

fn spelled(word: impl serde::Serialize) -> String {
    serde_json::json!(word).as_str().unwrap_or_default().to_owned()
}

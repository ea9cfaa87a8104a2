//! The way out, situation by situation: `tests/tables/recovery/` says which steps recorded moments lead to, and what must
//! hold of every way out is tried on every recorded moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use quorate::{
    report::{Act, Group, Options, Recovery, Report, Standing, Step, Verdict, Vote},
    triage::Triage,
};

mod recorded;

use recorded::{Moment, blocks_of, corpus, moments_of, recorded_at};

/// One block of a table.
struct Lesson {
    /// `lost.txt:12`.
    place: String,
    /// `/jsz` ... of a recorded moment.
    report: Report,
    /// `says: …`, `step: …`, `before: …`, `after: …`, `verified: …`, `never: …`, `loses: …`, or `none`.
    expected: Vec<String>,
}

#[test]
fn steps_situation_by_situation() {
    let lessons = lessons();
    assert!(lessons.len() >= 20, "only {} lessons", lessons.len());
    let wrong: Vec<String> = lessons
        .iter()
        .filter_map(|lesson| {
            let why = differs(lesson)?;
            Some(format!("{}: {why}\n{}", lesson.place, in_short(&lesson.report)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `cargo nextest run --test recovery --no-capture print` with the moment in `MOMENT`, as the tables name it.
#[test]
fn print() {
    let Ok(moment) = std::env::var("MOMENT") else { return };
    let (id, level) = moment.split_once(" at ").expect("ID at LEVEL");
    for group in report(recorded_at(id, level), &[]).groups {
        println!("{:?}: {}", group.verdict, group.says);
        print_way_out(group.recovery.as_ref());
    }
}

#[expect(clippy::print_stdout, reason = "it is what it is for")]
fn print_way_out(recovery: Option<&Recovery>) {
    let Some(recovery) = recovery else {
        println!("no way out");
        return;
    };
    println!("{}\n", recovery.says);
    for (n, step) in recovery.steps.iter().enumerate() {
        println!("{}. {}", n + 1, step.says);
        if let Some(only_if) = &step.only_if {
            println!("   only if {only_if}");
        }
        println!("   why: {}", step.why);
        step.before.iter().for_each(|before| println!("   before: {before}"));
        for action in &step.actions {
            println!(
                "   do: {}  {}",
                serde_json::to_string(&action.act).expect("JSON"),
                action.command.as_deref().unwrap_or("-")
            );
        }
        step.after.iter().for_each(|after| println!("   after: {}", after.says));
        if let Some(costs) = &step.costs {
            println!("   costs: {costs}");
        }
        println!("   verified: {}\n", step.verified);
    }
    recovery.never.iter().for_each(|never| println!("never: {} {}", never.says, never.why));
    recovery.loses.iter().for_each(|loses| println!("loses: {loses}"));
}

/// What must hold of every way out, for every recorded moment, from little evidence and from much.
#[test]
fn laws_over_the_whole_corpus() {
    let mut ways_out = 0;
    let mut broken: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        let mut chance = recorded::Chance::seeded(&moment.id);
        let parts: Vec<Vec<bool>> =
            (0..5).map(|_| moment.readings.iter().map(|_| chance.below(2) == 0).collect()).collect();
        let some = parts.iter().map(|part| {
            let inputs = moment.readings.iter().zip(part).filter(|(_, given)| **given);
            report(inputs.map(|(asked, _)| asked.input(Some(moment.captured_at.to_string()))), &[])
        });
        let all = [recorded::Asked::is_at_level_a, recorded::Asked::is_at_level_c].map(|level| at(&moment, level));
        for report in all.into_iter().chain(some) {
            for group in &report.groups {
                if let Some(recovery) = &group.recovery {
                    ways_out += 1;
                    for law in broken_laws(group, recovery) {
                        broken.entry(law).or_default().push(moment.id.clone());
                    }
                }
            }
        }
    }
    let told: Vec<String> =
        broken.iter().map(|(law, moments)| format!("{law} ({}, {} times)", moments[0], moments.len())).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(ways_out > 1_000, "only {ways_out}");
}

/// Asked by address, a server's name may be unknown: an address is no server_name, and no machine is called localhost elsewhere.
#[test]
fn an_address_is_no_name() {
    let (mut addressed, mut asked) = (0, 0);
    for (file, address) in corpus().iter().flat_map(|file| [(file, "10.0.0."), (file, "localhost:822")]) {
        for moment in moments_of(file) {
            let at = Some(moment.captured_at.to_string());
            let of_all = moment.readings.iter().filter(|asked| asked.is_at_level_a());
            let inputs = of_all.map(|asked| {
                let mut input = asked.input(at.clone());
                let port = if address.ends_with('.') { ":8222" } else { "" };
                input.server = input.server.map(|name| format!("{address}{}{port}", &name[name.len() - 1..]));
                input
            });
            for group in report(inputs, &[]).groups {
                let Some(recovery) = &group.recovery else { continue };
                for sentence in recovery.steps.iter().flat_map(sentences) {
                    addressed += usize::from(sentence.contains(address));
                    let named = sentence.split("exactly ").nth(1).unwrap_or_default();
                    assert!(!named.split(" and ").any(|name| name.starts_with(address)), "{}: {sentence}", moment.id);
                }
                for command in recovery.steps.iter().flat_map(|step| &step.actions).filter_map(|it| it.command.as_ref())
                {
                    assert!(!command.starts_with("rsync -a localhost"), "{}: {command}", moment.id);
                    asked += usize::from(command.contains(&format!("http://{address}")));
                }
            }
        }
    }
    assert!(addressed > 1_000 && asked > 1_000, "only {addressed}, and {asked} asked");
}

/// Streams with one replica on a server that is gone are named where an earlier moment listed them, and no others.
#[test]
fn streams_with_one_replica_are_named() {
    let moments = moments_of("tests/corpus/21_medium.jsonl.gz".as_ref());
    let at = |id: &str| moments.iter().find(|moment| moment.id.starts_with(id)).expect("the moment");
    let (whole, killed) = (at("21_medium/2.12.8/01"), at("21_medium/2.12.8/03"));
    let on_n1 = whole.readings.iter().find(|asked| asked.server == "n1" && asked.path.contains("streams=true"));
    let listed: serde_json::Value =
        serde_json::from_str(on_n1.and_then(|asked| asked.body.as_deref()).expect("a list")).expect("JSON");
    let details = listed["account_details"][0]["stream_detail"].as_array().expect("streams");
    let single = details.iter().filter(|stream| stream["config"]["num_replicas"] == 1);
    let single: BTreeSet<String> =
        single.map(|stream| format!("APP > {}", stream["name"].as_str().expect("a name"))).collect();

    let inputs = [whole, killed].into_iter().flat_map(|moment| moment.inputs(|_| true));
    let groups = report(inputs, &[]).groups;
    let loses = &groups[0].recovery.as_ref().expect("a way out").loses;
    let named = loses.iter().find_map(|loses| loses.strip_prefix("With one replica, on n1: "));
    let named = named.unwrap_or_else(|| panic!("{loses:#?}"));
    let (names, others) = named.trim_end_matches('.').split_once(" and 85 others").unwrap_or_else(|| panic!("{named}"));
    assert_eq!(others, "");
    assert!(names.replace(" and ", ", ").split(", ").all(|name| single.contains(name)), "{named}");
}

/// A group that holds, with everybody heard and no rescue, has nothing to recover from.
#[test]
fn a_group_without_trouble_has_no_way_out() {
    let mut quiet = 0;
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        for group in at(&moment, recorded::Asked::is_at_level_c).groups {
            let all_heard =
                group.peers.iter().filter(|peer| peer.standing == Standing::Known).all(|peer| peer.vote == Vote::Able)
                    && group.peers.iter().all(|peer| !matches!(peer.standing, Standing::Ghost | Standing::Corrupt));
            if group.verdict == Verdict::Held && all_heard && !group.rescue {
                quiet += 1;
                assert!(group.recovery.is_none(), "{}: {:#?}", moment.id, group.recovery);
            }
            assert!(group.verdict != Verdict::Undecided || group.recovery.is_none(), "{}", moment.id);
            assert!(group.verdict != Verdict::Lost || group.recovery.is_some(), "{}", moment.id);
        }
    }
    assert!(quiet > 400, "only {quiet}");
}

fn broken_laws(group: &Group, recovery: &Recovery) -> Vec<String> {
    let mut broken = Vec::new();
    let mut must = |holds: bool, law: String| {
        if !holds {
            broken.push(law);
        }
    };
    let first = &recovery.steps[0];
    must(
        first.says.starts_with("Copy the store directory") && first.only_if.is_none(),
        "the first step copies the stores".to_owned(),
    );
    must(
        first.actions.iter().all(|action| matches!(action.act, Act::Copy { to: None, .. })),
        "the first step only copies".to_owned(),
    );
    must(
        !recovery.loses.is_empty() && recovery.loses.iter().any(|loses| loses.contains("one replica")),
        "what streams with one replica lose is said".to_owned(),
    );
    must(!recovery.never.is_empty(), "something is never to be done".to_owned());
    let sentences = recovery
        .steps
        .iter()
        .flat_map(sentences)
        .chain(recovery.never.iter().flat_map(|never| [&never.says, &never.why]));
    for sentence in sentences.chain(&recovery.loses).chain([&recovery.says]) {
        must(sentence.ends_with('.'), format!("a sentence ends with a full stop: {sentence}"));
        must(!sentence.contains("  "), format!("one space between words: {sentence}"));
        must(
            !sentence.contains("nobody") || sentence.contains("nobody ") || sentence.contains("nobody:"),
            format!("an empty list is not listed: {sentence}"),
        );
    }
    let silent = group.peers.iter().filter(|peer| peer.vote == Vote::Silent);
    let silent: BTreeSet<&str> = silent.filter_map(|peer| peer.name.as_deref().or(peer.label.as_deref())).collect();
    let mut acts = recovery.steps.iter().flat_map(|step| &step.actions).map(|action| &action.act);
    must(
        group.verdict != Verdict::Lost
            || silent.is_empty()
            || acts.any(|act| matches!(act, Act::Start { server, own_disk: true } if silent.contains(server.as_str()))),
        format!("of a lost majority somebody silent is brought back with its own disk: {}", recovery.says),
    );
    broken.extend(broken_laws_of_steps(group, recovery));
    broken
}

/// Of what is done: whom it names, when it may be done, and that the printed command does just that.
fn broken_laws_of_steps(group: &Group, recovery: &Recovery) -> Vec<String> {
    let mut broken = Vec::new();
    let mut must = |holds: bool, law: String| {
        if !holds {
            broken.push(law);
        }
    };
    let held = group.verdict == Verdict::Held;
    let mut leader_is_back = held;
    let answering = group.peers.iter().filter(|peer| peer.vote != Vote::Silent).count();
    for (n, step) in recovery.steps.iter().enumerate() {
        must(
            !step.says.contains("_meta_") || step.only_if.is_some(),
            format!("no step removes the group's own log: {}", step.says),
        );
        must(
            !step.verified.is_empty() && !step.why.is_empty() && !step.after.is_empty(),
            format!("every step says why, what comes of it, and where it was run: {step:#?}"),
        );
        let starts = |with: bool| {
            step.actions.iter().any(|action| matches!(action.act, Act::Start { own_disk, .. } if own_disk == with))
        };
        must(
            !(starts(true) && starts(false)),
            format!("an empty server starts in a step of its own, after a leader: {}", step.says),
        );
        must(!starts(false) || step.only_if.is_some(), format!("no empty server but for a case: {}", step.says));
        for action in &step.actions {
            if let Act::Stop { server } = &action.act {
                let votes = group.peers.iter().filter(|peer| peer.vote != Vote::Unable);
                let votes =
                    votes.filter_map(|peer| peer.name.as_ref().or(peer.label.as_ref())).any(|name| name == server);
                must(!votes || step.only_if.is_some(), format!("who may vote is not stopped: {}", step.says));
            }
            let command = action.command.as_deref().unwrap_or_default();
            match &action.act {
                Act::Request { subject, payload } => {
                    must(
                        command.contains(subject) && command.contains(payload),
                        format!("the command is the act: {command}"),
                    );
                    match subject.as_str() {
                        "$JS.API.SERVER.REMOVE" => {
                            must(leader_is_back, format!("no removal without a leader: {command}"));
                            let ids = || group.peers.iter().filter_map(|peer| peer.id.as_deref());
                            must(
                                ids().any(|id| *payload == format!(r#"{{"peer":"","peer_id":"{id}"}}"#)),
                                format!("a removal names a peer's id: {command}"),
                            );
                        }
                        "$JS.API.META.RESCUE" => {
                            must(!held, "no rescue while the group holds".to_owned());
                            let needed: usize = payload
                                .trim_start_matches(r#"{"quorum_needed":"#)
                                .trim_end_matches('}')
                                .parse()
                                .expect("a number");
                            must(
                                (1..=answering).contains(&needed),
                                format!("a rescue asks for {needed} of {answering}"),
                            );
                            must(step.only_if.is_some(), "a rescue is for when no disk comes back".to_owned());
                            let may = |version: &Option<String>| {
                                version.as_deref().is_none_or(|version| version.starts_with("2.15"))
                            };
                            must(
                                group
                                    .peers
                                    .iter()
                                    .filter(|peer| peer.vote == Vote::Unknown)
                                    .all(|peer| may(&peer.version))
                                    || step.only_if.as_ref().is_some_and(|only_if| only_if.contains("2.15")),
                                "only 2.15 can be rescued".to_owned(),
                            );
                        }
                        other => must(false, format!("{other} is no request of ours")),
                    }
                }
                Act::Copy { server, from, .. } => {
                    must(is_known(group, server), format!("{server} is no server of the group"));
                    if let Some(from) = from.as_ref().filter(|_| !command.is_empty()) {
                        must(
                            command.contains(server) && command.contains(from),
                            format!("the command is the act: {command}"),
                        );
                    }
                }
                Act::Start { server, .. } | Act::Stop { server } | Act::Ask { server, .. } => {
                    must(is_known(group, server), format!("{server} is no server of the group"));
                }
                Act::Mend => must(command.is_empty(), "only people mend".to_owned()),
            }
            must(!command.contains("_meta_") && !command.contains("rm "), format!("nothing is deleted: {command}"));
        }
        // After a step whose end is a leader, there is one.
        leader_is_back |=
            n > 0 && step.after.iter().any(|after| after.says.contains("leader") && after.says.contains("names"));
    }
    broken
}

fn sentences(step: &Step) -> impl Iterator<Item = &String> {
    [&step.says, &step.why, &step.verified]
        .into_iter()
        .chain(&step.before)
        .chain(step.after.iter().map(|after| &after.says))
        .chain(&step.costs)
}

fn is_known(group: &Group, server: &str) -> bool {
    group.peers.iter().any(|peer| {
        [&peer.name, &peer.label, &peer.id, &peer.server_id].into_iter().any(|called| called.as_deref() == Some(server))
    })
}

fn at(moment: &Moment, level: impl Fn(&recorded::Asked) -> bool) -> Report {
    let at = moment.captured_at.to_string();
    report(moment.readings.iter().filter(|asked| level(asked)).map(|asked| asked.input(Some(at.clone()))), &[])
}

fn report(inputs: impl IntoIterator<Item = quorate::reading::Input>, expected: &[String]) -> Report {
    let mut triage = Triage::new(Options { expected: expected.to_vec(), ..Options::default() });
    inputs.into_iter().for_each(|input| triage.add(&input));
    triage.report()
}

fn lessons() -> Vec<Lesson> {
    let mut lessons = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir("tests/tables/recovery").expect("the tables").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let blocks = blocks_of(&file.to_string_lossy());
        lessons.extend(blocks.iter().map(|(n, block)| lesson(format!("{name}:{n}"), block)));
    }
    lessons
}

fn lesson(place: String, block: &[String]) -> Lesson {
    let recorded = block[0].strip_prefix("recorded ").and_then(|line| line.split_once(" at "));
    let (id, level) = recorded.unwrap_or_else(|| panic!("{place}: {} is no moment", block[0]));
    let names: BTreeSet<&str> =
        block.iter().filter_map(|line| line.strip_prefix("expected ")).flat_map(|line| line.split(' ')).collect();
    let expected: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Lesson {
        place,
        report: report(recorded_at(id, level), &expected),
        expected: block[1..].iter().filter(|line| !line.starts_with("expected ")).cloned().collect(),
    }
}

/// Every step in its order; of the rest what is written.
fn differs(lesson: &Lesson) -> Option<String> {
    let recovery = lesson.report.groups.iter().find_map(|group| group.recovery.as_ref());
    let Some(recovery) = recovery else {
        return (lesson.expected != ["none"]).then(|| "there is no way out".to_owned());
    };
    let mut steps = recovery.steps.iter();
    for expected in &lesson.expected {
        let (what, words) = expected.split_once(": ").unwrap_or((expected, ""));
        let fits = match what {
            "says" => recovery.says.contains(words),
            "before" => recovery.steps.iter().flat_map(|step| &step.before).any(|before| before.contains(words)),
            "after" => recovery.steps.iter().flat_map(|step| &step.after).any(|after| after.says.contains(words)),
            "verified" => recovery.steps.iter().any(|step| step.verified.contains(words)),
            "never" => recovery.never.iter().any(|never| never.says.contains(words)),
            "loses" => recovery.loses.iter().any(|loses| loses.contains(words)),
            "step" => steps.next().is_some_and(|step| {
                let (says, only_if) = words.split_once(" | if ").unwrap_or((words, ""));
                step.says.contains(says)
                    && (only_if.is_empty() == step.only_if.is_none())
                    && step.only_if.as_deref().unwrap_or_default().contains(only_if)
            }),
            "none" => false,
            other => panic!("{}: {other} is nothing to expect", lesson.place),
        };
        if !fits {
            return Some(format!("not {expected}"));
        }
    }
    steps.next().map(|step| format!("one step more: {}", step.says))
}

fn in_short(report: &Report) -> String {
    let mut lines = Vec::new();
    for recovery in report.groups.iter().filter_map(|group| group.recovery.as_ref()) {
        lines.push(format!("says: {}", recovery.says));
        lines.extend(recovery.steps.iter().map(|step| {
            let only_if = step.only_if.as_ref().map(|only_if| format!(" | if {only_if}")).unwrap_or_default();
            format!("step: {}{only_if}", step.says)
        }));
        lines.extend(recovery.never.iter().map(|never| format!("never: {}", never.says)));
        lines.extend(recovery.loses.iter().map(|loses| format!("loses: {loses}")));
    }
    lines.join("\n")
}

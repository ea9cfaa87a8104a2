//! A report speaks only of what the readings name: no server, stream, peer id or command that they do not support.

use std::collections::BTreeSet;

use quorate::{
    peer_id::peer_id,
    reading::{Body, Input},
    report::Report,
    triage::Triage,
};
use serde_json::Value;

mod recorded;

use recorded::{Asked, corpus, moments_of};

/// The programs whose commands a report may print.
const PROGRAMS: [&str; 5] = ["curl", "nats", "cp", "rsync", "systemctl"];

#[test]
fn reports_name_only_what_was_read() {
    let names = all_names();
    assert!(names.len() > 300, "only {} names in the corpus", names.len());
    let mut wrong = BTreeSet::new();
    let mut commands = 0;
    for file in corpus() {
        let mut run: Vec<Input> = Vec::new();
        let mut run_name = String::new();
        for moment in moments_of(&file) {
            let name = moment.id.rsplit_once('/').map_or("", |(name, _)| name);
            if run_name != name {
                name.clone_into(&mut run_name);
                run.clear();
            }
            run.extend(moment.inputs(Asked::is_at_level_c));
            for given in [moment.inputs(Asked::is_at_level_a), moment.inputs(|_| true), run.clone()] {
                let report = report_on(&given);
                let read = words_read(&given);
                let hashes: BTreeSet<String> = read.iter().map(|word| peer_id(word)).collect();
                let is_read =
                    |word: &str| read.contains(word) || hashes.contains(word) || read.contains(&peer_id(word));
                for text in texts_of(&serde_json::to_value(&report).expect("plain")) {
                    for word in words_of(&text).filter(|word| names.contains(*word) && !is_read(word)) {
                        wrong.insert(format!("{}: {word} in: {text}", moment.id));
                    }
                }
                for command in commands_of(&report) {
                    commands += 1;
                    let program = command.split(' ').next().unwrap_or_default();
                    assert!(PROGRAMS.contains(&program), "{}: {command}", moment.id);
                }
            }
        }
    }
    let shown: Vec<&String> = wrong.iter().take(30).collect();
    assert!(wrong.is_empty(), "{} times, such as {shown:#?}", wrong.len());
    assert!(commands > 1000, "only {commands} commands looked at");
}

fn report_on(given: &[Input]) -> Report {
    let mut triage = Triage::default();
    for input in given {
        triage.add(input);
    }
    triage.report()
}

/// Every server, stream, consumer and peer id that occurs anywhere in the corpus.
fn all_names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        for asked in &moment.readings {
            names.insert(asked.server.clone());
            for document in asked.body.iter().flat_map(|body| body.lines().chain([body.as_str()])) {
                collect_names(&serde_json::from_str(document).unwrap_or_default(), &mut names);
            }
        }
    }
    let named = names.into_iter().filter(|name| name.len() > 1 && words_of(name).count() == 1);
    let usual = ["meta", "_meta_", "ok", "LEAF"];
    let mut all: BTreeSet<String> = named.filter(|name| !usual.contains(&name.as_str())).collect();
    // Names that a guess could come up with.
    for guess in (0..30).flat_map(|n| ["n", "s", "nats-", "server", "nats"].map(|stem| format!("{stem}{n}"))) {
        all.insert(guess);
    }
    all.extend(all.clone().iter().map(|name| peer_id(name)));
    all
}

fn collect_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match member.as_str() {
                    Some(name)
                        if ["name", "server_name", "stream_name", "leader", "peer", "remote_name"]
                            .contains(&key.as_str()) =>
                    {
                        names.insert(name.to_owned());
                    }
                    _ => collect_names(member, names),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect_names(element, names)),
        _ => {}
    }
}

/// Every word that whoever asked, or a server, wrote; and the names and peer ids that hash to one another.
fn words_read(given: &[Input]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for input in given {
        words.extend(input.server.clone());
        if let Some(Body::Text(text)) = &input.body {
            words.extend(words_of(text).map(str::to_owned));
        }
    }
    words
}

fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(elements) => elements.iter().flat_map(texts_of).collect(),
        Value::Object(members) => members.values().flat_map(texts_of).collect(),
        _ => Vec::new(),
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').filter(|word| !word.is_empty())
}

fn commands_of(report: &Report) -> Vec<&str> {
    let next = report.groups.iter().flat_map(|group| &group.next).filter_map(|next| next.command.as_deref());
    let steps = report.groups.iter().filter_map(|group| group.recovery.as_ref()).flat_map(|recovery| &recovery.steps);
    let acts = steps.flat_map(|step| &step.actions).filter_map(|action| action.command.as_deref());
    next.chain(acts).collect()
}

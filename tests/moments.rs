//! Which readings belong together in time: one lesson a test, on texts as they are dropped and pasted.

use quorate::{
    reading::{Body, Input},
    report::{Options, Report},
    triage::Triage,
};
use serde_json::json;

/// `/jsz` of a server, at a second past 12:00:00.
fn jsz(server: &str, second: u32) -> Input {
    let now = format!("2026-11-22T12:{:02}:{:02}Z", second / 60, second % 60);
    let body = json!({"server_id": format!("N{server}"), "now": now, "meta_cluster": {"name": "C", "cluster_size": 3}});
    Input {
        source: format!("{server} {second}"),
        server: Some(server.to_owned()),
        path: Some("/jsz".to_owned()),
        body: Some(Body::Text(body.to_string())),
        ..Input::default()
    }
}

fn note(server: &str, words: &str) -> Input {
    Input {
        source: format!("{server} {words}"),
        server: Some(server.to_owned()),
        path: Some("/jsz".to_owned()),
        error: Some(words.to_owned()),
        ..Input::default()
    }
}

fn paste(text: &str) -> Input {
    Input { source: "paste".to_owned(), body: Some(Body::Text(text.to_owned())), ..Input::default() }
}

fn report(inputs: &[Input]) -> Report {
    let mut triage = Triage::default();
    for input in inputs {
        triage.add(input);
    }
    triage.report()
}

/// How many readings each moment holds, oldest first, and how many could not be placed.
fn moments(inputs: &[Input]) -> (Vec<u32>, usize) {
    let report = report(inputs);
    let unplaced = report.readings.iter().filter(|reading| reading.moment.is_none()).count();
    (report.moments.iter().map(|moment| moment.readings).collect(), unplaced)
}

#[test]
fn what_was_asked_within_15_s_belongs_together() {
    assert_eq!(moments(&[jsz("n1", 0), jsz("n2", 14), jsz("n3", 28)]), (vec![3], 0));
    assert_eq!(moments(&[jsz("n1", 0), jsz("n2", 16)]), (vec![1, 1], 0));
}

#[test]
fn the_clock_orders_not_the_arrival() {
    let straight = report(&[jsz("n1", 0), jsz("n2", 60)]);
    let reversed = report(&[jsz("n2", 60), jsz("n1", 0)]);
    assert_eq!(straight.moments, reversed.moments);
    assert_eq!(straight.moments[0].as_of.as_deref(), Some("2026-11-22T12:00:00.000Z"));
    assert_eq!(straight.groups[0].as_of.as_deref(), Some("2026-11-22T12:01:00.000Z"), "about the newest");
}

#[test]
fn a_second_answer_to_the_same_question_starts_the_next_moment() {
    assert_eq!(moments(&[jsz("n1", 0), jsz("n2", 1), jsz("n1", 5), jsz("n2", 6)]), (vec![2, 2], 0));
}

#[test]
fn the_same_answer_twice_is_still_one() {
    assert_eq!(moments(&[jsz("n1", 0), jsz("n1", 0), jsz("n2", 1)]), (vec![3], 0));
}

#[test]
fn waiting_in_vain_widens_the_gap() {
    let apart = [jsz("n1", 0), jsz("n3", 22)];
    assert_eq!(moments(&apart).0, [1, 1]);
    let waited = "curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received";
    assert_eq!(moments(&[apart[0].clone(), note("n2", waited), apart[1].clone()]), (vec![3], 0));
    let refused = "curl: (7) Failed to connect to n2 port 8222 after 3 ms: Couldn't connect to server";
    assert_eq!(
        moments(&[apart[0].clone(), note("n2", refused), apart[1].clone()]).0,
        [1, 1],
        "a refusal takes no time"
    );
}

#[test]
fn the_host_knows_better_than_the_clock() {
    let told = |input: Input, moment: &str| Input { moment: Some(moment.to_owned()), ..input };
    assert_eq!(moments(&[told(jsz("n1", 0), "round 1"), told(jsz("n2", 100), "round 1")]), (vec![2], 0));
    assert_eq!(moments(&[told(jsz("n1", 0), "round 1"), told(jsz("n2", 1), "round 2")]), (vec![1, 1], 0));
    let seconds = [told(note("n1", "timeout"), "1795375220"), told(note("n1", "timeout"), "1795375120.5")];
    let report = report(&seconds);
    assert_eq!(
        report.moments[1].as_of.as_deref(),
        Some("2026-11-22T19:20:20.000Z"),
        "a moment's name may spell its time"
    );
}

#[test]
fn what_carries_no_time_goes_with_its_batch() {
    let batch = |input: Input, batch: &str| Input { batch: Some(batch.to_owned()), ..input };
    let drop = [batch(jsz("n1", 0), "drop 1"), batch(note("n2", "connection refused"), "drop 1")];
    assert_eq!(moments(&drop), (vec![2], 0), "to the only moment of the drop");
    let later = batch(note("n3", "connection refused"), "drop 2");
    assert_eq!(moments(&[drop[0].clone(), drop[1].clone(), later]), (vec![2], 1), "not to that of another drop");
}

#[test]
fn in_one_text_it_goes_with_the_document_before_it() {
    let body = |second: u32| match jsz("n1", second).body {
        Some(Body::Text(text)) => text,
        _ => String::new(),
    };
    let refused = "curl: (7) Failed to connect to n2 port 8222 after 0 ms: Couldn't connect to server";
    let text = format!(
        "$ curl n1:8222/jsz\n{}\n$ curl n2:8222/jsz\n{refused}\n$ sleep 60\n$ curl n1:8222/jsz\n{}\n",
        body(0),
        body(61)
    );
    assert_eq!(moments(&[paste(&text)]), (vec![2, 1], 0));
}

#[test]
fn two_rounds_in_one_paste_stay_two_rounds() {
    let round = |second: u32| {
        let Some(Body::Text(body)) = jsz("n2", second).body else { return String::new() };
        let refused = "curl: (7) Failed to connect to n1 port 8222 after 0 ms: Couldn't connect to server";
        format!("$ curl n1:8222/jsz\n{refused}\n$ curl n2:8222/jsz\n{body}\n")
    };
    assert_eq!(moments(&[paste(&format!("{}{}", round(0), round(60)))]), (vec![2, 2], 0));
}

#[test]
fn when_nobody_answers_any_more_the_moment_before_says_who_is_missing() {
    let row = |name: &str| json!({"name": name, "current": true, "active": 500_000_000});
    let meta = json!({"name": "C", "leader": "n1", "replicas": [row("n2"), row("n3")], "cluster_size": 3});
    let body = json!({"server_id": "Nn1", "now": "2026-11-22T12:00:00Z", "meta_cluster": meta});
    let told = |input: Input, moment: &str| Input { moment: Some(moment.to_owned()), ..input };
    let leader = Input { body: Some(Body::Text(body.to_string())), ..jsz("n1", 0) };
    let mut inputs = vec![told(leader, "1795348800")];
    inputs.extend(["n1", "n2", "n3"].map(|server| told(note(server, "connection refused"), "1795348860")));
    let report = report(&inputs);
    let group = &report.groups[0];
    assert_eq!(json!(group.verdict), "lost");
    assert_eq!(group.assumes[0], "the group still has 3 peers, as before");
    assert_eq!(group.as_of.as_deref(), Some("2026-11-22T12:01:00.000Z"));
}

#[test]
fn when_nobody_ever_answered_nothing_is_known() {
    let mut triage =
        Triage::new(Options { expected: ["n1", "n2", "n3"].map(str::to_owned).to_vec(), ..Options::default() });
    for server in ["n1", "n2", "n3"] {
        triage.add(&note(server, "connection refused"));
    }
    let groups = triage.report().groups;
    assert_eq!((groups.len(), json!(groups[0].verdict)), (1, json!("undecided")));
    assert_eq!(groups[0].peers.len(), 3);
}

#[test]
fn what_cannot_be_placed_decides_nothing_and_says_so() {
    let inputs = [jsz("n1", 0), jsz("n1", 60), note("n2", "connection refused")];
    let report = report(&inputs);
    let unplaced = report.readings.iter().find(|reading| reading.moment.is_none()).expect("the note");
    assert!(unplaced.problems.iter().any(|problem| problem.contains("decides nothing")), "{:?}", unplaced.problems);
    assert!(report.groups[0].peers.iter().all(|peer| peer.label.as_deref() != Some("n2")));
}

#[test]
fn an_older_moment_never_overrules_a_newer_one() {
    let leads = |second: u32| {
        let now = format!("2026-11-22T12:{:02}:00Z", second / 60);
        let row = |name: &str| json!({"name": name, "current": true, "active": 500_000_000});
        let meta = json!({"name": "C", "leader": "n1", "replicas": [row("n2"), row("n3")], "cluster_size": 3});
        let body = json!({"server_id": "Nn1", "now": now, "meta_cluster": meta});
        Input { body: Some(Body::Text(body.to_string())), ..jsz("n1", second) }
    };
    let report = report(&[leads(0), jsz("n1", 60)]);
    let verdicts: Vec<_> = report.moments.iter().map(|moment| json!(moment.groups[0].verdict)).collect();
    assert_eq!(verdicts, ["held", "undecided"]);
    assert_eq!(json!(report.groups[0].verdict), "undecided");
    let names: Vec<_> = report.groups[0].peers.iter().filter_map(|peer| peer.name.as_deref()).collect();
    assert_eq!(names, ["n1", "n2", "n3"], "but it may name the peers");
}

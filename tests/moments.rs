//! Which readings belong together in time, and what changes from moment to moment: one lesson a test, on texts as they
//! are dropped and pasted.

use quorate::{
    reading::{Body, Input},
    report::{Options, ReadingNote, Report, Verdict},
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
fn a_note_goes_with_the_round_it_was_dropped_beside() {
    let of_round = |round: &str, input: Input| Input { moment: Some(round.to_owned()), ..input };
    let dropped = |batch: &str, input: Input| Input { batch: Some(batch.to_owned()), ..input };
    let archive = dropped("1", of_round("2026-11-22T12:00:05Z", jsz("n1", 0)));
    let silent = note("n3", "connection refused");
    assert_eq!(moments(&[archive.clone(), dropped("1", silent.clone())]), (vec![2], 0));
    assert_eq!(moments(&[archive.clone(), dropped("2", silent.clone())]), (vec![1], 1), "another drop");
    let later = dropped("1", of_round("2026-11-22T13:00:05Z", jsz("n1", 3600)));
    assert_eq!(
        moments(&[archive.clone(), later, dropped("1", silent.clone())]),
        (vec![1, 1], 1),
        "of which of the two?"
    );
    let loose = dropped("1", jsz("n2", 600));
    assert_eq!(moments(&[archive, loose, dropped("1", silent)]), (vec![1, 2], 0), "the loose ones are nearer");
}

#[test]
fn what_an_archive_held_is_forgotten_with_it() {
    let mut triage = Triage::default();
    for source in ["a.zip/n1/jsz.json", "a.zip", "a.zipped/n1/jsz.json"] {
        triage.add(&Input { source: source.to_owned(), ..jsz("n1", 0) });
    }
    triage.note("a.zip/n2/jsz.json".to_owned(), "it is encrypted".to_owned(), "Unpack it".to_owned());
    let before = triage.report();
    assert_eq!(
        before.errors.iter().map(|error| error.says.as_str()).collect::<Vec<_>>(),
        ["a.zip/n2/jsz.json: it is encrypted. Unpack it"]
    );
    triage.remove("a.zip");
    let after = triage.report();
    assert_eq!(
        after.readings.iter().map(|reading| reading.source.as_str()).collect::<Vec<_>>(),
        ["a.zipped/n1/jsz.json"]
    );
    assert_eq!(after.errors.len(), 0);
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

/// What one paste holds: of each server its `/jsz` at a second past 12:00:00, or that it refused.
fn round(source: &str, servers: &[(&str, Option<u32>)]) -> Input {
    let text = servers.iter().map(|&(server, second)| {
        let refused = || format!("curl: (7) Failed to connect to {server} port 8222 after 0 ms: Couldn't connect");
        let answer = match second.map(|second| jsz(server, second).body) {
            Some(Some(Body::Text(body))) => body,
            _ => refused(),
        };
        format!("$ curl {server}:8222/jsz\n{answer}\n")
    });
    let text = text.collect();
    Input {
        batch: Some(source.to_owned()),
        source: source.to_owned(),
        body: Some(Body::Text(text)),
        ..Input::default()
    }
}

#[test]
fn a_paste_in_which_each_question_stands_once_is_one_round() {
    let before = [("n1", Some(0)), ("n2", Some(0)), ("n3", None)];
    // 9 s later n1 refuses, and n3 is back: its answer is nearer to those before than 15 s.
    let after = [("n1", None), ("n3", Some(9)), ("n2", Some(9))];
    let pastes = [round("paste 1", &before), round("paste 2", &after)];
    assert_eq!(moments(&pastes), (vec![3, 3], 0));
    let refused = |reading: &&ReadingNote| reading.label.as_deref() == Some("n1") && reading.moment == Some(1);
    let readings = report(&pastes).readings;
    let refused = readings.iter().find(refused).map(|reading| reading.says.as_str());
    assert!(refused.is_some_and(|says| says.starts_with("did not answer")), "{refused:?}");
    let both = round("paste", &[before, after].concat());
    assert_eq!(moments(&[both]), (vec![3, 3], 0), "one below the other in one paste");
}

#[test]
fn what_is_asked_again_because_it_did_not_answer_is_the_same_round() {
    assert_eq!(moments(&[round("paste", &[("n1", Some(0)), ("n2", None), ("n2", Some(4)), ("n3", Some(5))])]).0, [4]);
    let missing = [round("paste 1", &[("n1", Some(0)), ("n2", None)]), round("paste 2", &[("n2", Some(9))])];
    assert_eq!(moments(&missing).0, [3], "also when it is pasted after the others");
}

#[test]
fn a_text_that_is_not_in_the_order_of_its_clocks_is_brought_into_it() {
    let by_server = [("n1", Some(0)), ("n1", Some(5)), ("n2", Some(0)), ("n2", Some(5))];
    assert_eq!(moments(&[round("paste", &by_server)]).0, [2, 2]);
}

#[test]
fn a_server_that_was_started_anew_belongs_to_the_round_it_answers_in() {
    // It has another id by then.
    let body = |server: &str, second: u32| match jsz(server, second).body {
        Some(Body::Text(body)) => body,
        _ => String::new(),
    };
    let asked = |label: &str, server: &str, second| format!("$ curl {label}:8222/jsz\n{}\n", body(server, second));
    let rounds = [asked("n1", "n1", 0), asked("n2", "n2", 0), asked("n1", "n1 anew", 5), asked("n2", "n2", 5)];
    assert_eq!(moments(&[paste(&rounds.concat())]).0, [2, 2]);
}

#[test]
fn several_servers_under_one_label_are_no_rounds() {
    let one = |server: &str, second| match jsz(server, second).body {
        Some(Body::Text(body)) => format!("$ curl nats:8222/jsz\n{body}\n"),
        _ => String::new(),
    };
    let text = [one("n1", 0), one("n2", 1), one("n3", 2), one("n1", 30)].concat();
    assert_eq!(moments(&[paste(&text)]).0, [3, 1], "a service leads to one after the other");
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

/// `/jsz` of a leader that has just heard `others`, at a second past 12:00:00.
fn leads(server: &str, others: &[&str], second: u32) -> Input {
    leads_unheard(server, others, &[], second)
}

/// The same, and that it has not heard `unheard` for 20 s.
fn leads_unheard(server: &str, others: &[&str], unheard: &[&str], second: u32) -> Input {
    let row = |name: &&str| {
        let active = if unheard.contains(name) { 20_000_000_000_u64 } else { 500_000_000 };
        json!({"name": name, "current": true, "active": active})
    };
    let rows: Vec<_> = others.iter().map(row).collect();
    let meta = json!({"name": "C", "leader": server, "replicas": rows, "cluster_size": others.len() + 1});
    with_meta(server, second, &meta)
}

fn with_meta(server: &str, second: u32, meta: &serde_json::Value) -> Input {
    let now = format!("2026-11-22T12:{:02}:{:02}Z", second / 60, second % 60);
    let body = json!({"server_id": format!("N{server}"), "now": now, "meta_cluster": meta});
    Input { body: Some(Body::Text(body.to_string())), ..jsz(server, second) }
}

fn all_leaderless(seconds: &[u32]) -> Report {
    report(&seconds.iter().flat_map(|&second| ["n1", "n2", "n3"].map(|server| jsz(server, second))).collect::<Vec<_>>())
}

/// What changed at each moment.
fn changes(inputs: &[Input]) -> Vec<Vec<String>> {
    report(inputs).moments.into_iter().map(|moment| moment.groups[0].changes.clone()).collect()
}

#[test]
fn after_30_s_without_a_leader_it_is_no_election_any_more() {
    let at_first = all_leaderless(&[0]);
    assert_eq!(at_first.groups[0].leaderless_for_s, None, "one moment shows no duration");
    let soon = all_leaderless(&[0, 10, 20]);
    assert_eq!(soon.groups[0].leaderless_for_s, Some(20.0));
    assert!(soon.groups[0].says.ends_with("none has a leader, for at least 20 s: electing, starting, or partitioned."));
    let late = all_leaderless(&[0, 10, 20, 31]);
    assert!(late.groups[0].says.ends_with("none has a leader, for at least 31 s: it cannot elect."));
    assert!(late.groups[0].because[0].says.contains("at least 31 s") && !late.groups[0].because[0].evidence.is_empty());
    assert!(late.groups[0].next.iter().all(|next| !next.says.contains("election is over")));
}

#[test]
fn duration_alone_never_makes_a_group_lost() {
    let rounds: Vec<u32> = (0..60).map(|n| n * 55).collect();
    let report = all_leaderless(&rounds);
    assert_eq!(report.groups[0].leaderless_for_s, Some(59.0 * 55.0));
    assert_eq!(json!(report.groups[0].verdict), "leaderless");
}

#[test]
fn two_moments_far_apart_say_nothing_about_the_time_between() {
    assert_eq!(all_leaderless(&[0, 600]).groups[0].leaderless_for_s, Some(0.0));
    let led = report(&[leads("n1", &["n2", "n3"], 0), leads("n1", &["n2", "n3"], 600)]);
    assert_eq!(led.groups[0].led_for_s, Some(0.0));
}

#[test]
fn how_long_one_leader_has_led() {
    let n1 = |second| leads("n1", &["n2", "n3"], second);
    assert_eq!(report(&[n1(0)]).groups[0].led_for_s, None, "one moment shows no duration");
    assert_eq!(report(&[n1(0), n1(20), n1(40)]).groups[0].led_for_s, Some(40.0));
    let changed = report(&[n1(0), n1(20), leads("n2", &["n1", "n3"], 40), leads("n2", &["n1", "n3"], 50)]);
    assert_eq!(changed.groups[0].led_for_s, Some(10.0));
    assert_eq!(changed.groups[0].leaderless_for_s, None);
    let between = report(&[n1(0), jsz("n1", 20), n1(40), n1(45)]);
    assert_eq!(between.groups[0].led_for_s, Some(5.0), "it did not lead in between");
}

#[test]
fn a_leader_of_another_term_was_elected_anew() {
    let raftz = |term: u32, second: u32| {
        let meta = json!({"id": "fjFyEjc1", "state": "LEADER", "size": 3, "quorum_needed": 2, "term": term,
            "peers": {"fjFyEjc1": {"name": "n1", "known": true}}});
        let body = json!({"SYS": {"_meta_": meta}});
        let moment = Some(format!("2026-11-22T12:00:{second:02}Z"));
        let path = Some("/raftz".to_owned());
        let body = Some(Body::Text(body.to_string()));
        Input { source: format!("raftz {second}"), path, moment, body, ..jsz("n1", second) }
    };
    let told = |second: u32| Input {
        moment: Some(format!("2026-11-22T12:00:{second:02}Z")),
        ..leads("n1", &["n2", "n3"], second)
    };
    let same = [told(0), raftz(4, 0), told(20), raftz(4, 20)];
    assert_eq!((report(&same).groups[0].led_for_s, changes(&same)), (Some(20.0), vec![vec![], Vec::<String>::new()]));
    let anew = [told(0), raftz(4, 0), told(20), raftz(6, 20)];
    assert_eq!(report(&anew).groups[0].led_for_s, Some(0.0));
    assert_eq!(changes(&anew)[1], ["n1 was elected anew."]);
}

#[test]
fn what_changed_from_moment_to_moment() {
    let rounds = [
        leads("n1", &["n2", "n3"], 0),
        jsz("n3", 1),
        leads_unheard("n1", &["n2", "n3"], &["n3"], 60),
        note("n3", "connection refused"),
        leads("n2", &["n1", "n3"], 120),
        jsz("n3", 121),
        leads("n2", &["n1", "n4"], 180),
        leads("n2", &["n1"], 240),
    ];
    let rounds = rounds.map(|input| {
        let second: u32 = input.source.rsplit(' ').next().and_then(|last| last.parse().ok()).unwrap_or(60);
        Input { moment: Some(format!("2026-11-22T12:{:02}:00Z", second / 60)), ..input }
    });
    assert_eq!(
        changes(&rounds),
        [
            vec![],
            vec!["From held to undecided.", "n3 does not answer any more."],
            vec!["From undecided to held.", "n2 leads, and n1 did before.", "n3 answers again."],
            vec!["n4 is a new peer.", "n3 is no peer any more."],
            vec!["n4 is no peer any more."],
        ]
    );
}

#[test]
fn whom_the_leader_hears_no_more() {
    let rounds = [
        leads("n1", &["n2", "n3"], 0),
        with_meta("n2", 1, &json!({"name": "C", "leader": "n1", "cluster_size": 3})),
        leads_unheard("n1", &["n2", "n3"], &["n3"], 60),
        with_meta("n2", 61, &json!({"name": "C", "leader": "n1", "cluster_size": 3})),
        leads("n1", &["n2", "n3"], 120),
    ];
    assert_eq!(changes(&rounds)[1..], [["n1 hears n3 no more."], ["n1 hears n3 again."]]);
}

#[test]
fn a_group_stays_the_same_while_its_servers_are_renamed_one_by_one() {
    let rounds = [
        leads("n1", &["n2", "n3"], 0),
        leads("n1", &["n2", "x3"], 60),
        leads("x1", &["n2", "x3"], 120),
        leads("x1", &["x2", "x3"], 180),
    ];
    let changes = changes(&rounds);
    assert_eq!(changes[2], ["x1 leads, and n1 did before.", "x1 is a new peer.", "n1 is no peer any more."]);
    assert_eq!(changes[3], ["x2 is a new peer.", "n2 is no peer any more."]);
}

#[test]
fn groups_of_two_domains_are_never_taken_for_one() {
    let of_domain = |domain: &str, leader: &str, others: &[&str], second: u32| {
        let Some(Body::Text(body)) = leads(leader, others, second).body else { return jsz(leader, second) };
        let mut body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        body["config"] = json!({"domain": domain});
        Input { source: format!("{domain} {second}"), body: Some(Body::Text(body.to_string())), ..jsz(leader, second) }
    };
    let report = report(&[
        of_domain("hub", "n1", &["n2", "n3"], 0),
        of_domain("leaf", "l1", &["l2", "l3"], 1),
        of_domain("hub", "n2", &["n1", "n3"], 60),
        of_domain("leaf", "l1", &["l2", "l3"], 61),
    ]);
    let changed = |domain: &str| {
        let groups = &report.moments[1].groups;
        groups.iter().find(|group| group.domain.as_deref() == Some(domain)).expect("the group").changes.clone()
    };
    assert_eq!((changed("hub"), changed("leaf")), (vec!["n2 leads, and n1 did before.".to_owned()], vec![]));
}

#[test]
fn a_group_that_falls_silent_and_comes_back_is_the_same() {
    let rounds: Vec<Input> = [
        vec![leads("n1", &["n2", "n3"], 0)],
        ["n1", "n2", "n3"].map(|server| note(server, "connection refused")).to_vec(),
        vec![leads("n1", &["n2", "n3"], 120)],
    ]
    .into_iter()
    .enumerate()
    .flat_map(|(n, round)| {
        let moment = Some(format!("2026-11-22T12:{n:02}:00Z"));
        round.into_iter().map(move |input| Input {
            source: format!("{n} {}", input.source),
            moment: moment.clone(),
            ..input
        })
    })
    .collect();
    let changes = changes(&rounds);
    assert_eq!(changes[1], ["From held to lost (assuming).", "n1 does not answer any more."]);
    assert_eq!(changes[2], ["From lost (assuming) to held.", "n1 answers again."]);
}

#[test]
fn a_clock_that_may_be_wrong_is_told() {
    let follower = |name: &str, at| with_meta(name, at, &json!({"name": "C", "leader": "n2", "cluster_size": 3}));
    let round = |at: u32, of_the_leader: u32| {
        let all = [follower("n1", at), leads("n2", &["n1", "n3"], of_the_leader), follower("n3", at)];
        let asked = all.map(|input| {
            let (Some(server), Some(Body::Text(body))) = (input.server, input.body) else { return String::new() };
            let curl = |path: &str| format!("$ curl -s http://{server}:8222{path}");
            format!("{}\n{{\"status\":\"ok\"}}\n{}\n{body}\n", curl("/healthz"), curl("/jsz"))
        });
        asked.concat()
    };
    let told = |report: &Report| report.readings.iter().filter(|reading| !reading.problems.is_empty()).count();

    let apart = report(&[paste(&round(100, 60))]);
    assert_eq!(
        apart.groups[0].next[0].says,
        "n2 was read with these, but by its clock 40 s earlier: if all were asked at once, take the times (`now`) out of \
         its answers, and they count here."
    );
    assert!(apart.groups[0].next.iter().all(|next| next.server.as_deref() != Some("n2")), "nobody asks for it again");
    assert_eq!(told(&apart), 1, "n2's /jsz");

    let without = round(100, 60).replace("\"now\":\"2026-11-22T12:01:00Z\"", "\"then\":0");
    let together = report(&[paste(&without)]);
    assert_eq!((together.moments.len(), together.groups[0].verdict), (1, Verdict::Held));

    let later = report(&[paste(&(round(100, 100) + &round(160, 160)))]);
    assert_eq!((later.moments.len(), told(&later)), (2, 0), "asked twice: time went by");
    assert_eq!(told(&report(&[follower("n1", 100), leads("n2", &["n1", "n3"], 60)])), 0, "not read at once");
}

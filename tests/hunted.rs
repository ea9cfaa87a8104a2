//! The smallest readings on which a verdict was once wrong, each with why.

use quorate::{
    peer_id::peer_id,
    reading::{Body, Input},
    report::{Group, Options, Verdict, Vote},
    triage::Triage,
};
use serde_json::{Value, json};

const NOW: &str = "2026-11-22T19:20:20Z";

/// One question to the server labelled `label`, at a moment in Unix seconds.
fn asked(moment: u32, label: &str, path: &str) -> Input {
    Input {
        source: format!("{moment} {label}{path}"),
        server: Some(label.to_owned()),
        path: Some(path.to_owned()),
        moment: Some(moment.to_string()),
        ..Input::default()
    }
}

fn answer(moment: u32, label: &str, path: &str, body: &Value) -> Input {
    Input { status: Some(200), body: Some(Body::Text(body.to_string())), ..asked(moment, label, path) }
}

fn refused(moment: u32, label: &str) -> Input {
    Input { error: Some("connection refused".to_owned()), ..asked(moment, label, "/jsz") }
}

/// /varz and /jsz of one server.
fn server(moment: u32, name: &str, version: &str, meta: &Value) -> Vec<Input> {
    let id = format!("N-{name}");
    let varz = json!({"server_id": id, "server_name": name, "version": version, "now": NOW,
        "start": "2026-11-22T19:00:00Z", "cluster": {"name": "C"}});
    let jsz = json!({"server_id": id, "now": NOW, "config": {}, "meta_cluster": meta});
    vec![answer(moment, name, "/varz", &varz), answer(moment, name, "/jsz", &jsz)]
}

/// /routez of one server: the names at the other ends, and for how many seconds each is idle.
fn routez(moment: u32, name: &str, to: &[(&str, u32)]) -> Input {
    let row = |(remote, idle): &(&str, u32)| {
        json!({"remote_id": format!("N-{remote}"), "remote_name": remote, "start": "2026-11-22T19:00:00Z",
            "last_activity": format!("2026-11-22T19:20:{:02}Z", 20 - idle), "idle": format!("{idle}s")})
    };
    let routes: Vec<Value> = to.iter().map(row).collect();
    let body = json!({"server_id": format!("N-{name}"), "server_name": name, "now": NOW, "routes": routes});
    answer(moment, name, "/routez", &body)
}

/// A healthy row of a leader's list.
fn heard(name: &str) -> Value {
    json!({"name": name, "current": true, "active": 400_000_000, "peer": peer_id(name)})
}

/// A row of a peer that was last heard long ago.
fn unheard(name: &str) -> Value {
    json!({"name": name, "current": false, "active": 90_000_000_000_u64, "peer": peer_id(name)})
}

fn leads(name: &str, size: u32, rows: &[Value]) -> Value {
    json!({"name": "C", "leader": name, "peer": peer_id(name), "cluster_size": size, "replicas": rows})
}

/// 2.9 to 2.14, without a leader.
fn leaderless(size: u32) -> Value {
    json!({"name": "C", "cluster_size": size, "peer": "fqA4S4SK"})
}

/// 2.15 without a leader: everybody is listed.
fn leaderless_2_15(names: &[&str]) -> Value {
    let row = |name: &&str| json!({"name": name, "current": false, "active": 0, "peer": peer_id(name)});
    let rows: Vec<Value> = names.iter().map(row).collect();
    json!({"name": "C", "cluster_size": names.len(), "replicas": rows, "quorum_needed": names.len() / 2 + 1})
}

fn judge(inputs: impl IntoIterator<Item = Input>) -> Group {
    let mut triage = Triage::default();
    for input in inputs {
        triage.add(&input);
    }
    let mut groups = triage.report().groups;
    assert_eq!(groups.len(), 1, "{groups:#?}");
    groups.remove(0)
}

fn is_proven_lost(group: &Group) -> bool {
    group.verdict == Verdict::Lost && group.assumes.is_empty()
}

/// n1 led and died, the election comes: nothing but statistics each 10 s went over the route of the two followers.
#[test]
fn quiet_followers_are_not_apart() {
    let mut inputs = server(1, "n2", "2.12.8", &leaderless(3));
    inputs.extend(server(1, "n3", "2.12.8", &leaderless(3)));
    inputs.extend([routez(1, "n2", &[("n3", 9)]), routez(1, "n3", &[("n2", 6)]), refused(1, "n1")]);
    let group = judge(inputs);
    assert_ne!(group.verdict, Verdict::Lost, "{group:#?}");
}

/// n4 was removed, and n2 has not heard of it yet: its majority of four is not what a leader of three needs.
#[test]
fn a_majority_is_of_the_size_it_was_printed_for() {
    let mut inputs = server(1, "n1", "2.15.1", &leads("n1", 3, &[heard("n2"), unheard("n3")]));
    let late = json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 4, "quorum_needed": 3});
    inputs.extend(server(1, "n2", "2.15.1", &late));
    inputs.push(refused(1, "n3"));
    let group = judge(inputs);
    assert_eq!((group.verdict, group.needed), (Verdict::Held, Some(2)), "{group:#?}");
}

/// A rescue lowers the majority of the server that has it: a stale leader without one still holds nothing.
#[test]
fn another_servers_rescue_makes_no_leader() {
    let mut inputs = server(1, "n1", "2.12.8", &leads("n1", 3, &[unheard("n2"), unheard("n3")]));
    let rescued = json!({"name": "C", "cluster_size": 3, "quorum_needed": 1, "rescue": true});
    inputs.extend(server(1, "n2", "2.15.1", &rescued));
    inputs.push(refused(1, "n3"));
    let group = judge(inputs);
    assert!(!matches!(group.verdict, Verdict::Held | Verdict::Lost), "{group:#?}");
}

/// `rescue` without its `quorum_needed` may have lowered it to 1.
#[test]
fn a_rescue_without_its_number_proves_no_loss() {
    let out = json!({"status": "unavailable", "error": "JetStream not enabled"});
    let mut inputs = server(
        1,
        "n1",
        "2.15.1",
        &json!({"name": "C", "cluster_size": 3, "rescue": true, "replicas": leaderless_2_15(&["n1", "n2", "n3"])["replicas"]}),
    );
    inputs.extend([answer(1, "n2", "/healthz", &out), answer(1, "n3", "/healthz", &out)]);
    let group = judge(inputs);
    assert_ne!(group.verdict, Verdict::Lost, "{group:#?}");
}

/// n3 does not answer: whether a rescue lets it lead alone was not read.
#[test]
fn a_rescue_on_a_silent_peer_is_an_assumption() {
    let out = json!({"status": "unavailable", "error": "JetStream meta layer is not running"});
    let mut inputs = server(1, "n1", "2.15.1", &leaderless_2_15(&["n1", "n2", "n3"]));
    inputs.extend([answer(1, "n1", "/healthz", &out), answer(1, "n2", "/healthz", &out), refused(1, "n3")]);
    let group = judge(inputs);
    assert_eq!(group.assumes, ["no rescue is active on n3"], "{group:#?}");
}

/// A table, or what somebody made of a view, may leave out that a rescue is active: `rescue` is null then.
#[test]
fn a_rescue_that_nobody_wrote_down_is_an_assumption() {
    let mut meta = leads("n1", 3, &[unheard("n2"), unheard("n3")]);
    let out = json!({"status": "unavailable", "error": "JetStream not enabled"});
    let of = |meta: &Value| {
        let jsz = answer(1, "n1", "/jsz", &json!({"server_id": null, "meta_cluster": meta}));
        judge(vec![jsz, answer(1, "n2", "/healthz", &out), answer(1, "n3", "/healthz", &out)])
    };
    let told = of(&meta);
    assert_eq!((told.verdict, told.assumes.len()), (Verdict::Lost, 0), "{told:#?}");
    meta["rescue"] = Value::Null;
    let untold = of(&meta);
    assert_eq!(untold.verdict, Verdict::Lost, "{untold:#?}");
    assert_eq!(untold.assumes, ["no rescue is active on n1"], "{untold:#?}");
}

/// Where no answer carries a clock, the verdict is as of when the host says that it asked.
#[test]
fn answers_without_a_clock_are_of_the_hosts_moment() {
    let meta = leads("n1", 3, &[heard("n2"), heard("n3")]);
    let group = judge([answer(1_795_371_620, "n1", "/jsz", &json!({"server_id": "N-n1", "meta_cluster": meta}))]);
    assert_eq!(group.as_of.as_deref(), Some("2026-11-22T18:20:20.000Z"), "{group:#?}");
}

/// They answered over NATS, through n1. That their monitoring is refused does not show that they died meanwhile.
#[test]
fn a_refusal_elsewhere_is_not_where_it_answered() {
    let reply = |name: &str, meta: &Value| {
        json!({"server": {"name": name, "id": format!("N-{name}"), "cluster": "C", "time": "2026-11-22T19:20:10Z"},
            "data": {"server_id": format!("N-{name}"), "now": "2026-11-22T19:20:10Z", "config": {}, "meta_cluster": meta}})
    };
    let follows = json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 3});
    let mut inputs = vec![];
    for (name, meta) in [("n1", leads("n1", 3, &[heard("n2"), heard("n3")])), ("n2", follows.clone()), ("n3", follows)]
    {
        let asked = Input {
            source: format!("reply {name}"),
            ..answer(1, "n1", "$SYS.REQ.SERVER.PING.JSZ", &reply(name, &meta))
        };
        inputs.push(asked);
    }
    inputs.extend(server(15, "n1", "2.12.8", &leaderless(3)));
    inputs.extend([refused(15, "n2"), refused(15, "n3")]);
    let group = judge(inputs);
    assert!(!is_proven_lost(&group), "{group:#?}");
}

/// n3 was named a while ago; it may have been replaced by a server that nobody asked.
#[test]
fn who_was_a_peer_before_is_an_assumption() {
    let mut inputs = server(1, "n1", "2.12.8", &leads("n1", 3, &[heard("n2"), heard("n3")]));
    inputs.extend(server(
        1,
        "n2",
        "2.12.8",
        &json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 3}),
    ));
    inputs.extend(server(
        1,
        "n3",
        "2.12.8",
        &json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 3}),
    ));
    inputs.extend(server(90_000, "n1", "2.12.8", &leaderless(3)));
    inputs.extend([refused(90_000, "n2"), refused(90_000, "n3")]);
    let group = judge(inputs);
    assert_eq!(group.verdict, Verdict::Lost, "{group:#?}");
    let assumed =
        ["the group still has the peers it had before: n2 and n3", "n2 and n3 did not answer because they are down"];
    assert_eq!(group.assumes, assumed, "a monitoring port may be closed while its server lives");
}

/// A newcomer that is heard but not counted makes three others of a group of three: n1 is in it all the same.
#[test]
fn a_newcomer_pushes_nobody_out() {
    let peers = json!({
        peer_id("n2"): {"name": "n2", "known": true, "last_seen": "1s"},
        peer_id("n3"): {"name": "n3", "known": true},
        peer_id("n4"): {"name": "n4", "known": false, "last_seen": "1s"},
    });
    let raft = json!({"id": peer_id("n1"), "state": "FOLLOWER", "size": 3, "term": 7, "peers": peers});
    let mut inputs = server(1, "n1", "2.12.8", &leaderless(3));
    inputs.push(answer(1, "n1", "/raftz", &json!({"SYS": {"_meta_": raft}})));
    inputs.extend(server(1, "n2", "2.12.8", &leaderless(3)));
    inputs.extend([refused(1, "n3"), refused(1, "n4")]);
    let group = judge(inputs);
    assert_eq!(group.verdict, Verdict::Leaderless, "{group:#?}");
}

/// The votes and the headline of a group that is held.
fn held_by_votes(group: &Group) -> (Option<u32>, Vec<Vote>, &str) {
    assert_eq!(group.verdict, Verdict::Held, "{group:#?}");
    (group.tolerance, group.peers.iter().map(|peer| peer.vote).collect(), &group.says)
}

/// n1 of three, and what the others answer to it: `followers` do, and whoever else is heard is not asked.
fn round(moment: u32, size: u32, rows: &[Value], followers: &[&str]) -> Vec<Input> {
    let follows = json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": size});
    let others = followers.iter().flat_map(|name| server(moment, name, "2.12.8", &follows));
    server(moment, "n1", "2.12.8", &leads("n1", size, rows)).into_iter().chain(others).collect()
}

/// n1 of three hears n2 and n3, n2 answers, and `silent` refuses, all at that second.
fn timed_round(second: u32, silent: &str) -> Vec<Input> {
    let now = format!("2026-11-22T19:20:{second:02}Z");
    let timed = |body: Body| match body {
        Body::Text(text) => Body::Text(text.replace(NOW, &now)),
        other => other,
    };
    let inputs = round(second, 3, &[heard("n2"), heard("n3")], &["n2"]).into_iter();
    let inputs = inputs.map(|input| Input { body: input.body.map(timed), ..input });
    inputs.chain([refused(second, silent)]).collect()
}

/// n3 was killed a second ago: the leader has heard it since it last did, and it refuses. It survives nothing more.
#[test]
fn heard_a_moment_ago_and_refusing_lends_no_tolerance() {
    let mut inputs = round(1, 3, &[heard("n2"), heard("n3")], &["n2"]);
    inputs.push(refused(1, "n3"));
    let group = judge(inputs);
    let says = "At least 2 of 3 are in contact, 2 needed: whether a further loss is survived is not known. n3 may not be in contact any more.";
    assert_eq!(held_by_votes(&group), (Some(0), vec![Vote::Able, Vote::Able, Vote::Silent], says));
    assert_eq!(group.peers[2].says, "heard by n1 0.4 s ago, but refused the connection");
    assert_eq!(group.next[0].server.as_deref(), Some("n1"), "{:#?}", group.next);
}

/// n5 refuses now, and may have gone together with n4, which nobody asked.
#[test]
fn who_is_not_asked_may_have_gone_with_who_refuses() {
    let rows = [heard("n2"), heard("n3"), heard("n4"), heard("n5")];
    let mut inputs = round(1, 5, &rows, &["n2", "n3"]);
    inputs.push(refused(1, "n5"));
    let group = judge(inputs);
    let (tolerance, votes, says) = held_by_votes(&group);
    assert_eq!((tolerance, &votes[3..]), (Some(0), &[Vote::Unknown, Vote::Silent][..]), "{says}");
    assert!(says.ends_with("2 peers may not be in contact any more."), "{says}");
}

/// n5 has been unheard for 90 s: n4, heard a moment ago, did not go with it.
#[test]
fn a_peer_long_gone_puts_nobody_in_doubt() {
    let rows = [heard("n2"), heard("n3"), heard("n4"), unheard("n5")];
    let mut inputs = round(1, 5, &rows, &["n2", "n3"]);
    inputs.push(refused(1, "n5"));
    let group = judge(inputs);
    let (tolerance, votes, says) = held_by_votes(&group);
    assert_eq!((tolerance, votes[3]), (Some(1), Vote::Able), "{says}");
    assert_eq!(says, "4 of 5 are in contact, 3 needed: one further loss is survived.");
}

/// The monitoring of n3 never answers, and the leader goes on hearing it: it is only not to be asked from here.
#[test]
fn who_never_answers_and_is_heard_is_in_contact() {
    let at = |moment| timed_round(moment, "n3");
    let votes = |moments: &[u32]| held_by_votes(&judge(moments.iter().flat_map(|&moment| at(moment)))).1[2];
    assert_eq!(votes(&[10]), Vote::Silent);
    assert_eq!(votes(&[10, 12]), Vote::Silent, "it may have died at 9");
    assert_eq!(votes(&[10, 12, 20]), Vote::Able);
    let group = judge([10, 12, 20].into_iter().flat_map(at));
    assert!(group.rejoined.is_empty(), "it was never away: {:#?}", group.rejoined);
}

/// A list of streams takes too long; /jsz itself was answered: nobody is in doubt.
#[test]
fn one_question_in_vain_does_not_outweigh_the_answers() {
    let mut inputs = round(1, 3, &[heard("n2"), heard("n3")], &["n2", "n3"]);
    for name in ["n2", "n3"] {
        inputs.push(Input { error: Some("timeout after 5 s".to_owned()), ..asked(1, name, "/jsz?streams=true") });
    }
    assert_eq!(held_by_votes(&judge(inputs)).0, Some(1));
}

/// The server at 10.0.0.9 never answers, and is no peer as far as anybody knows: after 10 s that is no news.
#[test]
fn a_stranger_that_never_answers_puts_nobody_in_doubt() {
    let at = |moment| timed_round(moment, "10.0.0.9");
    let votes = |moments: &[u32]| held_by_votes(&judge(moments.iter().flat_map(|&moment| at(moment)))).1[2];
    assert_eq!(votes(&[10]), Vote::Unknown, "it may be n3");
    assert_eq!(votes(&[10, 15, 21]), Vote::Able);
}

/// Whoever joins is listed before it counts: of the five that are in contact one is no peer yet, and n4 is gone.
#[test]
fn a_newcomer_lends_no_tolerance() {
    let meta = leads("n1", 5, &[heard("n2"), heard("n3"), unheard("n4"), heard("n5"), heard("n6")]);
    let follows = json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 5});
    let mut inputs = server(1, "n1", "2.12.8", &meta);
    inputs.extend(["n2", "n3", "n5", "n6"].iter().flat_map(|name| server(1, name, "2.12.8", &follows)));
    let group = judge(inputs);
    assert_eq!((group.verdict, group.tolerance), (Verdict::Held, Some(1)), "{group:#?}");
}

/// A leader that has lost n2 and n3 hears a replacement that is not in its group of three yet.
#[test]
fn a_newcomer_makes_no_majority() {
    let meta = leads("n1", 3, &[unheard("n2"), unheard("n3"), heard("n4")]);
    let mut inputs = server(1, "n1", "2.12.8", &meta);
    let joining = json!({"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 3});
    inputs.extend(server(1, "n4", "2.12.8", &joining));
    let group = judge(inputs);
    assert_ne!(group.verdict, Verdict::Held, "{group:#?}");
}

/// A thawed server is heard by Raft at once, and by the gossip that sets `offline` within 10 s.
#[test]
fn offline_and_heard_is_no_proof() {
    let thawed = json!({"name": "n2", "current": true, "offline": true, "active": 300_000_000, "peer": peer_id("n2")});
    let gone =
        json!({"name": "n3", "current": true, "offline": true, "active": 9_000_000_000_u64, "peer": peer_id("n3")});
    let group = judge(server(1, "n1", "2.12.8", &leads("n1", 3, &[thawed, gone])));
    assert!(!matches!(group.verdict, Verdict::Lost | Verdict::Held), "{group:#?}");
}

/// /healthz was asked while n2 and n3 came up, /jsz a second later: they are there.
#[test]
fn not_enabled_beside_a_view_is_coming_up() {
    let out = json!({"status": "unavailable", "error": "JetStream not enabled"});
    let mut inputs = server(1, "n1", "2.12.8", &leaderless(3));
    for name in ["n2", "n3"] {
        inputs.extend(server(1, name, "2.12.8", &leaderless(3)));
        inputs.push(answer(1, name, "/healthz", &out));
    }
    let group = judge(inputs);
    assert_ne!(group.verdict, Verdict::Lost, "{group:#?}");
}

/// The operator listed two servers of the cluster that have no JetStream, and not n2 and n3: they take nobody's place.
#[test]
fn expecting_servers_without_jetstream_loses_nothing() {
    let mut triage =
        Triage::new(Options { expected: ["n1", "n4", "n5"].map(str::to_owned).to_vec(), ..Options::default() });
    let mut inputs = server(1, "n1", "2.12.8", &leaderless(3));
    for name in ["n4", "n5"] {
        inputs.push(answer(1, name, "/jsz", &json!({"server_id": format!("N-{name}"), "now": NOW, "disabled": true})));
        inputs.push(answer(1, name, "/healthz", &json!({"status": "ok"})));
    }
    for input in &inputs {
        triage.add(input);
    }
    let group = triage.report().groups.remove(0);
    assert_ne!(group.verdict, Verdict::Lost, "{group:#?}");
}

/// The servers' clocks are an hour ahead of the browser's. The round in which nobody answers is the newest all the same.
#[test]
fn the_hosts_clock_orders_the_hosts_rounds() {
    let (first, second) = (1_795_371_620, 1_795_371_625);
    let mut triage = Triage::default();
    let mut inputs = server(first, "n1", "2.12.8", &leads("n1", 3, &[heard("n2"), heard("n3")]));
    inputs.extend(["n1", "n2", "n3"].map(|name| refused(second, name)));
    for input in &inputs {
        triage.add(input);
    }
    let report = triage.report();
    assert!(report.groups.iter().all(|group| group.verdict != Verdict::Held), "{report:#?}");
}

/// Only /raftz of n2 was read, and it follows n1: who has not answered may lead.
#[test]
fn a_leader_named_by_raftz_may_lead() {
    let peers = json!({peer_id("n1"): {"name": "n1", "known": true, "last_seen": "400ms"}, peer_id("n3"): {"name": "n3", "known": true}});
    let raft = json!({"id": peer_id("n2"), "state": "FOLLOWER", "size": 3, "leader": peer_id("n1"), "term": 7, "peers": peers});
    let group =
        judge([answer(1, "n2", "/raftz", &json!({"SYS": {"_meta_": raft}})), refused(1, "n1"), refused(1, "n3")]);
    assert_eq!(group.verdict, Verdict::Undecided, "{group:#?}");
}

/// A group that nobody is in yet has no quorum to hold.
#[test]
fn no_size_is_no_majority() {
    let group = judge(server(1, "n1", "2.12.8", &leads("n1", 0, &[])));
    assert_eq!(group.verdict, Verdict::Undecided, "{group:#?}");
}

/// n1 was asked before the split, the others after it: what it says of them is older than what they say themselves.
#[test]
fn who_misses_the_leader_is_not_counted_for_it() {
    let mut inputs = server(1, "n1", "2.12.8", &leads("n1", 3, &[heard("n2"), heard("n3")]));
    for name in ["n2", "n3"] {
        inputs.extend(server(1, name, "2.12.8", &leaderless(3)));
    }
    let group = judge(inputs);
    assert!(!matches!(group.verdict, Verdict::Held | Verdict::Lost), "{group:#?}");
}

/// A minute after three servers without a leader answered, two of them refuse, under these labels.
fn two_refuse_a_minute_later(labels: [&str; 3]) -> Group {
    let meta = json!({"name": "C", "cluster_size": 3});
    let labelled = |name: &str, label: &str, moment| {
        let inputs = server(moment, name, "2.12.8", &meta).into_iter();
        inputs.map(|input| Input { server: Some(label.to_owned()), ..input }).collect::<Vec<_>>()
    };
    let mut inputs: Vec<Input> =
        ["n1", "n2", "n3"].iter().zip(labels).flat_map(|(name, label)| labelled(name, label, 0)).collect();
    inputs.extend(labelled("n1", labels[0], 60));
    inputs.extend([refused(60, labels[1]), refused(60, labels[2])]);
    judge(inputs)
}

#[test]
fn whoever_only_spoke_for_itself_is_still_a_peer_when_it_falls_silent() {
    let group = two_refuse_a_minute_later(["n1", "n2", "n3"]);
    let votes: Vec<_> = group.peers.iter().map(|peer| (peer.name.as_deref(), peer.vote)).collect();
    assert_eq!(votes[1..], [(Some("n2"), Vote::Silent), (Some("n3"), Vote::Silent)]);
    assert_eq!((group.verdict, group.in_contact.map(|range| range.most)), (Verdict::Lost, Some(1)));
}

#[test]
fn an_address_under_which_a_server_answered_is_that_server_s_when_it_is_silent() {
    let group = two_refuse_a_minute_later(["10.0.0.1", "10.0.0.2", "10.0.0.3"]);
    let votes: Vec<_> = group.peers.iter().map(|peer| (peer.name.as_deref(), peer.vote)).collect();
    assert_eq!(votes[1..], [(Some("n2"), Vote::Silent), (Some("n3"), Vote::Silent)]);
    assert_eq!(group.verdict, Verdict::Lost);
    let forwarded = two_refuse_a_minute_later(["localhost:8222"; 3]);
    assert_ne!(forwarded.verdict, Verdict::Lost, "that may be any server");
}

/// A leader that was removed while it lived says in `/jsz` that JetStream is disabled; its `/varz` shows the group as it
/// last was for as long as the server runs.
#[test]
fn what_varz_goes_on_printing_is_no_view_of_who_is_disabled() {
    let meta = leads("n2", 3, &[heard("n1"), heard("n3")]);
    let varz = json!({"server_id": "N-n2", "server_name": "n2", "version": "2.15.1", "now": "2026-11-22T19:20:20.5Z",
        "jetstream": {"meta": meta}});
    let jsz = json!({"server_id": "N-n2", "now": NOW, "config": {}, "disabled": true});
    let [varz, jsz] = [answer(0, "n2", "/varz", &varz), answer(0, "n2", "/jsz", &jsz)];
    assert_eq!(judge([varz.clone()]).verdict, Verdict::Held, "by itself nothing is odd about it");
    let groups = [[varz.clone(), jsz.clone()], [jsz, varz]].map(|inputs| {
        let mut triage = Triage::default();
        for input in &inputs {
            triage.add(input);
        }
        triage.report().groups
    });
    assert!(groups.iter().flatten().all(|group| group.verdict != Verdict::Held), "{groups:#?}");
}

/// n2 is gone. A follower that has lost the leader says so a little before the leader sees it.
#[test]
fn a_follower_that_misses_the_leader_is_not_certain() {
    let follower = |ms: u64, health: Value| {
        let row = json!({"name": "n3", "current": true, "active": ms * 1_000_000, "peer": peer_id("n3")});
        let mut inputs = round(0, 3, &[unheard("n2"), row], &["n3"]);
        inputs.push(answer(0, "n3", "/healthz", &health));
        judge(inputs).verdict
    };
    let not_current = json!({"status": "unavailable", "error": "JetStream is not current with the meta leader"});
    assert_eq!(follower(2_400, json!({"status": "ok"})), Verdict::Held);
    assert_eq!(follower(2_400, not_current.clone()), Verdict::Undecided);
    assert_eq!(follower(300, not_current), Verdict::Held, "it is only behind");
}

#[test]
fn a_leader_by_raft_alone_may_hold_its_majority() {
    let state = |state: &str| {
        let peers = json!({peer_id("n2"): {"name": "n2", "known": true, "last_seen": "2ms"},
            peer_id("n3"): {"name": "n3", "known": true, "last_seen": "2ms"}});
        let meta =
            json!({"id": peer_id("n1"), "state": state, "size": 3, "quorum_needed": 2, "term": 7, "peers": peers});
        let raftz = answer(0, "n1", "/raftz", &json!({"$SYS": {"_meta_": meta}}));
        judge([raftz, refused(0, "n2"), refused(0, "n3")]).verdict
    };
    assert_eq!((state("CANDIDATE"), state("LEADER")), (Verdict::Lost, Verdict::Undecided));
}

/// n3 answers, and nobody says that it hears it: it may be in contact, and then another loss is survived.
#[test]
fn the_loss_of_one_may_lose_the_majority_where_another_is_not_known() {
    let mut triage = Triage::default();
    for input in round(0, 3, &[heard("n2"), unheard("n3")], &["n2", "n3"]) {
        triage.add(&input);
    }
    let findings = triage.report().findings;
    let next = findings.iter().find(|finding| finding.code == "QUORATE_010").map(|finding| finding.says.as_str());
    assert_eq!(next, Some("The loss of any one of n1 and n2 may lose the majority."));
}

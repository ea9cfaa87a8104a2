//! Who is a peer, who only looks like one, and what to call it.

use quorate::{
    peer_id::peer_id,
    reading::{Body, Input},
    report::{Group, Options, Standing, Verdict},
    triage::Triage,
};
use serde_json::{Value, json};

mod recorded;

use recorded::{Asked, corpus, moments_of};

fn jsz(server: &str, meta: &Value) -> Input {
    let body = json!({"server_id": format!("N{server}"), "now": "2026-11-22T12:00:00Z", "meta_cluster": meta});
    Input {
        source: server.to_owned(),
        server: Some(server.to_owned()),
        path: Some("/jsz".to_owned()),
        body: Some(Body::Text(body.to_string())),
        ..Input::default()
    }
}

fn refused(server: &str) -> Input {
    Input {
        source: server.to_owned(),
        server: Some(server.to_owned()),
        path: Some("/jsz".to_owned()),
        error: Some("connection refused".to_owned()),
        ..Input::default()
    }
}

fn row(name: &str, id: &str, active: u64) -> Value {
    json!({"name": name, "current": active > 0, "offline": active == 0, "active": active, "peer": id})
}

fn judge(expected: &[&str], inputs: &[Input]) -> Group {
    let mut triage = Triage::new(Options {
        expected: expected.iter().map(|name| (*name).to_owned()).collect(),
        ..Options::default()
    });
    for input in inputs {
        triage.add(input);
    }
    let groups = triage.report().groups;
    let [group] = &groups[..] else { panic!("one group, not {}", groups.len()) };
    group.clone()
}

fn standing(group: &Group, called: &str) -> Option<Standing> {
    let is_it = |name: &Option<String>| name.as_deref() == Some(called);
    group.peers.iter().find(|peer| is_it(&peer.name) || is_it(&peer.label) || is_it(&peer.id)).map(|peer| peer.standing)
}

#[test]
fn a_ghost_is_named_when_a_name_hashes_to_its_id() {
    let unknown = |id: &str| row(&format!("Server name unknown at this time (peerID: {id})"), id, 0);
    let rows = [row("nats-1", &peer_id("nats-1"), 400_000_000), unknown(&peer_id("nats-2")), unknown(&peer_id("hub"))];
    let meta = json!({"name": "C", "leader": "nats-0", "replicas": rows, "cluster_size": 4});
    let group = judge(&[], &[jsz("nats-0", &meta)]);
    assert_eq!(standing(&group, "nats-2"), Some(Standing::Ghost), "found by its neighbours' names");
    assert_eq!(standing(&group, &peer_id("hub")), Some(Standing::Ghost), "no name seen gives that id");
    assert_eq!(standing(&group, "nats-1"), Some(Standing::Known));
}

#[test]
fn the_ghosts_of_the_recordings_are_named() {
    let mut named = 0;
    for file in corpus().iter().filter(|file| file.to_string_lossy().contains("/11r_ghost")) {
        for moment in moments_of(file) {
            let mut triage = Triage::default();
            for asked in moment.readings.iter().filter(|asked| Asked::is_at_level_a(asked)) {
                triage.add(&asked.input(Some("now".to_owned())));
            }
            for peer in triage.report().groups.iter().flat_map(|group| &group.peers) {
                if peer.standing == Standing::Ghost {
                    let name = peer.name.as_ref().expect("a name that hashes to the id");
                    assert!(moment.truth.meta_groups[0].members.contains(name), "{}: {name} is no peer", moment.id);
                    named += 1;
                }
            }
        }
    }
    assert!(named >= 12, "only {named} ghosts");
}

#[test]
fn an_id_that_no_name_gives_is_corrupt() {
    let meta = json!({
        "name": "C", "leader": "n1", "cluster_size": 3,
        "replicas": [row("n2", &peer_id("n2"), 400_000_000), row("Server name unknown at this time (peerID: \u{1}x/y)", "\u{1}x/y", 0)]
    });
    assert_eq!(standing(&judge(&[], &[jsz("n1", &meta)]), "\u{1}x/y"), Some(Standing::Corrupt));
}

#[test]
fn silence_is_a_missing_peer_only_by_assumption() {
    let alone = json!({"name": "C", "cluster_size": 3});
    let group = judge(&[], &[jsz("n1", &alone), refused("n2"), refused("n3")]);
    assert_eq!(group.verdict, Verdict::Lost);
    assert_eq!(group.assumes[0], "n2 and n3 belong to this group");
    assert_eq!(standing(&group, "n2"), Some(Standing::Assumed));
}

#[test]
fn what_the_operator_expects_needs_no_assumption_and_evidence_says_so() {
    let alone = json!({"name": "C", "cluster_size": 3});
    let group = judge(&["n1", "n2", "n3"], &[jsz("n1", &alone), refused("n2"), refused("n3")]);
    assert_eq!(group.verdict, Verdict::Lost);
    assert_eq!(group.assumes, ["n2 and n3 did not answer because they are down"]);
    assert_eq!(standing(&group, "n2"), Some(Standing::Expected));
    assert!(group.because.iter().any(|reason| reason.says.contains("named by the operator")), "{:#?}", group.because);
}

#[test]
fn a_label_alone_makes_nobody_the_leader() {
    let follower = json!({"name": "C", "leader": "n1", "cluster_size": 3});
    let group = judge(&[], &[jsz("n1", &follower), refused("n2"), refused("n3")]);
    assert_eq!((group.verdict, group.leader), (Verdict::Undecided, None));
}

#[test]
fn two_domains_are_two_groups() {
    let in_domain = |server: &str, domain: &str| {
        let body = json!({"server_id": format!("N{server}"), "now": "2026-11-22T12:00:00Z", "config": {"domain": domain}, "meta_cluster": {"name": "C", "cluster_size": 1, "leader": server}});
        Input { body: Some(Body::Text(body.to_string())), ..jsz(server, &json!({})) }
    };
    let mut triage = Triage::default();
    triage.add(&in_domain("n1", "hub"));
    triage.add(&in_domain("n2", "leaf"));
    let groups = triage.report().groups;
    let domains: Vec<_> = groups.iter().map(|group| (group.domain.as_deref(), group.verdict)).collect();
    assert_eq!(domains, [(Some("hub"), Verdict::Held), (Some("leaf"), Verdict::Held)]);
}

#[test]
fn two_servers_of_one_name_are_never_judged_as_one() {
    let rows = [row("nats-1", &peer_id("nats-1"), 400_000_000), row("nats-2", &peer_id("nats-2"), 400_000_000)];
    let held = json!({"name": "C", "leader": "nats-0", "replicas": rows, "cluster_size": 3});
    let rows = [row("nats-1", &peer_id("nats-1"), 0), row("nats-2", &peer_id("nats-2"), 0)];
    let lost = json!({"name": "C", "leader": "nats-0", "replicas": rows, "cluster_size": 3});
    let group = judge(&[], &[jsz("east.example", &held), jsz("west.example", &lost)]);
    assert_eq!(group.verdict, Verdict::Undecided);
    assert!(group.because[0].says.starts_with("Two servers call themselves nats-0"), "{:#?}", group.because);
}

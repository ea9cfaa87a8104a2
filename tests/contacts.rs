//! Who heard whom: what the report tells of it, on recorded moments.

use quorate::{
    report::{Contacts, Group, Heard, Options, Witness},
    triage::Triage,
};

mod recorded;

use recorded::{corpus, moments_of, recorded_at};

fn group(id: &str, level: &str) -> Group {
    let mut triage = Triage::new(Options::default());
    for input in recorded_at(id, level) {
        triage.add(&input);
    }
    triage.report().groups.remove(0)
}

/// What `who` tells by one kind of reading.
fn told<'a>(group: &'a Group, who: &str, by: Witness) -> &'a Contacts {
    let is_it = |contacts: &&Contacts| group.peers[contacts.peer as usize].called() == who && contacts.by == by;
    group.contacts.iter().find(is_it).unwrap_or_else(|| panic!("{who} tells nothing by {by:?}"))
}

/// Whom it tells of: those it hears, and those it does not.
fn heard<'a>(group: &'a Group, contacts: &'a Contacts) -> (Vec<&'a str>, Vec<&'a str>) {
    let called = |heard: &&'a Heard| group.peers[heard.peer as usize].called();
    let (fresh, old): (Vec<&Heard>, Vec<&Heard>) = contacts.heard.iter().partition(|heard| heard.fresh);
    (fresh.iter().map(called).collect(), old.iter().map(called).collect())
}

#[test]
fn a_leader_hears_all_and_so_does_everybody_over_routes() {
    let group = group("01_healthy.n5/2.15.1/02", "C");
    let leader = group.leader.clone().expect("a leader");
    let by_leader = told(&group, &leader, Witness::Replicas);
    assert!(by_leader.whole);
    assert_eq!(heard(&group, by_leader).0.len(), 4);
    assert!(by_leader.heard.iter().all(|heard| heard.age_ms.is_some_and(|ms| ms < 3_000.0) && !heard.offline));
    let pointer = by_leader.heard[0].pointer.as_deref().expect("where it is written");
    assert!(
        pointer.ends_with("meta_cluster/replicas/0/active") || pointer.ends_with("meta/replicas/0/active"),
        "{pointer}"
    );
    for peer in &group.peers {
        assert_eq!(peer.leader.as_ref(), Some(&leader));
        let by_routes = told(&group, peer.called(), Witness::Routes);
        // Six seconds old: were one missing, it might still be on its way.
        assert_eq!((heard(&group, by_routes).0.len(), by_routes.whole), (4, false), "{}", peer.called());
        assert!(by_routes.evidence.pointer.ends_with("/routes"));
        if peer.called() != leader {
            let by_raft = told(&group, peer.called(), Witness::Raftz);
            assert_eq!(heard(&group, by_raft), (vec![leader.as_str()], vec![]), "a follower hears its leader");
        }
    }
}

#[test]
fn whom_a_leader_has_not_heard_for_long_is_told_with_its_age() {
    let group = group("02_follower_killed.n5/2.12.8/03", "A");
    let leader = group.leader.clone().expect("a leader");
    let by_leader = told(&group, &leader, Witness::Replicas);
    let (fresh, old) = heard(&group, by_leader);
    assert_eq!((fresh.len(), old.len()), (3, 1));
    let silent = by_leader.heard.iter().find(|heard| !heard.fresh).expect("one");
    assert!(silent.age_ms.is_some_and(|ms| ms >= 3_000.0), "{silent:?}");
}

#[test]
fn over_gateways_a_missing_route_means_nothing() {
    let group = group("14_supercluster.n6/2.15.1/01", "C");
    let clusters: Vec<_> = group.peers.iter().filter_map(|peer| peer.cluster.as_deref()).collect();
    assert_eq!(clusters, ["A", "A", "A", "B", "B", "B"]);
    let of_a1 = told(&group, "a1", Witness::Routes);
    assert_eq!(heard(&group, of_a1).0, ["a2", "a3"]);
    assert!(!of_a1.whole, "a1 may hear the others over its gateway");
}

#[test]
fn without_a_leader_every_candidate_tells_whom_it_hears() {
    let group = group("04_lost_leader_survives_kill.n5/2.12.8/06", "C");
    assert_eq!(group.leader, None);
    let raft = group.contacts.iter().filter(|contacts| contacts.by == Witness::Raftz);
    let unheard = raft.flat_map(|contacts| &contacts.heard).filter(|heard| heard.age_ms.is_none()).count();
    assert!(unheard > 0, "{:?}", group.contacts);
}

#[test]
fn every_contact_is_between_two_peers_of_the_group_and_its_evidence_is_a_reading() {
    for file in corpus() {
        for moment in moments_of(&file) {
            let mut triage = Triage::new(Options::default());
            for input in moment.inputs(|_| true) {
                triage.add(&input);
            }
            let report = triage.report();
            for group in &report.groups {
                let mut tellers = Vec::new();
                for Contacts { peer, by, heard, evidence, .. } in &group.contacts {
                    let at = report.readings.get(evidence.reading);
                    assert!(at.is_some_and(|reading| reading.moment == report.moment), "{}: {evidence:?}", moment.id);
                    let mut named: Vec<u32> = heard.iter().map(|heard| heard.peer).collect();
                    assert!(named.iter().all(|n| (*n as usize) < group.peers.len() && n != peer), "{}", moment.id);
                    named.sort_unstable();
                    named.dedup();
                    assert_eq!(named.len(), heard.len(), "{}: {peer} names one twice", moment.id);
                    assert!(heard.iter().all(|heard| !heard.fresh || (heard.age_ms.is_some() && !heard.offline)));
                    assert!(!tellers.contains(&(*peer, *by as u8)), "{}: {peer} tells twice", moment.id);
                    tellers.push((*peer, *by as u8));
                }
            }
        }
    }
}

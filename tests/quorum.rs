//! `quorum.rs` against a deliberately simple twin, for every vote of up to seven peers.
//!
//! The twin knows no shortcut: it tries every way in which the open votes can turn out, and every set of peers that
//! could be the majority.

use quorate::quorum::{Count, Standing, Vote, majority, margin};

const VOTES: [Vote; 4] = [Vote::Able, Vote::Unable, Vote::Silent, Vote::Unknown];

#[test]
fn more_than_half_is_a_majority() {
    let table = [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (100, 51)];
    for (size, needed) in table {
        assert_eq!(majority(size), needed, "of {size}");
        assert!(2 * needed > size && 2 * (needed - 1) <= size);
    }
}

#[test]
fn every_vote_of_up_to_seven_peers() {
    for peers in 0..=7 {
        for votes in all_votes(peers) {
            for needed in 1..=peers + 1 {
                compare(&Count { size: peers, needed, votes: votes.clone(), apart: Vec::new() });
            }
        }
    }
}

#[test]
fn peers_that_nobody_could_name() {
    for named in 0..=4 {
        for nameless in 1..=3 {
            for votes in all_votes(named) {
                for needed in 1..=named + nameless {
                    compare(&Count { size: named + nameless, needed, votes: votes.clone(), apart: Vec::new() });
                }
            }
        }
    }
}

#[test]
fn every_way_of_being_apart_for_up_to_four_peers() {
    for peers in 0..=4_u32 {
        let pairs: Vec<(usize, usize)> =
            (0..peers as usize).flat_map(|a| (a + 1..peers as usize).map(move |b| (a, b))).collect();
        for cut in 0..1_usize << pairs.len() {
            let apart: Vec<(usize, usize)> =
                pairs.iter().enumerate().filter(|(i, _)| cut >> i & 1 == 1).map(|(_, pair)| *pair).collect();
            for votes in all_votes(peers) {
                for needed in 1..=peers {
                    compare(&Count { size: peers, needed, votes: votes.clone(), apart: apart.clone() });
                }
            }
        }
    }
}

#[test]
fn a_stranger_proves_no_loss() {
    let votes = vec![Vote::Unknown, Vote::Unknown, Vote::Unable, Vote::Unable, Vote::Unable];
    let count = Count { size: 3, needed: 2, votes, apart: Vec::new() };
    assert_eq!(count.standing(), Standing::Open);
}

#[test]
fn margins_are_signed() {
    assert_eq!(margin(&(1..=1), 2), -1..=-1);
    assert_eq!(margin(&(2..=3), 2), 0..=1);
    assert_eq!(margin(&(0..=3), 2), -2..=1);
}

fn compare(count: &Count) {
    assert_eq!(count.standing(), twin(count), "{count:?}");
    let able = number(count.votes.iter().filter(|vote| **vote == Vote::Able).count());
    assert_eq!(*count.in_contact().start(), able, "{count:?}");
    assert_eq!(count.tolerance(), (able >= count.needed).then(|| able - count.needed), "{count:?}");
    assert!(count.in_contact_without_silent().end() <= count.in_contact().end(), "{count:?}");
}

fn twin(count: &Count) -> Standing {
    let mut peers: Vec<Vote> = count.votes.clone();
    while number(peers.len()) < count.size {
        peers.push(Vote::Unknown);
    }
    let outcomes = |silent_may: bool| -> Vec<bool> {
        (0..1_usize << peers.len())
            .filter(|able| {
                peers.iter().enumerate().all(|(i, vote)| match vote {
                    Vote::Able => able >> i & 1 == 1,
                    Vote::Unable => able >> i & 1 == 0,
                    Vote::Silent => silent_may || able >> i & 1 == 0,
                    Vote::Unknown => true,
                })
            })
            .map(|able| has_majority(able, peers.len(), count))
            .collect()
    };
    let certain = number(peers.iter().filter(|vote| **vote == Vote::Able).count()) >= count.needed;
    if certain {
        Standing::Stands
    } else if outcomes(true).iter().all(|majority| !majority) {
        Standing::Fails
    } else if outcomes(false).iter().all(|majority| !majority) {
        Standing::FailsIfSilentCannot
    } else {
        Standing::Open
    }
}

/// Is there a peer that, with those that can hear it, makes a majority? A set is a number, one bit a peer.
fn has_majority(able: usize, peers: usize, count: &Count) -> bool {
    let hears = |a: usize, b: usize| a == b || !count.apart.contains(&(a.min(b), a.max(b)));
    (0..peers).filter(|center| able >> center & 1 == 1).any(|center| {
        let circle = (0..peers).filter(|other| able >> other & 1 == 1 && hears(center, *other)).count();
        number(circle) >= count.needed
    })
}

fn all_votes(peers: u32) -> impl Iterator<Item = Vec<Vote>> {
    (0..4_usize.pow(peers)).map(move |n| (0..peers).map(|i| VOTES[n >> (2 * i) & 3]).collect())
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("small")
}

//! A partition: enough servers answer, and do not hear each other.

use super::{After, Step, act, after::led};
use crate::{
    order::Set,
    phrase::list,
    recovery::scene::{Scene, names},
};

/// Mend what is between them; nothing is started, rescued or removed.
pub(super) fn step(scene: &Scene) -> Step {
    let here = scene.holders();
    Step {
        says: "Mend the network between the servers: routes, firewalls, the addresses in the configuration.".to_owned(),
        why: format!(
            "{} answer, which would be enough, but they do not hear each other{}. Their disks and names are in order.",
            names(&here),
            sides(scene)
        ),
        before: vec!["Do not restart, rename, add or remove a server meanwhile.".to_owned()],
        actions: std::iter::once(act::mend()).chain(here.iter().map(|server| act::ask(server, "/routez"))).collect(),
        after: vec![
            After::told("/routez of each server lists all others, and its routes are in use."),
            After::shown(format!("/jsz of {} names one leader, the same on each.", names(&here)), led(&here, scene)),
        ],
        verified: "Recorded when cuts were healed: a leader after 1 to 13 s.".to_owned(),
        ..Step::default()
    }
}

/// ` (n1 and n2 on one side, n3 on another)`, where the readings show sides.
fn sides(scene: &Scene) -> String {
    let peers = &scene.case.group.peers;
    let apart = &scene.case.judgement.apart;
    let left: Set<usize> = scene
        .holders()
        .iter()
        .filter_map(|server| peers.iter().position(|peer| peer.called() == server.name))
        .collect();
    let mut sides: Vec<String> = Vec::new();
    let mut left: Vec<usize> = left.into_iter().collect();
    while let Some(&first) = left.first() {
        left.remove(0);
        let mut side = vec![first];
        let mut next = 0;
        while let Some(&one) = side.get(next) {
            let hears = |other: &usize| !apart.contains(&(one.min(*other), one.max(*other)));
            let (near, far): (Vec<usize>, Vec<usize>) = left.into_iter().partition(hears);
            left = far;
            side.extend(near);
            next += 1;
        }
        sides.push(list(side.iter().map(|&i| peers[i].called())));
    }
    match &sides[..] {
        [] | [_] => String::new(),
        [one, rest @ ..] => {
            let others: Vec<String> = rest.iter().map(|side| format!("{side} on another")).collect();
            format!(": {one} on one side, {}", list(others))
        }
    }
}

//! Afterwards: wait until all is whole, and only then change anything.

use super::{After, Shows, Step, act, after::ALL_WELL, remove};
use crate::recovery::scene::{Scene, State};

/// The wait, the removal of who stays dead, and an odd size.
pub(super) fn steps(scene: &Scene) -> Vec<Step> {
    let mut dead = scene.missing();
    let held = scene.case.leader().is_some();
    dead.retain(|server| server.state != State::JetStreamDown && !(held && server.state == State::Ghost));
    let removal = remove::later(scene, &dead);
    let last = match removal {
        Some(step) => Some(then_add(step)),
        None => scene.case.judgement.size.is_some_and(|size| size % 2 == 0).then(odd),
    };
    let mut wait = wait(scene);
    if dead.iter().any(|server| server.id.is_none()) {
        wait.after.push(After::told(
            "Fetch everything again: a leader lists the peers, and so the ids of those that stay dead.",
        ));
    }
    [wait].into_iter().chain(last).collect()
}

/// One leader, one size, everybody whole.
pub(super) fn wait(scene: &Scene) -> Step {
    let here = scene.those(&[State::Here, State::Empty]);
    Step {
        says: "Wait until the group has settled; change nothing before.".to_owned(),
        why: "In both losses of stream data that were seen, every /healthz said 200. Only the message counts showed them.".to_owned(),
        actions: here.iter().map(|server| act::ask(server, act::STREAMS)).collect(),
        after: vec![
            After::shown(
                "/jsz of every server names the same leader and the same `cluster_size`.",
                Shows::Led { servers: Vec::new(), size: None },
            ),
            After::shown("/healthz of every server answers 200.", ALL_WELL),
            After::told(
                "/jsz?accounts=true&streams=true: each stream's replicas are `current` and hold the same number of messages.",
            ),
        ],
        verified: if here.is_empty() { "Seen in every recovery that was run." } else { "Seen in every recovery that was run: 0.5 to 13 s after the leader." }.to_owned(),
        ..Step::default()
    }
}

/// New servers come after the removal.
fn then_add(step: Step) -> Step {
    let mut after = step.after;
    after.push(After::shown(
        "Then add servers, one after the other: each raises `cluster_size` by one on every server, until it is odd.",
        Shows::OddSize,
    ));
    Step { says: format!("{} Only then add servers.", step.says), after, ..step }
}

/// An even number is made odd, last of all.
fn odd() -> Step {
    Step {
        says: "Only then add a server, so that the number of peers is odd.".to_owned(),
        only_if: Some("the number of peers is still even".to_owned()),
        why: "Each server that joins raises the number that is needed; an even number survives no more than the odd one below it.".to_owned(),
        before: vec!["One leader, and /healthz 200 everywhere.".to_owned()],
        after: vec![After::shown("/jsz of every server: `cluster_size` is odd, and the same.", Shows::OddSize)],
        verified: "A new name joined a group that has a leader within 0.3 to 2 s.".to_owned(),
        ..Step::default()
    }
}

//! The majority is there: finish a rescue, bring back who is down, remove who never comes back.

use super::{After, Recovery, Shows, Step, act, bring_back, copy, loses, never, remove, rescue, settle};
use crate::{
    phrase::{list, survives},
    recovery::scene::{Scene, Server, State, names, one_or_more},
};

pub(super) fn recovery(scene: &Scene) -> Option<Recovery> {
    if scene.case.judgement.rescue.is_some() {
        return Some(rescued(scene));
    }
    let missing = scene.missing();
    let (ghosts, gone): (Vec<&Server>, Vec<&Server>) =
        missing.into_iter().partition(|server| server.state == State::Ghost);
    let removable = ghost_removal(scene, &ghosts);
    let cut_off = scene.those(&[State::CutOff]);
    if gone.is_empty() && removable.is_none() && cut_off.is_empty() {
        return sizes_differ(scene);
    }
    let mut steps = vec![copy::step(scene)];
    steps.extend(bring_back::free_disk(scene));
    steps.extend(bring_back::look(scene));
    let down = scene.those(&[State::JetStreamDown]).len();
    steps.extend(bring_back::step(scene, gone.len() - down));
    steps.extend(removable);
    steps.extend(settle::steps(scene));
    Some(Recovery {
        says: says(scene, &gone, &ghosts),
        steps,
        never: never::of(scene),
        loses: loses::with_the_disks_of(scene, &[gone, ghosts].concat()),
    })
}

fn says(scene: &Scene, gone: &[&Server], ghosts: &[&Server]) -> String {
    let survives = survives(scene.case.judgement.tolerance, !scene.case.judgement.in_doubt.is_empty());
    let (down, gone): (Vec<&Server>, Vec<&Server>) =
        gone.iter().copied().partition(|server| server.state == State::JetStreamDown);
    let mut parts = Vec::new();
    if !gone.is_empty() {
        parts.push(format!("{} {} missing", names(&gone), one_or_more(&gone, "is", "are")));
    }
    let cut_off = scene.those(&[State::CutOff]);
    if !cut_off.is_empty() {
        let them = one_or_more(
            &cut_off,
            "answers, and the leader does not hear it",
            "answer, and the leader does not hear them",
        );
        parts.push(format!("{} {them}", names(&cut_off)));
    }
    if !down.is_empty() {
        parts.push(format!("JetStream is down on {}", names(&down)));
    }
    if !ghosts.is_empty() {
        let are = one_or_more(ghosts, "counts as a peer, but is no server", "count as peers, but are no servers");
        parts.push(format!("{} {are} that anybody knows", names(ghosts)));
    }
    format!("The group has its quorum; {}: {survives}.", parts.join(", and "))
}

fn ghost_removal(scene: &Scene, ghosts: &[&Server]) -> Option<Step> {
    let step = remove::step(scene, ghosts, "")?;
    Some(Step {
        only_if: Some(format!("no server called {} comes back with its disk", list_or(ghosts))),
        why: format!("It counts as a peer and never votes. {}", step.why),
        ..step
    })
}

/// `n3 or n4`.
fn list_or(servers: &[&Server]) -> String {
    servers.iter().map(|server| server.name).collect::<Vec<_>>().join(" or ")
}

fn rescued(scene: &Scene) -> Recovery {
    let mut copy = copy::step(scene);
    copy.before.insert(
        0,
        "Begin it, and go on with the removals meanwhile: the rescue ends five minutes after its request.".to_owned(),
    );
    let dead = scene.missing();
    let mut steps = vec![copy];
    steps.extend(rescue::finish(scene));
    steps.push(settle::wait(scene));
    let says = if dead.is_empty() {
        "A rescue is active: for five minutes the majority is lowered on purpose.".to_owned()
    } else {
        format!("A rescue is active: remove {} before its five minutes end, or the group is lost again.", names(&dead))
    };
    Recovery { says, steps, never: never::of(scene), loses: loses::with_the_disks_of(scene, &dead) }
}

/// Sizes that differ for longer than a join takes.
fn sizes_differ(scene: &Scene) -> Option<Recovery> {
    const JOINED_WITHIN_MS: i64 = 5_000;
    let group = scene.case.group;
    let before =
        scene.case.before.iter().rev().find(|then| {
            then.as_of.zip(group.as_of).is_some_and(|(then, now)| now.ms_since(then) > JOINED_WITHIN_MS)
        })?;
    let differ = |group: &crate::meta_group::MetaGroup| group.sizes().len() > 1;
    if !differ(group)
        || !differ(before.group)
        || scene.case.before.iter().rev().take_while(|then| then.as_of >= before.as_of).any(|then| !differ(then.group))
    {
        return None;
    }
    let here = scene.holders();
    let look = Step {
        says: "Fetch /jsz of every server again, and add or remove nobody.".to_owned(),
        why: "While a server joins the sizes differ for seconds; longer, the servers disagree on who belongs to the group.".to_owned(),
        actions: here.iter().map(|server| act::ask(server, "/jsz")).collect(),
        after: vec![After::shown(
            "`cluster_size` is the same on every server.",
            Shows::Led { servers: Vec::new(), size: None },
        )],
        verified: "No way out of a lasting difference was found: on 2.12.8 a removal left the sizes different.".to_owned(),
        ..Step::default()
    };
    let sizes = list(group.sizes());
    Some(Recovery {
        says: format!("The servers disagree on how many peers there are, for longer than a join takes: {sizes}."),
        steps: vec![copy::step(scene), look],
        never: never::of(scene),
        loses: vec!["Nothing by itself; streams with one replica stay on the disks they are on.".to_owned()],
    })
}

//! A copy of a survivor's disk under a dead server's name: no race, and no version in which it did not work.

use super::{
    After, Step, act, bring_back,
    version::{ALL_SIX, Line},
};
use crate::recovery::scene::{Scene, Server, State, names, one_or_more, server_names};

/// As many clones as the majority needs; None without a survivor to copy or a dead name to take.
pub(super) fn step(scene: &Scene, only_if: &str) -> Option<Step> {
    let survivors = scene.holders();
    let log = |server: &&&Server| server.facts.and_then(|facts| facts.raft.as_ref()?.group.pindex);
    let longest = survivors.iter().rev().max_by_key(log)?;
    let dead: Vec<&Server> = scene.those(&[State::Empty]).into_iter().chain(scene.replaceable()).collect();
    let wanted = scene.short();
    if wanted == 0 || dead.len() < wanted {
        return None;
    }
    let (taken, rest) = dead.split_at(wanted);
    let which = match survivors.len() {
        1 => None,
        _ if log(&longest).is_some() => Some(format!(
            "{} has the longest log by /raftz `pindex` (that this one is best is an inference).",
            longest.name
        )),
        _ => Some(format!(
            "{} is one of several: take the one with the highest /raftz `pindex` instead (an inference).",
            longest.name
        )),
    };
    let run_with = (survivors.len(), scene.case.judgement.size) == (1, Some(3));
    let empty: Vec<&Server> = taken.iter().copied().filter(|server| server.state == State::Empty).collect();
    let mut actions = vec![act::stop(longest.name)];
    actions.extend(empty.iter().map(|server| act::stop(server.name)));
    actions.extend(taken.iter().map(|server| act::copy_to(longest, server.name)));
    actions.extend(
        [longest].into_iter().copied().chain(taken.iter().copied()).map(|server| act::start(server.name, true)),
    );
    // Where all that is left may start empty afterwards; it was run with one survivor of three alone.
    let rest = if run_with { rest } else { &[] };
    let down: Vec<&Server> = taken.iter().copied().filter(|server| server.state != State::Empty).collect();
    let mut before = vec![];
    if !down.is_empty() {
        before.push(format!(
            "{} {} really dead, and no machine of that name can start again.",
            names(&down),
            one_or_more(&down, "is", "are")
        ));
    }
    if !empty.is_empty() {
        before.push(format!(
            "{} {} with an empty log, and {} stopped for this.",
            names(&empty),
            one_or_more(&empty, "runs", "run"),
            one_or_more(&empty, "is", "are")
        ));
    }
    before.extend([
        format!("The copy of {} from the first step exists.", longest.name),
        format!(
            "{} exactly {}, with the same cluster name, routes, accounts and encryption key. The store directory there is empty or removed.",
            one_or_more(taken, "The server_name in the new configuration is", "The server_names in the new configurations are"),
            server_names(taken)
        ),
        format!("The folder is fetched on the new machine, into the `jetstream` folder of its own store directory (the second one of the command, where that differs), while {} is stopped.", longest.name),
    ]);
    before.extend(which);
    if let Some(wait) = fewer(wanted) {
        before.push(wait);
    }
    let voters: Vec<&Server> = survivors.iter().copied().chain(taken.iter().copied()).collect();
    let mut after = bring_back::back(scene, &voters);
    if !rest.is_empty() {
        after.push(After::told(format!(
            "Once a leader is there and /healthz answers 200, {} may start under {}: not before.",
            names(rest),
            one_or_more(
                rest,
                "its old name with an empty disk",
                "their old names with empty disks, one after the other"
            )
        )));
    }
    Some(Step {
        says: format!("Clone {}: stop it, copy its store directory to {} {}, and start {}.",
            longest.name,
            one_or_more(taken, "a new machine that takes the name of", "new machines that take the names of"),
            names(taken),
            one_or_more(taken, "both", "all of them")),
        only_if: Some(only_if.to_owned()),
        why: "A name is only a line in the configuration, and the copied log makes the new machine a voter. Without a log an empty server gets no vote that counts from 2.12 on.".to_owned(),
        before,
        actions,
        after,
        costs: Some(format!("Nothing is served by {} for about 10 s. Its streams with one replica stay there; those of {} come back empty.", longest.name, names(&dead))),
        verified: if run_with {
            format!("Run on {ALL_SIX} with one survivor of three: a leader after 4.3 to 6.0 s, 13 of 13 streams whole; the third, empty, in the group after 0.3 s and whole after 3 s.")
        } else {
            format!("Run on {ALL_SIX} with one survivor of three; not verified with these numbers.")
        },
    })
}

/// The numbers change with everybody who comes back.
pub(super) fn fewer(wanted: usize) -> Option<String> {
    (wanted > 1).then(|| {
        "Whoever can come back with a disk has come back, and everything was fetched again since: the numbers here change with each."
            .to_owned()
    })
}

/// The named last resort of 2.12 to 2.14: every original name at once, on empty disks.
pub(super) fn last_resort(scene: &Scene, only_if: &str) -> Option<Step> {
    let gone = scene.replaceable();
    // With one name that nobody knows, or one server without JetStream, not all of them are up.
    if gone.len() < scene.missing().len()
        || scene.case.judgement.size.is_none_or(|size| scene.servers.len() < size as usize)
        || gone.is_empty()
        || scene.holders().is_empty()
        || !scene.may_some_be(Line::From2_12To2_14)
    {
        return None;
    }
    let up = scene.those(&[State::Here, State::Empty]);
    let all: Vec<&Server> = scene.servers.iter().filter(|server| server.state != State::Observer).collect();
    Some(Step {
        says: format!("Last resort: start {} with {}, so that all original names are up at once. It can lose R3 streams.",
            names(&gone),
            one_or_more(&gone, "its old name and an empty disk", "their old names and empty disks")),
        only_if: Some(format!("{only_if}, the clone is impossible, and the copies of the first step exist")),
        why: "From 2.12 empty servers count only when every peer of the group is seen. The group's own log is protected by that, the streams' are not: two empty replicas can elect each other.".to_owned(),
        before: vec![format!("{} {} connected.", names(&up), one_or_more(&up, "runs and is", "run and are"))],
        actions: gone.iter().map(|server| act::start(server.name, false)).collect(),
        after: bring_back::back(scene, &all),
        costs: Some("It can lose R3 streams while every /healthz says 200: compare the message counts at once, and copy the disk of a replica that holds more than its leader.".to_owned()),
        verified: format!("Run with one survivor of three on 2.12.8 and 2.14.6: a leader after 1.8 to 7.2 s, 0 of 26 streams lost on each, by luck; on 2.15.1 2 of 27 were lost.{}",
            match (scene.holders().len(), scene.case.judgement.size) {
                (1, Some(3)) => "",
                (2, Some(5)) => " With two of five on 2.12.8: a leader after 0.5 s.",
                _ => " Not run with these numbers.",
            }),
    })
}

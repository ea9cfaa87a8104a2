//! A copy of a survivor's disk under a dead server's name: no race, and no version in which it did not work.

use super::{
    Step, act, bring_back,
    version::{ALL_SIX, Line},
};
use crate::{
    phrase::list,
    recovery::scene::{Scene, Server, State, names, one_or_more},
};

/// As many clones as the majority needs; None without a survivor to copy or a dead name to take.
pub(super) fn steps(scene: &Scene, only_if: &str) -> Option<Vec<Step>> {
    let survivors = scene.holders();
    let log = |server: &&&Server| server.facts.and_then(|facts| facts.raft.as_ref()?.group.pindex);
    let longest = survivors.iter().rev().max_by_key(log)?;
    let dead: Vec<&Server> = scene
        .those(&[State::Empty])
        .into_iter()
        .chain(scene.missing())
        .filter(|server| Some(server.name) != server.id && server.state != State::JetStreamDown)
        .collect();
    let wanted = scene.short();
    if wanted == 0 || dead.len() < wanted {
        return None;
    }
    let (taken, rest) = dead.split_at(wanted);
    let which = match survivors.len() {
        1 => String::new(),
        _ if log(&longest).is_some() => {
            format!(" {} has the longest log by /raftz `pindex` (that this one is best is an inference).", longest.name)
        }
        _ => "Take the one with the highest /raftz `pindex` (an inference).".to_owned(),
    };
    let run_with = (survivors.len(), scene.case.judgement.size) == (1, Some(3));
    let mut actions = vec![act::stop(longest.name)];
    actions.extend(taken.iter().map(|server| act::copy_to(longest, server.name)));
    actions.extend(
        [longest].into_iter().copied().chain(taken.iter().copied()).map(|server| act::start(server.name, true)),
    );
    let mut before = vec![
        format!("{} {} really dead.", names(taken), if wanted == 1 { "is" } else { "are" }),
        format!("The copy of {} from the first step exists.", longest.name),
        format!(
            "The new machine is configured with server_name {} exactly, and with the same cluster name, routes, accounts and encryption key. Its own store directory is empty or removed.",
            list(taken.iter().map(|server| server.name))
        ),
        "The copy is made on the new machine while all of them are stopped.".to_owned(),
    ];
    if !which.is_empty() {
        before.push(which);
    }
    let voters: Vec<&Server> = survivors.iter().copied().chain(taken.iter().copied()).collect();
    let clone = Step {
        says: format!("Clone {}: stop it, copy its store directory to {} {}, and start all of them.",
            longest.name,
            one_or_more(taken, "a new machine that takes the name", "new machines that take the names"),
            names(taken)),
        only_if: Some(only_if.to_owned()),
        why: "A name is only a line in the configuration, and the copied log makes the new machine a voter. Without a log an empty server gets no vote that counts from 2.12 on.".to_owned(),
        before,
        actions,
        after: bring_back::back(scene, &voters),
        costs: Some(format!("Nothing is served by {} for about 10 s. Its streams with one replica stay there; those of {} come back empty.", longest.name, names(&dead))),
        verified: if run_with {
            format!("Run on {ALL_SIX} with one survivor of three: a leader after 4.1 to 6.0 s, 13 of 13 streams whole.")
        } else {
            format!("Run on {ALL_SIX} with one survivor of three; not verified with these numbers.")
        },
    };
    let mut steps = vec![clone];
    if run_with && !rest.is_empty() {
        steps.push(Step {
            says: format!("Start {} under its old name with an empty disk.", names(rest)),
            only_if: Some(only_if.to_owned()),
            why: "Once a leader is there, an empty server joins and gets its streams from the others.".to_owned(),
            before: vec![format!("/jsz of {} names one leader, and /healthz answers 200.", names(&voters))],
            actions: rest.iter().map(|server| act::start(server.name, false)).collect(),
            after: vec![format!(
                "/healthz of {} answers 200, and its streams hold the same messages as the leader's.",
                names(rest)
            )],
            verified: format!(
                "Run on {ALL_SIX} with one survivor of three: in the group after 0.3 s, streams copied after 3 s."
            ),
            ..Step::default()
        });
    }
    Some(steps)
}

/// The named last resort of 2.12 to 2.14: every original name at once, on empty disks.
pub(super) fn last_resort(scene: &Scene, only_if: &str) -> Option<Step> {
    let gone: Vec<&Server> = scene
        .missing()
        .into_iter()
        .filter(|server| Some(server.name) != server.id && server.state != State::JetStreamDown)
        .collect();
    if gone.is_empty() || scene.holders().is_empty() || !scene.may_some_be(Line::From2_12To2_14) {
        return None;
    }
    let all: Vec<&Server> = scene.servers.iter().filter(|server| server.state != State::Observer).collect();
    Some(Step {
        says: format!("Last resort: start {} with {}, so that all original names are up at once. It can lose R3 streams.",
            names(&gone),
            one_or_more(&gone, "its old name and an empty disk", "their old names and empty disks")),
        only_if: Some(format!("{only_if}, the clone is impossible, and the copies of the first step exist")),
        why: "From 2.12 empty servers count only when every peer of the group is seen. The group's own log is protected by that, the streams' are not: two empty replicas can elect each other.".to_owned(),
        before: vec![format!("{} run, and are connected.", names(&scene.holders()))],
        actions: gone.iter().map(|server| act::start(server.name, false)).collect(),
        after: bring_back::back(scene, &all),
        costs: Some("It can lose R3 streams while every /healthz says 200: compare the message counts at once, and copy the disk of a replica that holds more than its leader.".to_owned()),
        verified: "Run on 2.12.8 and 2.14.6: a leader after 1.8 to 7.2 s, 0 of 26 streams lost on each, by luck; on 2.15.1 2 of 27 were lost.".to_owned(),
    })
}

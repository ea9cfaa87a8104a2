//! Removing peers that never come back: by id, one after the other, and only while a leader is there to do it.

use super::{After, Shows, Step, act, rescue::account, version::ALL_SIX};
use crate::{
    phrase::list,
    recovery::scene::{Scene, Server, State, names},
};

/// Removes these peers; None when no reading gives any of their ids. `when`: `within five minutes of the rescue`.
pub(super) fn step(scene: &Scene, servers: &[&Server], when: &str) -> Option<Step> {
    let known: Vec<(&Server, &str)> = servers.iter().filter_map(|server| Some((*server, server.id?))).collect();
    if known.is_empty() {
        return None;
    }
    let servers: Vec<&Server> = known.iter().map(|(server, _)| *server).collect();
    let all = names(&servers);
    let called = list(known.iter().map(|(server, id)| match server.name {
        name if name == *id => format!("the peer {id}"),
        name => format!("{name} (peer id {id})"),
    }));
    let when = if when.is_empty() { String::new() } else { format!(", {when}") };
    let one_by_one = if servers.len() == 1 { "" } else { ", one after the other" };
    let never_back = if servers.iter().all(|server| server.state == State::Ghost) {
        "No server that uses this id is merely stopped: its disk will not come back."
    } else {
        "It will never come back with its disk, or its streams with one replica are saved."
    };
    Some(Step {
        says: format!("Remove {called}{one_by_one}{when}."),
        why: "By id: after a restart, or from a new leader, a name is no longer known (`server is not a member of the cluster`)."
            .to_owned(),
        before: vec![
            "A leader is there: without one nobody answers this request.".to_owned(),
            if servers.len() == 1 { never_back.to_owned() } else { format!("For each of {all}: {}", lower(never_back)) },
            account(scene),
        ],
        actions: known.iter().map(|(_, id)| act::remove(id)).collect(),
        after: vec![After::shown(
            format!(
            "Each answer is `\"success\":true`; then /jsz of the leader no longer lists {all}, and `cluster_size` is less by {} on every server.",
            servers.len()
        ),
            Shows::Removed { ids: known.iter().map(|(_, id)| (*id).to_owned()).collect() },
        )],
        costs: Some(format!(
            "Streams with one replica on {all} are made anew elsewhere, empty; should a removed server return, its own copies are deleted."
        )),
        verified: format!("Run on {ALL_SIX}."),
        ..Step::default()
    })
}

/// Once the group has a leader: whoever stays dead.
pub(super) fn later(scene: &Scene, servers: &[&Server]) -> Option<Step> {
    let known: Vec<&Server> = servers.iter().copied().filter(|server| server.id.is_some()).collect();
    let mut step = step(scene, &known, "")?;
    let never = if let [only] = &known[..] {
        format!("{} is still a peer and never comes back with its disk", only.name)
    } else {
        step.before.insert(0, "Send only the requests of those that never come back.".to_owned());
        format!("some of {} are still peers and never come back with their disks", names(&known))
    };
    step.only_if = Some(format!("the group has settled, and {never}"));
    Some(step)
}

fn lower(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| std::iter::once(first.to_ascii_lowercase()).chain(chars).collect()).unwrap_or_default()
}

//! Removing peers that never come back: by id, one after the other, and only while a leader is there to do it.

use super::{Step, act, rescue::account, version::ALL_SIX};
use crate::recovery::scene::{Scene, Server, State};

/// Removes one peer; None when no reading gives its id. `when`: `within five minutes of the rescue`.
pub(super) fn step(scene: &Scene, server: &Server, when: &str) -> Option<Step> {
    let id = server.id?;
    let when = if when.is_empty() { String::new() } else { format!(", {when}") };
    let called =
        if server.name == id { format!("the peer {id}") } else { format!("{} by its peer id {id}", server.name) };
    Some(Step {
        says: format!("Remove {called}{when}."),
        why: "By id: after a restart, or from a new leader, a name is no longer known (`server is not a member of the cluster`).".to_owned(),
        before: vec![
            "A leader is there: without one nobody answers this request.".to_owned(),
            match server.state {
                State::Ghost => "No server that uses this id is merely stopped: its disk will not come back.".to_owned(),
                _ => format!("{} will never come back with its disk, or its streams with one replica are saved.", server.name),
            },
            account(scene),
        ],
        actions: vec![act::remove(id)],
        after: vec![format!("The answer is `\"success\":true`; /jsz of the leader no longer lists {}, and `cluster_size` fell by one on every server.", server.name)],
        costs: Some(format!(
            "Streams with one replica on {} are made anew elsewhere, empty; should it return, its own copies are deleted.",
            server.name
        )),
        verified: format!("Run on {ALL_SIX}."),
        ..Step::default()
    })
}

/// Once the group has a leader: whoever stays dead.
pub(super) fn later(scene: &Scene, server: &Server) -> Option<Step> {
    let step = step(scene, server, "")?;
    Some(Step {
        only_if: Some(format!("the group has settled, and {} never comes back with its disk", server.name)),
        ..step
    })
}

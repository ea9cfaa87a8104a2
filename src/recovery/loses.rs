//! What is lost on the way: streams with one replica live on one disk.

use crate::{
    order::Set,
    phrase::{counted, list},
    recovery::scene::{Scene, Server, names, one_or_more},
};

/// What streams with one replica on `gone` lose, named where the readings list them, now or at an earlier moment.
pub(super) fn with_the_disks_of(scene: &Scene, gone: &[&Server]) -> Vec<String> {
    const MOST: usize = 5;
    if gone.is_empty() {
        return vec!["Nothing: streams with one replica stay on the disks they are on.".to_owned()];
    }
    let is_on = |id: &str| gone.iter().any(|server| server.id == Some(id));
    let assets = scene.case.assets.iter().map(|asset| &asset.group).chain(scene.case.left_behind);
    let single = assets.filter(|group| {
        group.consumer.is_none() && group.size == Some(1) && group.peers.iter().any(|peer| is_on(&peer.id))
    });
    let named: Set<String> = single
        .map(|group| match &group.account {
            Some(account) => format!("{account} > {}", group.stream),
            None => group.stream.clone(),
        })
        .collect();
    let all = names(gone);
    let back = one_or_more(gone, "comes back with its disk", "come back with their disks");
    let mut loses = vec![format!(
        "Nothing, if {all} {back}. Without a disk every stream with one replica on it comes back empty: the same name, 0 messages, and no word about it."
    )];
    if !named.is_empty() {
        let more =
            if named.len() > MOST { format!(" and {}", counted(named.len() - MOST, "other")) } else { String::new() };
        loses.push(format!("With one replica, on {all}: {}{more}.", list(named.iter().take(MOST))));
    }
    loses
}

//! Which servers describe the same group.

use super::{Facts, Named, View};
use crate::order::{Map, Set};

/// Servers of one domain whose views share a peer are one group. Views that name nobody join the only group of their
/// domain, unless its leader lists everybody and not them; else they make one of their own.
pub(super) fn gather_by_peers(sighted: Vec<Facts>) -> Vec<Vec<Facts>> {
    let mut all_named: Set<String> = Set::default();
    for peer in sighted.iter().flat_map(names_in) {
        if !all_named.contains(&peer.id) {
            all_named.insert(peer.id.clone());
        }
    }
    let mut found: Vec<(Set<String>, Vec<Facts>)> = Vec::new();
    let mut mute: Vec<Facts> = Vec::new();
    for facts in sighted {
        let named = names_in(&facts).map(|peer| peer.id.as_str());
        let ids: Vec<&str> = named.chain(own_id(&facts, &all_named)).collect();
        let is_any_in = |known: &Set<String>| ids.iter().any(|id| known.contains(*id));
        if !is_any_in(&all_named) {
            mute.push(facts);
            continue;
        }
        let (mut same, rest): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(known, group)| domain(group) == facts.domain && is_any_in(known));
        // What is new joins what is there, not the other way round: a hundred servers of one group are moved once.
        let mut home = same.pop().unwrap_or_default();
        for (known, group) in same.into_iter().rev() {
            home.0.extend(known);
            home.1.extend(group);
        }
        for id in ids {
            if !home.0.contains(id) {
                home.0.insert(id.to_owned());
            }
        }
        home.1.push(facts);
        found = rest;
        found.push(home);
    }
    for (_, group) in &mut found {
        group.reverse();
    }
    let mut apart: Map<Option<String>, Vec<Facts>> = Map::default();
    for facts in mute {
        let mut open: Vec<_> = found
            .iter_mut()
            .filter(|(ids, group)| domain(group) == facts.domain && may_join(&facts, ids, group))
            .collect();
        match &mut open[..] {
            [only] => only.1.push(facts),
            _ => apart.entry(facts.domain.clone()).push(facts),
        }
    }
    let mut groups: Vec<Vec<Facts>> = Vec::new();
    for (ids, group) in found {
        // Two parts of one domain of which neither knows a leader nor everybody: nothing says that they are two groups.
        let partial =
            |group: &[Facts]| group.iter().filter_map(|facts| facts.view.as_ref()).all(|view| view.leader.is_none());
        let knows_all = group.iter().filter_map(|facts| facts.view.as_ref()).any(|view| lists_all(view, ids.len()));
        if partial(&group) && !knows_all {
            apart.entry(domain(&group)).extend(group);
        } else {
            groups.push(group);
        }
    }
    groups.into_iter().chain(apart.into_iter().map(|(_, group)| group)).collect()
}

/// As many peers are named as the view says there are.
fn lists_all(view: &View, named: usize) -> bool {
    view.size.as_ref().is_some_and(|(size, _)| usize::try_from(*size).is_ok_and(|size| size <= named))
}

fn domain(group: &[Facts]) -> Option<String> {
    group.iter().find_map(|facts| facts.domain.clone())
}

/// Not when it is known by name and a leader lists everybody else.
fn may_join(facts: &Facts, ids: &Set<String>, group: &[Facts]) -> bool {
    let everybody = group.iter().filter_map(|other| other.view.as_ref()).any(is_whole_list);
    !everybody || facts.peer_id.as_ref().is_none_or(|id| ids.contains(id))
}

/// A leader's list of everybody.
pub(super) fn is_whole_list(view: &View) -> bool {
    let size = view.size.as_ref().and_then(|(size, _)| usize::try_from(*size).ok());
    view.leads && size.is_some_and(|size| view.rows.len() + 1 == size)
}

/// Everyone a server's readings name as a peer.
pub(super) fn names_in(facts: &Facts) -> impl Iterator<Item = &Named> {
    let view = facts.view.iter().flat_map(|view| view.leader.iter().chain(view.rows.iter().map(|row| &row.peer)));
    view.chain(facts.raft.iter().flat_map(|raft| raft.peers.iter().map(|(peer, _)| peer)))
}

/// Whose peer id an answering server has: its own, or its label's when a reading names such a peer.
fn own_id<'f>(facts: &'f Facts, named: &Set<String>) -> Option<&'f str> {
    facts.peer_id.as_deref().or_else(|| facts.label_id().filter(|id| named.contains(*id)))
}

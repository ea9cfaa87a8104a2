//! Who cannot hear whom.

use crate::{
    meta_group::{Facts, MetaGroup, Raft},
    order::Map,
    reading::Evidence,
};

/// A route in use carries something more often than this. Between two followers of a quiet cluster that is nothing but
/// the statistics every server with JetStream sends all others each 10 s; only a leader is heard each second.
pub const QUIET_MS: u64 = 15_000;

/// Pairs of peers, by index, that cannot hear each other, and what shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Apart(Map<(usize, usize), Vec<Evidence>>);

impl Apart {
    fn insert(&mut self, a: usize, b: usize, evidence: Vec<Evidence>) {
        self.0.insert((a.min(b), a.max(b)), evidence);
    }

    pub(super) fn has(&self, a: usize, b: usize) -> bool {
        self.0.get(&(a.min(b), a.max(b))).is_some()
    }

    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        self.0.iter().map(|(pair, _)| *pair).collect()
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = other.clone();
        for (pair, evidence) in &*self.0 {
            both.0.insert(*pair, evidence.clone());
        }
        both
    }

    /// What shows that this peer cannot hear some other.
    pub(super) fn of(&self, peer: usize) -> Option<Vec<Evidence>> {
        let mut shown: Vec<Evidence> = Vec::new();
        for evidence in self.0.iter().filter(|((a, b), _)| *a == peer || *b == peer).flat_map(|(_, evidence)| evidence)
        {
            if !shown.contains(evidence) {
                shown.push(evidence.clone());
            }
        }
        (!shown.is_empty()).then_some(shown)
    }
}

/// By the routes of both: not both list the other as in use.
///
/// A missing route proves nothing where routes are not all there is (gateways, leaf connections, several clusters),
/// nor while a server is so young, or its routes are, that they may still be on their way.
pub(super) fn by_routes(group: &MetaGroup) -> Apart {
    if !routes_are_all(group) {
        return Apart::default();
    }
    let settled = |facts: &&Facts| facts.has_settled_routes();
    let givers =
        || group.peers.iter().enumerate().filter_map(|(i, peer)| Some((i, peer.facts.as_deref().filter(settled)?)));
    let mut apart = Apart::default();
    for (i, a) in givers() {
        for (j, b) in givers().filter(|(j, _)| *j > i) {
            if !(lists(a, b) && lists(b, a)) {
                let routes = [a, b].into_iter().filter_map(|facts| Some(facts.routes.as_ref()?.evidence.clone()));
                apart.insert(i, j, routes.collect());
            }
        }
    }
    apart
}

/// Its servers speak to each other over routes alone: there are neither gateways nor leaf connections between them.
#[must_use]
pub fn routes_are_all(group: &MetaGroup) -> bool {
    let mut facts = group.peers.iter().filter_map(|peer| peer.facts.as_deref());
    group.clusters.len() == 1 && !facts.any(|facts| facts.routes_are_not_all)
}

/// Does `a` list `b` with a route that is in use?
fn lists(a: &Facts, b: &Facts) -> bool {
    a.routes.iter().flat_map(|routes| &routes.to).any(|(id, name, idle)| {
        let is_b = Some(id) == b.server_id.as_ref() || (name.is_some() && *name == b.name);
        is_b && *idle <= QUIET_MS
    })
}

/// By their terms: a candidate asks everybody for a vote, whoever hears that takes over its term at once and answers.
/// So one that is up for longer, has an older term, and is unheard in the candidate's, does not hear it.
///
/// Unless the election began between the two readings, and less than a round trip before the candidate's: an instant,
/// once in the four to nine seconds between two elections. It is an assumption, and named as one.
pub(super) fn by_terms(group: &MetaGroup) -> Apart {
    let raft = |i: usize| group.peers[i].facts.as_ref().filter(|facts| facts.has_settled())?.raft.as_ref();
    let mut apart = Apart::default();
    for candidate in 0..group.peers.len() {
        let Some(own) = raft(candidate).filter(|raft| raft.group.state.as_deref() == Some("CANDIDATE")) else {
            continue;
        };
        for other in (0..group.peers.len()).filter(|&other| other != candidate) {
            let Some(theirs) = raft(other) else { continue };
            let older = theirs.group.term.zip(own.group.term).is_some_and(|(theirs, own)| theirs < own);
            if older && is_unheard(own, group.peers[other].id.as_deref()) {
                apart.insert(candidate, other, vec![own.evidence.clone(), theirs.evidence.clone()]);
            }
        }
    }
    apart
}

/// Listed, but never heard in this term.
fn is_unheard(raft: &Raft, id: Option<&str>) -> bool {
    raft.peers.iter().any(|(peer, last_seen)| Some(peer.id.as_str()) == id && last_seen.is_none())
}

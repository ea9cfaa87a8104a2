//! Who cannot hear whom, by the routes of both.

use std::collections::BTreeSet;

use crate::{
    meta_group::{Facts, MetaGroup, Peer},
    reading::{Evidence, Reading},
};

/// A route in use carries something more often than this.
const QUIET_MS: u64 = 3_000;

/// Pairs of peers that cannot hear each other: both gave their routes, and not both list the other as in use.
///
/// A missing route proves nothing where routes are not all there is (gateways, leaf connections, several clusters),
/// nor while a server is so young, or its routes are, that they may still be on their way.
pub(super) fn apart(group: &MetaGroup, readings: &[Reading]) -> BTreeSet<(usize, usize)> {
    let tells = |peer: &Peer| {
        let facts = peer.facts.as_ref()?;
        let now = facts.routes.as_ref().and_then(|routes| readings[routes.evidence.reading].time);
        facts.has_settled(now).then(|| facts.clone())
    };
    let one_cluster = group.clusters.len() == 1
        && !group.peers.iter().filter_map(|peer| peer.facts.as_ref()).any(|facts| facts.routes_are_not_all);
    if !one_cluster {
        return BTreeSet::new();
    }
    let givers: Vec<(usize, Facts)> =
        group.peers.iter().enumerate().filter_map(|(i, peer)| Some((i, tells(peer)?))).collect();
    let mut apart = BTreeSet::new();
    for (n, (i, a)) in givers.iter().enumerate() {
        for (j, b) in givers.iter().skip(n + 1) {
            if !(lists(a, b) && lists(b, a)) {
                apart.insert((*i, *j));
            }
        }
    }
    apart
}

/// Does `a` list `b` with a route that is in use?
fn lists(a: &Facts, b: &Facts) -> bool {
    a.routes.iter().flat_map(|routes| &routes.to).any(|(id, name, idle)| {
        let is_b = Some(id) == b.server_id.as_ref() || (name.is_some() && *name == b.name);
        is_b && *idle <= QUIET_MS
    })
}

/// What the routes of the peers that are apart say.
pub(super) fn routes_of(group: &MetaGroup, apart: &BTreeSet<(usize, usize)>) -> Vec<Evidence> {
    let peers: BTreeSet<usize> = apart.iter().flat_map(|&(a, b)| [a, b]).collect();
    let routes = peers.iter().filter_map(|&i| group.peers[i].facts.as_ref()?.routes.as_ref());
    routes.map(|routes| routes.evidence.clone()).collect()
}

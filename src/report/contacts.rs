//! Who heard whom, as the peers themselves say it.

use serde::Serialize;

use super::evaluate::narrow;
use crate::{
    meta_group::{FRESH_MS, Facts, MetaGroup, Named, Peer, Raft, Routes, Row, View},
    order::Map,
    reading::Evidence,
    verdict::{QUIET_MS, routes_are_all},
};

/// Whom one peer heard, by one kind of reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contacts {
    /// Who hears: an index into the group's `peers`.
    pub peer: u32,
    /// Which reading tells.
    pub by: Witness,
    /// It names everyone it hears: who is missing from `heard` is not heard.
    pub whole: bool,
    /// Whom it names.
    pub heard: Vec<Heard>,
    /// Where all of it is written.
    pub evidence: Evidence,
}

/// What tells of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Witness {
    /// The replicas a leader lists: Raft's own contact.
    Replicas,
    /// A peer's `/raftz`: Raft's own contact.
    Raftz,
    /// A peer's `/routez`: the connection between the two, whatever it carries.
    Routes,
}

/// One that is heard, or was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Heard {
    /// Who is heard: an index into the group's `peers`.
    pub peer: u32,
    /// Milliseconds since; absent when never in this term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_ms: Option<f64>,
    /// In contact: heard within 3 s and not offline; of a route, used within 15 s.
    pub fresh: bool,
    /// The reading says `offline: true`.
    pub offline: bool,
    /// Where in that reading it is written; absent when only the whole tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// All that the peers of a group say of their contacts, in the order of the peers.
pub(super) fn contacts(group: &MetaGroup) -> Vec<Contacts> {
    let places = Places::of(group);
    let routes_tell_all = routes_are_all(group);
    let of_peer = |(i, peer): (usize, &Peer)| {
        let facts = peer.facts.as_deref()?;
        let raft = by_replicas(peer, &places).or_else(|| by_raftz(facts.raft.as_ref()?, &places));
        let routes = facts.routes.as_ref().map(|routes| by_routes(routes, facts, routes_tell_all, &places));
        let with_peer = move |told: Told| Contacts {
            peer: narrow(i),
            by: told.by,
            whole: told.whole,
            // Nobody hears itself.
            heard: told.heard.into_iter().filter(|heard| heard.peer != narrow(i)).collect(),
            evidence: told.evidence,
        };
        Some(raft.into_iter().chain(routes).map(with_peer))
    };
    group.peers.iter().enumerate().filter_map(of_peer).flatten().collect()
}

/// What one reading tells, before it is said whose it is.
struct Told {
    by: Witness,
    whole: bool,
    heard: Vec<Heard>,
    evidence: Evidence,
}

/// Where each peer stands in the group: by its id, its public key, its name.
struct Places<'a> {
    ids: Map<&'a str, usize>,
    keys: Map<&'a str, usize>,
    names: Map<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn of(group: &'a MetaGroup) -> Self {
        let mut places = Self { ids: Map::default(), keys: Map::default(), names: Map::default() };
        for (i, peer) in group.peers.iter().enumerate() {
            let key = peer.facts.as_deref().and_then(|facts| facts.server_id.as_deref());
            for (map, name) in [
                (&mut places.ids, peer.id.as_deref()),
                (&mut places.keys, key),
                (&mut places.names, peer.name.as_deref()),
            ] {
                if let Some(name) = name {
                    map.insert(name, i);
                }
            }
        }
        places
    }

    fn id(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied().map(narrow)
    }

    /// The other end of a route.
    fn end(&self, key: &str, name: Option<&str>) -> Option<u32> {
        let named = || self.names.get(name.unwrap_or(key));
        self.keys.get(key).or_else(named).copied().map(narrow)
    }
}

/// Only a leader's own list tells: a follower's rows are not real.
fn by_replicas(peer: &Peer, places: &Places) -> Option<Told> {
    let view: &View = peer.leading_view().filter(|view| !view.rows.is_empty())?;
    let heard = |row: &Row| {
        Some(Heard {
            peer: places.id(&row.peer.id)?,
            age_ms: row.heard_ms,
            fresh: row.fresh,
            offline: row.offline.is_some(),
            pointer: Some(row.active().pointer),
        })
    };
    Some(Told {
        by: Witness::Replicas,
        whole: true,
        heard: view.rows.iter().filter_map(heard).collect(),
        evidence: view.evidence.clone()?,
    })
}

/// A follower is written to by its leader alone: that it hears nothing of the others means nothing.
fn by_raftz(raft: &Raft, places: &Places) -> Option<Told> {
    let follows = raft.group.state.as_deref() == Some("FOLLOWER");
    let counts = |peer: &Named| !follows || raft.group.leader.as_ref() == Some(&peer.id);
    let heard = |(peer, last_seen): &(Named, Option<u64>)| {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds shown to people")]
        let age_ms = last_seen.map(|ms| ms as f64);
        Some(Heard {
            peer: places.id(&peer.id)?,
            age_ms,
            fresh: age_ms.is_some_and(|ms| ms < FRESH_MS),
            offline: false,
            pointer: Some(peer.evidence().pointer),
        })
    };
    let heard: Vec<Heard> = raft.peers.iter().filter(|(peer, _)| counts(peer)).filter_map(heard).collect();
    (!heard.is_empty()).then(|| Told { by: Witness::Raftz, whole: false, heard, evidence: raft.evidence.clone() })
}

fn by_routes(routes: &Routes, facts: &Facts, tell_all: bool, places: &Places) -> Told {
    let heard = |(key, name, idle): &(String, Option<String>, u64)| {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds shown to people")]
        let age_ms = Some(*idle as f64);
        let peer = places.end(key, name.as_deref())?;
        Some(Heard { peer, age_ms, fresh: *idle <= QUIET_MS, offline: false, pointer: None })
    };
    Told {
        by: Witness::Routes,
        whole: tell_all && facts.has_settled_routes(),
        heard: routes.to.iter().filter_map(heard).collect(),
        evidence: routes.evidence.clone(),
    }
}

//! From the readings of one server after the other to the groups they describe.

use std::collections::{BTreeMap, BTreeSet};

use super::{AssetGroup, AssetPeer, AssetRow, AssetView, Content};
use crate::{
    meta_group::Facts,
    peer_id::peer_id,
    reading::{Evidence, Reading, Said, Time},
    wire::{AccountDetail, AssetCluster, ConsumerDetail, Jsz, Replica, StreamDetail},
};

/// Account, stream, consumer.
type Key = (Option<String>, String, Option<String>);

/// The groups described so far.
#[derive(Debug, Default)]
pub(super) struct Gathered(BTreeMap<Key, AssetGroup>);

/// Who describes them.
struct Speaker<'a> {
    /// By its own documents.
    id: Option<&'a str>,
    /// By what whoever asked called it: proves nothing.
    labelled: Option<&'a str>,
    name: Option<&'a str>,
}

/// One description in one reading.
struct Place<'a> {
    speaker: &'a Speaker<'a>,
    reading: usize,
    pointer: String,
    time: Option<Time>,
}

impl Gathered {
    /// Takes in what one server's readings list, the newest last; true when they list every stream it holds.
    pub(super) fn hear(&mut self, facts: &Facts, labelled: Option<&str>, readings: &[Reading]) -> bool {
        let speaker = Speaker { id: facts.peer_id.as_deref(), labelled, name: facts.name.as_deref() };
        let mut in_time = facts.readings.clone();
        in_time.sort_by_key(|&i| readings[i].time);
        let mut lists: Vec<&Jsz> = Vec::new();
        for i in in_time {
            let reading = &readings[i];
            let place = |pointer| Place { speaker: &speaker, reading: i, pointer, time: reading.time };
            match &reading.said {
                Said::Jsz(jsz) => {
                    for (pointer, account, stream) in streams_of(jsz) {
                        self.stream(account.name.as_deref(), stream, &place(format!("{}{pointer}", reading.payload)));
                    }
                    lists.extend(Some(&**jsz).filter(|jsz| reading.cut.is_empty() && jsz.account_details.is_some()));
                }
                Said::Stream(stream) if reading.cut.is_empty() => {
                    self.stream(account_in(&reading.source), stream, &place(reading.payload.clone()));
                }
                _ => {}
            }
        }
        lists.iter().any(|jsz| is_whole(&[jsz])) || is_whole(&lists)
    }

    /// All groups, in order.
    pub(super) fn groups(self) -> Vec<AssetGroup> {
        self.0.into_values().map(in_order).collect()
    }

    fn stream(&mut self, account: Option<&str>, stream: &StreamDetail, place: &Place) {
        let Some(name) = &stream.name else { return };
        let key = |consumer: Option<&String>| (account.map(str::to_owned), name.clone(), consumer.cloned());
        let size = stream.config.as_ref().and_then(|config| config.num_replicas).filter(|&size| size > 0);
        let content = stream.state.as_ref().and_then(|state| {
            // The year 1 stands for never.
            let last = state.last_ts.as_deref().filter(|last| !last.starts_with("0001-"));
            Some(Content { messages: state.messages?, last_seq: state.last_seq?, last: last.and_then(Time::parse) })
        });
        if let Some(cluster) = &stream.cluster {
            let group = self.group(key(None), size, cluster, content, place);
            group.created = stream.created.as_deref().and_then(Time::parse).or(group.created);
        }
        for (n, consumer) in stream.consumer_detail.iter().flatten().enumerate() {
            let (Some(name), Some(cluster)) = (&consumer.name, &consumer.cluster) else { continue };
            let at = Place { pointer: format!("{}/consumer_detail/{n}", place.pointer), ..*place };
            self.group(key(Some(name)), size_of_consumer(consumer, cluster, size), cluster, None, &at);
        }
    }

    fn group(
        &mut self,
        key: Key,
        size: Option<u32>,
        cluster: &AssetCluster,
        content: Option<Content>,
        place: &Place,
    ) -> &mut AssetGroup {
        let group = self.0.entry(key).or_insert_with_key(|(account, stream, consumer)| AssetGroup {
            account: account.clone(),
            stream: stream.clone(),
            consumer: consumer.clone(),
            ..AssetGroup::default()
        });
        let name = group.consumer.as_ref().unwrap_or(&group.stream).clone();
        group.size = group.size.max(size);
        group.least_size = group.least_size.into_iter().chain(size).min();
        group.raft_group = group.raft_group.take().or_else(|| cluster.raft_group.clone());
        let leader = cluster.leader.as_deref().filter(|leader| !leader.is_empty());
        let leader = leader.map(|leader| {
            let named_by = || place.at("cluster/leader", leader);
            peer_in(group, &peer_id(leader), Some(leader), named_by)
        });
        let rows = cluster.replicas.iter().enumerate();
        let mut rows: Vec<AssetRow> = rows.filter_map(|(n, row)| row_of(group, n, row.as_ref()?, place)).collect();
        // Whoever knows a leader lists everybody but itself: so the leader is the one who does not list it.
        let lists_leader = leader.is_some_and(|leader| rows.iter().any(|row| row.peer == leader));
        let lists_others = usize::try_from(size.unwrap_or(0)) == Ok(rows.len() + 1) && !lists_leader;
        let own = match place.speaker.id {
            Some(id) => Some(peer_in(group, id, place.speaker.name, || place.at("name", &name))),
            None => leader.filter(|_| lists_others).or_else(|| {
                let own = place.speaker.labelled.and_then(|id| group.peers.iter().position(|peer| peer.id == id))?;
                // Where it lists the one it is called by, it is called wrongly.
                (leader.is_none() || rows.iter().all(|row| row.peer != own)).then_some(own)
            }),
        };
        let leads = leader.is_some() && leader == own && (place.speaker.id.is_some() || lists_others);
        rows.retain(|row| Some(row.peer) != own);
        let view = AssetView {
            leader,
            leads,
            rows,
            content,
            led_since: cluster.leader_since.as_deref().and_then(Time::parse),
            time: place.time,
            reading: place.reading,
            pointer: place.pointer.clone(),
        };
        match own {
            Some(own) => group.peers[own].view = Some(view),
            None => group.unnamed.push(view),
        }
        group
    }
}

impl Place<'_> {
    fn at(&self, below: &str, value: &str) -> Evidence {
        Evidence {
            reading: self.reading,
            pointer: format!("{}/{below}", self.pointer),
            quote: serde_json::to_string(value).unwrap_or_default(),
        }
    }
}

/// Index of the peer with this id, which is new if nobody named it before.
fn peer_in(group: &mut AssetGroup, id: &str, name: Option<&str>, named_by: impl Fn() -> Evidence) -> usize {
    let known = group.peers.iter().position(|peer| peer.id == id);
    let at = known.unwrap_or_else(|| {
        group.peers.push(AssetPeer { id: id.to_owned(), name: None, named_by: named_by(), view: None });
        group.peers.len() - 1
    });
    let peer = &mut group.peers[at];
    if peer.name.is_none() {
        peer.name = name.map(str::to_owned);
    }
    at
}

fn row_of(group: &mut AssetGroup, place: usize, row: &Replica, at: &Place) -> Option<AssetRow> {
    let name = row.server_name();
    let id = row.peer.clone().or_else(|| name.map(peer_id))?;
    let named_by = || match &row.name {
        Some(name) => at.at(&format!("cluster/replicas/{place}/name"), name),
        None => at.at(&format!("cluster/replicas/{place}/peer"), &id),
    };
    Some(AssetRow {
        peer: peer_in(group, &id, name, named_by),
        heard_ms: row.heard_ms(),
        current: row.current,
        lag: row.lag,
        offline: row.offline == Some(true),
        place,
    })
}

/// 0 replicas: as many as its stream has; or one, if nobody named it for good.
fn size_of_consumer(consumer: &ConsumerDetail, cluster: &AssetCluster, stream: Option<u32>) -> Option<u32> {
    let own = consumer.config.as_ref().and_then(|config| config.num_replicas).filter(|&size| size > 0);
    let is_alone =
        cluster.replicas.is_empty() && cluster.raft_group.as_deref().is_none_or(|group| group.contains("-R1"));
    own.or(if is_alone { Some(1) } else { stream })
}

/// Pointer, account and stream, of all that are listed.
fn streams_of(jsz: &Jsz) -> impl Iterator<Item = (String, &AccountDetail, &StreamDetail)> {
    jsz.account_details.iter().flatten().enumerate().flat_map(|(a, account)| {
        let streams = account.stream_detail.iter().flatten().enumerate();
        streams.map(move |(s, stream)| (format!("/account_details/{a}/stream_detail/{s}"), account, stream))
    })
}

/// Do these pages of one server list every account and every stream that it counts?
fn is_whole(pages: &[&Jsz]) -> bool {
    let Some(first) = pages.first() else { return false };
    let counts = |jsz: &Jsz| Some((jsz.accounts?, jsz.streams?));
    let Some((accounts, streams)) = counts(first) else { return false };
    let listed = || pages.iter().flat_map(|jsz| jsz.account_details.iter().flatten());
    let names: BTreeSet<_> = listed().map(|account| &account.name).collect();
    let held: BTreeSet<_> = pages.iter().flat_map(|jsz| streams_of(jsz)).map(|(_, a, s)| (&a.name, &s.name)).collect();
    let is = |found: usize, counted: u64| u64::try_from(found) == Ok(counted);
    pages.iter().all(|page| counts(page) == Some((accounts, streams)))
        && is(names.len(), accounts)
        && is(held.len(), streams)
}

/// `accounts/APP/streams/ORDERS/replicas/...`: an archive says the account only in the file's path.
fn account_in(source: &str) -> Option<&str> {
    let (_, after) = source.rsplit_once("accounts/")?;
    let (account, rest) = after.split_once('/')?;
    rest.starts_with("streams/").then_some(account)
}

/// Peers by id, so that it does not matter who spoke first.
fn in_order(mut group: AssetGroup) -> AssetGroup {
    let mut order: Vec<usize> = (0..group.peers.len()).collect();
    order.sort_by(|&a, &b| group.peers[a].id.cmp(&group.peers[b].id));
    let mut place = vec![0; order.len()];
    for (new, old) in order.into_iter().enumerate() {
        place[old] = new;
    }
    for view in group.peers.iter_mut().filter_map(|peer| peer.view.as_mut()).chain(&mut group.unnamed) {
        view.leader = view.leader.map(|leader| place[leader]);
        for row in &mut view.rows {
            row.peer = place[row.peer];
        }
    }
    group.peers.sort_by(|a, b| a.id.cmp(&b.id));
    if group.size.is_none() && !group.peers.is_empty() {
        group.size = u32::try_from(group.peers.len()).ok();
    }
    group
}

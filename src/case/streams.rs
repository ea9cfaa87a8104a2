//! The streams of one group at moments before: what they held, and what nobody lists any more.

use super::{
    Then,
    assets::{Alike, Assets, First, KNOWN},
};
use crate::{
    asset_groups::{AssetGroup, AssetGroups, AssetId, Names},
    meta_group::MetaGroup,
    order::{Map, Set},
    reading::Reading,
};

/// What is only on its way has arrived after so long.
const ARRIVED_MS: i64 = 10_000;

/// Its streams at the last moment that lists any and is 10 s or more before.
#[must_use]
pub fn streams_before<'a>(
    group: &MetaGroup,
    before: &[Then<'a>],
    readings: &'a [Reading],
    names: &'a Names,
) -> Option<AssetGroups<'a>> {
    let is_long_ago =
        |then: &&Then| group.as_of.zip(then.as_of).is_some_and(|(now, then)| now.ms_since(then) >= ARRIVED_MS);
    let mut streams = before.iter().rev().filter(is_long_ago).map(|then| AssetGroups::of(then.group, readings, names));
    streams.find(|streams| !streams.is_empty())
}

/// The streams with one replica, by the peers that have it: those that are listed now, and those of peers that list
/// nothing now, as each of these listed them last.
#[derive(Debug, Default)]
pub struct Singles(Vec<(Set<String>, Alike)>);

impl Singles {
    /// Those of `group`, whose `assets` are listed now.
    #[must_use]
    pub fn of(group: &MetaGroup, assets: &Assets, before: &[Then], readings: &[Reading], names: &Names) -> Self {
        let mut copies = Copies { names, of_streams: Vec::new(), places: vec![Set::default()] };
        copies.add(assets.groups(), |_| true);
        let unlisted = group.peers.iter().enumerate().filter(|(n, _)| !assets.listed_by().contains(n));
        let mut wanted: Set<&str> = unlisted.filter_map(|(_, peer)| peer.id.as_deref()).collect();
        for then in before.iter().rev() {
            let is_wanted = |id: Option<&str>| id.is_some_and(|id| wanted.contains(id));
            if !then.group.peers.iter().any(|peer| peer.speaks() && is_wanted(peer.id.as_deref())) {
                continue;
            }
            let streams = AssetGroups::of(then.group, readings, names);
            let tells = streams.listed_by.iter().filter_map(|&n| then.group.peers[n].id.as_deref());
            let tells: Set<&str> = tells.filter(|id| wanted.contains(id)).collect();
            copies.add(&streams, |stream| stream.peers.iter().any(|peer| tells.contains(peer.id.as_str())));
            wanted = wanted.into_iter().filter(|id| !tells.contains(id)).collect();
        }
        copies.folded()
    }

    /// How many of them have their replica on a peer `is_there`, by id, and the first `most` of their names.
    pub fn on(&self, names: &Names, most: usize, is_there: impl Fn(&str) -> bool) -> (usize, Vec<String>) {
        let those = || self.0.iter().filter(|(peers, _)| peers.iter().any(|id| is_there(id))).map(|(_, alike)| alike);
        let first = Alike::first_of(names, most, those());
        (those().map(|alike| alike.count).sum(), first.into_iter().map(|id| names.called(id)).collect())
    }
}

/// Who has, or had, the one replica of each stream.
struct Copies<'a> {
    names: &'a Names,
    /// By number of stream: which of the places; the first is nowhere.
    of_streams: Vec<usize>,
    places: Vec<Set<String>>,
}

impl Copies<'_> {
    /// Adds the streams with one replica that are meant.
    fn add(&mut self, streams: &AssetGroups, is_meant: impl Fn(&AssetGroup) -> bool) {
        let kinds = streams.kinds();
        let single = |id: &AssetId| {
            let group = streams.get(*id).filter(|group| group.size == Some(1) && is_meant(group))?;
            Some(group.peers.into_iter().map(|peer| peer.id).collect::<Set<String>>())
        };
        let single: Vec<Option<Set<String>>> = kinds.examples.iter().map(single).collect();
        if single.iter().all(Option::is_none) {
            return;
        }
        self.of_streams.resize(self.names.streams() as usize, 0);
        let mut joined: Map<(usize, usize), Option<usize>> = Map::default();
        for (id, kind) in kinds.each() {
            let (AssetId::Stream(stream), Some(peers)) = (id, &single[kind]) else { continue };
            let place = &mut self.of_streams[stream as usize];
            *place = *joined.entry((*place, kind)).get_or_insert_with(|| {
                let all: Set<String> = self.places[*place].iter().chain(peers).cloned().collect();
                self.places.iter().position(|place| *place == all).unwrap_or_else(|| {
                    self.places.push(all);
                    self.places.len() - 1
                })
            });
        }
    }

    fn folded(self) -> Singles {
        let mut singles: Vec<First> = self.places.iter().map(|_| First::new(KNOWN)).collect();
        let mut key = None;
        for (stream, place) in (0..).zip(self.of_streams).filter(|(_, place)| *place > 0) {
            let id = AssetId::Stream(stream);
            singles[place].add(id, *key.insert(self.names.sort_key(id, key.as_ref())));
        }
        Singles(self.places.into_iter().zip(singles.into_iter().map(First::done)).skip(1).collect())
    }
}

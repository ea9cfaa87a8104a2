//! The streams of one group at moments before: what they held, and what nobody lists any more.

use std::collections::BTreeSet;

use super::Then;
use crate::{
    asset_groups::{AssetGroup, asset_groups},
    meta_group::MetaGroup,
    reading::Reading,
};

/// What is only on its way has arrived after so long.
const ARRIVED_MS: i64 = 10_000;

/// Its streams at the last moment that lists any and is 10 s or more before.
#[must_use]
pub fn streams_before(group: &MetaGroup, before: &[Then], readings: &[Reading]) -> Vec<AssetGroup> {
    let is_long_ago =
        |then: &&Then| group.as_of.zip(then.as_of).is_some_and(|(now, then)| now.ms_since(then) >= ARRIVED_MS);
    let streams = before.iter().rev().filter(is_long_ago).map(|then| asset_groups(then.group, readings).0);
    streams.into_iter().find(|streams| !streams.is_empty()).unwrap_or_default()
}

/// The streams with one replica of peers that list nothing now, as each of these peers listed them last.
#[must_use]
pub fn left_behind(group: &MetaGroup, listed_by: &[usize], before: &[Then], readings: &[Reading]) -> Vec<AssetGroup> {
    let unlisted = group.peers.iter().enumerate().filter(|(n, _)| !listed_by.contains(n));
    let mut wanted: BTreeSet<&str> = unlisted.filter_map(|(_, peer)| peer.id.as_deref()).collect();
    let mut found = Vec::new();
    for then in before.iter().rev() {
        let is_wanted = |id: Option<&str>| id.is_some_and(|id| wanted.contains(id));
        if !then.group.peers.iter().any(|peer| peer.speaks() && is_wanted(peer.id.as_deref())) {
            continue;
        }
        let (streams, listed_by) = asset_groups(then.group, readings);
        let tells = listed_by.iter().filter_map(|&n| then.group.peers[n].id.as_deref());
        let tells: BTreeSet<String> = tells.filter(|id| wanted.contains(id)).map(str::to_owned).collect();
        found.extend(
            streams
                .into_iter()
                .filter(|stream| stream.size == Some(1) && stream.peers.iter().any(|peer| tells.contains(&peer.id))),
        );
        wanted.retain(|id| !tells.contains(*id));
    }
    found
}

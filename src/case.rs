//! Floor 6: one judged group with what stands beside it: its streams, what it was before, and the thresholds.

use crate::{
    asset_groups::AssetGroups,
    meta_group::{MetaGroup, Peer, Row, View},
    verdict::Judgement,
};

mod assets;
mod renamed;
mod streams;
mod timeline;

pub use assets::{Alike, Asset, Assets, Kind};
pub use renamed::{Renamed, Sign};
pub use streams::{Singles, streams_before};
pub use timeline::{Then, Timeline, is_same};

/// What checks and recovery see: a group, the verdict on it, and what stands beside it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The group.
    pub group: &'a MetaGroup,
    /// The verdict on it.
    pub judgement: &'a Judgement,
    /// Its streams' and consumers' groups, judged.
    pub assets: &'a Assets<'a>,
    /// The same group at the moments before, oldest first.
    pub before: &'a [Then<'a>],
    /// Its streams at the last moment that lists any and is 10 s or more before.
    pub streams_before: Option<&'a AssetGroups<'a>>,
    /// Its streams with one replica, listed now or before, by who has it.
    pub singles: &'a Singles,
    /// When the checks fire.
    pub thresholds: &'a Thresholds,
}

/// When the checks fire. The defaults are those of Synadia Insights' public catalogue.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Thresholds {
    /// META_003 fires above so many changes of leader ...
    pub leader_changes: u32,
    /// ... within so many seconds.
    pub leader_changes_within_s: u32,
    /// META_004 warns when the last meta snapshot took so many seconds ...
    pub snapshot_warning_s: u32,
    /// ... and fails when it took so many.
    pub snapshot_critical_s: u32,
    /// META_005 fires above so many replicas of streams and consumers.
    pub state_replicas: u32,
    /// META_008 fires above so many API requests in the queue.
    pub pending_requests: u32,
    /// A server may be restarted when the group has had one leader for so many seconds, as far as moments show.
    pub leader_settled_s: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            leader_changes: 1,
            leader_changes_within_s: 600,
            snapshot_warning_s: 5,
            snapshot_critical_s: 30,
            state_replicas: 5_000,
            pending_requests: 500,
            leader_settled_s: 10,
        }
    }
}

impl<'a> Case<'a> {
    /// The group at its newest moment, to be compared with those before.
    #[must_use]
    pub fn now(&self) -> Then<'a> {
        Then { as_of: self.group.as_of, group: self.group, judgement: self.judgement }
    }

    /// The leader that holds its majority, and its view; None in any other case.
    #[must_use]
    pub fn leader(&self) -> Option<(&'a Peer, &'a View)> {
        self.now().leader()
    }

    /// For how many seconds at least it has had the leader it has; None without a leader or without a moment before.
    #[must_use]
    pub fn led_for_s(&self) -> Option<f64> {
        let now = self.now();
        timeline::for_seconds(&now, self.before, |then| now.is_led_as(then)).map(|(seconds, _)| seconds)
    }

    /// For how many seconds at least nobody has led it; None where somebody may, or without a moment before.
    #[must_use]
    pub fn leaderless_for_s(&self) -> Option<f64> {
        timeline::for_seconds(&self.now(), self.before, Then::is_without_leader).map(|(seconds, _)| seconds)
    }

    /// What to call the peer of a row.
    #[must_use]
    pub fn called<'r>(&'r self, row: &'r Row) -> &'r str {
        let known = self.group.peers.iter().find(|peer| peer.id.as_ref() == Some(&row.peer.id));
        known.map_or(&row.peer.id, |peer| peer.called())
    }
}

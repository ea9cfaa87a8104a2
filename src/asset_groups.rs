//! Floor 4: the streams' and consumers' own Raft groups, as the servers that hold them describe them.
//!
//! Apart from the meta group: a stream can lose its majority while the meta group stands, and the other way round.
//! There may be hundreds of thousands, so they are never all there at once: [`AssetGroups`] makes one when it is asked
//! for, and tells which of them look alike.

use crate::{
    listing::Heard,
    order::Set,
    phrase::quoted,
    reading::{Evidence, Time},
};

mod gather;
mod groups;
mod looks;
mod numbers;
mod twin;
mod whole;

pub use crate::listing::{AssetId, Content, Key, Names};
pub use groups::{AssetGroups, Kinds};
pub use whole::Partly;

/// One stream's or consumer's group at one moment. A stream with one replica is a group of one.
#[derive(Debug, Clone, Default)]
pub struct AssetGroup {
    /// Its account; None where no reading says.
    pub account: Option<String>,
    /// The stream.
    pub stream: String,
    /// The consumer; None for the stream's own group.
    pub consumer: Option<String>,
    /// When it was created; only of a stream. One that was deleted and made anew has another time.
    pub created: Option<Time>,
    /// How many replicas it should have (`config.num_replicas`), else how many are listed.
    pub size: Option<u32>,
    /// The smallest number of replicas that any reading prints.
    pub least_size: Option<u32>,
    /// Everyone a reading names as one of its peers, by id.
    pub peers: Vec<AssetPeer>,
    /// What servers believe that list it, and of which no reading says who they are.
    pub unnamed: Vec<AssetView>,
}

/// One peer of a stream's or consumer's group.
#[derive(Debug, Clone)]
pub struct AssetPeer {
    /// Peer id: the server's, the same as in the meta group.
    pub id: String,
    /// Server name, where known.
    pub name: Option<String>,
    /// The first reading that names it.
    pub named_by: Evidence,
    /// What it believes of the group itself, if its own reading lists it.
    pub view: Option<AssetView>,
}

/// What one server believes of a stream's or consumer's group.
#[derive(Debug, Clone)]
pub struct AssetView {
    /// Index, among the group's peers, of the leader it knows.
    pub leader: Option<usize>,
    /// It is that leader.
    pub leads: bool,
    /// The peers it lists besides itself.
    pub rows: Vec<AssetRow>,
    /// What its own copy holds; only of a stream.
    pub content: Option<Content>,
    /// It leads for 10 s or more, by its own word (2.12+).
    pub is_settled: bool,
    /// The responder's clock.
    pub time: Option<Time>,
    /// The reading.
    reading: usize,
    /// JSON Pointer to the stream or consumer in it.
    pointer: String,
}

/// One peer in a view.
#[derive(Debug, Clone)]
pub struct AssetRow {
    /// Index among the group's peers.
    pub peer: usize,
    /// When it was heard.
    pub heard: Heard,
    /// `current`.
    pub current: Option<bool>,
    /// It is entries behind.
    pub lags: bool,
    /// `offline: true`.
    pub offline: bool,
    /// Its place in `replicas`.
    place: usize,
}

impl AssetGroup {
    /// `APP > ORDERS`, `APP > ORDERS > worker`.
    #[must_use]
    pub fn called(&self) -> String {
        let parts = self.account.iter().chain([&self.stream]).chain(&self.consumer);
        parts.map(String::as_str).collect::<Vec<_>>().join(" > ")
    }

    /// Every number of peers that a reading speaks for: how many there should be, and how many its leaders list.
    #[must_use]
    pub fn possible_sizes(&self) -> Set<u32> {
        let leading = self.peers.iter().filter_map(AssetPeer::leading_view);
        let listed = leading.map(|view| u32::try_from(view.rows.len() + 1).unwrap_or(u32::MAX));
        listed.chain(self.size).chain(self.least_size).collect()
    }

    /// What everybody who lists it believes.
    pub fn views(&self) -> impl Iterator<Item = &AssetView> {
        self.peers.iter().filter_map(|peer| peer.view.as_ref()).chain(&self.unnamed)
    }
}

impl AssetPeer {
    /// What to call it: its name, else its id.
    #[must_use]
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// Its own view as the leader, if it is one.
    #[must_use]
    pub fn leading_view(&self) -> Option<&AssetView> {
        self.view.as_ref().filter(|view| view.leads)
    }

    /// Its own view, with what its copy of the stream holds.
    #[must_use]
    pub fn view_of_stream(&self) -> Option<(&AssetView, Content)> {
        let view = self.view.as_ref()?;
        Some((view, view.content?))
    }
}

impl AssetView {
    /// What it says of a peer, by index.
    #[must_use]
    pub fn row(&self, peer: usize) -> Option<&AssetRow> {
        self.rows.iter().find(|row| row.peer == peer)
    }

    /// A value of the stream or consumer in its reading.
    #[must_use]
    pub fn at(&self, below: &str, quote: String) -> Evidence {
        Evidence { reading: self.reading, pointer: format!("{}/{below}", self.pointer), quote }
    }

    /// The leader it names, or that it names none.
    #[must_use]
    pub fn on_leader(&self, name: Option<&str>) -> Evidence {
        match name {
            Some(name) => self.at("cluster/leader", quoted(name)),
            None => self.at("cluster", "no leader".to_owned()),
        }
    }

    /// What it rests on that a row's peer was heard, or is offline.
    #[must_use]
    pub fn on_contact(&self, row: &AssetRow) -> Evidence {
        let at = |field: &str, quote| self.at(&format!("cluster/replicas/{}/{field}", row.place), quote);
        match row.heard {
            _ if row.offline => at("offline", "true".to_owned()),
            Heard::LongAgo(ns) => at("active", ns.to_string()),
            Heard::Recently | Heard::Never => at("active", "0".to_owned()),
        }
    }
}

impl AssetRow {
    /// Heard less than 3 s ago, offline or not.
    #[must_use]
    pub fn is_recent(&self) -> bool {
        self.heard == Heard::Recently
    }

    /// Heard less than 3 s ago, and not offline.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.is_recent() && !self.offline
    }
}

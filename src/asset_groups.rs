//! Floor 3: the streams' and consumers' own Raft groups, as the servers that hold them describe them.
//!
//! Apart from the meta group: a stream can lose its majority while the meta group stands, and the other way round.
//! There may be hundreds of thousands, so what is kept of each is little, and evidence is made where it is shown.

use crate::{
    meta_group::{FRESH_MS, MetaGroup},
    peer_id::peer_id,
    reading::{Evidence, Reading, Time},
};

mod gather;

use gather::Gathered;

/// One stream's or consumer's group at one moment. A stream with one replica is a group of one.
#[derive(Debug, Clone, Default)]
pub struct AssetGroup {
    /// Its account; None where no reading says.
    pub account: Option<String>,
    /// The stream.
    pub stream: String,
    /// The consumer; None for the stream's own group.
    pub consumer: Option<String>,
    /// `raft_group`, where it is printed.
    pub raft_group: Option<String>,
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
    /// Since when it leads, by its own word (2.12+).
    pub led_since: Option<Time>,
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
    /// Milliseconds since it was heard; None: never in this term, or not printed.
    pub heard_ms: Option<f64>,
    /// `current`.
    pub current: Option<bool>,
    /// Entries behind.
    pub lag: Option<u64>,
    /// `offline: true`.
    pub offline: bool,
    /// Its place in `replicas`.
    place: usize,
}

/// What one server's copy of a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Messages in it.
    pub messages: u64,
    /// Sequence of the last message it ever took in.
    pub last_seq: u64,
    /// When that came; None where it took in none, or no reading says.
    pub last: Option<Time>,
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
    pub fn possible_sizes(&self) -> Vec<u32> {
        let leading = self.peers.iter().filter_map(AssetPeer::leading_view);
        let listed = leading.map(|view| u32::try_from(view.rows.len() + 1).unwrap_or(u32::MAX));
        let mut sizes: Vec<u32> = listed.chain(self.size).chain(self.least_size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// What everybody who lists it believes.
    pub fn views(&self) -> impl Iterator<Item = &AssetView> {
        self.peers.iter().filter_map(|peer| peer.view.as_ref()).chain(&self.unnamed)
    }

    /// The same stream or consumer comes before or after in a list.
    pub(crate) fn key(&self) -> (Option<&str>, &str, Option<&str>) {
        (self.account.as_deref(), &self.stream, self.consumer.as_deref())
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
            Some(name) => self.at("cluster/leader", serde_json::to_string(name).unwrap_or_default()),
            None => self.at("cluster", "no leader".to_owned()),
        }
    }

    /// What it rests on that a row's peer was heard, or is offline.
    #[must_use]
    pub fn on_contact(&self, row: &AssetRow) -> Evidence {
        let at = |field: &str, quote| self.at(&format!("cluster/replicas/{}/{field}", row.place), quote);
        match row.heard_ms {
            _ if row.offline => at("offline", "true".to_owned()),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it was a whole number")]
            Some(ms) => at("active", ((ms * 1e6).round() as u64).to_string()),
            None => at("active", "0".to_owned()),
        }
    }
}

impl AssetRow {
    /// Heard less than 3 s ago, offline or not.
    #[must_use]
    pub fn is_recent(&self) -> bool {
        self.heard_ms.is_some_and(|ms| ms < FRESH_MS)
    }

    /// Heard less than 3 s ago, and not offline.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.is_recent() && !self.offline
    }
}

/// The stream and consumer groups of `group`'s servers at its moment, in order of account, stream and consumer; and
/// which of its peers (by index) listed every stream they hold.
#[must_use]
pub fn asset_groups(group: &MetaGroup, readings: &[Reading]) -> (Vec<AssetGroup>, Vec<usize>) {
    let mut gathered = Gathered::default();
    let mut listed_by = Vec::new();
    for (i, peer) in group.peers.iter().enumerate() {
        let Some(facts) = &peer.facts else { continue };
        let labelled = peer.id.clone().or_else(|| facts.label.as_deref().map(peer_id));
        if gathered.hear(facts, labelled.as_deref(), readings) {
            listed_by.push(i);
        }
    }
    for facts in &group.outsiders {
        gathered.hear(facts, facts.label.as_deref().map(peer_id).as_deref(), readings);
    }
    (gathered.groups(), listed_by)
}

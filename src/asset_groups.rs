//! Floor 3: the streams' and consumers' own Raft groups, as the servers that hold them describe them.
//!
//! Apart from the meta group: a stream can lose its majority while the meta group stands, and the other way round.

use crate::{
    meta_group::{MetaGroup, Named, Row},
    reading::{Evidence, Reading},
};

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
    /// How many replicas it should have (`config.num_replicas`), else how many are listed.
    pub size: Option<u32>,
    /// Everyone a reading names as one of its peers.
    pub peers: Vec<AssetPeer>,
}

/// One peer of a stream's or consumer's group.
#[derive(Debug, Clone, Default)]
pub struct AssetPeer {
    /// Peer id: the server's, the same as in the meta group.
    pub id: String,
    /// Server name, where known.
    pub name: Option<String>,
    /// The readings that name it.
    pub named_by: Vec<Evidence>,
    /// What it believes of the group itself, if its own reading lists it.
    pub view: Option<AssetView>,
}

/// What one server believes of a stream's or consumer's group.
#[derive(Debug, Clone, Default)]
pub struct AssetView {
    /// Server name of the leader it knows.
    pub leader: Option<Named>,
    /// It is that leader.
    pub leads: bool,
    /// The peers it lists besides itself.
    pub rows: Vec<Row>,
    /// Messages in its own copy; only of a stream.
    pub messages: Option<(u64, Evidence)>,
    /// The whole of it.
    pub evidence: Option<Evidence>,
}

/// The stream and consumer groups of `group`'s servers at its moment; and which of its peers (by index) listed every
/// stream they hold.
#[must_use]
pub fn asset_groups(_group: &MetaGroup, _readings: &[Reading]) -> (Vec<AssetGroup>, Vec<usize>) {
    (Vec::new(), Vec::new())
}

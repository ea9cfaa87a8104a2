//! The bare stream of an archive's `stream_info`, as far as it is told in a few words; the rest of it is listed.

use super::{Wire, field};
use crate::scan::Json;

/// One stream, as a server that holds it describes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StreamDetail {
    /// Stream name.
    pub name: Option<String>,
    /// Its Raft group; absent when standalone.
    pub cluster: Option<AssetCluster>,
    /// What the responder's own copy holds.
    pub state: Option<StreamState>,
}

impl Wire for StreamDetail {
    fn read(json: Json) -> Option<Self> {
        read!(json, { name: field("name"), cluster: field("cluster"), state: field("state") })
    }
}

/// `cluster` of a stream: its Raft group as the responder sees it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssetCluster {
    /// Server name of the leader; absent when the responder knows none.
    pub leader: Option<String>,
}

impl Wire for AssetCluster {
    fn read(json: Json) -> Option<Self> {
        read!(json, { leader: field("leader") })
    }
}

/// `state` of a stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StreamState {
    /// Messages in it.
    pub messages: Option<u64>,
}

impl Wire for StreamState {
    fn read(json: Json) -> Option<Self> {
        read!(json, { messages: field("messages") })
    }
}

//! The bare stream of an archive's `stream_info`, as far as it is told in a few words; the rest of it is listed.

use serde::Deserialize;

use super::lenient;

/// One stream, as a server that holds it describes it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct StreamDetail {
    /// Stream name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Its Raft group; absent when standalone.
    #[serde(deserialize_with = "lenient")]
    pub cluster: Option<AssetCluster>,
    /// What the responder's own copy holds.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<StreamState>,
}

/// `cluster` of a stream: its Raft group as the responder sees it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct AssetCluster {
    /// Server name of the leader; absent when the responder knows none.
    #[serde(deserialize_with = "lenient")]
    pub leader: Option<String>,
}

/// `state` of a stream.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct StreamState {
    /// Messages in it.
    #[serde(deserialize_with = "lenient")]
    pub messages: Option<u64>,
}

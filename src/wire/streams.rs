//! The streams in `/jsz?streams=true&consumers=true`, and the bare stream of an archive's `stream_info`.

use serde::Deserialize;

use super::{Replica, lenient, lenient_rows};

/// One row of `account_details`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct AccountDetail {
    /// Account name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The streams of the account that the responder holds; None without `streams=true`.
    #[serde(deserialize_with = "lenient")]
    pub stream_detail: Option<Vec<StreamDetail>>,
}

/// One stream, as a server that holds it describes it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct StreamDetail {
    /// Stream name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// RFC 3339, the same on every server.
    #[serde(deserialize_with = "lenient")]
    pub created: Option<String>,
    /// Its Raft group; absent when standalone.
    #[serde(deserialize_with = "lenient")]
    pub cluster: Option<AssetCluster>,
    /// The part of its configuration that matters here.
    #[serde(deserialize_with = "lenient")]
    pub config: Option<AssetConfig>,
    /// What the responder's own copy holds.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<StreamState>,
    /// The consumers the responder holds; None without `consumers=true`.
    #[serde(deserialize_with = "lenient")]
    pub consumer_detail: Option<Vec<ConsumerDetail>>,
}

/// One consumer, as a server that holds it describes it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ConsumerDetail {
    /// Consumer name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Its Raft group.
    #[serde(deserialize_with = "lenient")]
    pub cluster: Option<AssetCluster>,
    /// The part of its configuration that matters here.
    #[serde(deserialize_with = "lenient")]
    pub config: Option<AssetConfig>,
}

/// `cluster` of a stream or consumer: the Raft group as the responder sees it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct AssetCluster {
    /// Name of the Raft group; 2.12+ leaves it out with one replica.
    #[serde(deserialize_with = "lenient")]
    pub raft_group: Option<String>,
    /// Server name of the leader; absent when the responder knows none.
    #[serde(deserialize_with = "lenient")]
    pub leader: Option<String>,
    /// 2.12+: RFC 3339, since when the responder leads.
    #[serde(deserialize_with = "lenient")]
    pub leader_since: Option<String>,
    /// The others; a responder that knows no leader lists itself too.
    #[serde(deserialize_with = "lenient_rows")]
    pub replicas: Vec<Option<Replica>>,
}

/// `config` of a stream or consumer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct AssetConfig {
    /// How many replicas it should have; 0 of a consumer: it follows its stream.
    #[serde(deserialize_with = "lenient")]
    pub num_replicas: Option<u32>,
}

/// `state` of a stream.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct StreamState {
    /// Messages in it.
    #[serde(deserialize_with = "lenient")]
    pub messages: Option<u64>,
    /// Sequence of the last message it ever took in.
    #[serde(deserialize_with = "lenient")]
    pub last_seq: Option<u64>,
    /// RFC 3339, when that came; `0001-01-01T00:00:00Z` when there was none.
    #[serde(deserialize_with = "lenient")]
    pub last_ts: Option<String>,
}

//! Floor 0: what servers say, field for field.
//!
//! Every field may be missing, null or of an odd type: a field that cannot be read is simply not there, and never
//! costs the document. Names are the wire's own. Comments name the version that began a field where it matters.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

mod streams;

pub use streams::{AssetCluster, StreamDetail, StreamState};

/// `/jsz`, and the `data` of a JSZ reply.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Jsz {
    /// Public key of the responder; `/jsz` never says its name.
    #[serde(deserialize_with = "lenient")]
    pub server_id: Option<String>,
    /// RFC 3339, the responder's clock.
    #[serde(deserialize_with = "lenient")]
    pub now: Option<String>,
    /// True where JetStream is not configured, was shut down at runtime, or the server was peer-removed.
    #[serde(deserialize_with = "lenient")]
    pub disabled: Option<bool>,
    /// The server's JetStream configuration.
    #[serde(deserialize_with = "lenient")]
    pub config: Option<JetStreamConfig>,
    /// Absent when standalone or disabled.
    #[serde(deserialize_with = "lenient")]
    pub meta_cluster: Option<MetaCluster>,
    /// Replicas of streams this server holds.
    #[serde(deserialize_with = "lenient")]
    pub streams: Option<u64>,
    /// Replicas of consumers this server holds.
    #[serde(deserialize_with = "lenient")]
    pub consumers: Option<u64>,
    /// Messages in the streams this server holds.
    #[serde(deserialize_with = "lenient")]
    pub messages: Option<u64>,
    /// Accounts with JetStream on this server, however many of them are listed.
    #[serde(deserialize_with = "lenient")]
    pub accounts: Option<u64>,
}

/// The part of the JetStream configuration that matters here.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct JetStreamConfig {
    /// JetStream domain, absent when none is set.
    #[serde(deserialize_with = "lenient")]
    pub domain: Option<String>,
    /// `<store_dir>/jetstream`: the folder that holds all streams and the meta group's log.
    #[serde(deserialize_with = "lenient")]
    pub store_dir: Option<String>,
}

/// What one server believes of its meta group: `/jsz` `meta_cluster`, `/varz` and STATSZ `jetstream.meta`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct MetaCluster {
    /// The responder's own cluster; `_meta_` in STATSZ.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Server name of the leader; absent when the responder knows none.
    #[serde(deserialize_with = "lenient")]
    pub leader: Option<String>,
    /// Peer id of `leader` (the id of the empty name when there is none, absent then in 2.15).
    #[serde(deserialize_with = "lenient")]
    pub peer: Option<String>,
    /// The leader's list of the others; in 2.15 everybody prints one, but only the leader's rows are real.
    #[serde(deserialize_with = "lenient_rows")]
    pub replicas: Vec<Option<Replica>>,
    /// How many peers the responder believes the group has.
    #[serde(deserialize_with = "lenient")]
    pub cluster_size: Option<u32>,
    /// 2.15: the majority the responder asks for; lowered only by a rescue.
    #[serde(deserialize_with = "lenient")]
    pub quorum_needed: Option<u32>,
    /// 2.15: an unsafe quorum rescue is active.
    #[serde(deserialize_with = "lenient")]
    pub rescue: Option<bool>,
    /// 2.10.21+: API requests in its queue.
    #[serde(deserialize_with = "lenient")]
    pub pending: Option<u64>,
    /// 2.11.11+, 2.12.2+: the meta group's last snapshot on this server.
    #[serde(deserialize_with = "lenient")]
    pub snapshot: Option<Snapshot>,
}

/// `meta_cluster.snapshot`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// RFC 3339; `0001-01-01T00:00:00Z` when there was none.
    #[serde(deserialize_with = "lenient")]
    pub last_time: Option<String>,
    /// Nanoseconds the last one took.
    #[serde(deserialize_with = "lenient")]
    pub last_duration: Option<u64>,
}

/// One row of `meta_cluster.replicas`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Replica {
    /// Server name, or `Server name unknown at this time (peerID: X)`.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// In step with the leader's log.
    #[serde(deserialize_with = "lenient")]
    pub current: Option<bool>,
    /// Gossip on the system account; printed only when true.
    #[serde(deserialize_with = "lenient")]
    pub offline: Option<bool>,
    /// Nanoseconds since the last Raft contact; 0 means never in this term.
    #[serde(deserialize_with = "lenient")]
    pub active: Option<u64>,
    /// Entries behind; printed only above 0.
    #[serde(deserialize_with = "lenient")]
    pub lag: Option<u64>,
    /// Peer id.
    #[serde(deserialize_with = "lenient")]
    pub peer: Option<String>,
}

/// Is it a name, and not the note that there is none?
#[must_use]
pub fn is_server_name(printed: &str) -> bool {
    !printed.is_empty() && !printed.starts_with("Server name unknown")
}

impl Replica {
    /// Its server name, where it is known.
    #[must_use]
    pub fn server_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| is_server_name(name))
    }

    /// Milliseconds since the last Raft contact; None: never in this term, or not printed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "milliseconds shown to people")]
    pub fn heard_ms(&self) -> Option<f64> {
        self.active.filter(|&active| active > 0).map(|active| active as f64 / 1e6)
    }
}

/// `/healthz`, plain or with `details=true` (2.10+), and the `data` of a HEALTHZ reply.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Healthz {
    /// `ok`, `unavailable`, `error`.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<String>,
    /// HTTP status; in the body only over NATS.
    #[serde(deserialize_with = "lenient")]
    pub status_code: Option<u16>,
    /// The single error of the plain form.
    #[serde(deserialize_with = "lenient")]
    pub error: Option<String>,
    /// The errors of the detailed form.
    #[serde(deserialize_with = "lenient_rows")]
    pub errors: Vec<Option<HealthzError>>,
}

/// One error of `/healthz?details=true`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct HealthzError {
    /// `JETSTREAM`, `STREAM`, `CONSUMER`, ...
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<String>,
    /// The same words as the plain form's `error`.
    #[serde(deserialize_with = "lenient")]
    pub error: Option<String>,
}

/// `/varz`, and the `data` of a VARZ reply.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Varz {
    /// Joins `/jsz` to the name.
    #[serde(deserialize_with = "lenient")]
    pub server_id: Option<String>,
    /// Server name.
    #[serde(deserialize_with = "lenient")]
    pub server_name: Option<String>,
    /// Server version.
    #[serde(deserialize_with = "lenient")]
    pub version: Option<String>,
    /// RFC 3339, the responder's clock.
    #[serde(deserialize_with = "lenient")]
    pub now: Option<String>,
    /// RFC 3339, when the process began.
    #[serde(deserialize_with = "lenient")]
    pub start: Option<String>,
    /// Address it listens on for clients; often `0.0.0.0`.
    #[serde(deserialize_with = "lenient")]
    pub host: Option<String>,
    /// Port it listens on for clients.
    #[serde(deserialize_with = "lenient")]
    pub port: Option<u16>,
    /// Tags of the server; `az:` and `region:` carry zones.
    #[serde(deserialize_with = "lenient")]
    pub tags: Option<Vec<String>>,
    /// The route cluster.
    #[serde(deserialize_with = "lenient")]
    pub cluster: Option<VarzCluster>,
    /// Leaf node connections of this server.
    #[serde(deserialize_with = "lenient")]
    pub leaf: Option<VarzLeaf>,
    /// Gateways of this server.
    #[serde(deserialize_with = "lenient")]
    pub gateway: Option<VarzGateway>,
    /// JetStream, with the meta group as this server sees it.
    #[serde(deserialize_with = "lenient")]
    pub jetstream: Option<VarzJetStream>,
}

/// `/varz` `cluster`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VarzCluster {
    /// Cluster name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
}

/// `/varz` `leaf`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VarzLeaf {
    /// Hubs this server connects to: non-empty on a leaf.
    #[serde(deserialize_with = "lenient_rows")]
    pub remotes: Vec<Option<Value>>,
}

/// `/varz` `gateway`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VarzGateway {
    /// Name of the super-cluster's member this server is in.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
}

/// `/varz` and STATSZ `jetstream`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct VarzJetStream {
    /// The server's JetStream configuration; empty when off.
    #[serde(deserialize_with = "lenient")]
    pub config: Option<JetStreamConfig>,
    /// The same struct as `/jsz` `meta_cluster`.
    #[serde(deserialize_with = "lenient")]
    pub meta: Option<MetaCluster>,
}

/// `statsz` of a STATSZ reply.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Statsz {
    /// RFC 3339, when the process began.
    #[serde(deserialize_with = "lenient")]
    pub start: Option<String>,
    /// JetStream, with the meta group as this server sees it.
    #[serde(deserialize_with = "lenient")]
    pub jetstream: Option<VarzJetStream>,
}

/// `/routez`, and the `data` of a ROUTEZ reply.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Routez {
    /// Public key of the responder.
    #[serde(deserialize_with = "lenient")]
    pub server_id: Option<String>,
    /// Server name of the responder.
    #[serde(deserialize_with = "lenient")]
    pub server_name: Option<String>,
    /// RFC 3339, the responder's clock.
    #[serde(deserialize_with = "lenient")]
    pub now: Option<String>,
    /// One row a connection; several to the same server since 2.10. None where it was not printed.
    #[serde(deserialize_with = "lenient")]
    pub routes: Option<Vec<Route>>,
}

/// One row of `/routez` `routes`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Route {
    /// Public key of the server at the other end.
    #[serde(deserialize_with = "lenient")]
    pub remote_id: Option<String>,
    /// Its server name (2.9 prints it too where it is known).
    #[serde(deserialize_with = "lenient")]
    pub remote_name: Option<String>,
    /// RFC 3339, when the connection began.
    #[serde(deserialize_with = "lenient")]
    pub start: Option<String>,
    /// RFC 3339, the last traffic on this connection.
    #[serde(deserialize_with = "lenient")]
    pub last_activity: Option<String>,
    /// Go duration since `last_activity`, cut to seconds: `0s`, `1m4s`.
    #[serde(deserialize_with = "lenient")]
    pub idle: Option<String>,
}

/// The `_meta_` group of `/raftz` (2.10.17+).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RaftzGroup {
    /// Peer id of the responder.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<String>,
    /// `LEADER`, `FOLLOWER`, `CANDIDATE`, `CLOSED`.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<String>,
    /// Peers in the responder's peer set, itself included.
    #[serde(deserialize_with = "lenient")]
    pub size: Option<u32>,
    /// The majority the responder asks for.
    #[serde(deserialize_with = "lenient")]
    pub quorum_needed: Option<u32>,
    /// Not a voter (a leaf that shares the system account).
    #[serde(deserialize_with = "lenient")]
    pub observer: Option<bool>,
    /// Peer id of the leader it knows.
    #[serde(deserialize_with = "lenient")]
    pub leader: Option<String>,
    /// False again after a restart, until it has seen a leader.
    #[serde(deserialize_with = "lenient")]
    pub ever_had_leader: Option<bool>,
    /// Raft term.
    #[serde(deserialize_with = "lenient")]
    pub term: Option<u64>,
    /// Index of the last entry of its log; 0 on an empty disk.
    #[serde(deserialize_with = "lenient")]
    pub pindex: Option<u64>,
    /// By peer id.
    #[serde(deserialize_with = "lenient")]
    pub peers: Option<BTreeMap<String, RaftzPeer>>,
}

/// One peer of a `/raftz` group.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RaftzPeer {
    /// Server name where known.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// False for a newcomer that was heard but is not in the peer set (yet).
    #[serde(deserialize_with = "lenient")]
    pub known: Option<bool>,
    /// Go duration since it was heard; absent: never in this term.
    #[serde(deserialize_with = "lenient")]
    pub last_seen: Option<String>,
}

/// `server` of a NATS reply: who speaks.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ServerIdentity {
    /// Server name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Public key.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<String>,
    /// Route cluster.
    #[serde(deserialize_with = "lenient")]
    pub cluster: Option<String>,
    /// JetStream domain.
    #[serde(deserialize_with = "lenient")]
    pub domain: Option<String>,
    /// Server version.
    #[serde(deserialize_with = "lenient")]
    pub ver: Option<String>,
    /// Tags; `az:` and `region:` carry zones.
    #[serde(deserialize_with = "lenient")]
    pub tags: Option<Vec<String>>,
    /// RFC 3339, the responder's clock.
    #[serde(deserialize_with = "lenient")]
    pub time: Option<String>,
}

/// Reads a field of an odd type as absent.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(wire: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(wire)?;
    Ok(T::deserialize(value).ok())
}

/// Reads an odd list as empty, and an odd row as absent, so that the other rows keep their places.
fn lenient_rows<'de, D: Deserializer<'de>, T: DeserializeOwned>(wire: D) -> Result<Vec<Option<T>>, D::Error> {
    let rows: Option<Vec<Value>> = lenient(wire)?;
    Ok(rows.unwrap_or_default().into_iter().map(|row| T::deserialize(row).ok()).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn odd_types_and_unknown_fields_cost_only_themselves() {
        let jsz = Jsz::deserialize(json!({
            "server_id": 7, "now": null, "future": {"x": []}, "disabled": "no",
            "meta_cluster": {"leader": "n1", "cluster_size": "3", "replicas": [5, {"name": "n2", "active": -1, "peer": "x"}]}
        }))
        .unwrap();
        let meta = jsz.meta_cluster.unwrap();
        assert_eq!((jsz.server_id, jsz.now, jsz.disabled, meta.cluster_size), (None, None, None, None));
        assert_eq!(meta.leader.as_deref(), Some("n1"));
        assert_eq!(meta.replicas[0], None);
        let n2 = meta.replicas[1].clone().unwrap();
        assert_eq!((n2.name.as_deref(), n2.active, n2.peer.as_deref()), (Some("n2"), None, Some("x")));
    }
}

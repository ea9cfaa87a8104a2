//! Floor 1: what servers say, field for field.
//!
//! Every field may be missing, null or of an odd type: a field that cannot be read is simply not there, and never
//! costs the document. Names are the wire's own. Comments name the version that began a field where it matters.

use std::borrow::Cow;

use crate::{order::Map, scan::Json};

/// Reads fields in one walk over the object: one for each would take longer than all else that is done with an answer.
macro_rules! read {
    ($json:ident, { $($field:ident: $read:ident($key:literal)),+ $(,)? }) => {{
        let [$($field),+] = $json.find(&[$($key),+]);
        $json.is_object().then(|| Self { $($field: $read($json, $field)),+ })
    }};
}

mod streams;

pub use streams::{AssetCluster, StreamDetail, StreamState};

/// `/jsz`, and the `data` of a JSZ reply.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Jsz {
    /// Public key of the responder; `/jsz` never says its name.
    pub server_id: Option<String>,
    /// RFC 3339, the responder's clock.
    pub now: Option<String>,
    /// True where JetStream is not configured, was shut down at runtime, or the server was peer-removed.
    pub disabled: Option<bool>,
    /// The server's JetStream configuration.
    pub config: Option<JetStreamConfig>,
    /// Absent when standalone or disabled.
    pub meta_cluster: Option<MetaCluster>,
    /// Replicas of streams this server holds.
    pub streams: Option<u64>,
    /// Replicas of consumers this server holds.
    pub consumers: Option<u64>,
    /// Messages in the streams this server holds.
    pub messages: Option<u64>,
    /// Accounts with JetStream on this server, however many of them are listed.
    pub accounts: Option<u64>,
}

impl Wire for Jsz {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            server_id: field("server_id"),
            now: field("now"),
            disabled: field("disabled"),
            config: field("config"),
            meta_cluster: field("meta_cluster"),
            streams: field("streams"),
            consumers: field("consumers"),
            messages: field("messages"),
            accounts: field("accounts"),
        })
    }
}

/// The part of the JetStream configuration that matters here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JetStreamConfig {
    /// JetStream domain, absent when none is set.
    pub domain: Option<String>,
    /// `<store_dir>/jetstream`: the folder that holds all streams and the meta group's log.
    pub store_dir: Option<String>,
}

impl Wire for JetStreamConfig {
    fn read(json: Json) -> Option<Self> {
        read!(json, { domain: field("domain"), store_dir: field("store_dir") })
    }
}

/// What one server believes of its meta group: `/jsz` `meta_cluster`, `/varz` and STATSZ `jetstream.meta`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetaCluster {
    /// The responder's own cluster; `_meta_` in STATSZ.
    pub name: Option<String>,
    /// Server name of the leader; absent when the responder knows none.
    pub leader: Option<String>,
    /// Peer id of `leader` (the id of the empty name when there is none, absent then in 2.15).
    pub peer: Option<String>,
    /// The leader's list of the others; in 2.15 everybody prints one, but only the leader's rows are real.
    pub replicas: Vec<Option<Replica>>,
    /// How many peers the responder believes the group has.
    pub cluster_size: Option<u32>,
    /// 2.15: the majority the responder asks for; lowered only by a rescue.
    pub quorum_needed: Option<u32>,
    /// 2.15: an unsafe quorum rescue is active.
    pub rescue: Option<bool>,
    /// Whoever wrote this down did not know whether a rescue is active: `rescue` is null, which no server prints.
    pub rescue_untold: bool,
    /// 2.10.21+: API requests in its queue.
    pub pending: Option<u64>,
    /// 2.11.11+, 2.12.2+: the meta group's last snapshot on this server.
    pub snapshot: Option<Snapshot>,
}

impl Wire for MetaCluster {
    fn read(json: Json) -> Option<Self> {
        json.is_object().then(|| {
            let [name, leader, peer, replicas, cluster_size, quorum_needed, rescue, pending, snapshot] = json.find(&[
                "name",
                "leader",
                "peer",
                "replicas",
                "cluster_size",
                "quorum_needed",
                "rescue",
                "pending",
                "snapshot",
            ]);
            Self {
                name: field(json, name),
                leader: field(json, leader),
                peer: field(json, peer),
                replicas: rows(json, replicas),
                cluster_size: field(json, cluster_size),
                quorum_needed: field(json, quorum_needed),
                rescue: field(json, rescue),
                rescue_untold: json.child(rescue).is_some_and(Json::is_null),
                pending: field(json, pending),
                snapshot: field(json, snapshot),
            }
        })
    }
}

/// `meta_cluster.snapshot`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// RFC 3339; `0001-01-01T00:00:00Z` when there was none.
    pub last_time: Option<String>,
    /// Nanoseconds the last one took.
    pub last_duration: Option<u64>,
}

impl Wire for Snapshot {
    fn read(json: Json) -> Option<Self> {
        read!(json, { last_time: field("last_time"), last_duration: field("last_duration") })
    }
}

/// One row of `meta_cluster.replicas`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replica {
    /// Server name, or `Server name unknown at this time (peerID: X)`.
    pub name: Option<String>,
    /// In step with the leader's log.
    pub current: Option<bool>,
    /// Gossip on the system account; printed only when true.
    pub offline: Option<bool>,
    /// Nanoseconds since the last Raft contact; 0 means never in this term.
    pub active: Option<u64>,
    /// Entries behind; printed only above 0.
    pub lag: Option<u64>,
    /// Peer id.
    pub peer: Option<String>,
}

impl Wire for Replica {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            name: field("name"),
            current: field("current"),
            offline: field("offline"),
            active: field("active"),
            lag: field("lag"),
            peer: field("peer"),
        })
    }
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
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Healthz {
    /// `ok`, `unavailable`, `error`.
    pub status: Option<String>,
    /// HTTP status; in the body only over NATS.
    pub status_code: Option<u16>,
    /// The single error of the plain form.
    pub error: Option<String>,
    /// The errors of the detailed form.
    pub errors: Vec<Option<HealthzError>>,
}

impl Wire for Healthz {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            status: field("status"),
            status_code: field("status_code"),
            error: field("error"),
            errors: rows("errors"),
        })
    }
}

/// One error of `/healthz?details=true`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HealthzError {
    /// `JETSTREAM`, `STREAM`, `CONSUMER`, ...
    pub kind: Option<String>,
    /// The same words as the plain form's `error`.
    pub error: Option<String>,
}

impl Wire for HealthzError {
    fn read(json: Json) -> Option<Self> {
        read!(json, { kind: field("type"), error: field("error") })
    }
}

/// `/varz`, and the `data` of a VARZ reply.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Varz {
    /// Joins `/jsz` to the name.
    pub server_id: Option<String>,
    /// Server name.
    pub server_name: Option<String>,
    /// Server version.
    pub version: Option<String>,
    /// RFC 3339, the responder's clock.
    pub now: Option<String>,
    /// RFC 3339, when the process began.
    pub start: Option<String>,
    /// Address it listens on for clients; often `0.0.0.0`.
    pub host: Option<String>,
    /// Port it listens on for clients.
    pub port: Option<u16>,
    /// Tags of the server; `az:` and `region:` carry zones.
    pub tags: Option<Vec<String>>,
    /// The route cluster.
    pub cluster: Option<VarzCluster>,
    /// Leaf node connections of this server.
    pub leaf: Option<VarzLeaf>,
    /// Gateways of this server.
    pub gateway: Option<VarzGateway>,
    /// JetStream, with the meta group as this server sees it.
    pub jetstream: Option<VarzJetStream>,
}

impl Wire for Varz {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            server_id: field("server_id"),
            server_name: field("server_name"),
            version: field("version"),
            now: field("now"),
            start: field("start"),
            host: field("host"),
            port: field("port"),
            tags: field("tags"),
            cluster: field("cluster"),
            leaf: field("leaf"),
            gateway: field("gateway"),
            jetstream: field("jetstream"),
        })
    }
}

/// `/varz` `cluster`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VarzCluster {
    /// Cluster name.
    pub name: Option<String>,
}

impl Wire for VarzCluster {
    fn read(json: Json) -> Option<Self> {
        read!(json, { name: field("name") })
    }
}

/// `/varz` `leaf`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VarzLeaf {
    /// Hubs this server connects to: non-empty on a leaf.
    pub remotes: Vec<Option<LeafRemote>>,
}

impl Wire for VarzLeaf {
    fn read(json: Json) -> Option<Self> {
        read!(json, { remotes: rows("remotes") })
    }
}

/// One row of `/varz` `leaf.remotes`: that it is there is all that matters.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LeafRemote;

impl Wire for LeafRemote {
    fn read(json: Json) -> Option<Self> {
        json.is_object().then_some(Self)
    }
}

/// `/varz` `gateway`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VarzGateway {
    /// Name of the super-cluster's member this server is in.
    pub name: Option<String>,
}

impl Wire for VarzGateway {
    fn read(json: Json) -> Option<Self> {
        read!(json, { name: field("name") })
    }
}

/// `/varz` and STATSZ `jetstream`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VarzJetStream {
    /// The server's JetStream configuration; empty when off.
    pub config: Option<JetStreamConfig>,
    /// The same struct as `/jsz` `meta_cluster`.
    pub meta: Option<MetaCluster>,
}

impl Wire for VarzJetStream {
    fn read(json: Json) -> Option<Self> {
        read!(json, { config: field("config"), meta: field("meta") })
    }
}

/// `statsz` of a STATSZ reply.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statsz {
    /// RFC 3339, when the process began.
    pub start: Option<String>,
    /// JetStream, with the meta group as this server sees it.
    pub jetstream: Option<VarzJetStream>,
}

impl Wire for Statsz {
    fn read(json: Json) -> Option<Self> {
        read!(json, { start: field("start"), jetstream: field("jetstream") })
    }
}

/// `/routez`, and the `data` of a ROUTEZ reply.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Routez {
    /// Public key of the responder.
    pub server_id: Option<String>,
    /// Server name of the responder.
    pub server_name: Option<String>,
    /// RFC 3339, the responder's clock.
    pub now: Option<String>,
    /// One row a connection; several to the same server since 2.10. None where it was not printed.
    pub routes: Option<Vec<Route>>,
}

impl Wire for Routez {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            server_id: field("server_id"),
            server_name: field("server_name"),
            now: field("now"),
            routes: field("routes"),
        })
    }
}

/// One row of `/routez` `routes`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    /// Public key of the server at the other end.
    pub remote_id: Option<String>,
    /// Its server name (2.9 prints it too where it is known).
    pub remote_name: Option<String>,
    /// RFC 3339, when the connection began.
    pub start: Option<String>,
    /// RFC 3339, the last traffic on this connection.
    pub last_activity: Option<String>,
    /// Go duration since `last_activity`, cut to seconds: `0s`, `1m4s`.
    pub idle: Option<String>,
}

impl Wire for Route {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            remote_id: field("remote_id"),
            remote_name: field("remote_name"),
            start: field("start"),
            last_activity: field("last_activity"),
            idle: field("idle"),
        })
    }
}

/// The `_meta_` group of `/raftz` (2.10.17+).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RaftzGroup {
    /// Peer id of the responder.
    pub id: Option<String>,
    /// `LEADER`, `FOLLOWER`, `CANDIDATE`, `CLOSED`.
    pub state: Option<String>,
    /// Peers in the responder's peer set, itself included.
    pub size: Option<u32>,
    /// The majority the responder asks for.
    pub quorum_needed: Option<u32>,
    /// Not a voter (a leaf that shares the system account).
    pub observer: Option<bool>,
    /// Peer id of the leader it knows.
    pub leader: Option<String>,
    /// False again after a restart, until it has seen a leader.
    pub ever_had_leader: Option<bool>,
    /// Raft term.
    pub term: Option<u64>,
    /// Index of the last entry of its log; 0 on an empty disk.
    pub pindex: Option<u64>,
    /// By peer id.
    pub peers: Option<Map<String, RaftzPeer>>,
}

impl Wire for RaftzGroup {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            id: field("id"),
            state: field("state"),
            size: field("size"),
            quorum_needed: field("quorum_needed"),
            observer: field("observer"),
            leader: field("leader"),
            ever_had_leader: field("ever_had_leader"),
            term: field("term"),
            pindex: field("pindex"),
            peers: field("peers"),
        })
    }
}

/// One peer of a `/raftz` group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RaftzPeer {
    /// Server name where known.
    pub name: Option<String>,
    /// False for a newcomer that was heard but is not in the peer set (yet).
    pub known: Option<bool>,
    /// Go duration since it was heard; absent: never in this term.
    pub last_seen: Option<String>,
}

impl Wire for RaftzPeer {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            name: field("name"),
            known: field("known"),
            last_seen: field("last_seen"),
        })
    }
}

/// `server` of a NATS reply: who speaks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServerIdentity {
    /// Server name.
    pub name: Option<String>,
    /// Public key.
    pub id: Option<String>,
    /// Route cluster.
    pub cluster: Option<String>,
    /// JetStream domain.
    pub domain: Option<String>,
    /// Server version.
    pub ver: Option<String>,
    /// Tags; `az:` and `region:` carry zones.
    pub tags: Option<Vec<String>>,
    /// RFC 3339, the responder's clock.
    pub time: Option<String>,
}

impl Wire for ServerIdentity {
    fn read(json: Json) -> Option<Self> {
        read!(json, {
            name: field("name"),
            id: field("id"),
            cluster: field("cluster"),
            domain: field("domain"),
            ver: field("ver"),
            tags: field("tags"),
            time: field("time"),
        })
    }
}

/// What is read from JSON; None where that is of an odd type.
pub trait Wire: Sized {
    /// Reads it.
    fn read(json: Json) -> Option<Self>;
}

impl Wire for String {
    fn read(json: Json) -> Option<Self> {
        json.text().map(Cow::into_owned)
    }
}

impl Wire for bool {
    fn read(json: Json) -> Option<Self> {
        json.truth()
    }
}

impl Wire for u64 {
    fn read(json: Json) -> Option<Self> {
        json.whole()
    }
}

impl Wire for u32 {
    fn read(json: Json) -> Option<Self> {
        json.whole()?.try_into().ok()
    }
}

impl Wire for u16 {
    fn read(json: Json) -> Option<Self> {
        json.whole()?.try_into().ok()
    }
}

/// All of its elements, or none.
impl<T: Wire> Wire for Vec<T> {
    fn read(json: Json) -> Option<Self> {
        json.is_list().then(|| json.items().map(T::read).collect()).flatten()
    }
}

/// All of its values, or none.
impl<T: Wire> Wire for Map<String, T> {
    fn read(json: Json) -> Option<Self> {
        json.is_object()
            .then(|| json.entries().map(|(key, value)| Some((key.into_owned(), T::read(value)?))).collect())?
    }
}

/// A field of an odd type is absent.
fn field<T: Wire>(json: Json, at: u32) -> Option<T> {
    T::read(json.child(at)?)
}

/// An odd list is empty, and an odd row absent, so that the other rows keep their places.
fn rows<T: Wire>(json: Json, at: u32) -> Vec<Option<T>> {
    json.child(at).into_iter().flat_map(Json::items).map(T::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Scanner;

    #[test]
    fn odd_types_and_unknown_fields_cost_only_themselves() {
        let text = br#"{
            "server_id": 7, "now": null, "future": {"x": []}, "disabled": "no",
            "meta_cluster": {"leader": "n1", "cluster_size": "3", "replicas": [5, {"name": "n2", "active": -1, "peer": "x"}]}
        }"#;
        let document = Scanner::one(&[], text, 0, &mut |_| false);
        let jsz = Jsz::read(document.values(text).json()).unwrap();
        let meta = jsz.meta_cluster.unwrap();
        assert_eq!((jsz.server_id, jsz.now, jsz.disabled, meta.cluster_size), (None, None, None, None));
        assert_eq!(meta.leader.as_deref(), Some("n1"));
        assert_eq!(meta.replicas[0], None);
        let n2 = meta.replicas[1].clone().unwrap();
        assert_eq!((n2.name.as_deref(), n2.active, n2.peer.as_deref()), (Some("n2"), None, Some("x")));
    }
}

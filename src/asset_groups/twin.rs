#![cfg(test)]

//! The same groups, gathered the simple way: every document as it came, every group in a map by its names.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    AssetGroup, AssetGroups, AssetPeer, AssetRow, AssetView, Content, Names,
    gather::{Speaker, in_order},
};
use crate::{
    case::Assets,
    listing::Heard,
    meta_group::{FRESH_MS, MetaGroup, groups, moments},
    peer_id::peer_id,
    reading::{self, Body, Evidence, Input, Reading, Time},
    verdict::Servers,
    wire::is_server_name,
};

/// Account, stream, consumer.
type Key = (Option<String>, String, Option<String>);

#[derive(Default)]
struct Twin(BTreeMap<Key, AssetGroup>);

/// One description in one reading.
struct Place<'a> {
    speaker: &'a Speaker<'a>,
    reading: usize,
    pointer: String,
    time: Option<Time>,
}

impl Twin {
    fn of(group: &MetaGroup, readings: &[Reading], documents: &[Value]) -> BTreeMap<Key, AssetGroup> {
        let mut twin = Self::default();
        let peers = group.peers.iter().filter_map(|peer| {
            let facts = peer.facts.as_deref()?;
            Some((facts, peer.id.clone().or_else(|| facts.label.as_deref().map(peer_id))))
        });
        let outsiders = group.outsiders.iter().map(|facts| (&**facts, facts.label.as_deref().map(peer_id)));
        for (facts, labelled) in peers.chain(outsiders) {
            let speaker = Speaker { id: facts.peer_id.as_deref(), labelled, name: facts.name.as_deref() };
            let mut in_time = facts.readings.clone();
            in_time.sort_by_key(|&i| readings[i].time);
            for i in in_time {
                let place = |pointer| Place { speaker: &speaker, reading: i, pointer, time: readings[i].time };
                for (a, account) in rows(&documents[i], "account_details").enumerate() {
                    for (s, stream) in rows(account, "stream_detail").enumerate() {
                        let at = format!("/account_details/{a}/stream_detail/{s}");
                        twin.stream(account["name"].as_str(), stream, &place(at));
                    }
                }
            }
        }
        twin.0.into_iter().map(|(key, group)| (key, in_order(group))).collect()
    }

    fn stream(&mut self, account: Option<&str>, stream: &Value, place: &Place) {
        let Some(name) = stream["name"].as_str() else { return };
        let key = |consumer: Option<&str>| (account.map(str::to_owned), name.to_owned(), consumer.map(str::to_owned));
        let size_in = |asset: &Value| {
            let size = asset["config"]["num_replicas"].as_u64();
            size.and_then(|size| u32::try_from(size).ok()).filter(|&size| size > 0)
        };
        let (size, state) = (size_in(stream), &stream["state"]);
        let content = state["messages"].as_u64().zip(state["last_seq"].as_u64());
        let last = state["last_ts"].as_str().and_then(Time::parse);
        let content = content.map(|(messages, last_seq)| Content { messages, last_seq, last });
        if stream["cluster"].is_object() {
            let group = self.group(key(None), size, &stream["cluster"], content, place);
            group.created = stream["created"].as_str().and_then(Time::parse).or(group.created);
        }
        for (n, consumer) in rows(stream, "consumer_detail").enumerate() {
            let (Some(name), cluster) = (consumer["name"].as_str(), &consumer["cluster"]) else { continue };
            let at = Place { pointer: format!("{}/consumer_detail/{n}", place.pointer), ..*place };
            let is_of_one = cluster["raft_group"].as_str().is_none_or(|group| group.contains("-R1"));
            let is_alone = rows(cluster, "replicas").next().is_none() && is_of_one;
            let size = size_in(consumer).or(if is_alone { Some(1) } else { size });
            if cluster.is_object() {
                self.group(key(Some(name)), size, cluster, None, &at);
            }
        }
    }

    fn group(
        &mut self,
        key: Key,
        size: Option<u32>,
        cluster: &Value,
        content: Option<Content>,
        place: &Place,
    ) -> &mut AssetGroup {
        let group = self.0.entry(key).or_insert_with_key(|(account, stream, consumer)| AssetGroup {
            account: account.clone(),
            stream: stream.clone(),
            consumer: consumer.clone(),
            ..AssetGroup::default()
        });
        let name = group.consumer.as_ref().unwrap_or(&group.stream).clone();
        group.size = group.size.max(size);
        group.least_size = group.least_size.into_iter().chain(size).min();
        let leader = cluster["leader"].as_str().filter(|leader| !leader.is_empty());
        let leader =
            leader.map(|leader| place.peer_in(group, &peer_id(leader), Some(leader), "cluster/leader", leader));
        let listed = rows(cluster, "replicas").enumerate();
        let mut rows: Vec<AssetRow> = listed.filter_map(|(n, row)| place.row(group, n, row)).collect();
        let lists_leader = leader.is_some_and(|leader| rows.iter().any(|row| row.peer == leader));
        let lists_others = usize::try_from(size.unwrap_or(0)) == Ok(rows.len() + 1) && !lists_leader;
        let own = match place.speaker.id {
            Some(id) => Some(place.peer_in(group, id, place.speaker.name, "name", &name)),
            None => leader.filter(|_| lists_others).or_else(|| {
                let labelled = place.speaker.labelled.as_deref()?;
                let own = group.peers.iter().position(|peer| peer.id == labelled)?;
                (leader.is_none() || rows.iter().all(|row| row.peer != own)).then_some(own)
            }),
        };
        let leads = leader.is_some() && leader == own && (place.speaker.id.is_some() || lists_others);
        rows.retain(|row| Some(row.peer) != own);
        let led_since = cluster["leader_since"].as_str().and_then(Time::parse);
        let led_for = place.time.zip(led_since).map(|(now, since)| now.ms_since(since));
        let view = AssetView {
            leader,
            leads,
            rows,
            content,
            is_settled: led_for.is_some_and(|ms| ms >= 10_000),
            time: place.time,
            reading: place.reading,
            pointer: place.pointer.clone(),
        };
        match own {
            Some(own) => group.peers[own].view = Some(view),
            None => group.unnamed.push(view),
        }
        group
    }
}

impl Place<'_> {
    fn peer_in(&self, group: &mut AssetGroup, id: &str, name: Option<&str>, below: &str, says: &str) -> usize {
        let at = group.peers.iter().position(|peer| peer.id == id).unwrap_or_else(|| {
            let pointer = format!("{}/{below}", self.pointer);
            let named_by = Evidence { reading: self.reading, pointer, quote: json!(says).to_string() };
            group.peers.push(AssetPeer { id: id.to_owned(), name: None, named_by, view: None });
            group.peers.len() - 1
        });
        let peer = &mut group.peers[at];
        peer.name = peer.name.take().or_else(|| name.map(str::to_owned));
        at
    }

    #[expect(clippy::cast_precision_loss, reason = "as readings are told")]
    fn row(&self, group: &mut AssetGroup, place: usize, row: &Value) -> Option<AssetRow> {
        let printed = row["name"].as_str();
        let name = printed.filter(|name| is_server_name(name));
        let id = row["peer"].as_str().map(str::to_owned).or_else(|| name.map(peer_id))?;
        let (field, says) = printed.map_or(("peer", id.as_str()), |name| ("name", name));
        Some(AssetRow {
            peer: self.peer_in(group, &id, name, &format!("cluster/replicas/{place}/{field}"), says),
            heard: match row["active"].as_u64() {
                None | Some(0) => Heard::Never,
                Some(ns) if (ns as f64 / 1e6) < FRESH_MS => Heard::Recently,
                Some(ns) => Heard::LongAgo(ns),
            },
            current: row["current"].as_bool(),
            lags: row["lag"].as_u64().is_some_and(|lag| lag > 0),
            offline: row["offline"] == json!(true),
            place,
        })
    }
}

fn rows<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

/// The same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn of(&mut self, values: &[Value]) -> Value {
        values[usize::try_from(self.below(values.len() as u64)).unwrap()].clone()
    }

    fn some(&mut self, most: u64, mut one: impl FnMut(&mut Self) -> Value) -> Value {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    fn row(&mut self) -> Value {
        if self.below(20) == 0 {
            return self.of(&[
                json!(null),
                json!({}),
                json!({"peer": "X"}),
                json!({"name": "Server name unknown at this time (peerID: X)", "peer": "X"}),
            ]);
        }
        let name = self.of(&["n1", "n2", "n3", "n4"].map(Value::from));
        let mut row = json!({"name": name, "current": self.below(4) > 0, "active": self.of(&[json!(400_000_000), json!(900_000_000), json!(0), json!(9_000_000_000_u64), json!(7_123_456_789_u64)])});
        for (field, values) in [("offline", [json!(true), json!(false)]), ("lag", [json!(3), json!(0)])] {
            if self.below(5) == 0 {
                row[field] = self.of(&values);
            }
        }
        if self.below(2) == 0 {
            row["peer"] = json!(peer_id(row["name"].as_str().unwrap()));
        }
        row
    }

    fn cluster(&mut self) -> Value {
        let leader = self.of(&[json!("n1"), json!("n1"), json!("n2"), json!("n3"), json!(""), json!(null)]);
        let since = self.of(&[json!(null), json!("2026-11-22T09:00:00Z"), json!("2026-11-22T09:59:55Z")]);
        let group = self.of(&[json!(null), json!("S-R1F"), json!("S-R3F")]);
        json!({"leader": leader, "leader_since": since, "raft_group": group, "replicas": self.some(3, Self::row)})
    }

    fn config(&mut self) -> Value {
        self.of(&[
            json!({"num_replicas": 3}),
            json!({"num_replicas": 3}),
            json!({"num_replicas": 1}),
            json!({"num_replicas": 0}),
            json!(null),
        ])
    }

    fn stream(&mut self) -> Value {
        let messages = self.of(&[json!(5), json!(5), json!(5), json!(7), json!(0)]);
        let state = json!({"messages": messages, "last_seq": self.of(&[json!(9), json!(9), json!(12)]), "last_ts": "2026-11-22T09:00:00.5Z"});
        let consumers = self.some(2, |chance| {
            json!({"name": chance.of(&[json!("c"), json!("d")]), "config": chance.config(), "cluster": chance.cluster()})
        });
        json!({
            "name": self.of(&["S", "T", "U"].map(Value::from)), "config": self.config(), "cluster": self.cluster(),
            "created": self.of(&[json!("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:00Z"), json!("2026-02-01T00:00:00Z"), json!(null)]),
            "state": if self.below(6) == 0 { json!({}) } else { state }, "consumer_detail": consumers,
        })
    }

    /// No stream twice in one document: whoever is not known by name would be heard twice there.
    fn jsz(&mut self, server: u64) -> Value {
        let mut account = |name: Value| {
            let mut known = BTreeSet::new();
            let mut streams: Vec<Value> = (0..self.below(4)).map(|_| self.stream()).collect();
            streams.retain(|stream| known.insert(stream["name"].to_string()));
            for stream in &mut streams {
                let mut known = BTreeSet::new();
                let consumers = stream["consumer_detail"].as_array_mut().unwrap();
                consumers.retain(|consumer| known.insert(consumer["name"].to_string()));
            }
            json!({"name": name, "stream_detail": streams})
        };
        let accounts = [account(json!("APP")), account(json!("B")), account(json!(null))];
        let meta: Vec<Value> = (1..=4).filter(|&n| n != 1).map(|n| json!({"name": format!("n{n}"), "current": true, "active": 400_000_000, "peer": peer_id(&format!("n{n}"))})).collect();
        json!({
            "server_id": format!("ID{server}"), "now": format!("2026-11-22T10:00:0{}Z", self.below(3)), "accounts": 3, "streams": 3,
            "meta_cluster": {"name": "C", "leader": "n1", "peer": peer_id("n1"), "cluster_size": 4, "replicas": if server == 1 { meta } else { Vec::new() }},
            "account_details": accounts,
        })
    }
}

proptest! {
    #[test]
    fn packed_or_not_the_groups_and_verdicts_are_the_same(seed: u64) {
        let mut chance = Chance(seed);
        let (mut names, mut readings, mut documents) = (Names::default(), Vec::new(), Vec::new());
        for server in 1..=4 {
            if chance.below(2) == 0 {
                documents.push(json!({"server_id": format!("ID{server}"), "server_name": format!("n{server}"), "version": "2.12.8", "now": "2026-11-22T10:00:00Z"}));
            }
            documents.extend((0..chance.below(3)).map(|_| chance.jsz(server)).collect::<Vec<_>>());
        }
        for (n, document) in documents.iter().enumerate() {
            let server = document["server_id"].as_str().unwrap().replace("ID", "n");
            let body = Some(Body::Text(document.to_string()));
            let input = Input { source: n.to_string(), server: Some(server), moment: Some("1".into()), body, ..Input::default() };
            readings.extend(reading::read(&input, &mut names).0);
        }
        prop_assert_eq!(readings.len(), documents.len());
        let (moments, _) = moments(&readings);
        for moment in &moments {
            for group in groups(&readings, moment, &[], &[]) {
                let twin = Twin::of(&group, &readings, &documents);
                let (packed, servers) = (AssetGroups::of(&group, &readings, &names), Servers::of(&group));
                let found: BTreeMap<Key, AssetGroup> = packed.kinds().each().map(|(id, _)| {
                    let asset = packed.get(id).unwrap();
                    ((asset.account.clone(), asset.stream.clone(), asset.consumer.clone()), asset)
                }).collect();
                prop_assert_eq!(format!("{found:#?}"), format!("{twin:#?}"));
                prop_assert_eq!(packed.is_empty(), twin.is_empty());
                // Judged once for all that look alike, or each by itself.
                let assets = Assets::of(&group, &readings, &names);
                let told = |judged: crate::verdict::AssetJudgement| {
                    format!("{:?} {:?} {:?} {:?} {:?}", judged.verdict, judged.needed, judged.in_contact, judged.tolerance, judged.votes)
                };
                let mut each: Vec<String> = twin.values().map(|asset| told(servers.judge(asset))).collect();
                let kinds = assets.kinds().iter();
                let mut folded: Vec<String> = kinds.flat_map(|kind| vec![told(kind.asset.judgement.clone()); kind.count()]).collect();
                each.sort();
                folded.sort();
                prop_assert_eq!(each, folded);
                let known = assets.first(1_000, assets.kinds().iter().flat_map(|kind| [&kind.streams, &kind.consumers]));
                let called: Vec<String> = known.iter().map(|asset| asset.group.called()).collect();
                prop_assert_eq!(called, twin.values().map(AssetGroup::called).collect::<Vec<_>>());
                // No copy differs unless it is said so.
                let differing: BTreeSet<String> = packed.differing(None).map(|id| names.called(id)).collect();
                for asset in twin.values().filter(|asset| asset.consumer.is_none()) {
                    let held: BTreeSet<_> = asset.views().filter_map(|view| view.content).map(|held| (held.messages, held.last_seq)).collect();
                    prop_assert!(held.len() < 2 || differing.contains(&asset.called()));
                }
            }
        }
    }
}

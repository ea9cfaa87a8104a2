//! One JSON document: which of the servers' answers it is, or which it holds, and who speaks.

use std::borrow::Cow;

use super::{NoAnswer, Said, Time, cut::pointer_step, label, no_answer, question::Endpoint, text::single_spaced};
use crate::{
    listing::{Listing, Names},
    order::Set,
    scan::Json,
    wire::{Healthz, Jsz, RaftzGroup, Routez, ServerIdentity, Statsz, StreamDetail, Varz, Wire},
};

/// A recognised document.
#[derive(Debug)]
pub(super) struct Found {
    /// What it says.
    pub(super) said: Said,
    /// Who speaks, as far as it says so itself.
    pub(super) server: ServerIdentity,
    /// True for a reply over NATS.
    pub(super) is_reply: bool,
    /// The responder's clock.
    pub(super) time: Option<Time>,
    /// JSON Pointer to the payload, from the document around all.
    pub(super) payload: String,
    /// The key the document stands under, where keys are servers.
    pub(super) key: Option<String>,
    /// What was asked, where a collector's note of a failure says it.
    pub(super) asked: Option<Endpoint>,
}

/// Lists and objects around documents may be nested this deep: `[{"n1": {"jsz": ...}}]`.
const DEEPEST: usize = 5;

/// Every answer a document is, or holds: a list of documents, an object of them by server or by endpoint.
pub(super) fn find(document: Json) -> Vec<Found> {
    let mut found = Vec::new();
    collect(document, "", None, DEEPEST, &mut found);
    found
}

/// `/raftz` of a server without any group is `{}`, which nobody else's answer is.
pub(super) fn empty_raftz(document: Json) -> Option<Found> {
    let is_empty = |json: Json| json.is_object() && json.entries().next().is_none();
    let envelope = document.get("server").map(|server| ServerIdentity::read(server).unwrap_or_default());
    let is_reply = envelope.is_some();
    let payload = if is_reply { document.get("data")? } else { document };
    let server = envelope.unwrap_or_default();
    let time = server.time.as_deref().and_then(Time::parse);
    let pointer = if is_reply { "/data" } else { "" }.to_owned();
    let said = Said::Raftz(None, String::new());
    is_empty(payload).then_some(Found { said, server, is_reply, time, payload: pointer, key: None, asked: None })
}

fn collect(json: Json, pointer: &str, key: Option<&str>, depth: usize, found: &mut Vec<Found>) {
    if let Some(mut recognised) = recognise(json) {
        recognised.payload.insert_str(0, pointer);
        recognised.key = key.map(str::to_owned);
        found.push(recognised);
        return;
    }
    if depth == 0 {
        return;
    }
    if json.is_list() {
        let first = found.len();
        for (index, element) in json.items().enumerate() {
            collect(element, &format!("{pointer}/{index}"), key, depth - 1, found);
        }
        // A key over two answers to one question is no server's name: {"items": [...]}.
        let listed = found.get_mut(first..).unwrap_or_default();
        let mut endpoints = Set::default();
        if !listed.iter().filter_map(|found| Endpoint::of_said(&found.said)).all(|endpoint| endpoints.insert(endpoint))
        {
            listed.iter_mut().filter(|found| found.key.as_deref() == key).for_each(|found| found.key = None);
        }
    } else if unrelated(json).is_none() {
        let (first, mut notes) = (found.len(), Vec::new());
        for (name, inside) in json.entries() {
            let label = label::label_of_name(&name).filter(|_| label::is_label(&name));
            let pointer = format!("{pointer}/{}", pointer_step(&name));
            let key = label.as_deref().or(key);
            match inside.text() {
                Some(words) => notes.push(key.and_then(|key| note(&words, key, Endpoint::of_word(&name), pointer))),
                None => collect(inside, &pointer, key, depth - 1, found),
            }
        }
        // Beside answers, or by themselves; in a log's line they say nothing about servers.
        if found.len() > first || notes.iter().all(Option::is_some) {
            found.extend(notes.into_iter().flatten());
        }
    }
}

/// `{"n2": "connection refused"}`, `{"n2": {"jsz": "timeout"}}`: a collector's note that a server did not answer.
fn note(words: &str, label: &str, asked: Option<Endpoint>, payload: String) -> Option<Found> {
    let failure: NoAnswer = no_answer::brief(words)?;
    Some(Found {
        said: Said::NoAnswer(failure),
        server: ServerIdentity::default(),
        is_reply: false,
        time: None,
        payload,
        key: Some(label.to_owned()),
        asked,
    })
}

/// An answer of a NATS server that says nothing about the meta group, and which.
pub(super) fn unrelated(object: Json) -> Option<&'static str> {
    const KINDS: [(&str, &[&str]); 6] = [
        ("/connz", &["connections", "num_connections"]),
        ("/gatewayz", &["outbound_gateways", "inbound_gateways"]),
        ("/leafz", &["leafnodes", "leafs"]),
        ("/subsz", &["num_subscriptions", "num_cache"]),
        ("/accountz", &["system_account", "accounts"]),
        ("/accstatz", &["account_statz"]),
    ];
    let data = object.get("data").filter(|data| data.is_object() && object.get("server").is_some());
    let payload = data.unwrap_or(object);
    KINDS.iter().find(|(_, keys)| keys.iter().all(|key| payload.get(key).is_some())).map(|(name, _)| *name)
}

/// Which answer is it? None when it is none of ours.
pub(super) fn recognise(document: Json) -> Option<Found> {
    if !document.is_object() {
        return None;
    }
    let found = |said, server, is_reply, time, payload: &str| Found {
        said,
        server,
        is_reply,
        time,
        payload: payload.to_owned(),
        key: None,
        asked: None,
    };
    let parse = |now: Option<String>| now.as_deref().and_then(Time::parse);
    let envelope = document.get("server").filter(|server| server.get("id").is_some() || server.get("name").is_some());
    let Some(envelope) = envelope else {
        let (said, server, now) = recognise_payload(document)?;
        return Some(found(said, server, false, parse(now), ""));
    };
    let server = ServerIdentity::read(envelope).unwrap_or_default();
    let sent = parse(server.time.clone());
    if let Some(data) = document.get("data").filter(|data| !data.is_null()) {
        let (said, _, now) = recognise_payload(data)?;
        return Some(found(said, server, true, parse(now).or(sent), "/data"));
    }
    if let Some(statsz) = document.get("statsz") {
        let said = Said::Statsz(Box::new(Statsz::read(statsz)?));
        return Some(found(said, server, true, sent, "/statsz"));
    }
    let error = document.get("error")?;
    let description = error.get("description").and_then(Json::text);
    let words = description.map_or_else(|| error.written().to_owned(), Cow::into_owned);
    Some(found(Said::Words(single_spaced(&words).into_owned()), server, true, sent, "/error"))
}

/// The answer itself, who speaks, and its `now`.
fn recognise_payload(payload: Json) -> Option<(Said, ServerIdentity, Option<String>)> {
    if !payload.is_object() {
        return None;
    }
    // In the order of a /jsz, which most answers are, and in one walk.
    let [memory, storage, api, id, now, disabled, meta, name, version, max_payload, routes, num_routes] = payload
        .find(&[
            "memory",
            "storage",
            "api",
            "server_id",
            "now",
            "disabled",
            "meta_cluster",
            "server_name",
            "version",
            "max_payload",
            "routes",
            "num_routes",
        ])
        .map(|at| at != 0);
    let identity = |id: &Option<String>, name: &Option<String>| ServerIdentity {
        id: id.clone(),
        name: name.clone(),
        ..ServerIdentity::default()
    };
    if (name && version) || (id && max_payload) {
        let varz = Varz::read(payload)?;
        let server = ServerIdentity {
            ver: varz.version.clone(),
            cluster: varz.cluster.as_ref().and_then(|cluster| cluster.name.clone()),
            domain: varz.jetstream.as_ref().and_then(|jetstream| jetstream.config.as_ref()?.domain.clone()),
            tags: varz.tags.clone(),
            ..identity(&varz.server_id, &varz.server_name)
        };
        let now = varz.now.clone();
        return Some((Said::Varz(Box::new(varz)), server, now));
    }
    if (routes && (num_routes || id)) || (num_routes && id) {
        let routez = Routez::read(payload)?;
        let (server, now) = (identity(&routez.server_id, &routez.server_name), routez.now.clone());
        return Some((Said::Routez(routez), server, now));
    }
    if (id || now) && (meta || disabled || (memory && storage && api)) {
        let jsz = Jsz::read(payload)?;
        let domain = jsz.config.as_ref().and_then(|config| config.domain.clone());
        let server = ServerIdentity { domain, ..identity(&jsz.server_id, &None) };
        let now = jsz.now.clone();
        return Some((Said::Jsz(Box::new(jsz)), server, now));
    }
    if is_stream(payload) {
        return Some((Said::Stream(Box::new(StreamDetail::read(payload)?)), ServerIdentity::default(), None));
    }
    if is_healthz(payload) {
        return Some((Said::Healthz(healthz(payload)?), ServerIdentity::default(), None));
    }
    let (group, pointer) = raftz_meta(payload)?;
    Some((Said::Raftz(group, pointer), ServerIdentity::default(), None))
}

/// Its errors are known by their words.
fn healthz(payload: Json) -> Option<Healthz> {
    let mut healthz = Healthz::read(payload)?;
    let detailed = healthz.errors.iter_mut().flatten().filter_map(|detail| detail.error.as_mut());
    for words in detailed.chain(healthz.error.as_mut()) {
        *words = single_spaced(words).into_owned();
    }
    Some(healthz)
}

/// What every stream has, and nobody else's answer.
fn is_stream(payload: Json) -> bool {
    let has = |key| payload.get(key).is_some();
    let count = |pointer| payload.pointer(pointer).is_some_and(|count| count.whole().is_some());
    has("name")
        && has("cluster")
        && count("/config/num_replicas")
        && count("/state/messages")
        && count("/state/last_seq")
}

/// A later version may add fields, so what else is there does not matter.
fn is_healthz(payload: Json) -> bool {
    let status = payload.get("status").and_then(Json::text);
    matches!(status.as_deref(), Some("ok" | "unavailable" | "error"))
}

/// The `_meta_` group of `/raftz`, and the pointer to it; the group is None where the others are not the meta group's.
fn raftz_meta(payload: Json) -> Option<(Option<Box<RaftzGroup>>, String)> {
    let is_group = |group: Json| group.get("state").is_some() && group.get("term").is_some();
    payload.entries().find(|(_, groups)| groups.entries().any(|(_, group)| is_group(group)))?;
    let meta = payload.entries().find_map(|(account, groups)| Some((account, groups.get("_meta_")?)));
    Some(match meta {
        Some((account, group)) => {
            (RaftzGroup::read(group).map(Box::new), format!("/{}/_meta_", pointer_step(&account)))
        }
        None => (None, String::new()),
    })
}

/// The streams and consumers that a document lists, if it does.
pub(super) fn listing(found: &Found, payload: Json, source: &str, names: &mut Names) -> Option<Listing> {
    match found.said {
        Said::Jsz(_) => Listing::of_jsz(names, found.time, payload),
        Said::Stream(_) => Some(Listing::of_stream(names, account_in(source).map(str::as_bytes), payload)),
        _ => None,
    }
}

/// `accounts/APP/streams/ORDERS/replicas/...`: an archive says the account only in the file's path.
fn account_in(source: &str) -> Option<&str> {
    let (_, after) = source.rsplit_once("accounts/")?;
    let (account, rest) = after.split_once('/')?;
    rest.starts_with("streams/").then_some(account)
}

/// The question an answer belongs to, when nobody says what was asked.
pub(super) fn canonical_question(said: &Said, is_reply: bool, listing: Option<&Listing>) -> String {
    let Some(endpoint) = Endpoint::of_said(said) else {
        // What the archive calls it: no server is asked for it by itself.
        return if matches!(said, Said::Stream(_)) { "stream_info".to_owned() } else { String::new() };
    };
    if is_reply {
        return endpoint.token().to_owned();
    }
    let query = match listing {
        None => "",
        Some(listing) if !listing.lists_streams() => "?accounts=true",
        Some(listing) if listing.lists_consumers() => "?consumers=true",
        Some(_) => "?streams=true",
    };
    [endpoint.path(), query].concat()
}

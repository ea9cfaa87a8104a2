//! One JSON document: which of the servers' answers is it, and who speaks.

use serde::Deserialize;
use serde_json::Value;

use super::{Body, Input, NoAnswer, Place, ReadError, Reading, Said, Silence, Time};
use crate::wire::{Healthz, Jsz, RaftzGroup, Routez, ServerIdentity, Statsz, Varz};

/// FIRST CUT, to be replaced: whole JSON documents and notes only.
pub(super) fn read(input: &Input) -> (Vec<Reading>, Vec<ReadError>) {
    let mut readings = Vec::new();
    let blank = || Reading {
        source: input.source.clone(),
        label: input.server.clone(),
        server: ServerIdentity::default(),
        question: input.path.clone().unwrap_or_default(),
        said: Said::Words(String::new()),
        http: input.status,
        time: None,
        moment: input.moment.clone(),
        batch: input.batch.clone(),
        place: Place::default(),
        payload: String::new(),
        cut: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(words) = &input.error {
        let how = if words.contains("refused") { Silence::Refused } else { Silence::TimedOut };
        readings
            .push(Reading { said: Said::NoAnswer(NoAnswer { how, words: words.clone(), waited_ms: None }), ..blank() });
    }
    let text = match &input.body {
        Some(Body::Text(text)) => text.clone(),
        Some(Body::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Some(Body::Parsed(value)) => value.to_string(),
        None => String::new(),
    };
    let mut documents = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    let mut offset = 0;
    while let Some(Ok(document)) = documents.next() {
        let place = Place { order: readings.len(), offset, bytes: documents.byte_offset() - offset };
        offset = documents.byte_offset();
        if let Some(found) = recognise(&document) {
            let http = input.status.or(match &found.said {
                Said::Healthz(healthz) => healthz.status_code,
                _ => None,
            });
            readings.push(Reading {
                said: found.said,
                server: found.server,
                time: found.time,
                payload: found.payload,
                http,
                place,
                ..blank()
            });
        }
    }
    if readings.is_empty() && !text.is_empty() {
        readings.push(Reading { said: Said::Words(text), ..blank() });
    }
    (readings, Vec::new())
}

/// A recognised document.
pub(super) struct Found {
    /// What it says.
    pub said: Said,
    /// Who speaks, as far as it says so itself.
    pub server: ServerIdentity,
    /// The responder's clock.
    pub time: Option<Time>,
    /// JSON Pointer to the payload.
    pub payload: String,
}

/// Which document is it? None when it is none of ours.
pub(super) fn recognise(document: &Value) -> Option<Found> {
    let object = document.as_object()?;
    let envelope = object.get("server").filter(|server| server.get("id").is_some() || server.get("name").is_some());
    let Some(envelope) = envelope else {
        let (said, server, now) = recognise_payload(document)?;
        let time = now.as_deref().and_then(Time::parse);
        return Some(Found { said, server, time, payload: String::new() });
    };
    let server = ServerIdentity::deserialize(envelope).unwrap_or_default();
    let (said, now, payload) = if let Some(data) = object.get("data") {
        let (said, _, now) = recognise_payload(data)?;
        (said, now, "/data")
    } else if let Some(statsz) = object.get("statsz") {
        (Said::Statsz(Box::new(Statsz::deserialize(statsz).ok()?)), None, "/statsz")
    } else {
        let error = object.get("error")?;
        let words = error.get("description").and_then(Value::as_str).map_or_else(|| error.to_string(), str::to_owned);
        (Said::Words(words), None, "/error")
    };
    let time = now.as_deref().and_then(Time::parse).or_else(|| server.time.as_deref().and_then(Time::parse));
    Some(Found { said, server, time, payload: payload.to_owned() })
}

/// The document itself, who speaks, and its `now`.
fn recognise_payload(payload: &Value) -> Option<(Said, ServerIdentity, Option<String>)> {
    let object = payload.as_object()?;
    let has = |keys: &[&str]| keys.iter().all(|key| object.contains_key(*key));
    let identity = |id: Option<String>, name: Option<String>| ServerIdentity { id, name, ..Default::default() };
    if has(&["server_name", "version"]) || has(&["server_id", "max_payload"]) {
        let varz = Varz::deserialize(payload).ok()?;
        let server = ServerIdentity {
            id: varz.server_id.clone(),
            name: varz.server_name.clone(),
            ver: varz.version.clone(),
            cluster: varz.cluster.as_ref().and_then(|cluster| cluster.name.clone()),
            tags: varz.tags.clone(),
            ..Default::default()
        };
        let now = varz.now.clone();
        return Some((Said::Varz(Box::new(varz)), server, now));
    }
    if has(&["routes"]) || has(&["num_routes"]) {
        let routez = Routez::deserialize(payload).ok()?;
        let (server, now) = (identity(routez.server_id.clone(), routez.server_name.clone()), routez.now.clone());
        return Some((Said::Routez(routez), server, now));
    }
    if has(&["meta_cluster"]) || has(&["disabled", "server_id"]) || has(&["memory", "storage", "api"]) {
        let jsz = Jsz::deserialize(payload).ok()?;
        let domain = jsz.config.as_ref().and_then(|config| config.domain.clone());
        let server = ServerIdentity { id: jsz.server_id.clone(), domain, ..Default::default() };
        let now = jsz.now.clone();
        return Some((Said::Jsz(Box::new(jsz)), server, now));
    }
    if object.get("status").is_some_and(Value::is_string) {
        return Some((Said::Healthz(Healthz::deserialize(payload).ok()?), ServerIdentity::default(), None));
    }
    let is_group = |group: &Value| group.get("state").is_some() && group.get("term").is_some();
    let groups = object.iter().filter_map(|(account, groups)| Some((account, groups.as_object()?)));
    let mut raftz = groups.filter(|(_, groups)| !groups.is_empty() && groups.values().all(is_group)).peekable();
    raftz.peek()?;
    let meta = raftz.find_map(|(account, groups)| Some((account, groups.get("_meta_")?)));
    let (group, pointer) = match meta {
        Some((account, group)) => (RaftzGroup::deserialize(group).ok().map(Box::new), format!("/{account}/_meta_")),
        None => (None, String::new()),
    };
    Some((Said::Raftz(group, pointer), ServerIdentity::default(), None))
}

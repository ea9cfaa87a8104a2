//! Who speaks: the readings of one moment, sorted by server.
//!
//! A server is known by its public key or its name where a document carries them. A label only says where somebody
//! asked: it joins readings to a server while it cannot mean two, and proves no name.

use crate::{
    order::{Map, Set},
    reading::{Reading, Said},
    wire::Healthz,
};

/// One server that was asked in a moment.
#[derive(Debug, Clone, Default)]
pub struct Server {
    /// Its name, where a document says so.
    pub name: Option<String>,
    /// Its public key.
    pub id: Option<String>,
    /// What whoever asked called it.
    pub label: Option<String>,
    /// Indices of its readings.
    pub readings: Vec<usize>,
}

/// The strongest thing known about whose reading it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Name(String),
    Id(String),
    Label(String),
}

/// What two servers under one label would say differently.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Says<'a> {
    PeerId(&'a str),
    Health(&'a Healthz),
}

/// Sorts the readings of a moment by server. Readings that nobody can be made out for are left out.
#[must_use]
pub fn servers(readings: &[Reading], moment: &[usize]) -> Vec<Server> {
    let names = names_by_id(readings, moment);
    let labels = owners_of_labels(readings, moment, &names);
    let mut found: Map<Key, Server> = Map::default();
    for &i in moment {
        let reading = &readings[i];
        let label = reading.label.as_deref().filter(|label| !is_reply(reading) && labels.get(*label).is_some());
        let Some(key) = key_of(reading, &names).or_else(|| labels.get(label?).cloned()) else { continue };
        let server = found.entry(key);
        server.readings.push(i);
        server.id = server.id.take().or_else(|| reading.server.id.clone());
        server.label = server.label.take().or_else(|| label.map(str::to_owned));
        server.name = server.name.take().or_else(|| name_of(reading, &names));
    }
    merge_labels_with_names(found)
}

/// A reply over NATS: it was asked through somebody, so its label names whoever passed it on.
pub(super) fn is_reply(reading: &Reading) -> bool {
    ["/data", "/statsz", "/error"].iter().any(|payload| reading.payload.ends_with(payload))
}

/// Public key -> name, where some document carries both and no two disagree.
fn names_by_id(readings: &[Reading], moment: &[usize]) -> Map<String, String> {
    let mut names: Map<String, Set<String>> = Map::default();
    for &i in moment {
        if let (Some(id), Some(name)) = (&readings[i].server.id, &readings[i].server.name) {
            names.entry(id.clone()).insert(name.clone());
        }
        if let Said::Routez(routez) = &readings[i].said {
            for route in routez.routes.iter().flatten() {
                if let (Some(id), Some(name)) = (&route.remote_id, &route.remote_name)
                    && id != name
                {
                    names.entry(id.clone()).insert(name.clone());
                }
            }
        }
    }
    let only = |(id, names): (String, Set<String>)| match names.len() {
        1 => names.into_iter().next().map(|name| (id, name)),
        _ => None,
    };
    names.into_iter().filter_map(only).collect()
}

/// Who a document says it is from: by public key where it has one, since two clusters may use the same names.
fn key_of(reading: &Reading, names: &Map<String, String>) -> Option<Key> {
    let id = reading.server.id.clone().map(Key::Id);
    id.or_else(|| name_of(reading, names).map(Key::Name))
}

fn name_of(reading: &Reading, names: &Map<String, String>) -> Option<String> {
    let server = &reading.server;
    server.name.as_ref().or_else(|| names.get(server.id.as_ref()?)).cloned()
}

/// Whom each label means: the one server that answered under it, else just whom it names. Labels that mean two are left
/// out.
fn owners_of_labels(readings: &[Reading], moment: &[usize], names: &Map<String, String>) -> Map<String, Key> {
    let mut owners: Map<&str, Set<Key>> = Map::default();
    let mut answers: Map<(&str, &str), Set<Says>> = Map::default();
    for reading in moment.iter().map(|&i| &readings[i]).filter(|reading| !is_reply(reading)) {
        let Some(label) = reading.label.as_deref() else { continue };
        let keys = owners.entry(label);
        keys.extend(key_of(reading, names));
        if let Some(peer_id) = own_peer_id(reading) {
            answers.entry((label, "own peer id")).insert(Says::PeerId(peer_id));
        }
        if let Said::Healthz(healthz) = &reading.said {
            answers.entry((label, &reading.question)).insert(Says::Health(healthz));
        }
    }
    let two_answers: Set<&str> =
        answers.iter().filter(|(_, said)| said.len() > 1).map(|((label, _), _)| *label).collect();
    owners
        .into_iter()
        .filter(|(label, keys)| keys.len() <= 1 && !two_answers.contains(label))
        .map(|(label, keys)| (label.to_owned(), keys.into_iter().next().unwrap_or(Key::Label(label.to_owned()))))
        .collect()
}

/// `/raftz` says which peer answers.
pub(super) fn own_peer_id(reading: &Reading) -> Option<&str> {
    match &reading.said {
        Said::Raftz(Some(group), _) => group.id.as_deref(),
        _ => None,
    }
}

/// A label under which nobody said who they are, and which is the name of one server seen elsewhere, means that server.
fn merge_labels_with_names(found: Map<Key, Server>) -> Vec<Server> {
    let (labelled, mut known): (Vec<_>, Vec<_>) = found.into_iter().partition(|(key, _)| matches!(key, Key::Label(_)));
    for (key, asked) in labelled {
        let mut named: Vec<_> = known.iter_mut().filter(|(_, server)| server.name == asked.label).collect();
        match &mut named[..] {
            [(_, server)] => {
                server.label = server.label.take().or(asked.label);
                server.readings.extend(asked.readings);
            }
            _ => known.push((key, asked)),
        }
    }
    known.into_iter().map(|(_, server)| server).collect()
}

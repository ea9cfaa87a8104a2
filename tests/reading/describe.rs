//! Readings in words, for tables and comparisons.

use std::{collections::BTreeSet, fmt::Write as _};

use quorate::{
    reading::{ReadError, Reading, Said},
    wire::MetaCluster,
};

/// A reading in one line: label, question, HTTP status, who speaks, what was said; then its time and its problems.
pub fn describe((readings, errors): &(Vec<Reading>, Vec<ReadError>)) -> String {
    let mut out = String::new();
    for reading in readings {
        let or_dash = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
        let id = reading.server.id.as_deref().map(|id| id.chars().take(4).collect::<String>());
        let who = [reading.server.name.clone(), id].into_iter().flatten().collect::<Vec<_>>().join("=");
        write!(
            out,
            "{} {} {} {}: {}",
            or_dash(reading.label.as_deref()),
            or_dash(Some(&reading.question)),
            or_dash(reading.http.map(|http| http.to_string()).as_deref()),
            or_dash(Some(&who)),
            said(&reading.said)
        )
        .unwrap();
        if let Some(time) = reading.time {
            write!(out, " ({time})").unwrap();
        }
        if !reading.payload.is_empty() {
            write!(out, " in {}", reading.payload).unwrap();
        }
        out.push('\n');
        if !reading.cut.is_empty() {
            writeln!(out, "  open at the cut: {:?}", reading.cut).unwrap();
        }
        for problem in &reading.problems {
            writeln!(out, "  problem: {problem}").unwrap();
        }
    }
    for error in errors {
        let at = error.at.map_or_else(String::new, |at| match at.line.zip(at.column) {
            Some((line, column)) => format!(" {line}:{column}"),
            None => format!(" byte {}", at.byte),
        });
        writeln!(out, "error{at}: {}\n  -> {}", error.what, error.remedy).unwrap();
    }
    out.trim_end().to_owned()
}

pub fn said(said: &Said) -> String {
    let meta = |meta: Option<&MetaCluster>| {
        let Some(meta) = meta else { return "no meta group".to_owned() };
        let mut out = format!("leader {}", meta.leader.as_deref().unwrap_or("none"));
        if let Some(size) = meta.cluster_size {
            write!(out, ", size {size}").unwrap();
        }
        for replica in meta.replicas.iter().flatten() {
            write!(out, ", {}", replica.name.as_deref().unwrap_or("?")).unwrap();
            if replica.current != Some(true) {
                out += " not current";
            }
            if replica.offline == Some(true) {
                out += " offline";
            }
            match replica.active {
                Some(ns) => write!(out, " {}ms", ns / 1_000_000).unwrap(),
                None => out += " ?ms",
            }
            if let Some(lag) = replica.lag.filter(|lag| *lag > 0) {
                write!(out, " lag {lag}").unwrap();
            }
        }
        out
    };
    match said {
        Said::Jsz(jsz) if jsz.disabled == Some(true) => "jsz disabled".to_owned(),
        Said::Jsz(jsz) => format!("jsz {}", meta(jsz.meta_cluster.as_ref())),
        Said::MetaTable(jsz) => format!("meta table {}", meta(jsz.meta_cluster.as_ref())),
        Said::Healthz(healthz) => {
            let mut words = vec![healthz.status.clone().unwrap_or_else(|| "status alone".into())];
            words.extend(healthz.error.clone());
            words.extend(healthz.errors.iter().flatten().filter_map(|error| error.error.clone()));
            format!("healthz {}", words.join("; "))
        }
        Said::Varz(varz) => {
            let group = varz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref());
            format!("varz {} {}", varz.version.as_deref().unwrap_or("?"), meta(group))
        }
        Said::Statsz(statsz) => {
            format!("statsz {}", meta(statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref())))
        }
        Said::Routez(routez) => {
            let names: BTreeSet<_> =
                routez.routes.iter().flatten().filter_map(|route| route.remote_name.clone()).collect();
            format!("routez to {}", names.into_iter().collect::<Vec<_>>().join(", "))
        }
        Said::Raftz(Some(group), at) => {
            let peers = group.peers.as_ref().map_or(0, |peers| peers.len());
            let state = group.state.as_deref().unwrap_or("?");
            format!("raftz {state} term {} {peers} peers, group in {at}", group.term.unwrap_or_default())
        }
        Said::Raftz(None, _) => "raftz without a meta group".to_owned(),
        Said::Stream(stream) => {
            let cluster = stream.cluster.as_ref();
            let leader = cluster.and_then(|cluster| cluster.leader.as_deref()).unwrap_or("none");
            let state = stream.state.as_ref();
            let messages = state.and_then(|state| state.messages).unwrap_or_default();
            format!("stream {} leader {leader}, {messages} messages", stream.name.as_deref().unwrap_or("?"))
        }
        Said::Words(words) => format!("words “{words}”"),
        Said::NoAnswer(failure) => {
            let waited = failure.waited_ms.map_or_else(String::new, |ms| format!(" after {ms} ms"));
            format!("no answer, {:?}{waited}: {}", failure.how, failure.words)
        }
    }
}

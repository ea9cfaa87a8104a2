//! What holds for every text.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quorate::{
    listing::Names,
    reading::{self, Reading, Said},
    wire::MetaCluster,
};
use serde_json::Value;

use crate::{bytes, corpus::recorded, describe::said, read, text};

/// Separators a paste may have between documents.
const SEPARATORS: [&str; 9] = ["", "\n", "\r\n", " ", ",\n", "\n\n", "\n---\n", "%\n$ ", "\nops@jump:~$ "];

/// One real body of every kind.
fn samples() -> Vec<String> {
    let mut kinds = BTreeMap::new();
    for (path, _, body) in recorded() {
        let whole = if path.starts_with('$') { body.lines().next().unwrap_or_default().to_owned() } else { body };
        if whole.starts_with('{') && whole.len() > 2 && whole.len() < 20_000 && !path.starts_with("/gatewayz") {
            let leads = whole.contains("\"replicas\"");
            kinds.entry((path, leads)).or_insert(whole);
        }
    }
    kinds.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes("x", body));
    }

    #[test]
    fn any_text_is_read_without_a_panic(
        words in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                "[\\[\\]{}\":,0-9 \n$#>%a-z/.-]{0,20}",
                proptest::sample::select(vec![
                    "{\"status\":\"ok\"}", "$ curl -s n1:8222/jsz\n", "curl: (7) Failed to connect to n2 port 8222: ",
                    "HTTP/1.1 200 OK\n", "== n1 ==\n", "│ Leader │", "for n in n1 n2; do curl $n:8222/jsz; done\n", "\\\n", "'", "kubectl exec ",
                ]).prop_map(str::to_owned),
            ],
            0..20,
        )
    ) {
        let (readings, _) = read(&text(&words.concat()));
        for reading in readings {
            let end = reading.place.offset + reading.place.bytes;
            prop_assert!(words.concat().get(reading.place.offset..end).is_some());
        }
    }

    #[test]
    fn every_document_is_found_whatever_separates_them(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(&SEPARATORS[..])), 1..8)
    ) {
        let samples = SAMPLES.with(Clone::clone);
        if samples.is_empty() {
            return Ok(());
        }
        let (mut paste, mut alone) = (String::new(), Vec::new());
        for (index, separator) in &picks {
            let sample = index.get(&samples);
            paste += sample;
            paste += separator;
            alone.extend(read(&text(sample)).0);
        }
        let (readings, errors) = read(&text(&paste));
        prop_assert_eq!(errors, Vec::new());
        let content = |readings: &[Reading]| readings.iter().map(|reading| said(&reading.said)).collect::<Vec<_>>();
        prop_assert_eq!(content(&readings), content(&alone));
    }
}

thread_local! {
    static SAMPLES: Vec<String> = samples();
}

/// Whatever a cut document says, the whole one says too; and what is missing is marked.
#[test]
fn a_cut_invents_nothing() {
    for whole in samples() {
        let value: Value = serde_json::from_str(&whole).unwrap();
        let mut names = Names::default();
        let (readings, _) = reading::read(&text(&whole), &mut names);
        let facts = facts_of(&readings[0], &names);
        let end = whole.trim_end().len();
        for at in (1..end).filter(|at| whole.is_char_boundary(*at)) {
            let mut names = Names::default();
            let (readings, errors) = reading::read(&text(&whole[..at]), &mut names);
            assert!(!errors.is_empty(), "{value}: cut at {at}");
            for reading in &readings {
                for (fact, says) in facts_of(reading, &names) {
                    assert_eq!(facts.get(&fact), Some(&says), "cut at {at} of {value}: {fact}");
                }
                // What is not there is not there in the whole one either, or stands in what was cut.
                for fact in facts.keys().filter(|fact| !facts_of(reading, &names).contains_key(*fact)) {
                    let marked = reading.cut.iter().any(|open| fact.starts_with(open.as_str()));
                    // Its facts are named from the account's key on, which a cut may have taken.
                    let is_raftz = matches!(reading.said, Said::Raftz(..));
                    assert!(marked || is_raftz, "cut at {at} of {value}: {fact} missing, {:?}", reading.cut);
                }
            }
        }
    }
}

/// Every fact of an answer that decides something, by its pointer below the payload.
fn facts_of(reading: &Reading, names: &Names) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    if let Some(listing) = &reading.listing {
        let by_id = listing.by_id();
        for (id, _) in listing.groups(names) {
            let nth = listing.nth(&by_id, id).unwrap();
            let view = listing.view(names, id, nth).unwrap();
            facts.insert(listing.pointer(id, nth), format!("{} {view:?}", names.called(id)));
        }
    }
    let said = &reading.said;
    let mut meta = |at: &str, meta: Option<&MetaCluster>| {
        let Some(meta) = meta else { return };
        facts.insert(format!("{at}/leader"), format!("{:?}", meta.leader));
        facts.insert(format!("{at}/cluster_size"), format!("{:?}", meta.cluster_size));
        facts.insert(format!("{at}/quorum_needed"), format!("{:?}", meta.quorum_needed));
        for (index, replica) in meta.replicas.iter().enumerate() {
            facts.insert(format!("{at}/replicas/{index}"), format!("{replica:?}"));
        }
        facts.retain(|_, says| says != "None");
    };
    match said {
        Said::Jsz(jsz) => {
            meta("/meta_cluster", jsz.meta_cluster.as_ref());
        }
        Said::Varz(varz) => {
            meta("/jetstream/meta", varz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()));
        }
        Said::Statsz(statsz) => {
            meta("/jetstream/meta", statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()));
        }
        Said::Healthz(healthz) => {
            facts.extend(healthz.status.iter().map(|status| ("/status".to_owned(), status.clone())));
            facts.extend(healthz.error.iter().map(|error| ("/error".to_owned(), error.clone())));
            for (index, error) in healthz.errors.iter().enumerate() {
                facts.insert(format!("/errors/{index}"), format!("{error:?}"));
            }
        }
        Said::Routez(routez) => {
            for (index, route) in routez.routes.iter().flatten().enumerate() {
                facts.insert(format!("/routes/{index}"), format!("{route:?}"));
            }
        }
        Said::Raftz(Some(group), at) => {
            facts.insert(format!("{at}/term"), format!("{:?}", group.term));
            facts.insert(format!("{at}/size"), format!("{:?}", group.size));
            for (id, peer) in group.peers.iter().flat_map(|peers| peers.iter()) {
                facts.insert(format!("{at}/peers/{id}"), format!("{peer:?}"));
            }
            facts.retain(|_, says| says != "None");
        }
        Said::Raftz(None, _) | Said::Stream(_) | Said::MetaTable(_) | Said::Words(_) | Said::NoAnswer(_) => {}
    }
    facts
}

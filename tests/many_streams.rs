//! Hundreds of thousands of streams and consumers: the right report, bounded, and a few bytes kept of each.

use quorate::{
    listing::{Listing, Names, Stream},
    reading::{self, Body, Input, Reading},
    report::{Options, OutcomeWord, Verdict, evaluate},
    scan::Scanner,
    triage::Triage,
};
use serde_json::{Value, json};

mod recorded;

use recorded::Chance;

const NOW: i64 = 1_795_341_600;

/// RFC 3339, so many seconds before now, with nanoseconds as servers print them.
fn before(seconds: usize, ns: usize) -> String {
    let time = quorate::reading::Time((NOW - i64::try_from(seconds).unwrap()) * 1_000_000_000);
    time.to_string().replace(".000Z", &format!(".{:09}Z", ns % 1_000_000_000))
}

/// Streams on n1, n2 and n3, of which so many have lost two of their three servers; each with so many consumers.
struct Cluster {
    streams: usize,
    lost: usize,
    consumers: usize,
    /// What every stream prints of itself, and who leads it: the same on all servers.
    own: Vec<(Value, usize)>,
}

impl Cluster {
    fn new(streams: usize, lost: usize, consumers: usize) -> Self {
        let mut chance = Chance::seeded("many streams");
        let own = (0..streams).map(|n| {
            let mut about = |bits: usize| {
                let bits = chance.below(bits);
                chance.below(1 << bits)
            };
            let (messages, gone) = (about(24), about(20));
            let own = json!({
                "name": format!("ORDERS-{:06}-{:010}", n * 7919 % 1_000_000, chance.below(1 << 31)),
                "created": before(chance.below(31_536_000), chance.below(1 << 30)),
                "config": {"num_replicas": 3},
                "state": {"messages": messages, "last_seq": messages + gone, "last_ts": before(chance.below(604_800), chance.below(1 << 30))},
            });
            (own, 1 + chance.below(3))
        });
        Self { streams, lost, consumers, own: own.collect() }
    }

    /// The streams of one server, in an order of its own.
    fn listed_by(&self, server: usize) -> impl Iterator<Item = Value> {
        let mut order: Vec<usize> = (0..self.streams).collect();
        let mut chance = Chance::seeded(&format!("order {server}"));
        (1..order.len()).for_each(|n| order.swap(n, chance.below(n + 1)));
        order.into_iter().filter(move |&n| n >= self.lost || n % 3 + 1 == server).map(move |n| {
            let (own, leader) = &self.own[n];
            let mut row = |server: usize| {
                let active = 100_000_000 + chance.below(900_000_000);
                json!({"name": format!("n{server}"), "current": true, "active": active, "peer": quorate::peer_id::peer_id(&format!("n{server}"))})
            };
            let cluster = if n < self.lost {
                let mut rows = [server, 4, 5].map(&mut row);
                for row in &mut rows[1..] {
                    row["offline"] = json!(true);
                    row["active"] = json!(30_000_000_000_u64 + chance.below(1 << 30) as u64);
                }
                json!({"name": "C1", "raft_group": format!("S-R3F-{n:08}"), "replicas": rows})
            } else {
                let others = (1..=3).filter(|&other| other != server).map(row).collect::<Vec<_>>();
                json!({"name": "C1", "raft_group": format!("S-R3F-{n:08}"), "leader": format!("n{leader}"), "replicas": others})
            };
            let mut stream = own.clone();
            let consumer = |c| json!({"name": format!("worker-{n:06}-{c}-{:07}", n * 31 % 9_999_999), "config": {"num_replicas": 0}, "cluster": cluster});
            stream["consumer_detail"] = (0..self.consumers).map(consumer).collect();
            stream["cluster"] = cluster;
            stream
        })
    }

    fn jsz(&self, server: usize, streams: &[Value]) -> String {
        let row = |n: usize| json!({"name": format!("n{n}"), "current": n < 4, "offline": n > 3, "active": if n < 4 { 400_000_000_u64 } else { 30_000_000_000 }, "peer": quorate::peer_id::peer_id(&format!("n{n}"))});
        let rows = if server == 1 { (2..=5).map(row).collect() } else { Vec::new() };
        json!({
            "server_id": format!("ID{server}"), "now": before(0, 0), "accounts": 1, "streams": self.streams,
            "meta_cluster": {"name": "C1", "leader": "n1", "peer": "fjFyEjc1", "cluster_size": 5, "replicas": rows},
            "account_details": [{"name": "APP", "stream_detail": streams}],
        })
        .to_string()
    }

    /// Read stream by stream, as a scanner hands them over.
    fn read(&self) -> (Vec<Reading>, Names) {
        let (mut names, mut readings) = (Names::default(), Vec::new());
        for server in 1..=5 {
            let varz = json!({"server_id": format!("ID{server}"), "server_name": format!("n{server}"), "version": "2.12.8", "now": before(0, 0)});
            for (n, said) in [Ok(varz.to_string()), Ok(self.jsz(server, &[]))].into_iter().enumerate() {
                let said = if server > 3 { Err("connection refused".to_owned()) } else { said };
                let mut read = reading::read(&input(server, n, said), &mut names).0;
                if n == 1 && server < 4 {
                    let mut listing = Listing::new(read[0].time);
                    let account = names.account(Some(b"APP"));
                    for (s, stream) in self.listed_by(server).enumerate() {
                        let text = stream.to_string();
                        let document = Scanner::one(&[], text.as_bytes(), 0, &mut |_| false);
                        let values = document.values(text.as_bytes());
                        listing.stream(&mut names, account, [0, s], &Stream::of(values.json()).unwrap());
                    }
                    listing.account(account);
                    read[0].listing = Some(listing.settled());
                }
                readings.extend(read);
            }
        }
        (readings, names)
    }
}

fn input(server: usize, n: usize, said: Result<String, String>) -> Input {
    Input {
        source: format!("n{server} {n}"),
        server: Some(format!("n{server}")),
        moment: Some("1".into()),
        error: said.as_ref().err().cloned(),
        body: said.ok().map(Body::Text),
        ..Input::default()
    }
}

fn kept_per_group(readings: &[Reading], names: &Names) -> f64 {
    let kept: usize = readings.iter().filter_map(|reading| reading.listing.as_ref()).map(Listing::kept_bytes).sum();
    #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
    let per_group = (kept + names.kept_bytes()) as f64 / f64::from(names.streams() + names.consumers());
    println!(
        "{per_group:.1} bytes kept per group, {} of them for names",
        names.kept_bytes() / (names.streams() + names.consumers()) as usize
    );
    per_group
}

#[test]
fn a_hundred_thousand_streams_of_three_servers() {
    const MANY: usize = 100_000;
    const LOST: usize = 1_000;
    let cluster = Cluster::new(MANY, LOST, 0);
    let (readings, names) = cluster.read();
    assert!(kept_per_group(&readings, &names) <= 64.0);
    let begun = std::time::Instant::now();
    let report = evaluate(&readings, &names, &[], &Options::default());
    println!("judged in {:?}", begun.elapsed());
    let group = &report.groups[0];
    assert_eq!((group.verdict, group.size), (Verdict::Held, Some(5)));
    let assets = group.assets.as_ref().expect("streams were listed");
    assert_eq!((assets.streams as usize, assets.lost as usize, assets.undecided), (MANY, LOST, 0));
    let mut names: Vec<String> =
        (0..LOST).map(|n| format!("APP > {}", cluster.own[n].0["name"].as_str().unwrap())).collect();
    names.sort();
    let worst: Vec<&str> = assets.worst.iter().map(|note| note.name.as_str()).collect();
    assert_eq!(worst, names[..100], "the first of the lost ones");
    for evidence in assets.worst.iter().flat_map(|note| &note.evidence) {
        assert!(readings.len() > evidence.reading, "{evidence:?}");
    }
    let finding = report.findings.iter().find(|finding| finding.code == "JETSTREAM_008").expect("it fires");
    assert_eq!(finding.outcome, OutcomeWord::Fail);
    assert!(
        finding.says.starts_with("1000 of 100000 streams without a majority. ")
            && finding.says.ends_with(" And 995 more."),
        "{}",
        finding.says
    );
    let size = serde_json::to_string(&report).expect("plain values").len();
    assert!(size < 150_000, "{size} bytes");
}

#[test]
fn consumers_are_kept_in_as_few_bytes() {
    let cluster = Cluster::new(20_000, 200, 4);
    let (readings, names) = cluster.read();
    assert!(kept_per_group(&readings, &names) <= 64.0);
    let report = evaluate(&readings, &names, &[], &Options::default());
    let assets = report.groups[0].assets.as_ref().expect("streams were listed");
    assert_eq!((assets.streams, assets.consumers, assets.lost, assets.undecided), (20_000, 80_000, 1_000, 0));
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&"JETSTREAM_008") && codes.contains(&"CONSUMER_003"), "{codes:?}");
}

/// What the worst rest on stands where it is said to stand.
#[test]
fn evidence_points_at_what_it_quotes() {
    let cluster = Cluster::new(300, 20, 2);
    let bodies: Vec<String> =
        (1..=3).map(|server| cluster.jsz(server, &cluster.listed_by(server).collect::<Vec<_>>())).collect();
    let mut triage = Triage::default();
    for (server, body) in (1..).zip(&bodies) {
        let varz = json!({"server_id": format!("ID{server}"), "server_name": format!("n{server}"), "version": "2.12.8", "now": before(0, 0)});
        triage.add(&input(server, 0, Ok(varz.to_string())));
        triage.add(&input(server, 1, Ok(body.clone())));
    }
    for server in [4, 5] {
        triage.add(&input(server, 1, Err("connection refused".to_owned())));
    }
    let report = triage.report();
    let assets = report.groups[0].assets.as_ref().expect("streams were listed");
    assert_eq!((assets.lost, assets.worst.len()), (60, 60));
    let mut checked = 0;
    for evidence in assets.worst.iter().flat_map(|note| &note.evidence) {
        let source = &report.readings[evidence.reading].source;
        let Some(server) = source.strip_suffix(" 1").and_then(|server| server[1..].parse::<usize>().ok()) else {
            continue;
        };
        let Some(document) = bodies.get(server - 1) else { continue };
        let document: Value = serde_json::from_str(document).unwrap();
        let value = document.pointer(&evidence.pointer).unwrap_or_else(|| panic!("{evidence:?}"));
        if evidence.quote != "no leader" {
            assert_eq!(value.to_string(), evidence.quote, "{evidence:?}");
        }
        checked += 1;
    }
    assert!(checked >= 60, "{checked}");
}

/// The same again and again takes no more than once.
#[test]
fn what_is_removed_is_free_again() {
    let cluster = Cluster::new(100_000, 0, 0);
    let body = cluster.jsz(1, &cluster.listed_by(1).collect::<Vec<_>>());
    let mut triage = Triage::default();
    let other = Cluster::new(10, 0, 0);
    triage.add(&input(2, 1, Ok(other.jsz(2, &other.listed_by(2).collect::<Vec<_>>()))));
    let few = triage.kept_bytes();
    let mut kept = Vec::new();
    for _ in 0..5 {
        triage.add(&input(1, 1, Ok(body.clone())));
        kept.push(triage.kept_bytes());
        triage.remove("n1 1");
    }
    assert!(kept.iter().all(|&bytes| bytes == kept[0]), "{kept:?}");
    assert!(triage.kept_bytes() > few, "names stay while anything is listed");
    triage.remove("n2 1");
    let empty = triage.kept_bytes();
    assert!(empty < 1_000, "{empty}");
    triage.add(&input(1, 1, Ok(body)));
    triage.clear();
    assert_eq!(triage.kept_bytes(), empty);
}

//! The streams' and consumers' own groups on recorded moments: every verdict against what was really so.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use quorate::{
    asset_groups::{AssetGroups, Names},
    meta_group::{groups, moments},
    reading::{self, Reading},
    report::{Options, OutcomeWord, Report, Verdict, evaluate},
    verdict::Servers,
};
use serde_json::Value;

mod recorded;

use recorded::{Asked, Moment, corpus, moments_of};

/// Where each stream's and consumer's replicas are, and how many there should be.
type Placed = BTreeMap<String, (BTreeSet<String>, usize)>;

/// How the verdicts of one kind of input fare.
#[derive(Debug, Default)]
struct Score {
    lost: u32,
    lost_found: u32,
    lost_late: u32,
    lost_late_found: u32,
    held: u32,
    held_found: u32,
    too_early: u32,
    wrong: Vec<String>,
}

/// Of each recording that lists streams, the moments of one run after the other.
fn runs() -> Vec<Vec<Moment>> {
    let mut runs: Vec<Vec<Moment>> = Vec::new();
    let lists_streams = |path: &Path| {
        let name = path.to_string_lossy().into_owned();
        ["/01_healthy.jsonl", "/18", "/20", "/21"].iter().any(|scenario| name.contains(scenario))
    };
    for file in corpus().iter().filter(|path| lists_streams(path)) {
        for moment in moments_of(file) {
            let run = |moment: &Moment| moment.id.rsplit_once('/').map(|(run, _)| run.to_owned());
            match runs.last_mut().filter(|last| last.last().is_some_and(|last| run(last) == run(&moment))) {
                Some(last) => last.push(moment),
                None => runs.push(vec![moment]),
            }
        }
    }
    runs
}

/// By the first moment of a run that lists streams, whoever lists them.
fn placed(run: &[Moment]) -> Placed {
    let mut placed = Placed::new();
    let answers = run[0].readings.iter().filter(|asked| asked.lists_streams());
    for asked in answers {
        let Some(body) = asked.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok()) else {
            continue;
        };
        let rows = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
        for account in rows(&body, "account_details") {
            for stream in rows(&account, "stream_detail") {
                let name = format!("{} > {}", account["name"].as_str().unwrap(), stream["name"].as_str().unwrap());
                let size = usize::try_from(stream["config"]["num_replicas"].as_u64().unwrap()).unwrap();
                let mut place = |name: String, cluster: &Value| {
                    let (servers, _) = placed.entry(name).or_insert_with(|| (BTreeSet::new(), size));
                    servers.insert(asked.server.clone());
                    servers.extend(
                        rows(cluster, "replicas").iter().filter_map(|row| Some(row["name"].as_str()?.to_owned())),
                    );
                };
                for consumer in rows(&stream, "consumer_detail") {
                    place(format!("{name} > {}", consumer["name"].as_str().unwrap()), &consumer["cluster"]);
                }
                place(name, &stream["cluster"]);
            }
        }
    }
    placed
}

/// Some connected set of living servers holds a majority of its replicas.
fn has_majority(moment: &Moment, servers: &BTreeSet<String>, size: usize) -> bool {
    let alive = |server: &&String| moment.truth.alive.contains(server);
    let with =
        |component: &Vec<String>| component.iter().filter(alive).filter(|server| servers.contains(*server)).count();
    moment.truth.components.iter().any(|component| with(component) > size / 2)
}

fn readings(asked: &[&Asked], at: f64) -> (Vec<Reading>, Names) {
    let mut names = Names::default();
    let read = |asked: &&Asked| reading::read(&asked.input(Some(at.to_string())), &mut names).0;
    (asked.iter().flat_map(read).collect(), names)
}

fn report_on((readings, names): &(Vec<Reading>, Names)) -> Report {
    evaluate(readings, names, &[], &Options::default())
}

/// Every stream's and consumer's verdict.
fn verdicts((readings, names): &(Vec<Reading>, Names)) -> BTreeMap<String, (Verdict, String, bool)> {
    let (moments, _) = moments(readings);
    let mut verdicts = BTreeMap::new();
    for group in moments.last().map(|moment| groups(readings, moment, &[], &[])).unwrap_or_default() {
        let (assets, servers) = (AssetGroups::of(&group, readings, names), Servers::of(&group));
        for asset in assets.kinds().each().filter_map(|(id, _)| assets.get(id)) {
            let judgement = servers.judge(&asset);
            let told = (judgement.verdict, judgement.told(), judgement.assumes.is_some());
            assert_eq!(verdicts.insert(asset.called(), told), None, "{} twice", asset.called());
        }
    }
    verdicts
}

fn score(score: &mut Score, moment: &Moment, placed: &Placed, asked: &[&Asked]) {
    let since_fault = moment.seconds_since_fault.unwrap_or(f64::INFINITY);
    let silent = asked.iter().any(|asked| asked.error.is_some());
    for (name, (verdict, told, _)) in verdicts(&readings(asked, moment.captured_at)) {
        let Some((servers, size)) = placed.get(&name) else { continue };
        let truth = has_majority(moment, servers, *size);
        let found = verdict == if truth { Verdict::Held } else { Verdict::Lost };
        let (counted, found_of) =
            if truth { (&mut score.held, &mut score.held_found) } else { (&mut score.lost, &mut score.lost_found) };
        *counted += 1;
        *found_of += u32::from(found);
        if !truth && since_fault < 4.0 && std::env::var_os("QUORATE_SHOW").is_some() {
            println!("early {} {verdict:?} of {} readings {told}", moment.id, asked.len());
        }
        if !truth && since_fault >= 4.0 {
            score.lost_late += 1;
            score.lost_late_found += u32::from(found);
        }
        match (truth, verdict) {
            (false, Verdict::Held) if since_fault < 4.0 && !silent => score.too_early += 1,
            (true, Verdict::Lost) | (false, Verdict::Held) => {
                score.wrong.push(format!(
                    "{} {}: {verdict:?}, {told}",
                    moment.id,
                    servers.iter().cloned().collect::<Vec<_>>().join(",")
                ));
            }
            _ => {}
        }
        let (false, Verdict::Undecided | Verdict::Leaderless, true) = (truth, verdict, since_fault >= 4.0) else {
            continue;
        };
        if std::env::var_os("QUORATE_SHOW").is_some() {
            println!("open {} {told}", moment.id);
        }
    }
}

#[test]
fn every_stream_is_judged_as_it_really_was() {
    let (mut all, mut listed, mut subsets) = (Score::default(), Score::default(), Score::default());
    for run in runs() {
        let placed = placed(&run);
        for moment in &run {
            let asked: Vec<&Asked> = moment.readings.iter().filter(|asked| !asked.is_over_nats()).collect();
            score(&mut all, moment, &placed, &asked);
            let asked: Vec<&Asked> = asked.into_iter().filter(|asked| asked.lists_streams()).collect();
            score(&mut listed, moment, &placed, &asked);
            let servers: BTreeSet<&str> = asked.iter().map(|asked| asked.server.as_str()).collect();
            // Of many streams a few subsets show as much as all.
            for chosen in (0..1_u32 << servers.len()).step_by(if placed.len() > 100 { 5 } else { 1 }) {
                let is_chosen = |asked: &&&Asked| {
                    servers.iter().position(|server| *server == asked.server).is_some_and(|n| chosen >> n & 1 == 1)
                };
                score(&mut subsets, moment, &placed, &asked.iter().filter(is_chosen).copied().collect::<Vec<_>>());
            }
        }
    }
    for (name, score) in [("all", &all), ("/jsz with streams", &listed), ("subsets of servers", &subsets)] {
        println!(
            "{name}: lost found {} of {}, from 4 s on {} of {}; held found {} of {}; too early {}; wrong {}",
            score.lost_found,
            score.lost,
            score.lost_late_found,
            score.lost_late,
            score.held_found,
            score.held,
            score.too_early,
            score.wrong.len()
        );
        assert!(score.wrong.is_empty(), "{}", score.wrong[..score.wrong.len().min(20)].join("\n"));
    }
    for score in [&all, &listed] {
        assert!(score.lost_late > 0 && score.lost_late_found == score.lost_late, "a lost stream was not found");
    }
}

#[test]
fn the_checks_agree_with_the_truth() {
    let mut fired = 0;
    for run in runs() {
        let placed = placed(&run);
        for moment in run.iter().filter(|moment| moment.seconds_since_fault.is_none_or(|seconds| seconds >= 4.0)) {
            let asked: Vec<&Asked> = moment.readings.iter().filter(|asked| !asked.is_over_nats()).collect();
            let report = report_on(&readings(&asked, moment.captured_at));
            for (code, depth) in [("JETSTREAM_008", 2), ("CONSUMER_003", 3)] {
                let is_lost = |(name, (servers, size)): (&String, &(BTreeSet<String>, usize))| {
                    *size > 1 && name.split(" > ").count() == depth && !has_majority(moment, servers, *size)
                        // Of what nobody lists any more nothing is known.
                        && servers.iter().any(|server| moment.truth.alive.contains(server))
                };
                let lost = placed.iter().filter(|placed| is_lost(*placed)).count();
                let finding =
                    report.findings.iter().find(|finding| finding.code == code && finding.outcome == OutcomeWord::Fail);
                assert_eq!(finding.is_some(), lost > 0, "{} {code}: {lost} are lost, {finding:?}", moment.id);
                let counted = finding.is_none_or(|finding| finding.says.starts_with(&format!("{lost} of ")));
                assert!(counted, "{} {code}: {lost} are lost, {finding:?}", moment.id);
                fired += u32::from(lost > 0);
            }
        }
    }
    println!("fired {fired} times");
    assert!(fired >= 16);
}

/// `/jsz` of n1, which leads so many streams, each with its consumer.
fn many_streams(streams: usize, heard_ns: u64) -> String {
    let row =
        |name: &str, peer: &str| serde_json::json!({"name": name, "current": true, "active": heard_ns, "peer": peer});
    let cluster = serde_json::json!({"leader": "n1", "replicas": [row("n2", "44jzkV9D"), row("n3", "BXScrY9i")]});
    let stream = |n: usize| {
        serde_json::json!({
            "name": format!("S{n}"), "config": {"num_replicas": 3}, "state": {"messages": n, "last_seq": n}, "cluster": cluster,
            "consumer_detail": [{"name": "c", "config": {"num_replicas": 0}, "cluster": cluster}],
        })
    };
    serde_json::json!({
        "server_id": "A", "now": "2026-11-22T10:00:00Z", "accounts": 1, "streams": streams, "consumers": streams,
        "meta_cluster": {"name": "C1", "leader": "n1", "peer": "fjFyEjc1", "cluster_size": 3,
            "replicas": [row("n2", "44jzkV9D"), row("n3", "BXScrY9i")]},
        "account_details": [{"name": "APP", "stream_detail": (0..streams).map(stream).collect::<Vec<_>>()}],
    })
    .to_string()
}

fn asked(server: &str, path: &str, said: Result<String, &str>) -> Asked {
    Asked {
        server: server.to_owned(),
        path: path.to_owned(),
        status: said.is_ok().then_some(200),
        error: said.as_ref().err().map(|&error| error.to_owned()),
        body: said.ok(),
    }
}

/// Twenty thousand streams: the report stays small, and time does not grow with their square.
#[test]
fn many_streams_are_folded() {
    const MANY: usize = 20_000;
    let who = r#"{"server_id":"A","server_name":"n1","version":"2.12.8","now":"2026-11-22T10:00:00Z"}"#;
    let varz = asked("n1", "/varz", Ok(who.to_owned()));
    for (heard_ns, verdict) in [(400_000_000, Verdict::Held), (9_000_000_000, Verdict::Lost)] {
        let jsz = asked("n1", "/jsz?consumers=true", Ok(many_streams(MANY, heard_ns)));
        let silent = ["n2", "n3"].map(|server| asked(server, "/jsz", Err("connection refused")));
        let mut all = vec![&varz, &jsz];
        all.extend(silent.iter().filter(|_| verdict == Verdict::Lost));
        let readings = readings(&all, 1.0);
        let begun = std::time::Instant::now();
        let report = report_on(&readings);
        println!("judged in {:?}", begun.elapsed());
        let assets = report.groups[0].assets.as_ref().expect("streams were listed");
        assert_eq!((assets.streams as usize, assets.consumers as usize), (MANY, MANY));
        assert_eq!(assets.lost as usize, if verdict == Verdict::Lost { 2 * MANY } else { 0 });
        assert_eq!((assets.undecided, assets.not_placed, &assets.listed_by[..]), (0, 0, &["n1".to_owned()][..]));
        assert_eq!(assets.worst.len(), if verdict == Verdict::Lost { 100 } else { 0 });
        let [place] = &assets.placements[..] else { panic!("{:?}", assets.placements) };
        assert_eq!((place.servers.len(), place.needed, place.streams as usize, place.examples.len()), (3, 2, MANY, 3));
        let margin = place.margin.expect("a size was printed");
        match verdict {
            Verdict::Held => assert_eq!((margin.least, margin.most, place.tolerance), (1, 1, Some(1))),
            _ => assert!(margin.most < 0 && place.tolerance.is_none(), "{place:?}"),
        }
        for finding in &report.findings {
            assert!(finding.says.len() < 2_000 && finding.evidence.len() < 60, "{finding:?}");
        }
    }
}

/// A list counts as whole only where it has all accounts and all streams that the server counts.
#[test]
fn a_part_of_a_list_is_no_list() {
    let page = |accounts: usize, streams: usize, listed: &[&str]| {
        let account = |name: &&str| {
            serde_json::json!({"name": name, "stream_detail": [
            {"name": "S", "config": {"num_replicas": 1}, "state": {}, "cluster": {"leader": "n1"}}]})
        };
        let body = serde_json::json!({
            "server_id": "A", "now": "2026-11-22T10:00:00Z", "accounts": accounts, "streams": streams,
            "meta_cluster": {"name": "C1", "leader": "n1", "peer": "fjFyEjc1", "cluster_size": 1},
            "account_details": listed.iter().map(account).collect::<Vec<_>>(),
        });
        body.to_string()
    };
    let listed = |bodies: &[String], offsets: &[usize]| {
        let paths = offsets.iter().map(|offset| format!("/jsz?streams=true&offset={offset}"));
        let pages: Vec<Asked> = paths.zip(bodies).map(|(path, body)| asked("n1", &path, Ok(body.clone()))).collect();
        let mut report = report_on(&readings(&pages.iter().collect::<Vec<_>>(), 1.0));
        report.groups.remove(0).assets.expect("streams were listed")
    };
    let is_whole = |bodies: &[String]| {
        let assets = listed(bodies, &[0, 1, 2]);
        assert_eq!(assets.listed_by.is_empty(), !assets.partly_listed.is_empty(), "{assets:?}");
        !assets.listed_by.is_empty()
    };
    let missing = |bodies: &[String], offsets: &[usize]| {
        let assets = listed(bodies, offsets);
        let [part] = &assets.partly_listed[..] else { panic!("{assets:?}") };
        assert_eq!(part.server, "n1");
        (part.accounts, part.accounts_of, part.streams, part.streams_of, part.offset)
    };
    assert_eq!(missing(&[page(3, 4, &["A", "B"])], &[0]), (2, 3, 2, 4, Some(2)));
    assert_eq!(missing(&[page(5, 5, &["D", "E"]), page(5, 5, &["A", "B"])], &[3, 0]), (4, 5, 4, 5, Some(2)));
    assert_eq!(missing(&[page(5, 5, &["C"]), page(5, 5, &["A", "B"])], &[2, 0]), (3, 5, 3, 5, Some(3)));
    assert_eq!(missing(&[page(2, 3, &["A", "B"])], &[0]), (2, 2, 2, 3, None), "no account is missing");
    assert!(is_whole(&[page(2, 2, &["A", "B"])]));
    assert!(is_whole(&[page(0, 0, &[])]));
    assert!(!is_whole(&[page(3, 2, &["A", "B"])]), "an account is missing");
    assert!(!is_whole(&[page(2, 3, &["A", "B"])]), "a stream is missing");
    assert!(is_whole(&[page(3, 3, &["A", "B"]), page(3, 3, &["C"])]), "two pages");
    assert!(!is_whole(&[page(3, 3, &["A", "B"]), page(4, 3, &["C"])]), "pages of different times");
    let whole = page(2, 2, &["A", "B"]);
    let cut = listed(&[whole[..whole.len() - 1].to_owned()], &[0]);
    assert!(cut.listed_by.is_empty() && cut.partly_listed.is_empty(), "cut off: {cut:?}");
}

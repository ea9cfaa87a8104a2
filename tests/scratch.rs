use quorate::{
    report::{OutcomeWord, Report},
    triage::Triage,
};
use serde_json::Value;
use std::collections::BTreeMap;
mod recorded;
use recorded::{Asked, Moment, corpus, moments_of};

fn run_of(moment: &Moment) -> &str {
    moment.id.rsplit_once('/').map_or("", |(run, _)| run)
}

fn literal(moment: &Moment, held: &mut BTreeMap<(String, &'static str), u64>, raft: bool) -> Vec<String> {
    let mut fell = Vec::new();
    let mut logs = Vec::new();
    for asked in &moment.readings {
        let Some(body) = asked.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok()) else {
            continue;
        };
        if asked.path == "/jsz" && body.get("meta_cluster").is_some() {
            for what in ["streams", "messages"] {
                let Some(n) = body[what].as_u64() else { continue };
                let before = held.entry((asked.server.clone(), what)).or_default();
                if n == 0 && *before > 0 {
                    fell.push(format!("{} {what} {before}->0", asked.server));
                }
                *before = n.max(*before);
            }
        } else if raft && asked.path.starts_with("/raftz") {
            let meta = body.as_object().and_then(|a| a.values().find_map(|x| x.get("_meta_")));
            logs.extend(meta.and_then(|m| m["pindex"].as_u64()));
        }
    }
    if logs.contains(&0) && logs.iter().any(|&p| p > 0) {
        fell.push(format!("pindex 0 beside {logs:?}"));
    }
    fell
}

fn each(run: &[Moment], is_given: &dyn Fn(&Asked) -> bool, mut see: impl FnMut(&Moment, &Report)) {
    let mut triage = Triage::default();
    for moment in run {
        let at = moment.captured_at.to_string();
        for asked in moment.readings.iter().filter(|asked| is_given(asked)) {
            let mut input = asked.input(Some(at.clone()));
            input.source = format!("{at} {}", input.source);
            triage.add(&input);
        }
        see(moment, &triage.report());
    }
}

fn wanted(names: &[&str]) -> Vec<Vec<Moment>> {
    corpus()
        .into_iter()
        .filter(|f| names.iter().any(|n| f.to_string_lossy().contains(n)))
        .map(|f| moments_of(&f))
        .collect()
}

#[test]
fn one() {
    for moments in wanted(&["/R1", "/R5", "/R8"]) {
        for run in moments.chunk_by(|a, b| run_of(a) == run_of(b)) {
            for (level, f) in [
                ("A", &Asked::is_at_level_a as &dyn Fn(&Asked) -> bool),
                ("C", &Asked::is_at_level_c),
                ("all", &|_: &Asked| true),
            ] {
                let mut held = BTreeMap::new();
                let mut first = true;
                each(run, f, |moment, report| {
                    let fell = literal(moment, &mut held, level != "A");
                    let ours: Vec<_> = report
                        .findings
                        .iter()
                        .filter(|x| ["QUORATE_004", "QUORATE_012"].contains(&x.code))
                        .map(|x| format!("{} {:?}: {}", x.code, x.outcome, x.says))
                        .collect();
                    let fails = report
                        .findings
                        .iter()
                        .any(|x| ["QUORATE_004", "QUORATE_012"].contains(&x.code) && x.outcome == OutcomeWord::Fail);
                    if first && (!fell.is_empty() || fails) || (!fell.is_empty() && !fails) {
                        println!(
                            "{}{} at {level}: literal {fell:?}; ours {ours:?}",
                            if !fell.is_empty() && !fails {
                                "MISS "
                            } else if fell.is_empty() {
                                "EARLY "
                            } else {
                                ""
                            },
                            moment.id
                        );
                        if !fell.is_empty() {
                            first = false;
                        }
                    }
                });
            }
        }
    }
}

#[test]
fn calm() {
    for moments in
        wanted(&["/01_", "/02", "/03_", "/09_", "/10", "/12_", "/14_", "/15", "/16_", "/17_", "/18", "/20", "/21_"])
    {
        for run in moments.chunk_by(|a, b| run_of(a) == run_of(b)) {
            let mut held = BTreeMap::new();
            each(run, &|_| true, |moment, report| {
                let fell = literal(moment, &mut held, true);
                let ours: Vec<_> = report
                    .findings
                    .iter()
                    .filter(|x| ["QUORATE_004", "QUORATE_012"].contains(&x.code))
                    .map(|x| format!("{} {:?}: {}", x.code, x.outcome, x.says))
                    .collect();
                if !fell.is_empty() || !ours.is_empty() {
                    println!("CALM {}: literal {fell:?} ours {ours:?}", moment.id);
                }
            });
        }
    }
}

#[test]
fn two() {
    for moments in wanted(&["/02"]) {
        for run in moments.chunk_by(|a, b| run_of(a) == run_of(b)) {
            // literal: which dead peer is shown by which given
            for (level, f) in [
                ("A", &Asked::is_at_level_a as &dyn Fn(&Asked) -> bool),
                ("C", &Asked::is_at_level_c),
                ("S", &Asked::is_over_nats),
                ("all", &|_: &Asked| true),
            ] {
                each(run, f, |moment, report| line(level, moment, report, f));
            }
            // subsets
            for m in run {
                let leader = leaders(m, &|_| true);
                let Some((lead, gone)) = leader.first() else { continue };
                let followers: Vec<String> = m.truth.alive.iter().filter(|s| *s != lead).cloned().collect();
                let sub = |names: Vec<String>| move |a: &Asked| a.is_at_level_a() && names.contains(&a.server);
                for (what, names) in [
                    ("only-leader", vec![lead.clone()]),
                    ("leader+1", vec![lead.clone(), followers.first().cloned().unwrap_or_default()]),
                ] {
                    let f = sub(names);
                    let mut t = Triage::default();
                    for a in m.readings.iter().filter(|a| f(a)) {
                        t.add(&a.input(Some(m.captured_at.to_string())));
                    }
                    let r = t.report();
                    if !gone.is_empty() {
                        println!("TWO {what} {} {:?}", m.id, says(&r));
                    }
                }
            }
        }
    }
}
fn says(report: &Report) -> Vec<String> {
    report
        .groups
        .iter()
        .map(|g| format!("{:?} tol {:?}", g.verdict, g.tolerance))
        .chain(report.findings.iter().filter(|x| x.code == "META_001").map(|x| format!("{:?}: {}", x.outcome, x.says)))
        .collect()
}
fn leaders(m: &Moment, f: &dyn Fn(&Asked) -> bool) -> Vec<(String, Vec<String>)> {
    m.readings
        .iter()
        .filter(|a| f(a) && a.path == "/jsz")
        .filter_map(|a| {
            let b: Value = serde_json::from_str(a.body.as_deref()?).ok()?;
            let mc = b.get("meta_cluster")?;
            (mc["leader"].as_str() == Some(&a.server)).then(|| {
                (
                    a.server.clone(),
                    mc["replicas"].as_array().map_or(vec![], |r| {
                        r.iter()
                            .filter(|r| {
                                r["offline"] == true
                                    || r["active"].as_u64().is_none_or(|n| n == 0 || n >= 3_000_000_000)
                            })
                            .map(|r| format!("{} {} {}", r["name"], r["active"], r["offline"]))
                            .collect()
                    }),
                )
            })
        })
        .collect()
}
fn line(level: &str, m: &Moment, r: &Report, f: &dyn Fn(&Asked) -> bool) {
    let shown = leaders(m, f);
    let shows = shown.iter().any(|(_, g)| !g.is_empty());
    let fails = r.findings.iter().any(|x| x.code == "META_001" && x.outcome == OutcomeWord::Fail);
    if shows != fails {
        println!(
            "TWO {level} {} t={:?} alive {:?} shown {shown:?} ours {:?}",
            m.id,
            m.seconds_since_fault,
            m.truth.alive,
            says(r)
        );
    }
}

#[test]
fn eight() {
    let mut seen: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for moments in wanted(&["/01_", "/14_", "/15", "/21_", "/16_"]) {
        for m in &moments {
            let mut t = Triage::default();
            for a in m.readings.iter().filter(|a| a.is_at_level_c()) {
                t.add(&a.input(Some(m.captured_at.to_string())));
            }
            for x in t.report().findings.iter() {
                let e = seen
                    .entry(format!("{} {} {:?} {}", m.id.split('/').next().unwrap(), x.code, x.outcome, x.says))
                    .or_insert((0, m.id.clone()));
                e.0 += 1;
            }
        }
    }
    for (k, v) in seen {
        println!("EIGHT {k} {v:?}");
    }
}

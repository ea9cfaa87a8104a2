//! Common ways to tell a lost quorum, and ours, on the same recordings.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
};

use quorate::{
    report::{Group, Options, Verdict},
    triage::Triage,
};
use serde_json::Value;

use crate::recorded::{Asked, Moment, TrueGroup, corpus, moments_of};

use super::holds;

/// A way to tell, by its name.
type Told = (&'static str, fn(&Round) -> bool);

const OTHERS: [Told; 6] = [
    ("the leader shows `offline` peers >= quorum needed (the published threshold)", |round| {
        round.offline() > round.size() / 2
    }),
    ("the leader shows `offline` peers >= half the size, rounded up", |round| {
        round.offline() >= round.size().div_ceil(2)
    }),
    ("that, or no server names a leader", |round| {
        round.offline() >= round.size().div_ceil(2) || round.jsz().all(|(_, meta)| meta["leader"].is_null())
    }),
    ("any `/healthz` is not 200", |round| {
        round.answers("/healthz").any(|asked| asked.status.is_some_and(|code| code != 200))
    }),
    ("fewer than a majority of `cluster_size` answer with a `meta_cluster`", |round| {
        (round.jsz().count() as u64) <= round.size() / 2
    }),
    ("the same, counting only servers joined by `/routez`", |round| (round.largest_part() as u64) <= round.size() / 2),
];

/// What the peers of one group said at one moment.
struct Round<'a> {
    moment: &'a Moment,
    group: &'a TrueGroup,
}

impl<'a> Round<'a> {
    fn answers(&self, path: &'static str) -> impl Iterator<Item = &'a Asked> {
        let group = self.group;
        let asked = self.moment.readings.iter().filter(move |asked| asked.path == path && asked.body.is_some());
        asked.filter(|asked| group.members.contains(&asked.server))
    }

    /// Every answering server's `meta_cluster`.
    fn jsz(&self) -> impl Iterator<Item = (&'a str, Value)> {
        self.answers("/jsz").filter_map(|asked| Some((asked.server.as_str(), body(asked).get("meta_cluster")?.clone())))
    }

    fn size(&self) -> u64 {
        self.jsz().filter_map(|(_, meta)| meta["cluster_size"].as_u64()).max().unwrap_or(1)
    }

    /// How many peers a leader shows as `offline`.
    fn offline(&self) -> u64 {
        let leaders = self.jsz().filter(|(server, meta)| meta["leader"] == *server);
        let offline = leaders.map(|(_, meta)| {
            let rows = meta["replicas"].as_array().cloned().unwrap_or_default();
            rows.iter().filter(|row| row["offline"] == Value::Bool(true)).count() as u64
        });
        offline.max().unwrap_or_default()
    }

    /// The most servers that answer with a `meta_cluster` and are joined by routes.
    fn largest_part(&self) -> usize {
        let server_ids: BTreeMap<String, &str> = self
            .answers("/jsz")
            .filter_map(|asked| Some((body(asked)["server_id"].as_str()?.to_owned(), asked.server.as_str())))
            .collect();
        let joined = |asked: &Asked| -> BTreeSet<&str> {
            let routes = body(asked)["routes"].as_array().cloned().unwrap_or_default();
            routes.iter().filter_map(|route| server_ids.get(route["remote_id"].as_str()?).copied()).collect()
        };
        let routes: BTreeMap<&str, BTreeSet<&str>> =
            self.answers("/routez").map(|asked| (asked.server.as_str(), joined(asked))).collect();
        let mut parts: Vec<BTreeSet<&str>> = Vec::new();
        for (server, _) in self.jsz() {
            let touches = |part: &BTreeSet<&str>| {
                let joins = |one: &str, other: &str| routes.get(one).is_some_and(|to| to.contains(other));
                part.iter().any(|other| joins(server, other) || joins(other, server))
            };
            let (near, mut far): (Vec<_>, Vec<_>) = parts.into_iter().partition(touches);
            far.push(near.into_iter().flatten().chain([server]).collect());
            parts = far;
        }
        parts.iter().map(BTreeSet::len).max().unwrap_or_default()
    }
}

fn body(asked: &Asked) -> Value {
    asked.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
}

/// How often a way to tell said "lost": of the groups that were, and of those that were not.
#[derive(Default, Clone, Copy)]
struct Count {
    found: u32,
    false_alarms: u32,
}

impl Count {
    fn add(&mut self, says_lost: bool, group: &TrueGroup) {
        self.found += u32::from(says_lost && !group.meta_quorum);
        self.false_alarms += u32::from(says_lost && group.meta_quorum);
    }
}

/// Ours at one level: proven and, besides, under assumptions.
#[derive(Default, Clone, Copy)]
struct Ours {
    proven: Count,
    assumed: Count,
}

type Level = (&'static str, fn(&Asked) -> bool);

const LEVELS: [Level; 3] = [
    ("`/jsz`, `/healthz` (A)", Asked::is_at_level_a),
    ("and `/varz`, `/routez` (B)", Asked::is_at_level_b),
    ("and `/raftz` (C)", Asked::is_at_level_c),
];

#[test]
fn the_readme_compares_with_common_advice() {
    let mut others = [Count::default(); OTHERS.len()];
    let mut ours = [Ours::default(); LEVELS.len()];
    let (mut lost, mut standing) = (0_u32, 0_u32);
    for moment in corpus().iter().flat_map(|file| moments_of(file)) {
        let groups = LEVELS.map(|(_, is_given)| judged(&moment, is_given));
        for group in &moment.truth.meta_groups {
            *(if group.meta_quorum { &mut standing } else { &mut lost }) += 1;
            let round = Round { moment: &moment, group };
            for ((_, says_lost), count) in OTHERS.iter().zip(&mut others) {
                count.add(says_lost(&round), group);
            }
            for (groups, ours) in groups.iter().zip(&mut ours) {
                let lost = || groups.iter().filter(|judged| group.is(judged) && judged.verdict == Verdict::Lost);
                let proven = lost().any(|judged| judged.assumes.is_empty());
                ours.proven.add(proven, group);
                ours.assumed.add(!proven && lost().next().is_some(), group);
            }
        }
    }
    let mut table = format!("| lost when … | found, of {lost} lost | false alarms, of {standing} |\n|---|--:|--:|\n");
    let mut row = |name: &str, found: u32, false_alarms: u32| {
        writeln!(table, "| {name} | {found} | {false_alarms} |").expect("a string takes all");
    };
    for ((name, _), count) in OTHERS.iter().zip(others) {
        row(name, count.found, count.false_alarms);
    }
    for ((name, _), Ours { proven, assumed }) in LEVELS.iter().zip(ours) {
        row(&format!("**Quorate**, {name}: proven"), proven.found, proven.false_alarms);
        row("with what it assumes", proven.found + assumed.found, proven.false_alarms + assumed.false_alarms);
    }
    holds("comparison table", &table);
    for Ours { proven, assumed } in ours {
        assert_eq!(proven.false_alarms + assumed.false_alarms, 0);
    }
    let told = format!("On {lost} recorded moments of lost quorums the published rule finds {}.", others[0].found);
    assert!(fs::read_to_string("README.md").expect("README.md").contains(&told), "README.md should say: {told}");
}

fn judged(moment: &Moment, is_given: fn(&Asked) -> bool) -> Vec<Group> {
    let mut triage = Triage::new(Options::default());
    for input in moment.inputs(is_given) {
        triage.add(&input);
    }
    triage.report().groups
}

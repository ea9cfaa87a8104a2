//! The recorded moments, as the tests read them.

#![allow(dead_code, reason = "each test uses its part")]

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use quorate::{
    reading::{Body, Input, Reading, Said},
    report::Group,
};
use serde::Deserialize;
use serde_json::Value;

/// One line of the corpus.
#[derive(Deserialize)]
pub struct Moment {
    pub id: String,
    pub seconds_since_fault: Option<f64>,
    pub captured_at: f64,
    pub truth: Truth,
    pub readings: Vec<Asked>,
}

/// What was really so.
#[derive(Deserialize)]
pub struct Truth {
    #[serde(default)]
    pub alive: Vec<String>,
    pub meta_groups: Vec<TrueGroup>,
    /// Servers that are up, and not frozen, in circles that hear each other.
    #[serde(default)]
    pub components: Vec<Vec<String>>,
    #[serde(default)]
    pub js_api: BTreeMap<String, Value>,
}

/// One meta group as it really was.
#[derive(Deserialize)]
pub struct TrueGroup {
    pub members: Vec<String>,
    pub size: usize,
    pub quorum_needed: u32,
    pub largest_component_live: u32,
    pub meta_quorum: bool,
}

/// What was asked of a server, and what came.
#[derive(Deserialize)]
pub struct Asked {
    pub server: String,
    pub path: String,
    pub status: Option<u16>,
    pub error: Option<String>,
    pub body: Option<String>,
}

impl Moment {
    /// `R1x_empties_first/2.12.8`.
    pub fn run(&self) -> &str {
        self.id.rsplit_once('/').map_or("", |(run, _)| run)
    }

    /// What was asked at some level, to be given as one round.
    pub fn inputs(&self, is_given: impl Fn(&Asked) -> bool) -> Vec<Input> {
        let at = self.captured_at.to_string();
        let input = |asked: &Asked| Input {
            source: format!("{at} {} {}", asked.server, asked.path),
            ..asked.input(Some(at.clone()))
        };
        self.readings.iter().filter(|asked| is_given(asked)).map(input).collect()
    }
}

impl TrueGroup {
    /// Whether a reported group is this one: it has one of its peers.
    pub fn is(&self, group: &Group) -> bool {
        let named = |name: &Option<String>| name.as_ref().is_some_and(|name| self.members.contains(name));
        group.peers.iter().any(|peer| named(&peer.name) || named(&peer.label))
    }
}

impl Asked {
    pub fn input(&self, moment: Option<String>) -> Input {
        Input {
            source: format!("{} {}", self.server, self.path),
            server: Some(self.server.clone()),
            path: Some(self.path.clone()),
            status: self.status,
            error: self.error.clone(),
            moment,
            batch: None,
            body: self.body.clone().map(Body::Text),
        }
    }

    pub fn is_over_nats(&self) -> bool {
        self.path.starts_with('$')
    }

    /// `/jsz` with every stream and consumer.
    pub fn lists_streams(&self) -> bool {
        self.path.starts_with("/jsz?") && self.path.contains("streams=true")
    }

    /// The evidence levels of `README.md`.
    pub fn is_at_level_a(&self) -> bool {
        self.path == "/jsz" || self.path == "/healthz"
    }

    pub fn is_at_level_b(&self) -> bool {
        self.is_at_level_a() || self.path == "/varz" || self.path == "/routez"
    }

    pub fn is_at_level_c(&self) -> bool {
        self.is_at_level_b() || self.path.starts_with("/raftz")
    }
}

/// The recordings kept with the project.
pub fn corpus() -> Vec<PathBuf> {
    files_of(Path::new("tests/corpus"))
}

/// The recordings of a folder; there must be some.
pub fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".jsonl.gz"));
    files.sort();
    assert!(!files.is_empty(), "no *.jsonl.gz in {}", folder.display());
    files
}

/// All moments of one recording, in order.
pub fn moments_of(file: &Path) -> Vec<Moment> {
    let mut text = String::new();
    let bytes = fs::File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).expect("gzip of UTF-8");
    let moment = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(moment).collect()
}

/// In the first seconds of a crash the bodies alone cannot know: no leader shows anything, nobody is silent.
pub fn nothing_shows_yet<'a>(given: impl IntoIterator<Item = (&'a Asked, &'a [Reading])>, truth: &TrueGroup) -> bool {
    given.into_iter().all(|(asked, readings)| {
        let silent = asked.error.is_some() && truth.members.contains(&asked.server);
        !silent && !readings.iter().any(|reading| shows_loss(reading, &asked.server))
    })
}

/// Somebody that says it leads shows a peer that is offline or unheard.
fn shows_loss(reading: &Reading, asked: &String) -> bool {
    const UNHEARD_NS: u64 = 3_000_000_000;
    let meta = match &reading.said {
        Said::Jsz(jsz) => jsz.meta_cluster.as_ref(),
        Said::Varz(varz) => varz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()),
        Said::Statsz(statsz) => statsz.jetstream.as_ref().and_then(|jetstream| jetstream.meta.as_ref()),
        _ => None,
    };
    let speaker = reading.server.name.as_ref().unwrap_or(asked);
    meta.filter(|meta| meta.leader.as_ref() == Some(speaker)).is_some_and(|meta| {
        meta.replicas
            .iter()
            .flatten()
            .any(|row| row.offline == Some(true) || row.active.is_none_or(|active| active == 0 || active >= UNHEARD_NS))
    })
}

/// `{…}` or `503 {…}` is an answer, anything else is how none came.
pub fn written(server: &str, path: &str, said: &str, moment: &str) -> Input {
    let answer = said.find(['{', '[']).filter(|&at| said[..at].trim().parse::<u16>().is_ok() || at == 0);
    Input {
        source: format!("{moment} {server} {path}"),
        server: Some(server.to_owned()),
        path: Some(path.to_owned()),
        status: answer.map(|at| said[..at].trim().parse().unwrap_or(200)),
        error: answer.is_none().then(|| said.to_owned()),
        moment: Some(moment.to_owned()),
        batch: None,
        body: answer.map(|at| Body::Text(said[at..].to_owned())),
    }
}

/// A recorded moment, by the beginning of its id, at a level of evidence; at `T` with all before it.
pub fn recorded_at(id: &str, level: &str) -> Vec<Input> {
    let scenario = id.split('/').next().expect("a scenario");
    let moments = moments_of(&Path::new("tests/corpus").join(format!("{scenario}.jsonl.gz")));
    let last = moments.iter().position(|moment| moment.id.starts_with(id));
    let last = last.unwrap_or_else(|| panic!("{id} is not in the corpus"));
    let is_of_run =
        |moment: &&Moment| moment.id.rsplit_once('/').map(|(run, _)| run) == id.rsplit_once('/').map(|(run, _)| run);
    let first = if level == "T" { 0 } else { last };
    let is_given = |asked: &Asked| match level {
        "A" => asked.is_at_level_a(),
        "B" => asked.is_at_level_b(),
        "C" | "T" => asked.is_at_level_c(),
        "all" => true,
        other => panic!("{other} is no level"),
    };
    let inputs = |moment: &Moment| moment.inputs(is_given);
    moments[first..=last].iter().filter(is_of_run).flat_map(inputs).collect()
}

/// Numbers by chance, the same in every run.
pub struct Chance(u64);

impl Chance {
    pub fn seeded(seed: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// From 0 to `bound` - 1, by `SplitMix64`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33;
        usize::try_from(mixed).expect("31 bits") % bound
    }
}

/// The blocks of a table, without what explains them, each with the line it ends at.
pub fn blocks_of(table: &str) -> Vec<(usize, Vec<String>)> {
    let text = fs::read_to_string(table).unwrap_or_else(|error| panic!("{table}: {error}"));
    let mut blocks = Vec::new();
    let mut block: Vec<String> = Vec::new();
    for (n, line) in text.lines().chain([""]).enumerate() {
        match line.trim() {
            "" if block.is_empty() => {}
            "" => blocks.push((n, std::mem::take(&mut block))),
            line if line.starts_with('#') => {}
            line => block.push(line.to_owned()),
        }
    }
    blocks
}

//! The recorded moments, as the tests read them.

#![allow(dead_code, reason = "each test uses its part")]

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use quorate::{
    reading::{Body, Input},
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
    #[serde(default)]
    pub js_api: BTreeMap<String, Value>,
}

/// One meta group as it really was.
#[derive(Deserialize)]
pub struct TrueGroup {
    pub members: Vec<String>,
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

//! Floor 2: bytes, or the note that nobody answered, become [`Reading`]s: which document it is, whose, and of when.
//!
//! A document is recognised by what it says, never by what its file is called; names, folders and URLs only label
//! the server. What cannot be read becomes a [`ReadError`] and never costs the readings beside it.

use serde::Serialize;

use self::session::Session;
use crate::{
    listing::{Listing, Names},
    wire::{Healthz, Jsz, RaftzGroup, Routez, ServerIdentity, Statsz, StreamDetail, Varz},
};

mod client;
mod command;
mod cut;
mod document;
mod exchange;
mod gzip;
mod intake;
mod label;
mod line;
mod meta_table;
mod no_answer;
mod question;
mod quote;
mod ruler;
mod session;
mod shell;
mod split;
mod text;
mod unread;

pub use self::intake::{Intake, scanner};
pub(crate) use self::label::is_here;
pub use crate::clock::{Time, go_duration_ms};

/// One text (or bytes, or an object the host has parsed already) with what the host knows about it.
#[derive(Debug, Clone, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(default, deny_unknown_fields))]
pub struct Input {
    /// What it is called: file name, URL, "paste 1". All readings of an equal source are kept and removed together.
    pub source: String,
    /// The server that was asked, as a label.
    pub server: Option<String>,
    /// What was asked: `/jsz?streams=true`, or a subject.
    pub path: Option<String>,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// How the answer failed to come: `connection refused`, `timeout`, any words.
    pub error: Option<String>,
    /// Readings with an equal moment belong together: Unix seconds (or milliseconds), RFC 3339, or any name.
    pub moment: Option<String>,
    /// Readings dropped or pasted together, when the host knows no moment.
    pub batch: Option<String>,
    /// What came.
    #[cfg_attr(test, schemars(skip))]
    pub body: Option<Body>,
}

/// What came.
#[derive(Debug, Clone)]
pub enum Body {
    /// Text as pasted.
    Text(String),
    /// A file: plain or gzip; UTF-8, or UTF-16 with a byte order mark.
    Bytes(Vec<u8>),
    /// Parsed by the host and written as JSON again: integers above 2^53 may be rounded already.
    Parsed(String),
}

/// One document from one server at one moment, or the note that it did not answer.
#[derive(Debug, Clone)]
pub struct Reading {
    /// [`Input::source`].
    pub source: String,
    /// What the server was called by whoever asked: names a place, proves no identity.
    pub label: Option<String>,
    /// Who speaks, as far as the document or its envelope says so itself.
    pub server: ServerIdentity,
    /// Which question, with its query where it is known: `/jsz?streams=true`.
    pub question: String,
    /// What the server said.
    pub said: Said,
    /// The streams and consumers in it, if it lists any.
    pub listing: Option<Listing>,
    /// HTTP status, from the host, from the pasted headers, or from the body of a NATS reply.
    pub http: Option<u16>,
    /// The responder's own clock.
    pub time: Option<Time>,
    /// [`Input::moment`].
    pub moment: Option<String>,
    /// [`Input::batch`].
    pub batch: Option<String>,
    /// Where in the source.
    pub place: Place,
    /// JSON Pointer from the document to the payload: `/data` in a NATS reply, else empty.
    pub payload: String,
    /// JSON Pointers, below the payload, of the objects and lists in which the document was cut off, the payload itself
    /// ("") first; empty when it is whole. What is missing from these is not known to be absent.
    pub cut: Vec<String>,
    /// What was odd about it: cut off, rounded integers, ...
    pub problems: Vec<String>,
}

/// Where a document stands in its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The how-many-eth reading of its source, from 0.
    pub order: usize,
    /// First byte, counted in the source as UTF-8 text (after decompression and decoding).
    pub offset: usize,
    /// Length in bytes.
    pub bytes: usize,
}

/// What a server said, or how it did not.
#[derive(Debug, Clone)]
pub enum Said {
    /// `/jsz`, JSZ.
    Jsz(Box<Jsz>),
    /// `/healthz`, HEALTHZ.
    Healthz(Healthz),
    /// `/varz`, VARZ.
    Varz(Box<Varz>),
    /// `/routez`, ROUTEZ.
    Routez(Routez),
    /// `/raftz`, RAFTZ: its `_meta_` group, if it has one, and the pointer to it below the payload.
    Raftz(Option<Box<RaftzGroup>>, String),
    /// STATSZ.
    Statsz(Box<Statsz>),
    /// An archive's `stream_info`: one stream, as a server that holds it describes it.
    Stream(Box<StreamDetail>),
    /// The `RAFT Meta Group` table of `nats server report jetstream`: the leader's view, without a server id.
    MetaTable(Box<Jsz>),
    /// Answered in plain words: `filtered response: not leader`, `404 page not found`.
    Words(String),
    /// Did not answer.
    NoAnswer(NoAnswer),
}

/// How a server did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer {
    /// What kind of silence.
    pub how: Silence,
    /// The words of whoever asked: `curl: (7) Failed to connect to n2 port 8222`.
    pub words: String,
    /// How long it was waited for, where the words say so.
    pub waited_ms: Option<u64>,
}

/// The kinds of silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nothing listens at that address.
    Refused,
    /// No word within the time allowed.
    TimedOut,
    /// The connection broke: reset, empty reply.
    Broken,
    /// The asker could not even try: name not resolved, no route, TLS. Says nothing about the server.
    NotAsked,
}

/// A value in a reading: what a verdict or a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Index into the readings.
    pub reading: usize,
    /// JSON Pointer into the document; empty for the whole of it, or for words that are no JSON.
    pub pointer: String,
    /// The value as the reading prints it.
    pub quote: String,
}

/// Text that could not be read: what it looks like, where it broke, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}{}: {what}. {remedy}", .at.map(|at| format!(", {at}")).unwrap_or_default())]
pub struct ReadError {
    /// [`Input::source`].
    pub source_name: String,
    /// What it looks like and what is wrong with it.
    pub what: String,
    /// Where it broke.
    pub at: Option<Position>,
    /// What to do.
    pub remedy: String,
}

/// A place in a text, as editors count: lines and columns from 1, bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1; None where it was not counted, in a source of which not all was kept.
    pub line: Option<usize>,
    /// Column in characters, from 1; None likewise.
    pub column: Option<usize>,
    /// Byte, from 0.
    pub byte: usize,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column} (byte {})", self.byte),
            _ => write!(f, "byte {}", self.byte),
        }
    }
}

/// Reads one input: everything in it that can be read, and an error for everything that cannot.
///
/// bytes -> text (`text`) -> pieces (`split`, with `json`, `command` and `line`) -> answers to questions (`session`,
/// `exchange`) -> what they say (`document`, `meta_table`, `no_answer`), or why they cannot be read (`cut`, `unread`).
///
/// Names of streams and consumers go to `names`, the same for all readings that are judged together.
#[must_use]
pub fn read(input: &Input, names: &mut Names) -> (Vec<Reading>, Vec<ReadError>) {
    let mut whole = |mut intake: Intake, bytes: &[u8]| {
        intake.push(bytes, names);
        intake.close(input, names)
    };
    match &input.body {
        Some(Body::Text(text)) => whole(Intake::of_text(), text.as_bytes()),
        Some(Body::Bytes(bytes)) => whole(Intake::default(), bytes),
        Some(Body::Parsed(json)) => {
            let mut readings = note(input, json == "null", names);
            let problem = "parsed by the host: integers above 2^53 may be rounded".to_owned();
            let (more, errors) = Session::new(input, "", Some(problem), names).read_parsed(json);
            readings.extend(more);
            (in_order(readings), errors)
        }
        None => match note(input, true, names) {
            readings if readings.is_empty() => (readings, vec![nothing_given(input)]),
            readings => (in_order(readings), Vec::new()),
        },
    }
}

/// Each with its place among all of its source.
fn in_order(mut readings: Vec<Reading>) -> Vec<Reading> {
    for (order, reading) in readings.iter_mut().enumerate() {
        reading.place.order = order;
    }
    readings
}

fn nothing_given(input: &Input) -> ReadError {
    ReadError {
        source_name: input.source.clone(),
        what: "nothing to read: neither a body nor how the answer failed to come".to_owned(),
        at: None,
        remedy: "Give what the server said, or the error instead of it".to_owned(),
    }
}

/// The text in which [`Place`] and [`Position`] count, as a viewer should show it.
#[must_use]
pub fn text_of(body: &Body) -> String {
    match body {
        Body::Text(text) => text::blank_out(text.clone()),
        Body::Bytes(bytes) => text::blank_out(text::decode(bytes)),
        Body::Parsed(_) => String::new(),
    }
}

/// What the host says without a body: that nobody answered, or a status alone.
fn note(input: &Input, is_blank: bool, names: &mut Names) -> Vec<Reading> {
    let failure = match (&input.error, input.status) {
        (Some(words), _) if !words.trim().is_empty() => Some(no_answer::of_host(words)),
        // What a browser says of a request that came to nothing, for whatever reason.
        (_, Some(0)) if is_blank => {
            Some(NoAnswer { how: Silence::Broken, words: "status 0: no HTTP answer".to_owned(), waited_ms: None })
        }
        (_, Some(_)) if is_blank => None,
        _ => return Vec::new(),
    };
    let session = Session::new(input, "", None, names);
    match failure {
        Some(failure) => session.note(failure),
        None => session.http_alone(),
    }
}

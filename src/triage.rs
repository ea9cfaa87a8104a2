//! Floor 8: what was read so far, and the report on it.

use std::collections::BTreeMap;

use crate::{
    order::sort,
    reading::{self, Body, Input, ReadError, Reading},
    report::{Options, Report, evaluate},
};

/// Collects readings and judges them. Order of arrival does not matter.
#[derive(Debug, Default)]
pub struct Triage {
    options: Options,
    readings: Vec<Reading>,
    errors: Vec<ReadError>,
    /// Inputs whose bytes are still coming, by handle.
    coming: BTreeMap<u32, (Input, Vec<u8>)>,
    handles: u32,
}

impl Triage {
    /// `options`: what the operator says beforehand.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// Reads one input and keeps what it says, in the order of sources, whatever the order of arrival.
    pub fn add(&mut self, input: &Input) {
        let (readings, errors) = reading::read(input);
        self.readings.extend(readings);
        self.errors.extend(errors);
        sort(&mut self.readings, &|a, b| place_of(a).cmp(&place_of(b)));
        sort(&mut self.errors, &|a, b| a.source_name.cmp(&b.source_name));
    }

    /// Begins an input whose bytes come in pieces; what it says is kept when it is closed.
    pub fn open(&mut self, input: Input) -> u32 {
        self.handles = self.handles.wrapping_add(1);
        self.coming.insert(self.handles, (input, Vec::new()));
        self.handles
    }

    /// The next piece of an open input.
    pub fn push(&mut self, handle: u32, bytes: &[u8]) {
        if let Some((_, body)) = self.coming.get_mut(&handle) {
            body.extend_from_slice(bytes);
        }
    }

    /// The end of an open input; `problem` says why it ended early, if it did.
    pub fn close(&mut self, handle: u32, problem: Option<&str>) {
        let Some((input, body)) = self.coming.remove(&handle) else { return };
        self.add(&Input { body: Some(Body::Bytes(body)), ..input.clone() });
        if let Some(problem) = problem {
            self.errors.push(ReadError {
                source_name: input.source,
                what: problem.to_owned(),
                at: None,
                remedy: "What came before is used; give it again for the rest".to_owned(),
            });
        }
    }

    /// Names of the servers the group should have, as far as the operator knows.
    pub fn expect(&mut self, servers: Vec<String>) {
        self.options.expected = servers;
    }

    /// Forgets everything read from `source`.
    pub fn remove(&mut self, source: &str) {
        self.readings.retain(|reading| reading.source != source);
        self.errors.retain(|error| error.source_name != source);
    }

    /// Forgets everything read.
    pub fn clear(&mut self) {
        self.readings.clear();
        self.errors.clear();
    }

    /// Judges what was read so far.
    #[must_use]
    pub fn report(&self) -> Report {
        evaluate(&self.readings, &self.errors, &self.options)
    }
}

fn place_of(reading: &Reading) -> (&str, usize, Option<&str>, &str) {
    (&reading.source, reading.place.order, reading.label.as_deref(), &reading.question)
}

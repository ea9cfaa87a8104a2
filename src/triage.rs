//! Floor 8: what was read so far, and the report on it.

use crate::{
    reading::{self, Input, ReadError, Reading},
    report::{Options, Report, evaluate},
};

/// Collects readings and judges them. Order of arrival does not matter.
#[derive(Debug, Default)]
pub struct Triage {
    options: Options,
    readings: Vec<Reading>,
    errors: Vec<ReadError>,
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
        self.readings.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
        self.errors.sort_by(|a, b| a.source_name.cmp(&b.source_name));
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

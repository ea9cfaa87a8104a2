//! Floor 9: what was read so far, and the report on it.

use std::cell::OnceCell;

use crate::{
    listing::{Listing, Names},
    order::{Map, sort},
    reading::{self, Input, Intake, ReadError, Reading},
    report::{AsOf, Judged, Options, Report, as_of, report_on},
};

/// Collects readings and judges them. Order of arrival does not matter.
#[derive(Debug, Default)]
pub struct Triage {
    options: Options,
    readings: Vec<Reading>,
    /// Names of all that the readings list.
    names: Names,
    errors: Vec<ReadError>,
    /// Inputs whose bytes are still coming, by handle.
    coming: Map<u32, (Input, Intake)>,
    handles: u32,
    /// All moments, judged; made when first asked for, and anew after every change.
    judged: OnceCell<Judged>,
}

impl Triage {
    /// `options`: what the operator says beforehand.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// Reads one input and keeps what it says, in the order of sources, whatever the order of arrival.
    pub fn add(&mut self, input: &Input) {
        let (readings, errors) = reading::read(input, &mut self.names);
        self.keep(readings, errors);
    }

    /// The same of one whose text or bytes are not in it.
    pub fn take(&mut self, input: &Input, bytes: &[u8]) {
        let mut intake = Intake::default();
        intake.push(bytes, &mut self.names);
        let (readings, errors) = intake.close(input, &mut self.names);
        self.keep(readings, errors);
    }

    /// Begins an input whose text or bytes come in pieces; what it says is kept when it is closed.
    pub fn open(&mut self, input: Input) -> u32 {
        self.handles = self.handles.wrapping_add(1);
        self.coming.insert(self.handles, (input, Intake::default()));
        self.handles
    }

    /// The next piece of an open input.
    pub fn push(&mut self, handle: u32, bytes: &[u8]) {
        if let Some((_, intake)) = self.coming.get_mut(&handle) {
            intake.push(bytes, &mut self.names);
        }
    }

    /// The end of an open input; `problem` says why it ended early, if it did.
    pub fn close(&mut self, handle: u32, problem: Option<&str>) {
        let Some((input, intake)) = self.coming.remove(&handle) else { return };
        let (readings, errors) = intake.close(&input, &mut self.names);
        self.keep(readings, errors);
        if let Some(problem) = problem {
            let remedy = "What came before is used; give it again for the rest";
            self.note(input.source, problem.to_owned(), remedy.to_owned());
        }
    }

    fn keep(&mut self, readings: Vec<Reading>, errors: Vec<ReadError>) {
        if let Some(first) = readings.first() {
            self.judged.take();
            let at = self.readings.partition_point(|known| known.source <= first.source);
            let is_new = at.checked_sub(1).is_none_or(|before| self.readings[before].source != first.source);
            self.readings.splice(at..at, readings);
            if !is_new {
                sort(&mut self.readings, &|a, b| place_of(a).cmp(&place_of(b)));
            }
        }
        if !errors.is_empty() {
            self.errors.extend(errors);
            sort(&mut self.errors, &|a, b| a.source_name.cmp(&b.source_name));
        }
    }

    /// What the host could not read at all, and what to do: a file in an archive, say.
    pub fn note(&mut self, source: String, what: String, remedy: String) {
        self.errors.push(ReadError { source_name: source, what, at: None, remedy });
        sort(&mut self.errors, &|a, b| a.source_name.cmp(&b.source_name));
    }

    /// Names of the servers the group should have, as far as the operator knows.
    pub fn set_expected(&mut self, servers: Vec<String>) {
        self.options.expected = servers;
        self.judged.take();
    }

    /// Forgets everything read from `source`, and from the files in it where it is an archive.
    pub fn remove(&mut self, source: &str) {
        let is_of = |name: &str| name.strip_prefix(source).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.judged.take();
        self.readings.retain(|reading| !is_of(&reading.source));
        self.errors.retain(|error| !is_of(&error.source_name));
        if self.listings().next().is_none() {
            self.names = Names::default();
        }
    }

    /// Forgets everything read.
    pub fn clear(&mut self) {
        self.judged.take();
        self.readings.clear();
        self.errors.clear();
        self.names = Names::default();
    }

    /// Judges what was read so far.
    #[must_use]
    pub fn report(&self) -> Report {
        report_on(self.judged(), None, &self.readings, &self.names, &self.errors, &self.options)
    }

    /// The same as of an earlier moment, by its index among the report's `moments`: what a report made then would have
    /// said. None when there is no such moment.
    #[must_use]
    pub fn report_at(&self, moment: usize) -> Option<Report> {
        let there = moment < self.judged().moments();
        let report =
            || report_on(self.judged(), Some(moment), &self.readings, &self.names, &self.errors, &self.options);
        there.then(report)
    }

    /// Only what that report says of the moment: all else in it is the same whichever is asked for.
    #[must_use]
    pub fn as_of(&self, moment: usize) -> Option<AsOf> {
        let there = moment < self.judged().moments();
        there.then(|| as_of(self.judged(), moment, &self.readings, &self.names, &self.options))
    }

    /// Every moment is judged once, however many reports are made.
    fn judged(&self) -> &Judged {
        self.judged.get_or_init(|| Judged::of(&self.readings, &self.options.expected))
    }

    /// Bytes kept of the streams and consumers that the readings list: the buffers of all names and listings, used or
    /// not. Names stay until the last listing is gone.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        self.names.kept_bytes() + self.listings().map(Listing::kept_bytes).sum::<usize>()
    }

    fn listings(&self) -> impl Iterator<Item = &Listing> {
        self.readings.iter().filter_map(|reading| reading.listing.as_ref())
    }
}

fn place_of(reading: &Reading) -> (&str, usize, Option<&str>, &str) {
    (&reading.source, reading.place.order, reading.label.as_deref(), &reading.question)
}

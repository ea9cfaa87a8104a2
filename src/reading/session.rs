//! Pieces of a text -> readings: which answer belongs to which question.
//!
//! A command opens an exchange; what is printed until the next command answers it. Labels and questions are given out
//! when the exchange is over, because only then it is known how many answers there were to how many questions.

use std::ops::Range;

use super::{
    Input, NoAnswer, Place, ReadError, Reading, Said, Silence, command,
    exchange::{Answer, Exchange, Form},
    intake::Listed,
    label,
    line::{self, Line},
    meta_table::{self, Table},
    question::Target,
    ruler::Ruler,
    split::{Kind, Piece, Split},
    text::{Complaint, single_spaced},
    unread,
};
use crate::{listing::Names, order::Set, scan::Document, wire::ServerIdentity};

mod documents;

/// One source lists at most so many errors, and keeps at most so many readings.
const MOST_ERRORS: usize = 40;
const MOST_READINGS: usize = 100_000;

/// Reads one text.
pub(super) struct Session<'i> {
    input: &'i Input,
    text: &'i str,
    ruler: Ruler<'i>,
    /// What every reading carries as a problem.
    problem: Option<String>,
    names: &'i mut Names,
    /// What was listed while the text was scanned.
    listed: Vec<Listed>,
    readings: Vec<Reading>,
    errors: Vec<ReadError>,
    /// Errors beyond the most that are listed.
    unlisted: usize,
    exchange: Exchange,
    /// Lines of no meaning: the first few, how many, and where the first stands.
    prose: Vec<&'i str>,
    prose_count: usize,
    prose_at: usize,
    /// Tables that say less than JSON would: title and place.
    tables: Vec<(String, usize)>,
    /// Inside the rest of a broken document, which has been complained of.
    in_rubble: bool,
    /// Something spoilt all of the text, and it was said what: whatever else cannot be read is a consequence.
    is_explained: bool,
}

impl<'i> Session<'i> {
    pub(super) fn new(input: &'i Input, text: &'i str, problem: Option<String>, names: &'i mut Names) -> Self {
        Self {
            input,
            text,
            ruler: Ruler::new(text, Vec::new()),
            listed: Vec::new(),
            problem,
            names,
            readings: Vec::new(),
            errors: Vec::new(),
            unlisted: 0,
            exchange: Exchange::default(),
            prose: Vec::new(),
            prose_count: 0,
            prose_at: 0,
            tables: Vec::new(),
            in_rubble: false,
            is_explained: false,
        }
    }

    /// What was listed while the text was scanned, and where it was left out.
    pub(super) fn with(self, listed: Vec<Listed>, gaps: Vec<(usize, u64)>) -> Self {
        Self { listed, ruler: Ruler::new(self.text, gaps), ..self }
    }

    /// Everything in the text that can be read, and an error for everything that cannot.
    pub(super) fn read(
        mut self,
        documents: Vec<Document>,
        complaints: Vec<Complaint>,
    ) -> (Vec<Reading>, Vec<ReadError>) {
        for complaint in complaints {
            self.complain(complaint);
        }
        for piece in Split::new(self.text, documents) {
            if self.readings.len() >= MOST_READINGS {
                let what = format!("more than {MOST_READINGS} answers in one text");
                self.complain(Complaint::new(what, Some(piece.at.start), "Give fewer at once: the rest was not read"));
                break;
            }
            self.take(piece);
        }
        self.close_exchange();
        self.close_text();
        (self.readings, self.errors)
    }

    /// The note of a host that nobody answered.
    pub(super) fn note(mut self, failure: NoAnswer) -> Vec<Reading> {
        self.keep(Said::NoAnswer(failure), 0..0, Answer::of(Form::Failure));
        self.close_exchange();
        self.readings
    }

    /// An answer of which the host gives nothing but its HTTP status.
    pub(super) fn http_alone(mut self) -> Vec<Reading> {
        self.keep(Said::Words(String::new()), 0..0, Answer::of(Form::HttpAlone));
        self.close_exchange();
        self.readings
    }

    fn take(&mut self, piece: Piece) {
        let Piece { kind, at } = piece;
        let line = match kind {
            Kind::Line(line) => line,
            Kind::Document(document, in_fragment) => {
                self.exchange.printed = true;
                self.document(document, in_fragment, at);
                return self.exchange.end_body();
            }
            Kind::Command(words, host) => {
                self.close_exchange();
                self.in_rubble = false;
                self.exchange = Exchange::open(command::parse(&words, host.as_deref()), words, at.start);
                return;
            }
            Kind::Prefix(words) => return self.prefix(&words, at),
            Kind::Export => {
                self.close_exchange();
                self.in_rubble = false;
                return self.complain(unread::export(at.start));
            }
            Kind::Table => {
                self.exchange.printed = true;
                return self.table(at);
            }
            Kind::Html => {
                self.exchange.printed = true;
                self.exchange.end_body();
                let page = self.text.get(at.clone()).unwrap_or_default();
                return self.complain(unread::page(page, at.start));
            }
        };
        if line != Line::Noise {
            self.exchange.printed = true;
        }
        if let Some(byte) = unread::curly(self.text, at.clone()) {
            self.complain(unread::curly_quotes(byte));
            self.is_explained = true;
        }
        match line {
            Line::Noise | Line::Table | Line::Html => {}
            Line::Http(http, _) => {
                let pending = self.exchange.http.replace((http, at));
                if let Some((earlier, at)) =
                    pending.filter(|(earlier, _)| *earlier != http && !(300..400).contains(earlier) && *earlier >= 200)
                {
                    self.keep_http(earlier, at);
                }
            }
            Line::Date(time) => self.exchange.date = Some(time),
            Line::Request(path) => self.exchange.request = Some(path),
            Line::Host(host) => self.exchange.host = Some(host),
            Line::Code(0) => {
                let explained = self.exchange.answers.last().is_some_and(|answer| answer.form == Form::Failure);
                if !explained && self.exchange.is_asked() {
                    let words = "000: no HTTP answer".to_owned();
                    let failure = NoAnswer { how: Silence::Broken, words, waited_ms: None };
                    self.keep(Said::NoAnswer(failure), at, Answer::of(Form::Failure));
                }
            }
            Line::Code(http) => self.code(http, at),
            Line::Heading(words) => self.heading(&words, at),
            Line::NoAnswer(failure, host) => self.failure(failure, host, at),
            Line::Words => {
                let words = single_spaced(self.text.get(at.clone()).unwrap_or_default().trim()).into_owned();
                self.keep(Said::Words(words), at, Answer::default());
            }
            Line::Fragment => {
                if !std::mem::replace(&mut self.in_rubble, true) {
                    self.complain(Complaint::new(
                        "the end of a JSON document whose beginning is missing",
                        Some(at.start),
                        "Copy it again from its first `{`",
                    ));
                }
            }
            Line::Prose => self.passed_over(at),
        }
    }

    /// Keeps what was said.
    fn keep(&mut self, said: Said, at: Range<usize>, answer: Answer) {
        let reading = self.begin(said, at, answer);
        self.readings.push(reading);
    }

    /// The next reading, with what the text and the host know of it.
    fn begin(&mut self, said: Said, at: Range<usize>, mut answer: Answer) -> Reading {
        answer.reading = self.readings.len();
        let (http, date) = self.exchange.spent_on(&mut answer);
        self.exchange.answers.push(answer);
        Reading {
            source: self.input.source.clone(),
            label: None,
            server: ServerIdentity::default(),
            question: String::new(),
            said,
            listing: None,
            http: self.input.status.filter(|status| *status != 0).or(http),
            time: date,
            moment: self.input.moment.clone(),
            batch: self.input.batch.clone(),
            place: self.place(&at),
            payload: String::new(),
            cut: Vec::new(),
            problems: self.problem.iter().cloned().collect(),
        }
    }

    fn place(&self, at: &Range<usize>) -> Place {
        let (offset, end) = (self.ruler.source_of(at.start), self.ruler.source_of(at.end));
        Place { order: 0, offset, bytes: end - offset }
    }

    /// An answer of which only the status was printed.
    fn keep_http(&mut self, http: u16, at: Range<usize>) {
        self.exchange.http = None;
        let mut reading = self.begin(Said::Words(String::new()), at, Answer::of(Form::HttpAlone));
        reading.http = reading.http.or(Some(http));
        self.readings.push(reading);
    }

    /// A status behind a body, or instead of one.
    fn code(&mut self, http: u16, at: Range<usize>) {
        let last = self.exchange.answers.last().filter(|answer| matches!(answer.form, Form::Body | Form::Reply));
        match last.and_then(|answer| self.readings.get_mut(answer.reading)) {
            // -w behind -i says the same again.
            Some(reading) => reading.http = reading.http.or(Some(http)),
            None if self.exchange.is_asked() && self.input.status.is_none() => self.keep_http(http, at),
            None => {}
        }
    }

    fn heading(&mut self, words: &str, at: Range<usize>) {
        if self.in_rubble && !line::is_framed(self.text.get(at.clone()).unwrap_or_default()) {
            return;
        }
        self.in_rubble = false;
        let label = label::label_of_heading(words);
        // "jsz:" below "n1:" names no other server.
        if label.is_some() || !label::names_nothing(words) {
            self.exchange.set_heading(label);
        }
    }

    fn prefix(&mut self, words: &str, at: Range<usize>) {
        if let Line::Code(http) = line::judge(words, false) {
            self.exchange.http = Some((http, at));
            return;
        }
        self.exchange.once = label::label_of_heading(words);
    }

    fn failure(&mut self, failure: NoAnswer, host: Option<String>, at: Range<usize>) {
        self.in_rubble = false;
        let named = match host {
            Some(url) if url.contains("://") => Target::of_url(&url),
            host => Target { label: host.as_deref().and_then(label::label_of_address), question: None },
        };
        self.keep(Said::NoAnswer(failure), at, Answer { own: named, ..Answer::of(Form::Failure) });
    }

    fn table(&mut self, at: Range<usize>) {
        match meta_table::read(&single_spaced(self.text.get(at.clone()).unwrap_or_default())) {
            Table::Meta(jsz) => {
                self.keep(Said::MetaTable(jsz), at, Answer::of(Form::Table));
            }
            Table::Other(title) => self.tables.push((title, at.start)),
        }
    }

    fn passed_over(&mut self, at: Range<usize>) {
        let line = self.text.get(at.clone()).unwrap_or_default();
        if self.exchange.http.is_some() {
            // curl -i: there was an answer, and these are its words.
            let words: String = single_spaced(line.trim()).chars().take(200).collect();
            self.keep(Said::Words(words), at, Answer::default());
            return;
        }
        if self.in_rubble {
            return;
        }
        if self.prose.is_empty() {
            self.prose_at = at.start;
        }
        if self.prose.len() < 200 {
            self.prose.push(line);
        }
        self.prose_count += 1;
    }

    /// The exchange is over: every answer gets its label and its question.
    fn close_exchange(&mut self) {
        let pending = self.exchange.http.take().filter(|(http, _)| *http >= 200 && self.exchange.is_asked());
        if let Some((http, at)) = pending {
            self.keep_http(http, at);
        }
        let mut exchange = std::mem::take(&mut self.exchange);
        if exchange.is_silent() {
            let words: String = exchange.words.chars().take(80).collect();
            self.complain(Complaint::new(
                format!("the command `{words}`, which printed nothing"),
                Some(exchange.at),
                exchange.hides().unwrap_or("Copy all that it printed, or run it again: nothing in it hides an error"),
            ));
        }
        exchange.assign();
        let mut repeated = Vec::new();
        for answer in exchange.answers {
            if answer.form == Form::Repeated {
                repeated.push(answer.reading);
            } else if let Some(reading) = self.readings.get_mut(answer.reading) {
                answer.settle(reading, self.input);
            }
        }
        let Some(&first) = repeated.first() else { return };
        let since = self.readings.split_off(first.min(self.readings.len()));
        let kept = since.into_iter().zip(first..).filter(|(_, index)| repeated.binary_search(index).is_err());
        self.readings.extend(kept.map(|(reading, _)| reading));
    }

    /// The text is over: what of it was not read, and whose it is by its source's name.
    fn close_text(&mut self) {
        let has_meta = self.readings.iter().any(|reading| matches!(reading.said, Said::MetaTable(_)));
        for (title, byte) in std::mem::take(&mut self.tables) {
            // Printed together with the meta group's, it adds nothing.
            if !(has_meta && title.contains("JetStream Summary")) {
                self.complain(unread::table(&title, byte));
            }
        }
        let alone = self.readings.is_empty() && self.errors.is_empty();
        if self.prose_count > 0 {
            let asked = self.input.path.is_some() || self.input.status.is_some();
            if alone && asked && self.text.trim().len() <= 300 {
                let words = self.text.trim().to_owned();
                self.keep(Said::Words(words), 0..self.text.len(), Answer::default());
                self.close_exchange();
            } else {
                let complaint = unread::prose(&self.prose, self.prose_count, self.prose_at, alone);
                self.complain(complaint);
            }
        } else if alone {
            let what = if self.text.trim().is_empty() { "an empty text" } else { "a text without an answer in it" };
            self.complain(Complaint::new(what, None, "Give what the servers answered to /jsz and /healthz"));
        }
        if self.unlisted > 0 {
            let what = format!("{} more places that could not be read", self.unlisted);
            let source_name = self.input.source.clone();
            let remedy = "See the errors before this one".to_owned();
            self.errors.push(ReadError { source_name, what, at: None, remedy });
        }
        self.label_by_source();
    }

    /// A source's name labels what nothing else labels, if it can all come from one server.
    fn label_by_source(&mut self) {
        if self.readings.iter().any(|reading| reading.label.is_some()) {
            return;
        }
        let Some(label) = label::label_of_name(&self.input.source) else { return };
        let nameless =
            |reading: &&mut Reading| reading.server.name.is_none() && !matches!(reading.said, Said::MetaTable(_));
        let mut ids = self.readings.iter().filter_map(|reading| reading.server.id.as_deref());
        let first = ids.next();
        let is_one = ids.all(|id| Some(id) == first);
        let without_id = self.readings.iter().filter(|reading| reading.server.id.is_none());
        let questions: Vec<_> = without_id.map(|reading| (reading.question.as_str(), reading.time)).collect();
        let different: Set<_> = questions.iter().copied().collect();
        if is_one && different.len() == questions.len() {
            for reading in self.readings.iter_mut().filter(nameless) {
                reading.label = Some(label.clone());
            }
        }
    }

    fn complain(&mut self, complaint: Complaint) {
        if self.is_explained {
            return;
        }
        if self.errors.len() >= MOST_ERRORS {
            self.unlisted += 1;
            return;
        }
        let at = complaint.byte.filter(|_| !self.text.is_empty()).map(|byte| self.ruler.at(byte));
        let source_name = self.input.source.clone();
        self.errors.push(ReadError { source_name, what: complaint.what, at, remedy: complaint.remedy });
    }
}

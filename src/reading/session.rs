//! Pieces of a text -> readings: which answer belongs to which question.
//!
//! A command opens an exchange; what is printed until the next command answers it. Labels and questions are given out
//! when the exchange is over, because only then it is known how many answers there were to how many questions.

use std::ops::Range;

use serde_json::Value;

use super::{
    Input, NoAnswer, Place, Position, ReadError, Reading, Said, Silence, Time, command,
    cut::{self, Remains},
    document::{self, Found},
    exchange::{Answer, Exchange},
    json::{Broken, DEEPEST},
    label,
    line::{self, Line},
    meta_table::{self, Table},
    question::{Endpoint, Target},
    split::{Kind, Piece, Split},
    text::Complaint,
    unread,
};
use crate::wire::ServerIdentity;

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
}

impl<'i> Session<'i> {
    pub(super) fn new(input: &'i Input, text: &'i str, problem: Option<String>) -> Self {
        Self {
            input,
            text,
            ruler: Ruler { text, byte: 0, line: 1, column: 1 },
            problem,
            readings: Vec::new(),
            errors: Vec::new(),
            unlisted: 0,
            exchange: Exchange::default(),
            prose: Vec::new(),
            prose_count: 0,
            prose_at: 0,
            tables: Vec::new(),
            in_rubble: false,
        }
    }

    /// Everything in the text that can be read, and an error for everything that cannot.
    pub(super) fn read(mut self, complaints: Vec<Complaint>) -> (Vec<Reading>, Vec<ReadError>) {
        for complaint in complaints {
            self.complain(complaint);
        }
        for piece in Split::new(self.text) {
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

    /// An object that the host has parsed.
    pub(super) fn read_parsed(mut self, value: &Value) -> (Vec<Reading>, Vec<ReadError>) {
        let found = document::find(value);
        if found.is_empty() {
            self.complain(unread::document(value, 0));
        }
        self.keep_found(found, value, 0..0, None);
        self.close_exchange();
        self.close_text();
        (self.readings, self.errors)
    }

    /// The note of a host that nobody answered.
    pub(super) fn note(mut self, failure: NoAnswer) -> Vec<Reading> {
        self.keep(Said::NoAnswer(failure), 0..0, Answer::default());
        self.close_exchange();
        self.readings
    }

    /// An answer of which the host gives nothing but its HTTP status.
    pub(super) fn status_alone(mut self) -> Vec<Reading> {
        self.keep(Said::Words(String::new()), 0..0, Answer { status_alone: true, ..Answer::default() });
        self.close_exchange();
        self.readings
    }

    fn take(&mut self, piece: Piece) {
        let Piece { kind, at } = piece;
        let line = match kind {
            Kind::Line(line) => line,
            Kind::Document(broken, in_fragment) => {
                self.exchange.printed = true;
                return self.document(broken, in_fragment, at);
            }
            Kind::Command(words) => {
                self.close_exchange();
                self.in_rubble = false;
                self.exchange = Exchange::open(command::parse(&words), words, at.start);
                return;
            }
            Kind::Prefix(words) => return self.prefix(&words, at),
            Kind::Table => {
                self.exchange.printed = true;
                return self.table(at);
            }
            Kind::Html => {
                self.exchange.printed = true;
                self.exchange.http = None;
                let page = self.text.get(at.clone()).unwrap_or_default();
                return self.complain(unread::page(page, at.start));
            }
        };
        if line != Line::Noise {
            self.exchange.printed = true;
        }
        match line {
            Line::Noise | Line::Table | Line::Html => {}
            Line::Http(http, _) => {
                let pending = self.exchange.http.replace((http, at));
                if let Some((earlier, at)) =
                    pending.filter(|(earlier, _)| *earlier != http && !(300..400).contains(earlier) && *earlier >= 200)
                {
                    self.keep_status(earlier, at);
                }
            }
            Line::Date(time) => self.exchange.date = Some(time),
            Line::Request(path) => self.exchange.request = Some(path),
            Line::Host(host) => self.exchange.host = Some(host),
            Line::Code(0) => {
                let explained = self.exchange.answers.last().is_some_and(|answer| answer.failed);
                if !explained && self.exchange.is_asked() {
                    let words = "000: no HTTP answer".to_owned();
                    self.keep(
                        Said::NoAnswer(NoAnswer { how: Silence::Broken, words, waited_ms: None }),
                        at,
                        Answer::default(),
                    );
                }
            }
            Line::Code(http) => self.code(http, at),
            Line::Heading(words) => self.heading(&words, at),
            Line::NoAnswer(failure, host) => self.failure(failure, host, at),
            Line::Words => {
                let words = self.text.get(at.clone()).unwrap_or_default().trim().to_owned();
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

    fn document(&mut self, broken: Option<Broken>, in_fragment: bool, at: Range<usize>) {
        let slice = self.text.get(at.clone()).unwrap_or_default();
        match broken {
            None => match serde_json::from_str::<Value>(slice) {
                Ok(value) => {
                    let mut found = document::find(&value);
                    if found.is_empty() && self.asked() == Some(Endpoint::Raftz) {
                        found.extend(document::empty_raftz(&value));
                    }
                    if in_fragment {
                        // Parts of a broken document look like documents; who says whose it is, is one.
                        found.retain(|found| found.is_reply || found.server.id.is_some());
                    } else {
                        self.in_rubble = false;
                        if found.is_empty() {
                            self.complain(unread::document(&value, at.start));
                        }
                    }
                    self.keep_found(found, &value, at, None);
                }
                Err(error) => {
                    let what = format!("a JSON document that cannot be read: {error}");
                    self.complain(Complaint::new(what, Some(at.start), "Copy it again as the server sent it"));
                }
            },
            Some(Broken::TooDeep) => {
                let what = format!("JSON nested more than {DEEPEST} levels deep, which no NATS server sends");
                self.complain(Complaint::new(
                    what,
                    Some(at.start),
                    "Give the answers of /jsz and /healthz as they are",
                ));
            }
            Some(Broken::Cut { at: broke, open, inner }) => {
                let remains = cut::remains(self.text, at.start, &open);
                let value: Value = serde_json::from_str(&remains.json).unwrap_or_default();
                // The list around documents, of which the next one is read by itself.
                let is_frame = inner.is_some() && value.is_array() && remains.open.len() == 1;
                if is_frame {
                    return self.keep_found(document::find(&value), &value, at, None);
                }
                if !(in_fragment && self.in_rubble) {
                    self.cut(&value, broke, &remains, at);
                }
                self.in_rubble = true;
            }
        }
    }

    /// The endpoint that was asked, where that is beyond doubt.
    fn asked(&self) -> Option<Endpoint> {
        self.input.path.as_deref().map_or_else(|| self.exchange.asked(), Endpoint::of_question)
    }

    /// A document that was cut off.
    fn cut(&mut self, value: &Value, broke: usize, remains: &Remains, at: Range<usize>) {
        let mut found = document::find(value);
        // Half a /raftz without a meta group may have it in the other half.
        found.retain(|found| !matches!(found.said, Said::Raftz(None, _)));
        let ends = self.text.get(broke..).is_none_or(|rest| rest.trim().is_empty());
        let how = if ends { "ends too early" } else { "stops making sense" };
        let used = if found.is_empty() {
            "nothing before that could be recognised".to_owned()
        } else {
            "what was whole before that is used".to_owned()
        };
        let what = format!("a JSON document that {how}: {used}");
        self.complain(Complaint::new(what, Some(broke), "Copy it again to its last `}`, or fetch it again"));
        self.keep_found(found, value, at, Some((broke, remains)));
    }

    fn keep_found(&mut self, found: Vec<Found>, document: &Value, at: Range<usize>, cut: Option<(usize, &Remains)>) {
        let is_single = found.len() == 1;
        for found in found {
            let payload = document.pointer(&found.payload);
            let canonical = match found.asked {
                Some(asked) => asked.path().to_owned(),
                None => document::canonical_question(&found.said, found.is_reply, payload),
            };
            let endpoint = Endpoint::of_said(&found.said);
            let failed = matches!(found.said, Said::NoAnswer(_));
            let answer =
                Answer { canonical, endpoint, failed, is_reply: found.is_reply, key: found.key, ..Answer::default() };
            let own_status = match &found.said {
                Said::Healthz(healthz) => healthz.status_code,
                _ => None,
            };
            if !is_single {
                self.exchange.http = None;
            }
            let reading = self.keep(found.said, at.clone(), answer);
            reading.server = found.server;
            reading.time = found.time.or(reading.time);
            reading.http = reading.http.or(own_status);
            reading.payload = found.payload;
            if let Some((broke, remains)) = cut {
                let below = |open: &String| match open.strip_prefix(&reading.payload) {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(rest.to_owned()),
                    _ => None,
                };
                reading.cut = remains.open.iter().filter_map(below).collect();
                if !reading.cut.is_empty() {
                    let position = self.ruler.at(broke);
                    let problem = format!("cut off at {position}: what was whole before it is used");
                    self.readings.last_mut().into_iter().for_each(|reading| reading.problems.push(problem.clone()));
                }
            }
        }
    }

    /// Keeps what was said, with what the text and the host know of it.
    fn keep(&mut self, said: Said, at: Range<usize>, mut answer: Answer) -> &mut Reading {
        answer.reading = self.readings.len();
        answer.is_table = matches!(said, Said::MetaTable(_));
        answer.failed |= matches!(said, Said::NoAnswer(_));
        let (http, date) = self.exchange.spent_on(&mut answer);
        self.exchange.answers.push(answer);
        self.readings.push(Reading {
            source: self.input.source.clone(),
            label: None,
            server: ServerIdentity::default(),
            question: String::new(),
            said,
            http: self.input.status.filter(|status| *status != 0).or(http),
            time: date,
            moment: self.input.moment.clone(),
            batch: self.input.batch.clone(),
            place: Place { order: self.readings.len(), offset: at.start, bytes: at.len() },
            payload: String::new(),
            cut: Vec::new(),
            problems: self.problem.iter().cloned().collect(),
        });
        let last = self.readings.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "pushed just now")]
        &mut self.readings[last]
    }

    /// An answer of which only the status was printed.
    fn keep_status(&mut self, http: u16, at: Range<usize>) {
        self.exchange.http = None;
        let reading = self.keep(Said::Words(String::new()), at, Answer { status_alone: true, ..Answer::default() });
        reading.http = reading.http.or(Some(http));
    }

    /// A status behind a body, or instead of one.
    fn code(&mut self, http: u16, at: Range<usize>) {
        let last = self.exchange.answers.last().filter(|answer| !answer.failed && !answer.status_alone);
        let reading =
            last.and_then(|answer| self.readings.get_mut(answer.reading)).filter(|reading| reading.http.is_none());
        match reading {
            Some(reading) => reading.http = Some(http),
            None if self.exchange.is_asked() && self.input.status.is_none() => {
                let repeated =
                    self.exchange.answers.last().is_some_and(|answer| !answer.failed && !answer.status_alone);
                if !repeated {
                    self.keep_status(http, at);
                }
            }
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
        let named = host.map(|host| {
            if host.contains("://") {
                Target::of_url(&host)
            } else {
                Target { label: label::label_of_address(&host), question: None }
            }
        });
        self.in_rubble = false;
        let named = named.unwrap_or_default();
        let answer = Answer { own: named.label, own_question: named.question, failed: true, ..Answer::default() };
        self.keep(Said::NoAnswer(failure), at, answer);
    }

    fn table(&mut self, at: Range<usize>) {
        match meta_table::read(self.text.get(at.clone()).unwrap_or_default()) {
            Table::Meta(jsz) => {
                self.keep(Said::MetaTable(Box::new(jsz)), at, Answer::default());
            }
            Table::Other(title) => self.tables.push((title, at.start)),
        }
    }

    fn passed_over(&mut self, at: Range<usize>) {
        let line = self.text.get(at.clone()).unwrap_or_default();
        if self.exchange.http.is_some() {
            // curl -i: there was an answer, and these are its words.
            let words: String = line.trim().chars().take(200).collect();
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
        if let Some((http, at)) = self.exchange.http.take() {
            if self.exchange.is_asked() && http >= 200 {
                self.keep_status(http, at);
            }
        }
        let mut exchange = std::mem::take(&mut self.exchange);
        if exchange.is_silent() {
            let words: String = exchange.words.chars().take(80).collect();
            self.complain(Complaint::new(
                format!("the command `{words}`, which printed nothing"),
                Some(exchange.at),
                "Run it again with -sS: -s alone hides why there is no answer",
            ));
        }
        let surplus = exchange.assign();
        for answer in exchange.answers {
            let Some(reading) = self.readings.get_mut(answer.reading) else { continue };
            answer.settle(reading, self.input);
        }
        if !surplus.is_empty() {
            // The same failure said twice, as curl -v and wget do.
            let mut index = 0;
            self.readings.retain(|_| {
                index += 1;
                !surplus.contains(&(index - 1))
            });
            for (order, reading) in self.readings.iter_mut().enumerate() {
                reading.place.order = order;
            }
        }
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
        let Some(label) = label::label_of_name(&self.input.source) else { return };
        let nameless = |reading: &&mut Reading| {
            reading.label.is_none() && reading.server.name.is_none() && !matches!(reading.said, Said::MetaTable(_))
        };
        let mut ids: Vec<&str> = self.readings.iter().filter_map(|reading| reading.server.id.as_deref()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut questions: Vec<(&str, Option<Time>)> = self
            .readings
            .iter()
            .filter(|reading| reading.label.is_none() && reading.server.id.is_none())
            .map(|reading| (reading.question.as_str(), reading.time))
            .collect();
        questions.sort_unstable();
        let repeated = questions.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
        if ids.len() <= 1 && !repeated {
            for reading in self.readings.iter_mut().filter(nameless) {
                reading.label = Some(label.clone());
            }
        }
    }

    fn complain(&mut self, complaint: Complaint) {
        if self.errors.len() >= MOST_ERRORS {
            self.unlisted += 1;
            return;
        }
        let at = complaint.byte.filter(|_| !self.text.is_empty()).map(|byte| self.ruler.at(byte));
        let source_name = self.input.source.clone();
        self.errors.push(ReadError { source_name, what: complaint.what, at, remedy: complaint.remedy });
    }
}

/// Counts lines and columns, going on from where it was last asked.
struct Ruler<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
    column: usize,
}

impl Ruler<'_> {
    fn at(&mut self, byte: usize) -> Position {
        if byte < self.byte {
            (self.byte, self.line, self.column) = (0, 1, 1);
        }
        let byte = self.text.floor_char_boundary(byte);
        for c in self.text.get(self.byte..byte).unwrap_or_default().chars() {
            if c == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.byte = byte;
        Position { line: self.line, column: self.column, byte }
    }
}

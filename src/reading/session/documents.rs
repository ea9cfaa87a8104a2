//! JSON documents in a session: whole, cut off, or given by the host as objects.

use std::ops::Range;

use super::{
    super::{
        ReadError, Reading, Said, cut,
        document::{self, Found},
        exchange::{Answer, Form},
        intake::Listed,
        question::Endpoint,
        text::Complaint,
        unread,
    },
    Session,
};
use crate::scan::{Broken, DEEPEST, Document, Json, Scanner};

/// Where a document was cut off, and the pointers of what was open there.
type Cut<'c> = Option<(usize, &'c [String])>;

impl Session<'_> {
    /// An object that the host has parsed, written as JSON.
    pub(in super::super) fn read_parsed(mut self, json: &str) -> (Vec<Reading>, Vec<ReadError>) {
        let text = json.as_bytes();
        let document = Scanner::one(&[], text, 0, &mut |_| false);
        match document.broken {
            None => {
                let found = document::find(document.values(text).json());
                if found.is_empty() {
                    self.complain(unread::document(document.values(text).json(), 0));
                }
                self.keep_found(found, document.values(text).json(), 0..0, None);
            }
            Some(Broken::TooDeep) => self.complain(too_deep(0)),
            Some(Broken::Cut { .. }) => self.complain(unread::document(document.values(&[]).json(), 0)),
        }
        self.close_exchange();
        self.close_text();
        (self.readings, self.errors)
    }

    /// A document in a text.
    pub(super) fn document(&mut self, mut document: Document, in_fragment: bool, at: Range<usize>) {
        let text = self.text.as_bytes();
        match document.broken.take() {
            None => {
                let values = document.values(text);
                let json = values.json();
                let mut found = document::find(json);
                if found.is_empty() && self.asked() == Some(Endpoint::Raftz) {
                    found.extend(document::empty_raftz(json));
                }
                if in_fragment {
                    // Parts of a broken document look like documents; who says whose it is, is one.
                    found.retain(|found| found.is_reply || found.server.id.is_some());
                } else {
                    self.in_rubble = false;
                    if found.is_empty() {
                        self.complain(unread::document(json, at.start));
                    }
                }
                self.keep_found(found, json, at, None);
            }
            Some(Broken::TooDeep) => self.complain(too_deep(at.start)),
            Some(Broken::Cut { at: broke, open, inner }) => {
                let left = cut::remains(&mut document, text, &open);
                let values = document.values(text);
                let json = values.json();
                // The list around documents, of which the next one is read by itself.
                let is_frame = inner.is_some() && json.is_list() && left.len() == 1;
                if is_frame {
                    return self.keep_found(document::find(json), json, at, None);
                }
                if !(in_fragment && self.in_rubble) {
                    self.cut(json, broke, &left, at);
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
    fn cut(&mut self, json: Json, broke: usize, open: &[String], at: Range<usize>) {
        let mut found = document::find(json);
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
        self.keep_found(found, json, at, Some((broke, open)));
    }

    fn keep_found(&mut self, found: Vec<Found>, document: Json, at: Range<usize>, cut: Cut) {
        let is_single = found.len() == 1;
        for found in found {
            let listing = document.pointer(&found.payload).and_then(|payload| {
                let scanned = Listed::take_from(&mut self.listed, at.start, payload);
                scanned.or_else(|| document::listing(&found, payload, &self.input.source, self.names))
            });
            let canonical = match found.asked {
                Some(asked) => asked.path().to_owned(),
                None => document::canonical_question(&found.said, found.is_reply, listing.as_ref()),
            };
            let endpoint = Endpoint::of_said(&found.said);
            let form = match found.said {
                Said::NoAnswer(_) => Form::Failure,
                _ if found.is_reply => Form::Reply,
                _ => Form::Body,
            };
            let answer = Answer { form, canonical, endpoint, key: found.key, ..Answer::default() };
            let own_status = match &found.said {
                Said::Healthz(healthz) => healthz.status_code,
                _ => None,
            };
            if !is_single {
                self.exchange.http = None;
            }
            let mut reading = self.begin(found.said, at.clone(), answer);
            reading.listing = listing;
            reading.server = found.server;
            reading.time = found.time.or(reading.time);
            reading.http = reading.http.or(own_status);
            reading.payload = found.payload;
            if let Some((broke, open)) = cut {
                let below = |open: &String| match open.strip_prefix(&reading.payload) {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(rest.to_owned()),
                    _ => None,
                };
                reading.cut = open.iter().filter_map(below).collect();
                if !reading.cut.is_empty() {
                    let position = self.ruler.at(broke);
                    reading.problems.push(format!("cut off at {position}: what was whole before it is used"));
                }
            }
            self.readings.push(reading);
        }
    }
}

fn too_deep(byte: usize) -> Complaint {
    let what = format!("JSON nested more than {DEEPEST} levels deep, which no NATS server sends");
    Complaint::new(what, Some(byte), "Give the answers of /jsz and /healthz as they are")
}

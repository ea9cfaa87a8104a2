//! JSON documents in a session: whole, cut off, or given by the host as objects.

use std::ops::Range;

use serde_json::Value;

use super::{
    super::{
        ReadError, Reading, Said,
        cut::{self, Remains},
        document::{self, Found},
        exchange::{Answer, Form},
        json::{Broken, DEEPEST},
        question::Endpoint,
        text::Complaint,
        unread,
    },
    Session,
};
use crate::json::Json;

impl Session<'_> {
    /// An object that the host has parsed.
    pub(in super::super) fn read_parsed(mut self, value: &Value) -> (Vec<Reading>, Vec<ReadError>) {
        let found = document::find(value);
        if found.is_empty() {
            self.complain(unread::document(value, 0));
        }
        self.keep_found(found, value, 0..0, None);
        self.close_exchange();
        self.close_text();
        (self.readings, self.errors)
    }

    /// A document in a text.
    pub(super) fn document(&mut self, broken: Option<Broken>, in_fragment: bool, at: Range<usize>) {
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
            let listing = payload
                .and_then(|payload| document::listing(&found, Json::of(payload), &self.input.source, self.names));
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
            if let Some((broke, remains)) = cut {
                let below = |open: &String| match open.strip_prefix(&reading.payload) {
                    Some(rest) if rest.is_empty() || rest.starts_with('/') => Some(rest.to_owned()),
                    _ => None,
                };
                reading.cut = remains.open.iter().filter_map(below).collect();
                if !reading.cut.is_empty() {
                    let position = self.ruler.at(broke);
                    reading.problems.push(format!("cut off at {position}: what was whole before it is used"));
                }
            }
            self.readings.push(reading);
        }
    }
}

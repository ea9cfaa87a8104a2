//! The door: the only file that knows JavaScript.
//!
//! A wrong call throws a `TypeError` that names the field (of an input, www/input.js does). What servers said never
//! throws: what cannot be read of it becomes an entry among the report's errors.
//!
//! Objects cross as JSON, which JavaScript writes and reads faster than anybody could walk them from here. Whatever may
//! throw over there is called in a way that catches: an exception that crosses Rust frames leaves their stack behind and
//! the [`Triage`] borrowed for ever.

use js_sys::{Array, JSON, Reflect, TypeError};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::{
    order::Map,
    reading::{self, Body, Input},
    report::{self, Group, Options, ReadBack, Shows, Thresholds, read_back, written},
    scan::Scanner,
    triage,
};

#[wasm_bindgen]
extern "C" {
    /// What JavaScript calls a value's type, whichever window or worker it comes from: `[object Uint8Array]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn type_of(value: &JsValue) -> Result<String, JsValue>;

    /// A number as JavaScript prints it.
    #[wasm_bindgen(js_name = String)]
    fn spelled(number: f64) -> String;
}

/// Collects readings and judges them. Order of arrival does not matter.
#[wasm_bindgen]
pub struct Triage {
    core: triage::Triage,
    /// Where JavaScript lays the next piece of an open input.
    landing: Vec<u8>,
    /// For the benchmark.
    scanner: Option<Scanner>,
}

/// Pieces are at most so long: they stay in the processor's cache between the copy and the scan.
const LANDING: usize = 512 * 1024;

#[wasm_bindgen]
impl Triage {
    /// `options`: `{ expected?: string[], thresholds?: { ... } }`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Self, JsValue> {
        let mut fields = Fields::of("options", options)?;
        let expected = fields.take("expected", "an array of strings", &texts)?.unwrap_or_default();
        let thresholds = fields.0.remove("thresholds");
        let thresholds = thresholds.as_ref().map_or(Ok(Thresholds::default()), to_thresholds)?;
        fields.end()?;
        Ok(Self { core: triage::Triage::new(Options { expected, thresholds }), landing: Vec::new(), scanner: None })
    }

    /// Reads one input and keeps what it says: `laid` bytes at `landing`, or a body that the host has parsed, or none.
    ///
    /// The fields are core.js's to check, and come one by one: walking an object costs more than a small answer.
    #[expect(clippy::too_many_arguments, reason = "one for each field")]
    pub fn add(
        &mut self,
        source: String,
        server: Option<String>,
        path: Option<String>,
        status: Option<u16>,
        error: Option<String>,
        moment: Option<String>,
        batch: Option<String>,
        body: &JsValue,
        laid: Option<u32>,
    ) -> Result<(), JsValue> {
        let body = if body.is_undefined() { None } else { Some(parsed(body)?) };
        let input = Input { source, server, path, status, error, moment, batch, body };
        match laid {
            Some(length) => self.core.take(&input, self.landing.get(..length as usize).unwrap_or_default()),
            None => self.core.add(&input),
        }
        Ok(())
    }

    /// Begins an input whose text or bytes come in pieces, and gives the handle for them.
    #[expect(clippy::too_many_arguments, reason = "one for each field")]
    pub fn open(
        &mut self,
        source: String,
        server: Option<String>,
        path: Option<String>,
        status: Option<u16>,
        error: Option<String>,
        moment: Option<String>,
        batch: Option<String>,
    ) -> u32 {
        self.core.open(Input { source, server, path, status, error, moment, batch, body: None })
    }

    /// Where in the wasm's memory the next piece is to be laid, before `push`: `landing_size` bytes.
    pub fn landing(&mut self) -> usize {
        self.landing.resize(LANDING, 0);
        self.landing.as_ptr() as usize
    }

    /// How many bytes fit there.
    #[expect(clippy::unused_self, reason = "a static one would be exported apart")]
    pub fn landing_size(&self) -> usize {
        LANDING
    }

    /// The piece of an open input that was laid at `landing`.
    pub fn push(&mut self, handle: u32, length: usize) {
        self.core.push(handle, self.landing.get(..length).unwrap_or_default());
    }

    /// How fast the scanner could be at best, for the benchmark: what it does to every byte at `landing`, and no more.
    pub fn bitmaps(&self, length: usize) -> u32 {
        Scanner::bitmaps(self.landing.get(..length).unwrap_or_default())
    }

    /// How fast the scanner is by itself, for the benchmark: how many streams, consumers and accounts it finds in the next
    /// piece at `landing`; a piece of nothing ends the text.
    pub fn scan(&mut self, length: usize) -> u32 {
        let mut found = 0;
        let piece = self.landing.get(..length).unwrap_or_default();
        self.scanner.get_or_insert_with(reading::scanner).push(piece, &mut |_| {
            found += 1;
            true
        });
        self.scanner = self.scanner.take().filter(|_| length > 0);
        found
    }

    /// The end of an open input; `problem` says why it ended early, if it did: `cancelled after 12 MB of 100 MB`.
    #[expect(clippy::needless_pass_by_value, reason = "as it comes from JavaScript")]
    pub fn close(&mut self, handle: u32, problem: Option<String>) {
        self.core.close(handle, problem.as_deref());
    }

    /// What could not be read at all, why, and what to do.
    pub fn note(&mut self, source: String, what: String, remedy: String) {
        self.core.note(source, what, remedy);
    }

    /// Names the servers the group should have.
    pub fn expect(&mut self, servers: &JsValue) -> Result<(), JsValue> {
        self.core.set_expected(texts(servers).ok_or_else(|| wrong("expected", "an array of strings", servers))?);
        Ok(())
    }

    /// Forgets everything read from `source`.
    pub fn remove(&mut self, source: &JsValue) -> Result<(), JsValue> {
        let source = source.as_string().ok_or_else(|| wrong("source", "a string", source))?;
        self.core.remove(&source);
        Ok(())
    }

    /// Forgets everything read.
    pub fn clear(&mut self) {
        self.core.clear();
    }

    /// Judges what was read so far, up to a moment or to the newest: a plain object, nothing in it tied to this one.
    pub fn report(&self, moment: &JsValue) -> Result<JsValue, JsValue> {
        let report = if moment.is_undefined() {
            self.core.report()
        } else {
            found(moment, |moment| self.core.report_at(moment))?
        };
        JSON::parse(&written(&report))
    }

    /// Only what that report says of the moment.
    #[wasm_bindgen(js_name = asOf)]
    pub fn as_of(&self, moment: &JsValue) -> Result<JsValue, JsValue> {
        JSON::parse(&written(&found(moment, |moment| self.core.as_of(moment))?))
    }
}

/// The outlook on each group of a report if the servers of `without` were gone. Reads only the report's `groups`.
#[wasm_bindgen(js_name = whatIf)]
pub fn what_if(report: &JsValue, without: &JsValue) -> Result<JsValue, JsValue> {
    let groups = Fields::of("report", report)?.0.remove("groups").ok_or_else(|| type_error("groups is missing"))?;
    let without = texts(without).ok_or_else(|| wrong("without", "an array of strings", without))?;
    if !Array::is_array(&groups) {
        return Err(wrong("groups", "an array", &groups));
    }
    let groups: Vec<Group> = read("groups", &groups)?;
    JSON::parse(&written(&report::what_if(&groups, &without)))
}

/// What there is for a moment.
fn found<T>(moment: &JsValue, find: impl FnOnce(usize) -> Option<T>) -> Result<T, JsValue> {
    let found = whole_number(moment).and_then(|moment| find(moment as usize));
    found.ok_or_else(|| wrong("moment", "an index into the report's moments", moment))
}

/// Whether a report's group shows each of these, as the steps of a way out name them in `after`.
#[wasm_bindgen]
pub fn shown(group: &JsValue, shows: &JsValue) -> Result<JsValue, JsValue> {
    let group: Group = read("group", group)?;
    let shows: Vec<Shows> = read("shows", shows)?;
    JSON::parse(&written(&report::shown(&group, &shows)))
}

/// A part of a report, as it came out of this door.
fn read<T: ReadBack>(name: &str, value: &JsValue) -> Result<T, JsValue> {
    let json = json(value).ok_or_else(|| type_error(&format!("{name} is circular, or too deep")))?;
    read_back(&json, name).map_err(|error| type_error(&format!("{name} is not as a report has it: {error}")))
}

fn to_thresholds(value: &JsValue) -> Result<Thresholds, JsValue> {
    let mut fields = Fields::of("thresholds", value)?;
    let usual = Thresholds::default();
    let mut take = |name: &str, usual: u32| {
        Ok::<u32, JsValue>(fields.take(name, "a whole number from 0 to 4294967295", &whole_number)?.unwrap_or(usual))
    };
    let thresholds = Thresholds {
        leader_changes: take("leader_changes", usual.leader_changes)?,
        leader_changes_within_s: take("leader_changes_within_s", usual.leader_changes_within_s)?,
        snapshot_warning_s: take("snapshot_warning_s", usual.snapshot_warning_s)?,
        snapshot_critical_s: take("snapshot_critical_s", usual.snapshot_critical_s)?,
        state_replicas: take("state_replicas", usual.state_replicas)?,
        pending_requests: take("pending_requests", usual.pending_requests)?,
        leader_settled_s: take("leader_settled_s", usual.leader_settled_s)?,
    };
    fields.end()?;
    Ok(thresholds)
}

/// The fields of an object that are set, each to be taken once.
struct Fields(Map<String, JsValue>);

impl Fields {
    fn of(name: &str, object: &JsValue) -> Result<Self, JsValue> {
        if !object.is_object() || Array::is_array(object) {
            return Err(wrong(name, "an object", object));
        }
        let mut fields = Map::default();
        for key in Reflect::own_keys(object)? {
            let value = Reflect::get(object, &key)?;
            if let Some(key) = key.as_string().filter(|_| !value.is_undefined() && !value.is_null()) {
                fields.insert(key, value);
            }
        }
        Ok(Self(fields))
    }

    fn take<T>(
        &mut self,
        name: &str,
        wanted: &str,
        read: &dyn Fn(&JsValue) -> Option<T>,
    ) -> Result<Option<T>, JsValue> {
        let Some(value) = self.0.remove(name) else { return Ok(None) };
        read(&value).map(Some).ok_or_else(|| wrong(name, wanted, &value))
    }

    /// Nothing may be left: a misspelt field would otherwise be evidence lost without a word.
    fn end(self) -> Result<(), JsValue> {
        self.0.first().map_or(Ok(()), |(name, _)| Err(type_error(&format!("{name} is not a known field"))))
    }
}

fn texts(value: &JsValue) -> Option<Vec<String>> {
    Array::is_array(value).then(|| value.unchecked_ref::<Array>())?.iter().map(|text| text.as_string()).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at before")]
fn whole_number(value: &JsValue) -> Option<u32> {
    value
        .as_f64()
        .filter(|number| (0.0..=f64::from(u32::MAX)).contains(number) && number.fract() == 0.0)
        .map(|n| n as u32)
}

/// Written as JSON again, which is what the core reads.
fn parsed(value: &JsValue) -> Result<Body, JsValue> {
    let wrong = || type_error("body cannot be written as JSON: circular, or too deep, or a BigInt in it");
    json(value).map(Body::Parsed).ok_or_else(wrong)
}

fn json(value: &JsValue) -> Option<String> {
    JSON::stringify(value).ok()?.as_string()
}

fn wrong(name: &str, wanted: &str, value: &JsValue) -> JsValue {
    let got = match value.as_f64() {
        Some(number) => spelled(number),
        None => type_of(value).unwrap_or_default().replace("[object ", "").replace(']', ""),
    };
    type_error(&format!("{name} must be {wanted}, got {got}"))
}

fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}

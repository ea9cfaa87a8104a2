//! Parts of a report read back, as far as the outlook on them asks.

use super::{Answer, Assets, Group, Peer, Placement, Range, Shows, Standing, Verdict, Vote};
use crate::scan::{Json, Scanner};

/// A part of a report, from JSON; `name` is what it is called.
///
/// # Errors
///
/// What is not as a report has it.
pub fn read_back<T: ReadBack>(text: &str, name: &str) -> Result<T, String> {
    let document = Scanner::one(&[], text.as_bytes(), 0, &mut |_| false);
    T::read(Some(document.values(text.as_bytes()).json()), name)
}

/// Read from a value that is under a name, or missing.
pub trait ReadBack: Sized {
    /// Reads it; or what is not as a report has it.
    ///
    /// # Errors
    ///
    /// Names the field.
    fn read(json: Option<Json>, name: &str) -> Result<Self, String>;
}

fn field<T: ReadBack>(json: Json, name: &str) -> Result<T, String> {
    T::read(json.get(name), name)
}

fn needed<T>(value: Option<T>, name: &str) -> Result<T, String> {
    value.ok_or_else(|| wrong(name))
}

#[inline(never)]
fn wrong(name: &str) -> String {
    format!("missing field `{name}`, or something else in it")
}

fn object<'j>(json: Option<Json<'j>>, name: &str) -> Result<Json<'j>, String> {
    needed(json.filter(|json| json.is_object()), name)
}

/// One of these words.
fn word<T: Copy>(json: Option<Json>, name: &str, words: &[(&str, T)]) -> Result<T, String> {
    let text = json.and_then(Json::text);
    needed(words.iter().find(|(word, _)| Some(*word) == text.as_deref()).map(|(_, meant)| *meant), name)
}

impl ReadBack for Group {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        Ok(Self {
            domain: None,
            clusters: field(json, "clusters")?,
            as_of: None,
            size: field(json, "size")?,
            sizes: field(json, "sizes")?,
            needed: field(json, "needed")?,
            rescue: field(json, "rescue")?,
            verdict: field(json, "verdict")?,
            says: field(json, "says")?,
            assumes: field(json, "assumes")?,
            leader: field(json, "leader")?,
            in_contact: field(json, "in_contact")?,
            margin: field(json, "margin")?,
            tolerance: field(json, "tolerance")?,
            peers: field(json, "peers")?,
            contacts: Vec::new(),
            because: Vec::new(),
            next: Vec::new(),
            led_for_s: None,
            leader_settled: field(json, "leader_settled")?,
            leaderless_for_s: None,
            assets: field(json, "assets")?,
            rejoined: Vec::new(),
            recovery: None,
        })
    }
}

impl ReadBack for Peer {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        Ok(Self {
            name: field(json, "name")?,
            id: field(json, "id")?,
            server_id: field(json, "server_id")?,
            label: field(json, "label")?,
            vote: field(json, "vote")?,
            says: field(json, "says")?,
            standing: field(json, "standing")?,
            last_heard_ms: None,
            current: field(json, "current")?,
            lag: field(json, "lag")?,
            heard_by: field(json, "heard_by")?,
            no_answer: field(json, "no_answer")?,
            complaints: field(json, "complaints")?,
            well: field(json, "well")?,
            version: None,
            zone: field(json, "zone")?,
            cluster: None,
            leader: None,
            evidence: Vec::new(),
        })
    }
}

impl ReadBack for Assets {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        Ok(Self {
            listed_by: field(json, "listed_by")?,
            placements: field(json, "placements")?,
            not_placed: field::<Option<u32>>(json, "not_placed")?.unwrap_or_default(),
            ..Self::default()
        })
    }
}

impl ReadBack for Placement {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        Ok(Self {
            servers: field(json, "servers")?,
            votes: field(json, "votes")?,
            needed: field(json, "needed")?,
            margin: field(json, "margin")?,
            tolerance: field(json, "tolerance")?,
            streams: field(json, "streams")?,
            consumers: field(json, "consumers")?,
            examples: field(json, "examples")?,
        })
    }
}

impl ReadBack for Range {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        let whole = |name: &str| needed(json.get(name).and_then(|number| number.written().parse().ok()), name);
        Ok(Self { least: whole("least")?, most: whole("most")? })
    }
}

impl ReadBack for Shows {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let json = object(json, name)?;
        let what: String = field(json, "what")?;
        Ok(match &*what {
            "led" => Self::Led { servers: field(json, "servers")?, size: field(json, "size")? },
            "current" => Self::Current { servers: field(json, "servers")? },
            "well" => Self::Well { servers: field(json, "servers")? },
            "removed" => Self::Removed { ids: field(json, "ids")? },
            "odd_size" => Self::OddSize,
            "rescue" => Self::Rescue { active: field(json, "active")? },
            _ => return Err(format!("`{what}`, which no step waits for")),
        })
    }
}

impl ReadBack for Verdict {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let words = [
            ("lost", Self::Lost),
            ("leaderless", Self::Leaderless),
            ("undecided", Self::Undecided),
            ("held", Self::Held),
        ];
        word(json, name, &words)
    }
}

impl ReadBack for Vote {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let words =
            [("able", Self::Able), ("unable", Self::Unable), ("silent", Self::Silent), ("unknown", Self::Unknown)];
        word(json, name, &words)
    }
}

impl ReadBack for Standing {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let words = [
            ("known", Self::Known),
            ("expected", Self::Expected),
            ("assumed", Self::Assumed),
            ("ghost", Self::Ghost),
            ("corrupt", Self::Corrupt),
            ("outside", Self::Outside),
        ];
        word(json, name, &words)
    }
}

/// Older reports have none.
impl ReadBack for Answer {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let words = [("yes", Self::Yes), ("no", Self::No), ("unknown", Self::Unknown)];
        if json.is_none() { Ok(Self::Unknown) } else { word(json, name, &words) }
    }
}

impl ReadBack for String {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        needed(json.and_then(Json::text), name).map(std::borrow::Cow::into_owned)
    }
}

impl ReadBack for bool {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        needed(json.and_then(Json::truth), name)
    }
}

impl ReadBack for u32 {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        needed(json.and_then(Json::whole).and_then(|number| number.try_into().ok()), name)
    }
}

/// A count, which some print with a fraction of zero.
impl ReadBack for f64 {
    #[expect(clippy::cast_precision_loss, reason = "as the report has it")]
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let whole = json.and_then(|number| number.written().split('.').next()?.parse::<u64>().ok());
        needed(whole, name).map(|number| number as f64)
    }
}

impl<T: ReadBack> ReadBack for Option<T> {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        json.filter(|json| !json.is_null()).map(|json| T::read(Some(json), name)).transpose()
    }
}

impl<T: ReadBack> ReadBack for Vec<T> {
    fn read(json: Option<Json>, name: &str) -> Result<Self, String> {
        let list = needed(json.filter(|json| json.is_list()), name)?;
        list.items().map(|item| T::read(Some(item), name)).collect()
    }
}

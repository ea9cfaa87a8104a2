//! Floor 8: the report, plain serialisable data.
//!
//! `schema` names its version. Nothing in it exceeds 2^53, so that a JSON number loses no digits. Its JSON Schema
//! (`www/types/report.schema.json`) is generated from these types, and the TypeScript types from the schema.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::quorum;

mod assets;
mod contacts;
mod evaluate;
mod outlook;
mod read_back;
#[cfg(test)]
mod schema;
mod shown;
mod written;

pub use crate::{
    case::Thresholds,
    checks::Severity,
    reading::Evidence,
    recovery::{Act, Action, After, Never, Recovery, Shows, Step},
    verdict::{Next, Reason, Verdict},
};
pub use assets::{AssetNote, Assets, PartlyListed, Placement};
pub use contacts::{Contacts, Heard, Witness};
pub use evaluate::{Judged, as_of, evaluate, report_on};
pub use outlook::{Answer, Losses, Outlook, Rejoined, Restart, Zone, what_if};
pub use read_back::{ReadBack, read_back};
pub use shown::shown;
pub use written::written;

/// What the operator may say beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Names of the servers the group should have, as far as the operator knows.
    pub expected: Vec<String>,
    /// When the checks fire.
    pub thresholds: Thresholds,
}

/// Everything the readings say, judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// Always `quorate.report/1`.
    pub schema: &'static str,
    /// The moment it is about, an index into `moments`: the newest, unless another was asked for; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<u32>,
    /// The meta groups of that moment, worst verdict first.
    pub groups: Vec<Group>,
    /// What may be touched next: one outlook for each of `groups`, in their order.
    pub outlook: Vec<Outlook>,
    /// What the checks found, worst first; passes are not listed.
    pub findings: Vec<Finding>,
    /// All moments, oldest first; the report is about `moment`, and nothing later tells in it but here and in `readings`.
    pub moments: Vec<MomentNote>,
    /// When the checks fire.
    pub thresholds: Thresholds,
    /// What was read, in the order of sources added; evidence points into this list.
    pub readings: Vec<ReadingNote>,
    /// What could not be read.
    pub errors: Vec<ReadErrorNote>,
}

/// The part of a report that is about one moment; all else is the same whichever it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AsOf {
    /// The moment, an index into the report's `moments`; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<u32>,
    /// The meta groups of that moment, worst verdict first.
    pub groups: Vec<Group>,
    /// What may be touched next: one outlook for each of `groups`, in their order.
    pub outlook: Vec<Outlook>,
    /// What the checks found, worst first; passes are not listed.
    pub findings: Vec<Finding>,
}

/// One meta group, judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Group {
    /// JetStream domain; absent when none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The route clusters its servers say they are in.
    pub clusters: Vec<String>,
    /// The newest clock among its readings, RFC 3339 UTC; absent when none carries a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// How many peers the group has; absent when no reading says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// The sizes its servers print: several only while they disagree.
    pub sizes: Vec<u32>,
    /// How many of them make the majority; lowered only by a rescue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<u32>,
    /// A 2.15 rescue is active: `needed` is lowered on purpose.
    pub rescue: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// What must be true for the verdict besides what was read; empty when nothing.
    pub assumes: Vec<String>,
    /// Server name of the leader that holds or last claimed the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    /// How many peers can be in contact with each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_contact: Option<Range>,
    /// `in_contact` - `needed`: below 0 there is no majority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<Range>,
    /// How many more losses the group is known to survive; only when held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<u32>,
    /// Everyone who is, or may be, a peer.
    pub peers: Vec<Peer>,
    /// Who heard whom, as far as the peers themselves say it, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contacts>,
    /// Why the verdict, most telling first.
    pub because: Vec<Reason>,
    /// The readings that would help most, best first; empty when nothing is open.
    pub next: Vec<Next>,
    /// For how many seconds at least it has had the leader it has, as far as the moments show; absent without a leader
    /// and with a single moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub led_for_s: Option<f64>,
    /// Whether it has had that leader for as long as a restart asks for (`leader_settled_s`), as far as the moments show.
    pub leader_settled: Answer,
    /// For how many seconds at least nobody has led it, as far as the moments show; absent when somebody may, and with
    /// a single moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaderless_for_s: Option<f64>,
    /// Its streams' and consumers' own groups; absent when no reading lists them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assets: Option<Assets>,
    /// Whether servers that were away at an earlier moment are back in the group.
    pub rejoined: Vec<Rejoined>,
    /// The way out; absent when nothing is broken, or when it is not known whether anything is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
}

/// Whole numbers from `least` to `most`; equal when it is known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Range {
    /// The smallest value the readings allow.
    pub least: i32,
    /// The largest value the readings allow.
    pub most: i32,
}

impl Range {
    fn of(least: i64, most: i64) -> Self {
        let narrow = |n: i64| i32::try_from(n).unwrap_or(if n < 0 { i32::MIN } else { i32::MAX });
        Self { least: narrow(least), most: narrow(most) }
    }
}

fn margin(in_contact: Option<&RangeInclusive<u32>>, needed: Option<u32>) -> Option<Range> {
    let margin = quorum::margin(in_contact?, needed?);
    Some(Range::of(*margin.start(), *margin.end()))
}

/// One peer, known or assumed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Peer {
    /// Server name; absent when only its id or its label is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Raft peer id: the hash of the server name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Public key of the server that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_id: Option<String>,
    /// What whoever asked called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its vote about "can be in contact with a majority".
    pub vote: Vote,
    /// The vote in a few words: `heard by n1 0.4 s ago`, `refused the connection`.
    pub says: String,
    /// What kind of peer it is.
    pub standing: Standing,
    /// Milliseconds since the leader last heard it; absent when no leader says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_heard_ms: Option<f64>,
    /// In step with the leader's log, by the leader's word; absent when no leader says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<bool>,
    /// Log entries behind, by the leader's word; absent when the leader prints none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag: Option<f64>,
    /// Who heard it within 3 s.
    pub heard_by: Vec<String>,
    /// How it did not answer, `connection refused`; absent when it did or nobody asked, and when it never does though the
    /// leader keeps hearing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_answer: Option<String>,
    /// What its own `/healthz` complains of; empty too when nobody asked for it.
    pub complaints: Vec<String>,
    /// Whether its own `/healthz` answers 200; absent when nobody asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub well: Option<bool>,
    /// Server version, where a reading says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Failure zone from its tags (`az:`, else `region:`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The route cluster it says it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Whom it names as the leader, itself where it claims the lead; absent when it names nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    /// What the vote rests on.
    pub evidence: Vec<Evidence>,
}

impl Group {
    /// The leader has just heard this peer, and it may be gone all the same.
    fn is_in_doubt(&self, peer: &Peer) -> bool {
        let is_heard = self.leader.as_ref().is_some_and(|leader| peer.heard_by.contains(leader));
        self.verdict == Verdict::Held && is_heard && matches!(peer.vote, Vote::Silent | Vote::Unknown)
    }
}

impl Peer {
    /// What to call it: its name, else its label, else its server id, else its peer id.
    #[must_use]
    pub fn called(&self) -> &str {
        let names = [&self.name, &self.label, &self.server_id, &self.id];
        names.into_iter().find_map(Option::as_deref).unwrap_or("a server")
    }
}

/// A peer's vote about "can be in contact with a majority".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// It is, or a leader with a majority hears it.
    Able,
    /// It cannot.
    Unable,
    /// It was asked and did not answer.
    Silent,
    /// Nobody asked it, or what it said settles nothing.
    Unknown,
}

/// What kind of peer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// A reading names it, or it answers as one.
    Known,
    /// The operator expects it; no reading names it.
    Expected,
    /// Nothing proves that it is a peer of this group.
    Assumed,
    /// A peer id that no living server claims; `name` is set where hashing a candidate name gives the id.
    Ghost,
    /// Its peer id has characters that no server name hashes to.
    Corrupt,
    /// It answers, but the group does not count it.
    Outside,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// `META_006`: Synadia Insights' numbering.
    pub code: &'static str,
    /// `Meta quorum lost`.
    pub name: &'static str,
    /// How bad it is when it fires.
    pub severity: Severity,
    /// Whether it fires.
    pub outcome: OutcomeWord,
    /// What it is about: `meta group`, `meta group hub`, with the domain.
    pub entity: String,
    /// What was found, one plain sentence.
    pub says: String,
    /// Why it matters, one paragraph.
    pub why: &'static str,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What to do, in order.
    pub remedy: Vec<String>,
}

/// Whether a check fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OutcomeWord {
    /// It does.
    Fail,
    /// Not yet: an early sign.
    Warn,
    /// The readings do not settle it.
    Undecided,
}

/// One moment: readings that belong together in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MomentNote {
    /// The newest clock among its readings, RFC 3339 UTC; absent when none carries a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// How many readings it holds.
    pub readings: u32,
    /// The verdict on each group then.
    pub groups: Vec<MomentGroup>,
}

/// One group at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MomentGroup {
    /// JetStream domain; absent when none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The verdict then.
    pub verdict: Verdict,
    /// Its sentence then.
    pub says: String,
    /// What must have been true for the verdict besides what was read; absent when nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumes: Vec<String>,
    /// Server name of the leader then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    /// How its peers voted then; absent when it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// What is different from the moment before, one plain sentence each: verdict, leader, peers that came and went.
    pub changes: Vec<String>,
}

/// What peers are called, by their vote at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Votes {
    /// Those in contact with a majority.
    pub able: Vec<String>,
    /// Those that cannot be.
    pub unable: Vec<String>,
    /// Those that did not answer.
    pub silent: Vec<String>,
    /// Those of whom nothing settles it.
    pub unknown: Vec<String>,
}

/// One reading, as listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadingNote {
    /// The source it was added with.
    pub source: String,
    /// What whoever asked called the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What was asked: `/jsz`, `/healthz`, ...
    pub endpoint: String,
    /// Server name, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The responder's clock, RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// HTTP status, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What it says, in a few words: `leads 3 peers`, `did not answer: connection refused`.
    pub says: String,
    /// Index into `moments`; absent when it could not be placed in time, and decides nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<u32>,
    /// First byte in the source, counted as UTF-8 text after decompression and decoding.
    pub offset: u32,
    /// Length in bytes.
    pub bytes: u32,
    /// What was odd about it: cut off, rounded integers, not placed in time, ...
    pub problems: Vec<String>,
}

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadErrorNote {
    /// The source it was added with.
    pub source: String,
    /// What it looks like and what is wrong with it.
    pub what: String,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Byte, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte: Option<u32>,
    /// What to do.
    pub remedy: String,
    /// All of it in one sentence.
    pub says: String,
}

//! Floor 7: the checks. One check is one value in one file; `ALL` lists them.
//!
//! `META_*`, `JETSTREAM_*`, `CONSUMER_*` and `SERVER_*` are the code numbers of Synadia Insights' public catalogue, in
//! our words; `QUORATE_*` are ours.

use crate::reading::Evidence;

pub use crate::case::Case;

mod blind_probe;
mod consumer_quorum_lost;
mod empty_voter;
mod even_size;
mod ghost_peer;
mod jetstream_down;
mod jetstream_health;
mod leader_disagreement;
mod leader_flapping;
mod messages_vanished;
mod meta_quorum_lost;
mod no_loss_left;
mod observer_counted;
mod offline_replica;
mod one_zone;
mod pending_high;
mod renamed_server;
mod replicas_diverge;
mod rescue_active;
mod size_decreased;
mod size_disagreement;
mod snapshot_slow;
mod state_growth;
mod stream_quorum_lost;

/// All checks, in the order of their codes.
pub const ALL: [Check; 24] = [
    consumer_quorum_lost::CHECK,
    stream_quorum_lost::CHECK,
    offline_replica::CHECK,
    leader_disagreement::CHECK,
    leader_flapping::CHECK,
    snapshot_slow::CHECK,
    state_growth::CHECK,
    meta_quorum_lost::CHECK,
    even_size::CHECK,
    pending_high::CHECK,
    size_decreased::CHECK,
    ghost_peer::CHECK,
    size_disagreement::CHECK,
    rescue_active::CHECK,
    empty_voter::CHECK,
    replicas_diverge::CHECK,
    renamed_server::CHECK,
    jetstream_down::CHECK,
    blind_probe::CHECK,
    observer_counted::CHECK,
    no_loss_left::CHECK,
    one_zone::CHECK,
    messages_vanished::CHECK,
    jetstream_health::CHECK,
];

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Its code: `META_006`.
    pub code: &'static str,
    /// The failing state it is named by.
    pub name: &'static str,
    /// How bad it is when it fires.
    pub severity: Severity,
    /// Why it matters, one paragraph.
    pub why: &'static str,
    /// Judges one group.
    pub judge: fn(&Case) -> Outcome,
}

/// How bad it is when a check fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is broken, or the next loss breaks it.
    Critical,
    /// Something will break.
    Warning,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The readings show that all is well.
    Pass,
    /// Not broken, but it will be.
    Warn(Found),
    /// It fires.
    Fail(Found),
    /// The readings do not settle it.
    Undecided(Found),
    /// The question does not arise.
    NotApplicable,
}

/// What was found, and what to do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// One plain sentence.
    pub says: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What to do, in order.
    pub remedy: Vec<String>,
}

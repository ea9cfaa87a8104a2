//! Has this NATS JetStream meta group its quorum, how do we know, and what now?
//!
//! ```text
//! texts, notes ─▶ Reading ─▶ MetaGroup ─▶ verdict ─▶ checks, recovery ─▶ Report ─▶ a page
//! ```
//!
//! One direction, no way back; no clock, network, log or chance inside. A file names only files on lower floors:
//!
//! | floor | files | what |
//! |---|---|---|
//! | 9 | [`triage`] | what was read so far, and the report on it |
//! | 8 | [`report`] | plain serialisable data, and the outlook made from it |
//! | 7 | [`checks`], [`recovery`] | one check, one file, one value; the way out |
//! | 6 | [`case`] | a judged group with its streams, its moments before, and the thresholds |
//! | 5 | [`verdict`] | the evidence algebra: votes from evidence, a verdict from votes |
//! | 4 | [`asset_groups`] | the streams' and consumers' own groups |
//! | 3 | [`meta_group`] | readings -> moments -> views -> groups; the wire's quirks live here |
//! | 2 | [`reading`] | bytes, or the note that nobody answered, -> readings |
//! | 1 | [`wire`], [`listing`] | what servers say; the streams and consumers they list, in a few bytes each |
//! | 0 | [`quorum`], [`peer_id`], [`clock`], [`scan`], [`order`], [`phrase`] | votes; names and ids; times, and numbers as written; JSON in pieces of a text; lists in order; how sentences are made |
//!
//! Above them all stands the one door to JavaScript, `wasm.rs`.

pub mod asset_groups;
pub mod case;
pub mod checks;
pub mod clock;
pub mod listing;
pub mod meta_group;
pub mod order;
pub mod peer_id;
pub mod phrase;
pub mod quorum;
pub mod reading;
pub mod recovery;
pub mod report;
pub mod scan;
pub mod triage;
pub mod verdict;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod wasm;

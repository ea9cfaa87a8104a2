//! Has this NATS JetStream meta group its quorum, how do we know, and what now?
//!
//! ```text
//! texts, notes ─▶ Reading ─▶ MetaGroup ─▶ verdict ─▶ checks ─▶ Report ─▶ a page
//! ```
//!
//! One direction, no way back; no clock, network, log or chance inside. A file names only files on lower floors:
//!
//! | floor | files | what |
//! |---|---|---|
//! | 6 | [`triage`] | what was read so far, and the report on it |
//! | 5 | [`report`] | plain serialisable data |
//! | 4 | [`checks`] | one check, one file, one value |
//! | 3 | [`verdict`] | the evidence algebra: votes from evidence, a verdict from votes |
//! | 2 | [`meta_group`] | readings -> moments -> views -> groups; the wire's quirks live here |
//! | 1 | [`reading`] | bytes, or the note that nobody answered, -> readings |
//! | 0 | [`quorum`], [`peer_id`], [`wire`] | votes; names and ids; what servers say, field for field |
//!
//! Above them all stands the one door to JavaScript, `wasm.rs`.

pub mod checks;
pub mod meta_group;
pub mod peer_id;
pub mod quorum;
pub mod reading;
pub mod report;
pub mod triage;
pub mod verdict;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod wasm;

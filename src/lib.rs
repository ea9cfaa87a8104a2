//! Has this NATS JetStream meta group its quorum, how do we know, and what now?

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

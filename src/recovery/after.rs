//! What the next readings must show before going on: in words, and as far as a report shows it by itself.

use serde::{Deserialize, Serialize};

use super::scene::{Scene, Server};

/// What the next readings must show before going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct After {
    /// In one plain sentence.
    pub says: String,
    /// What a later report must show for it; absent where only people can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shows: Option<Shows>,
}

/// What a report may show of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Shows {
    /// These servers have one leader that holds the majority, and every size that is printed is this one.
    Led {
        /// The servers; empty for all that the report lists.
        servers: Vec<String>,
        /// The size; absent for any, as long as it is the same on each.
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<u32>,
    },
    /// The leader hears these servers, and finds them in step with its log.
    Current {
        /// The servers; empty for all that the report lists.
        servers: Vec<String>,
    },
    /// `/healthz` of these servers answers 200.
    Well {
        /// The servers; empty for all that the report lists.
        servers: Vec<String>,
    },
    /// A leader that holds the majority no longer lists these peers.
    Removed {
        /// Their peer ids.
        ids: Vec<String>,
    },
    /// The size is the same on each server, and odd.
    OddSize,
    /// A rescue is active, or none is.
    Rescue {
        /// Whether it is to be active.
        active: bool,
    },
}

impl After {
    /// For people to tell.
    pub(super) fn told(says: impl Into<String>) -> Self {
        Self { says: says.into(), shows: None }
    }

    /// For a report to show.
    pub(super) fn shown(says: impl Into<String>, shows: Shows) -> Self {
        Self { says: says.into(), shows: Some(shows) }
    }
}

/// One leader, the same, and the size that the group has.
pub(super) fn led(servers: &[&Server], scene: &Scene) -> Shows {
    Shows::Led { servers: called(servers), size: scene.case.judgement.size }
}

pub(super) fn current(servers: &[&Server]) -> Shows {
    Shows::Current { servers: called(servers) }
}

/// `/healthz` of every server.
pub(super) const ALL_WELL: Shows = Shows::Well { servers: Vec::new() };

fn called(servers: &[&Server]) -> Vec<String> {
    servers.iter().map(|server| server.name.to_owned()).collect()
}

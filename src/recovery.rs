//! Floor 7: the way out, by server version and situation.
//!
//! Every step was run on real servers of the versions it names, or says that it was not.

use serde::Serialize;

use crate::{case::Case, verdict::Verdict};

mod act;
mod after;
mod bring_back;
mod clone;
mod copy;
mod held;
mod loses;
mod lost;
mod network;
mod never;
mod remove;
mod rename;
mod replace;
mod rescue;
mod scene;
mod settle;
mod vanished;
mod version;

pub use after::{After, Shows};
use scene::Scene;

/// The way out of one situation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recovery {
    /// What the situation is, one plain sentence.
    pub says: String,
    /// What to do, in order. A step with `only_if` is for that case only.
    pub steps: Vec<Step>,
    /// What never to do now, though it is often advised.
    pub never: Vec<Never>,
    /// What is lost on the way, as far as the readings tell.
    pub loses: Vec<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// What to do, one plain sentence.
    pub says: String,
    /// When this step is needed; absent when always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// Why, one or two plain sentences.
    pub why: String,
    /// What to check before it.
    pub before: Vec<String>,
    /// What exactly is done, in order.
    pub actions: Vec<Action>,
    /// What the next readings must show before going on.
    pub after: Vec<After>,
    /// What it costs; absent when nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<String>,
    /// On which versions it was run: `run on 2.12.8 and 2.15.1`; or that it was not.
    pub verified: String,
}

/// One thing that is done, as a command for people and as plain values for programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Action {
    /// What is done.
    #[serde(flatten)]
    pub act: Act,
    /// The command that does it, to be copied; absent where only people can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Copy a server's store directory.
    Copy {
        /// The server whose store it is.
        server: String,
        /// The folder; absent where no reading says.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The server for which it is copied; absent for a backup.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Start a server.
    Start {
        /// The server.
        server: String,
        /// With the disk it had; false: with an empty one.
        own_disk: bool,
    },
    /// Stop a server.
    Stop {
        /// The server.
        server: String,
    },
    /// Send a request over a NATS connection of the system account.
    Request {
        /// The subject.
        subject: String,
        /// The payload.
        payload: String,
    },
    /// Read what the servers say.
    Ask {
        /// The server.
        server: String,
        /// What to ask it: `/jsz`.
        path: String,
    },
    /// Something only people can do: mend a network, free a disk.
    Mend,
}

/// What never to do, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Never {
    /// What not to do.
    pub says: String,
    /// What it did where it was tried.
    pub why: String,
}

/// The way out; None where nothing is broken, or where it is not known whether anything is.
#[must_use]
pub fn recovery(case: &Case) -> Option<Recovery> {
    let scene = Scene::of(case);
    match case.judgement.verdict {
        Verdict::Undecided => None,
        Verdict::Lost => rename::recovery(&scene).or_else(|| lost::recovery(&scene)),
        Verdict::Leaderless if scene.short() > 0 => rename::recovery(&scene).or_else(|| lost::recovery(&scene)),
        Verdict::Leaderless => rename::recovery(&scene).or_else(|| lost::cold_start(&scene)),
        Verdict::Held => {
            rename::recovery(&scene).or_else(|| vanished::recovery(&scene)).or_else(|| held::recovery(&scene))
        }
    }
}

//! Which remedies a server's version knows.

use crate::meta_group::Facts;

/// Versions that recover in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Up to 2.11: an empty server under an old name may vote.
    UpTo2_11,
    /// 2.12 to 2.14: an empty server may not vote until every peer was seen.
    From2_12To2_14,
    /// From 2.15: a survivor can be told to lower its majority.
    From2_15,
}

/// Where all of it was run.
pub(super) const ALL_SIX: &str = "2.9.10, 2.10.26, 2.11.11, 2.12.8, 2.14.6 and 2.15.1";

impl Line {
    /// Whether the server may be of this line, by its version, else by the `quorum_needed` that 2.15 began.
    pub(super) fn may_be_of(self, facts: &Facts) -> bool {
        if let Some(line) = facts.version.as_deref().and_then(Self::of) {
            return line == self;
        }
        let prints_needed = facts.view.as_ref().map(|view| view.needed.is_some());
        prints_needed.is_none_or(|prints| prints == (self == Self::From2_15))
    }

    fn of(version: &str) -> Option<Self> {
        let mut parts = version.split('.').map(|part| part.parse::<u32>().ok());
        match (parts.next()??, parts.next()??) {
            (2, ..=11) | (..=1, _) => Some(Self::UpTo2_11),
            (2, 12..=14) => Some(Self::From2_12To2_14),
            _ => Some(Self::From2_15),
        }
    }

    /// `2.15 or later runs on n1`.
    pub(super) fn of_whom(self, names: &str) -> String {
        let versions = match self {
            Self::UpTo2_11 => "2.11 or earlier",
            Self::From2_12To2_14 => "2.12 to 2.14",
            Self::From2_15 => "2.15 or later",
        };
        format!("{versions} runs on {names}")
    }
}

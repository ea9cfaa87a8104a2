//! Where a value is written: put into words only for who asks, since about most of them nobody does.

use std::{fmt::Write, rc::Rc};

use crate::{phrase::quoted, reading::Evidence};

/// An object in a reading: the whole view of a group, or a row of it.
#[derive(Debug, Clone)]
pub(super) struct At {
    reading: usize,
    /// JSON Pointer to the view, or to what the number is in.
    pointer: Rc<str>,
    /// Which of its `replicas`.
    row: Option<usize>,
}

impl At {
    pub(super) fn new(reading: usize, pointer: &str) -> Self {
        Self { reading, pointer: pointer.into(), row: None }
    }

    /// One of its `replicas`.
    pub(super) fn row(&self, row: usize) -> Self {
        Self { row: Some(row), ..self.clone() }
    }

    /// The whole of it, in these words.
    pub(super) fn whole(&self, quote: impl Into<String>) -> Evidence {
        self.evidence(None, quote.into())
    }

    /// What is written under a key of it.
    pub(super) fn key(&self, key: &str, value: impl Into<String>) -> Evidence {
        self.evidence(Some(key), value.into())
    }

    fn evidence(&self, key: Option<&str>, quote: String) -> Evidence {
        // Room for the row and the key: made once, not grown.
        let mut pointer = String::with_capacity(self.pointer.len() + 40);
        pointer.push_str(&self.pointer);
        if let Some(row) = self.row {
            // A string takes whatever is written to it.
            let _ = write!(pointer, "/replicas/{row}");
        }
        pointer.extend(key.into_iter().flat_map(|key| ["/", key]));
        Evidence { reading: self.reading, pointer, quote }
    }

    /// A number under a key of it.
    pub(super) fn number(&self, key: &'static str, number: impl Into<u64>) -> Number {
        Number { at: self.clone(), key, value: number.into() }
    }
}

/// Where a number is written.
#[derive(Debug, Clone)]
pub struct Number {
    at: At,
    key: &'static str,
    value: u64,
}

impl Number {
    /// In words.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.at.key(self.key, self.value.to_string())
    }
}

/// Where a name is written.
#[derive(Debug, Clone)]
pub(super) enum NameAt {
    /// As it is, or the id where there is no name, under a key of an object.
    Key(At, &'static str),
    /// In other words.
    Other(Evidence),
}

/// A name with its peer id and where it is written.
#[derive(Debug, Clone)]
pub struct Named {
    /// Peer id.
    pub id: String,
    /// Server name, where known.
    pub name: Option<String>,
    pub(super) at: NameAt,
}

impl Named {
    /// Where it is written.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        match &self.at {
            NameAt::Key(at, key) => at.key(key, quoted(self.name.as_ref().unwrap_or(&self.id))),
            NameAt::Other(evidence) => evidence.clone(),
        }
    }
}

/// One peer in a view.
#[derive(Debug, Clone)]
pub struct Row {
    /// Who.
    pub peer: Named,
    /// Heard less than 3 s ago, and not offline.
    pub fresh: bool,
    /// Milliseconds since it was heard; None: never in this term, or not printed.
    pub heard_ms: Option<f64>,
    /// `current`.
    pub current: Option<bool>,
    /// Entries behind.
    pub lag: Option<u64>,
    /// `offline: true`.
    pub offline: Option<Evidence>,
    pub(super) at: At,
    /// `active`.
    pub(super) active: Option<u64>,
}

impl Row {
    /// Heard less than 3 s ago, offline or not.
    #[must_use]
    pub fn is_recent(&self) -> bool {
        self.heard_ms.is_some_and(|ms| ms < super::FRESH_MS)
    }

    /// Not heard for 10 s: it did not go at the same time as one that was heard within 3.
    #[must_use]
    pub fn is_long_unheard(&self) -> bool {
        const LONG_MS: f64 = 10_000.0;
        self.heard_ms.is_some_and(|ms| ms >= LONG_MS)
    }

    /// `active`, or the row where it is not printed.
    #[must_use]
    pub fn active(&self) -> Evidence {
        match self.active {
            Some(active) => self.at.key("active", active.to_string()),
            None => self.at.whole("no active"),
        }
    }

    /// `offline: true`, or `active` where that is not printed.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.offline.clone().unwrap_or_else(|| self.active())
    }
}

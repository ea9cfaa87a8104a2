//! Floor 0: a JSON value, as whoever reads it sees it. Knows JSON, not NATS.
//!
//! Nothing in it fails: what is absent, null or of another type than asked for is None.

use std::borrow::Cow;

use serde_json::Value;

/// A value in a document.
#[derive(Debug, Clone, Copy)]
pub struct Json<'t>(&'t Value);

impl<'t> Json<'t> {
    /// Interim.
    #[must_use]
    pub fn of(value: &'t Value) -> Self {
        Self(value)
    }

    /// The value under `key`, if this is an object that has one; of several the last.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.0.get(key).map(Self)
    }

    /// The text of a string.
    #[must_use]
    pub fn text(self) -> Option<Cow<'t, str>> {
        self.0.as_str().map(Cow::Borrowed)
    }

    /// A whole number from 0.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        self.0.as_u64()
    }

    /// True or false.
    #[must_use]
    pub fn truth(self) -> Option<bool> {
        self.0.as_bool()
    }

    /// Is it an object?
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.is_object()
    }

    /// Is it a list?
    #[must_use]
    pub fn is_list(self) -> bool {
        self.0.is_array()
    }

    /// What a list holds; nothing where this is none.
    pub fn items(self) -> impl Iterator<Item = Self> + use<'t> {
        self.0.as_array().into_iter().flatten().map(Self)
    }

    /// The keys of an object with their values, in their order.
    pub fn entries(self) -> impl Iterator<Item = (Cow<'t, str>, Self)> + use<'t> {
        self.0.as_object().into_iter().flatten().map(|(key, value)| (Cow::Borrowed(key.as_str()), Self(value)))
    }
}

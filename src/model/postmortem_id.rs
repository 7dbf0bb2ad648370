//! What a postmortem is called.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::time;

/// How many bytes of an id its date takes: `2026-11-20`.
const DATE: usize = 10;

/// The id of a postmortem: the name of its directory, `2026-11-20-checkout-latency`. Whether it is
/// well formed is for a rule to say. A clone shares the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostmortemId(Arc<str>);

impl PostmortemId {
    /// Takes the name of a directory.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date that it begins with; `None` where that is none.
    pub fn date(&self) -> Option<NaiveDate> {
        Self::date_in(&self.0)
    }

    /// The date that an id, as a text, begins with.
    pub fn date_in(id: &str) -> Option<NaiveDate> {
        time::parse_date(id.get(..DATE)?).ok()
    }

    /// What follows the date and a `-` in an id, as a text; `None` where a date or that is missing.
    pub fn slug_in(id: &str) -> Option<&str> {
        Self::date_in(id)?;
        let slug = id.get(DATE..)?.strip_prefix('-')?;
        (!slug.is_empty()).then_some(slug)
    }
}

impl Deref for PostmortemId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for PostmortemId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for PostmortemId {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl fmt::Display for PostmortemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

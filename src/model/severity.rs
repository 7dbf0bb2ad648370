//! How bad an incident was.

use std::borrow::Borrow;
use std::fmt;

/// How bad an incident was, as a word of the team's own scale.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Severity(String);

impl Severity {
    /// Takes a word of the scale.
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Severity {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Severity {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

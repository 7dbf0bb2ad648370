//! How bad an incident was.

use std::borrow::Borrow;
use std::fmt;

use serde::Serialize;

/// How bad an incident was, as a word of the team's own scale.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Severity(String);

impl Severity {
    /// Takes a word of the scale.
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The words of several, for a sentence: `SEV-1, SEV-2`.
    pub fn list(all: &[Self]) -> String {
        let words: Vec<&str> = all.iter().map(Self::as_str).collect();
        words.join(", ")
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

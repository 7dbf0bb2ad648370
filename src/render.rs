//! Data for people and programs: text for a terminal, JSON; one file per format.
//!
//! Everything here is a pure function from values to a `String`. Whatever comes from a document
//! passes through `sanitize` before it can reach a terminal.

pub mod csv;
#[cfg(test)]
mod fixture;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod ical;
pub mod json;
pub mod junit;
pub mod markdown;
mod sanitize;
pub mod sarif;
pub mod slack;
pub mod table;
mod wrap;

use std::collections::BTreeMap;

use crate::count::counted;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::time::Moment;

pub use sanitize::sanitize;

/// The width that is assumed where the output is no terminal, so that a pipe always gets the same.
pub const PLAIN_WIDTH: usize = 80;

/// The narrowest terminal that is laid out for; a narrower one breaks the lines itself.
const LEAST_WIDTH: usize = 40;

/// How text for people is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether escape codes for colour are written.
    pub colour: bool,
    /// The columns of the terminal; `None` where the output is none: then source lines fit
    /// `PLAIN_WIDTH` columns, and rows of tables and sentences stay on one line, for `grep`.
    pub terminal: Option<usize>,
    /// How much of what was found is shown.
    pub detail: Detail,
}

impl Look {
    /// The columns that tables and source lines fit into.
    pub fn width(&self) -> usize {
        self.terminal.unwrap_or(PLAIN_WIDTH).max(LEAST_WIDTH)
    }
}

/// How much of what was found is shown. It never changes the exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Findings without the lines below them: nothing at all where nothing was found.
    Quiet,
    /// Findings of one rule in one file are folded where they are many.
    #[default]
    Folded,
    /// Everything.
    All,
}

/// What a run of `check` found.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    /// What was judged: `worktree`, `index` or a commit's id.
    pub snapshot: &'a str,
    /// The clock of the run.
    pub as_of: Moment,
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// All that was found, sorted: what is counted.
    pub findings: &'a [Finding],
    /// What of it is shown, in the same order.
    pub shown: Vec<&'a Finding>,
    /// How many errors were there before the change that is judged, by postmortem.
    pub older: &'a BTreeMap<String, usize>,
}

impl Checked<'_> {
    /// The counts of everything that was found.
    pub fn summary(&self) -> Summary {
        Summary::of(self.documents, self.findings)
    }
}

/// How many documents were judged, and how many findings of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// How many notes were found.
    pub notes: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of<'a>(documents: usize, findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut summary = Self {
            documents,
            ..Self::default()
        };
        for finding in findings {
            match finding.level {
                Level::Error => summary.errors += 1,
                Level::Warning => summary.warnings += 1,
                Level::Note => summary.notes += 1,
            }
        }
        summary
    }

    /// The counts that are not zero, in words: `3 errors, 1 warning`; empty where all are zero.
    pub fn in_words(self) -> String {
        [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect::<Vec<_>>()
        .join(", ")
    }
}

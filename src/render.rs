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
mod totals;
mod wrap;

pub use sanitize::sanitize;
pub use wrap::wrap as wrapped;

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

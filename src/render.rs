//! Data for people and programs: text for a terminal, JSON; one file per format.
//!
//! Everything here is a pure function from values to a `String`. Whatever comes from a document
//! passes through `sanitize` before it can reach a terminal.

mod address;
pub mod channel;
pub mod cstate;
pub mod csv;
#[cfg(test)]
mod fixture;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod ical;
pub mod json;
pub mod junit;
pub mod mail;
pub mod markdown;
pub mod plain;
mod sanitize;
pub mod sarif;
pub mod slack;
pub mod table;
mod tone;
mod totals;
mod wrap;

use std::borrow::Cow;

use crate::calendar::Zone;
use crate::source::RepoPath;
use crate::time;
use crate::time::Moment;

pub(crate) use sanitize::is_hidden;
pub use sanitize::sanitize;
pub use tone::Tone;
pub use wrap::wrap as wrapped;

/// The width that is assumed where the output is no terminal, so that a pipe always gets the same.
pub const PLAIN_WIDTH: usize = 80;

/// The narrowest terminal that is laid out for; a narrower one breaks the lines itself.
const LEAST_WIDTH: usize = 40;

/// How text for people is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether escape codes for colour are written.
    pub colour: bool,
    /// The columns of the terminal; `None` where the output is none: then source lines fit
    /// `PLAIN_WIDTH` columns, and rows of tables and sentences stay on one line, for `grep`.
    pub terminal: Option<usize>,
    /// How much of what was found is shown.
    pub detail: Detail,
    /// Where one stands: paths are shown from there.
    pub here: RepoPath,
    /// The zone in which times are shown; without one each has its offset.
    pub zone: Option<Zone>,
}

impl Look {
    /// The same from where one stands, with times in the zone of all roots, where they have one.
    #[must_use]
    pub fn seen(mut self, here: &RepoPath, zones: impl IntoIterator<Item = Zone>) -> Self {
        let mut zones = zones.into_iter();
        let first = zones.next();
        self.zone = first.filter(|it| zones.all(|other| other == *it));
        self.here = here.clone();
        self
    }

    /// The columns that tables and source lines fit into.
    pub fn width(&self) -> usize {
        self.terminal.unwrap_or(PLAIN_WIDTH).max(LEAST_WIDTH)
    }

    /// A text in its colour, which must be harmless already.
    pub fn paint<'t>(&self, tone: Tone, text: &'t str) -> Cow<'t, str> {
        if !self.colour || tone == Tone::Plain || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let style = tone.style();
        Cow::Owned(format!("{style}{text}{style:#}"))
    }

    /// A path from where one stands.
    pub fn path(&self, path: &RepoPath) -> String {
        sanitize(&path.seen_from(&self.here)).into_owned()
    }

    /// A moment as people read it: the zone is said once, by `zone_name`.
    pub fn moment(&self, moment: Moment) -> String {
        match self.zone {
            Some(zone) => zone.show(moment).to_local_words(),
            None => moment.to_short().replacen('T', " ", 1),
        }
    }

    /// The same of a deadline: one at the end of a day is that day.
    pub fn deadline(&self, due: Moment) -> String {
        match self.zone {
            Some(zone) if zone.end_of_day(zone.date_of(due)) == due => {
                zone.date_of(due).to_string()
            }
            _ => self.moment(due),
        }
    }

    /// The same of a moment as somebody wrote it; what is none stays as it is.
    pub fn written(&self, text: &str) -> String {
        match time::parse_timestamp(text) {
            Ok(moment) => self.moment(moment),
            Err(_) => text.to_owned(),
        }
    }

    /// A sentence with the moments in it as people read them.
    pub fn times_in(&self, sentence: &str) -> String {
        let between = [' ', '(', ')', ',', ':'];
        let parts = sentence.split_inclusive([' ', '(', ')', ',']);
        parts
            .map(|part| {
                let word = part.trim_end_matches(between);
                match time::parse_timestamp(word) {
                    Ok(moment) => {
                        self.deadline(moment) + part.get(word.len()..).unwrap_or_default()
                    }
                    Err(_) => part.to_owned(),
                }
            })
            .collect()
    }

    /// The zone of all times, behind the one at which it is said: ` (Europe/Berlin)`; empty where each
    /// has its offset.
    pub fn zone_name(&self) -> String {
        self.zone
            .map_or_else(String::new, |it| format!(" ({})", it.short_name()))
    }

    /// The same as a line of its own: `times in Europe/Berlin`.
    pub fn zone_words(&self) -> Option<String> {
        Some(format!("times in {}", self.zone?.short_name()))
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

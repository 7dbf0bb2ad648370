//! The timeline of a report: the rows of its table as moments.
//!
//! A time is a timestamp, or a time of day under a `### YYYY-MM-DD` heading, beside a date in a column
//! of its own, or below a row with a date. It is in the zone that stands behind it, over its column,
//! in the section or in the document ("times in Europe/Berlin"). Where none is named it has the offset
//! of the nearest row above that has one, and where none has, it is in UTC. Of a span it is the
//! beginning. Of a timeline that is no table the list items and lines that begin with a time are its
//! rows.

mod clock;
mod columns;
mod items;
mod reader;
mod zone;

use chrono::NaiveTime;

pub use clock::Leading;
pub use clock::date_in;
pub use clock::leading;
pub use columns::Columns;
pub use columns::columns;
pub use columns::{DATES, EVENTS, TIMES};
use reader::Reader;

use crate::calendar::Zone;
use crate::diagnostic::Fault;
use crate::markdown::Body;
use crate::markdown::Table;
use crate::source::Span;
use crate::time::Moment;

/// The timeline of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The zone that the section names, and where; `None` where it names none, or none that is.
    pub zone: Option<(Zone, Span)>,
    /// Whether the section has a table at all.
    pub has_table: bool,
    /// The rows of all its tables, in the order of the text; rows without any text are left out. Where
    /// it has no table, what begins with a time.
    pub rows: Vec<TimelineRow>,
    /// What cannot be read.
    pub faults: Vec<Fault<TimelineFaultKind>>,
}

/// A row of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    /// When it happened; where it is not known, `faults` says why.
    pub time: Result<Moment, TimelineFaultKind>,
    /// The time of day, where nothing says of which day.
    pub clock: Option<NaiveTime>,
    /// Where the time stands.
    pub time_span: Span,
    /// What happened; empty where the cell is.
    pub event: Span,
    /// What shows it; empty where the cell is. Its links are `body.links_in(evidence)`.
    pub evidence: Span,
    /// The whole row.
    pub span: Span,
}

impl TimelineRow {
    /// What tells it from other rows of `text`, however it is written: its moment, or its words
    /// where that cannot be read, and what happened, on one line.
    pub fn key(&self, text: &str) -> (String, String) {
        let time = self.time.map_or_else(
            |_| self.time_span.of(text).trim().to_owned(),
            |it| it.unix().to_string(),
        );
        (time, crate::markdown::one_line(self.event.of(text)))
    }
}

/// What is wrong with a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimelineFaultKind {
    /// The section names a zone that is none; its times of day mean nothing then.
    Zone,
    /// A row has no time.
    NoTime,
    /// A time is neither a timestamp nor a time of day, or does not exist.
    Time,
    /// A time of day stands under no `### YYYY-MM-DD` heading.
    NoDate,
    /// A table has no column for times or events.
    Columns,
    /// There is something, and no table.
    NoTable,
}

/// Reads the timeline that stands in a section (an index into `body.sections`).
pub fn timeline(text: &str, body: &Body, section: usize) -> Timeline {
    let mut reader = Reader::new(text, body);
    if let Some(found) = body.sections.get(section) {
        reader.read(section, found);
    }
    reader.timeline
}

/// Where a section (an index into `body.sections`) names the zone of its times, in the order of the text.
pub fn zones_named(text: &str, body: &Body, section: usize) -> Vec<Span> {
    let named = zone::in_section(text, body, section);
    named.into_iter().map(|it| it.0).collect()
}

/// Where a document first names the zone of its times, outside of a section.
pub fn zone_elsewhere(text: &str, body: &Body, section: Option<usize>) -> Option<Span> {
    zone::elsewhere(text, body, section.unwrap_or(usize::MAX)).map(|it| it.0)
}

/// Where the title of a column names the zone of the times below it.
pub fn zone_over(text: &str, table: &Table, column: usize) -> Option<Span> {
    zone::over_column(text, table, column).map(|it| it.0)
}

#[cfg(test)]
mod tests;

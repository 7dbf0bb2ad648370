//! The timeline of a report: the rows of its table as moments.
//!
//! A time is a timestamp, or a time of day under a `### YYYY-MM-DD` heading, in the zone that the
//! section names ("times in Europe/Berlin"), or UTC where it names none.

mod zone;

use chrono::NaiveDate;

use crate::calendar::Zone;
use crate::diagnostic::Fault;
use crate::markdown::Body;
use crate::markdown::Cell;
use crate::markdown::Row;
use crate::markdown::Table;
use crate::source::Span;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::parse_clock;
use crate::time::parse_date;
use crate::time::parse_local;
use crate::time::parse_timestamp;

/// The most bytes of a cell that a message repeats.
const EXCERPT: usize = 40;

/// The timeline of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The zone that the section names, and where; `None` where it names none, or none that is.
    pub zone: Option<(Zone, Span)>,
    /// Whether the section has a table at all.
    pub has_table: bool,
    /// The rows of all its tables, in the order of the text; rows without any text are left out.
    pub rows: Vec<TimelineRow>,
    /// What cannot be read.
    pub faults: Vec<Fault<TimelineFaultKind>>,
}

/// A row of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineRow {
    /// When it happened; where it is not known, `faults` says why.
    pub time: Result<Moment, TimelineFaultKind>,
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
}

/// Reads the timeline that stands in a section (an index into `body.sections`).
pub fn timeline(text: &str, body: &Body, section: usize) -> Timeline {
    let Some(found) = body.sections.get(section) else {
        return Timeline::default();
    };
    let mut reader = Reader {
        text,
        body,
        zone: Some(Zone::utc()),
        timeline: Timeline::default(),
    };
    reader.find_zone(section);
    for table in body.tables_in(found.content) {
        reader.timeline.has_table = true;
        reader.table(table);
    }
    reader.timeline
}

/// Which cell of a row holds what.
#[derive(Clone, Copy)]
struct Columns {
    time: usize,
    event: usize,
    evidence: Option<usize>,
}

struct Reader<'a> {
    text: &'a str,
    body: &'a Body,
    /// The zone of times of day; `None` where the section names one that is none.
    zone: Option<Zone>,
    timeline: Timeline,
}

impl Reader<'_> {
    /// Takes the zone that the section names, or the fault in it.
    fn find_zone(&mut self, section: usize) {
        match zone::named(self.text, self.body, section) {
            None => {}
            Some((span, Ok(zone))) => {
                self.zone = Some(zone);
                self.timeline.zone = Some((zone, span));
            }
            Some((span, Err(fault))) => {
                self.zone = None;
                let help = fault.help();
                self.fault(TimelineFaultKind::Zone, span, fault.to_string(), help);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let Some(columns) = self.columns(table) else {
            let message = "this table of the timeline has no columns `Time` and `Event`";
            let help = "begin it with `| Time | Event | Evidence |`";
            let span = match (table.header.first(), table.header.last()) {
                (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
                _ => table.span,
            };
            self.fault(
                TimelineFaultKind::Columns,
                span,
                message.to_owned(),
                help.to_owned(),
            );
            return;
        };
        let date = table
            .heading
            .and_then(|heading| self.body.sections.get(heading))
            .and_then(|section| parse_date(&section.title).ok());
        for row in &table.rows {
            self.row(row, columns, date);
        }
    }

    /// Finds the columns by their titles.
    fn columns(&self, table: &Table) -> Option<Columns> {
        let column = |title: &str| {
            table.header.iter().position(|cell| {
                let words = cell.span.of(self.text).to_lowercase();
                let words = words.trim_matches(['*', '_', '`']);
                words.split_whitespace().next() == Some(title)
            })
        };
        Some(Columns {
            time: column("time").or_else(|| column("when"))?,
            event: column("event")
                .or_else(|| column("what"))
                .or_else(|| column("description"))?,
            evidence: column("evidence"),
        })
    }

    fn row(&mut self, row: &Row, columns: Columns, date: Option<NaiveDate>) {
        if row.cells.iter().all(|cell| cell.span.is_empty()) {
            return;
        }
        let cell = |index: usize| {
            row.cells
                .get(index)
                .map_or(Span::at(row.span.end), |cell: &Cell| cell.span)
        };
        let time_span = cell(columns.time);
        let time = self.time(time_span, row.span, date);
        self.timeline.rows.push(TimelineRow {
            time,
            time_span,
            event: cell(columns.event),
            evidence: columns.evidence.map_or(Span::at(row.span.end), cell),
            span: row.span,
        });
    }

    /// Reads the cell of a row's time.
    fn time(
        &mut self,
        span: Span,
        row: Span,
        date: Option<NaiveDate>,
    ) -> Result<Moment, TimelineFaultKind> {
        let text = self.text;
        let words = span.of(text).trim_matches(['*', '_', '`']).trim();
        if words.is_empty() {
            return self.refuse(
                TimelineFaultKind::NoTime,
                row,
                "this row of the timeline has no time",
                "write when it happened, or take the row out",
            );
        }
        let clock = match parse_clock(words) {
            Ok(clock) => clock,
            Err(TimeFault::NoSuchTime) => return self.no_time(span, words, TimeFault::NoSuchTime),
            Err(_) => return self.timestamp(span, words),
        };
        let Some(date) = date else {
            let message = format!("`{words}` is a time of day, and no heading says of which day");
            return self.refuse(
                TimelineFaultKind::NoDate,
                span,
                &message,
                "put the table under a heading like `### 2026-11-20`, or write a whole timestamp",
            );
        };
        // Of a zone that is none, one fault says enough.
        let zone = self.zone.ok_or(TimelineFaultKind::Zone)?;
        Ok(zone.at(date.and_time(clock)))
    }

    /// Reads a time that is more than a time of day.
    fn timestamp(&mut self, span: Span, words: &str) -> Result<Moment, TimelineFaultKind> {
        match parse_timestamp(words) {
            Ok(moment) => Ok(moment),
            Err(TimeFault::NoOffset) => match (&self.timeline.zone, parse_local(words)) {
                // A zone that the section names holds for a date and time as for a time of day.
                (Some((zone, _)), Ok(local)) => Ok(zone.at(local)),
                (_, Err(fault)) => self.no_time(span, words, fault),
                (None, Ok(_)) if self.zone.is_none() => Err(TimelineFaultKind::Zone),
                (None, Ok(_)) => self.no_time(span, words, TimeFault::NoOffset),
            },
            Err(fault) => self.no_time(span, words, fault),
        }
    }

    fn no_time(
        &mut self,
        span: Span,
        words: &str,
        fault: TimeFault,
    ) -> Result<Moment, TimelineFaultKind> {
        let shown: String = words.chars().take(EXCERPT).collect();
        let help = match fault {
            TimeFault::Shape | TimeFault::NoTime => {
                "write a timestamp like `2026-11-20T14:03Z`, or `14:03` under a heading like `### 2026-11-20`"
            }
            fault => fault.help(),
        };
        let message = format!("the time `{shown}` {fault}");
        self.refuse(TimelineFaultKind::Time, span, &message, help)
    }

    fn refuse(
        &mut self,
        kind: TimelineFaultKind,
        span: Span,
        message: &str,
        help: &str,
    ) -> Result<Moment, TimelineFaultKind> {
        self.fault(kind, span, message.to_owned(), help.to_owned());
        Err(kind)
    }

    fn fault(&mut self, kind: TimelineFaultKind, span: Span, message: String, help: String) {
        let fault = Fault::new(span, message).help(help);
        self.timeline.faults.push(fault.of_kind(kind));
    }
}

#[cfg(test)]
mod tests;

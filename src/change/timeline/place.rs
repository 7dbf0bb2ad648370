//! Puts rows where their time puts them, and reads what came of it: a time that would be read as another,
//! or would make other rows mean something else, is written in another way.

mod lines;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::section::Section;
use crate::change::reading;
use crate::document::Sort;
use crate::markdown::Table;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::Span;
use crate::time::Moment;
use crate::timeline::Columns;
use crate::timeline::columns;
use lines::Way;

/// A row that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewRow {
    pub(super) at: Moment,
    /// Its cells, as they are written.
    pub(super) event: String,
    pub(super) evidence: String,
}

/// How times are written in a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// Times of day under headings with a day.
    Days,
    /// A date and a time in the zone of the section: `2026-11-20 14:03`.
    Local,
    /// A timestamp: `2026-11-20T14:03Z`.
    Stamps,
}

/// A table that is there.
struct Laid<'a> {
    table: &'a Table,
    columns: Option<Columns>,
    /// The heading over it, and its day.
    day: Option<(Span, NaiveDate)>,
    /// Its rows with a time that can be read; with the latest time so far.
    rows: Vec<(Moment, Moment, Span)>,
}

/// The place for a row: before a row of a table, or behind its last.
struct Place {
    /// Which table.
    table: usize,
    /// The byte at which its line begins.
    at: usize,
    /// A row beside it.
    beside: Option<Moment>,
}

/// A stretch of text that comes in at a place, and where in it which row stands.
struct Insert {
    at: usize,
    text: String,
    rows: Vec<(usize, usize)>,
}

/// What is not as it was meant in a text with new rows.
enum Wrong {
    /// These rows are read as something else.
    Rows(Vec<usize>),
    /// Rows that were there mean something else.
    Others,
}

/// The text of the report with more rows.
pub(super) fn placed(root: &Root, section: &Section, rows: &[NewRow]) -> Result<String, Refusal> {
    let mut rows: Vec<&NewRow> = rows.iter().collect();
    rows.sort_by_key(|it| it.at);
    let place = Places::of(section);
    let mut ways = vec![Some(Way::FIRST); rows.len()];
    loop {
        let tried: Option<Vec<(&NewRow, Way)>> = rows
            .iter()
            .zip(&ways)
            .map(|(row, way)| Some((*row, (*way)?)))
            .collect();
        let Some(tried) = tried else {
            return Err(unplaced(section));
        };
        let (text, starts) = place.with(&tried)?;
        match wrong(root, section, &text, (&tried, &starts)) {
            None => return Ok(text),
            Some(Wrong::Others) => ways.iter_mut().for_each(|it| *it = it.and_then(Way::next)),
            Some(Wrong::Rows(all)) => {
                for index in all {
                    if let Some(way) = ways.get_mut(index) {
                        *way = way.and_then(Way::next);
                    }
                }
            }
        }
    }
}

/// The same without looking at what comes of it: what rules say of their words is seen from it.
pub(super) fn roughly(section: &Section, rows: &[NewRow]) -> Result<String, Refusal> {
    let rows: Vec<(&NewRow, Way)> = rows.iter().map(|it| (it, Way::FIRST)).collect();
    Ok(Places::of(section).with(&rows)?.0)
}

fn unplaced(section: &Section) -> Refusal {
    let why = "a new row would be read as of another time, or give a row that is there another";
    Refusal::not_ready(why)
        .hint("write the times of the timeline with their dates and offsets")
        .about(&section.document.path)
}

fn unreadable() -> Refusal {
    Refusal::not_ready("a table of the timeline has no columns `Time` and `Event`")
        .hint("begin it with `| Time | Event | Evidence |`")
}

/// Reads the text with the new rows again, which begin at these bytes; `None` where all is as it is meant.
fn wrong(
    root: &Root,
    section: &Section,
    text: &str,
    (rows, starts): (&[(&NewRow, Way)], &BTreeMap<usize, usize>),
) -> Option<Wrong> {
    let path = &section.document.path;
    let document = reading::with(root, path, text, Sort::WithFrontMatter);
    let Some(after) = Section::of(root, document) else {
        return Some(Wrong::Others);
    };
    let mut before = section.timeline.rows.iter();
    let mut left: Vec<bool> = vec![true; rows.len()];
    for read in &after.timeline.rows {
        let new = starts.get(&line_start(text, read.span.start));
        let Some(index) = new else {
            if before.next().is_none_or(|it| it.time != read.time) {
                return Some(Wrong::Others);
            }
            continue;
        };
        let meant = rows.get(*index).map(|(row, _)| row.at.minute().unix());
        if let (Ok(time), Some(left)) = (read.time, left.get_mut(*index)) {
            *left = meant != Some(time.unix());
        }
    }
    if before.next().is_some() {
        return Some(Wrong::Others);
    }
    let left = left.iter().enumerate().filter(|(_, is_left)| **is_left);
    let left: Vec<usize> = left.map(|(index, _)| index).collect();
    (!left.is_empty()).then_some(Wrong::Rows(left))
}

/// The tables that are there, and where new rows go.
struct Places<'a> {
    section: &'a Section,
    style: Style,
    tables: Vec<Laid<'a>>,
    /// The first table of each day.
    days: BTreeMap<NaiveDate, usize>,
}

impl<'a> Places<'a> {
    fn of(section: &'a Section) -> Self {
        let tables: Vec<Laid<'_>> = section
            .tables()
            .iter()
            .map(|it| laid(section, it))
            .collect();
        let mut days = BTreeMap::new();
        for (index, laid) in tables.iter().enumerate() {
            if let Some((_, day)) = laid.day {
                days.entry(day).or_insert(index);
            }
        }
        let first = section.timeline.rows.first();
        let first = first.map(|it| it.time_span.of(section.text()).trim());
        let style = match first {
            _ if !days.is_empty() => Style::Days,
            Some(text) if crate::time::parse_local(text).is_ok() => Style::Local,
            _ => Style::Stamps,
        };
        Self {
            section,
            style,
            tables,
            days,
        }
    }

    /// The text with new rows, and at which byte which of them begins.
    fn with(&self, rows: &[(&NewRow, Way)]) -> Result<(String, BTreeMap<usize, usize>), Refusal> {
        let mut inserts: Vec<Insert> = Vec::new();
        let mut fresh: Vec<(NaiveDate, Vec<usize>)> = Vec::new();
        for (index, (row, way)) in rows.iter().enumerate() {
            let day = self.section.zone.date_of(row.at);
            if let Some(place) = self.place(row.at, day) {
                let laid = self.tables.get(place.table);
                let (laid, columns) = laid
                    .and_then(|it| Some((it, it.columns?)))
                    .ok_or_else(unreadable)?;
                let shape = (columns, laid.table.header.len());
                inserts.push(Insert {
                    at: place.at,
                    text: self.line(shape, row, (*way, place.beside)),
                    rows: vec![(0, index)],
                });
                continue;
            }
            match fresh.last_mut() {
                Some((last, rows)) if *last == day || self.style != Style::Days => rows.push(index),
                _ => fresh.push((day, vec![index])),
            }
        }
        for (day, all) in &fresh {
            inserts.push(self.new_table(rows, (*day, all)));
        }
        Ok(joined(self.section.text(), inserts))
    }

    /// Where a row goes: into the table of its day, else into the first whose last row is not earlier, else
    /// into the last; there before the first row that is later, else behind the last.
    fn place(&self, at: Moment, day: NaiveDate) -> Option<Place> {
        let index = if self.style == Style::Days {
            *self.days.get(&day)?
        } else {
            let is_later =
                |it: &Laid<'_>| it.rows.last().is_some_and(|(_, latest, _)| *latest >= at);
            let first = self.tables.iter().position(is_later);
            first.or(self.tables.len().checked_sub(1))?
        };
        let laid = self.tables.get(index)?;
        let minute = at.minute();
        let next = laid
            .rows
            .partition_point(|(_, latest, _)| latest.minute() <= minute);
        let beside = laid.rows.get(next.saturating_sub(1));
        let text = self.section.text();
        Some(Place {
            table: index,
            at: match laid.rows.get(next) {
                Some((_, _, span)) => line_start(text, span.start),
                None => line_end(text, laid.table.span.end),
            },
            beside: beside.map(|(time, _, _)| *time),
        })
    }
}

fn laid<'a>(section: &Section, table: &'a Table) -> Laid<'a> {
    let all = &section.timeline.rows;
    let first = all.partition_point(|it| it.span.start < table.span.start);
    let last = all.partition_point(|it| it.span.start < table.span.end);
    let its = all.get(first..last).unwrap_or_default();
    let mut rows: Vec<(Moment, Moment, Span)> = Vec::new();
    for row in its {
        if let Ok(time) = row.time {
            let latest = rows.last().map_or(time, |(_, latest, _)| time.max(*latest));
            rows.push((time, latest, row.span));
        }
    }
    Laid {
        table,
        columns: columns(section.text(), table),
        day: section.day(table),
        rows,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |it| it + 1)
}

/// Behind the end of the line on which the last byte before `at` stands.
fn line_end(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    if text.get(..at).is_some_and(|it| it.ends_with('\n')) {
        return at;
    }
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |it| at + it + 1)
}

/// A text with stretches that come in, and at which byte which row begins then.
fn joined(text: &str, mut inserts: Vec<Insert>) -> (String, BTreeMap<usize, usize>) {
    inserts.sort_by_key(|it| it.at);
    let mut out = String::with_capacity(text.len() + 1024);
    let mut starts = BTreeMap::new();
    let mut from = 0;
    for insert in inserts {
        out.push_str(text.get(from..insert.at).unwrap_or_default());
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        starts.extend(insert.rows.iter().map(|(at, row)| (out.len() + at, *row)));
        out.push_str(&insert.text);
        from = insert.at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    (out, starts)
}

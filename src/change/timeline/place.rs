//! Puts rows where their time puts them.

use chrono::NaiveDate;

use super::section::Column;
use super::section::Section;
use crate::markdown::Table;
use crate::refusal::Refusal;
use crate::source::Span;
use crate::time::Moment;
use crate::time::parse_date;

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

/// A stretch of text that comes in at a place.
struct Insert {
    at: usize,
    text: String,
}

/// The text of the report with more rows.
pub(super) fn placed(section: &Section, rows: &[NewRow]) -> Result<String, Refusal> {
    let mut rows: Vec<&NewRow> = rows.iter().collect();
    rows.sort_by_key(|it| it.at);
    let style = style(section);
    let mut inserts: Vec<Insert> = Vec::new();
    let mut fresh: Vec<(NaiveDate, Vec<&NewRow>)> = Vec::new();
    for row in rows {
        let day = section.zone.date_of(row.at);
        let table = table_for(section, style, row.at);
        if let Some(table) = table {
            let columns = section.columns(table).ok_or_else(unreadable)?;
            let at = place_in(section, table, row.at);
            let line = line(section, &columns, row, style);
            inserts.push(Insert { at, text: line });
        } else {
            match fresh.last_mut() {
                Some((last, rows)) if *last == day || style != Style::Days => rows.push(row),
                _ => fresh.push((day, vec![row])),
            }
        }
    }
    for (day, rows) in fresh {
        inserts.push(new_table(section, style, (day, &rows)));
    }
    Ok(with(section.text(), inserts))
}

fn unreadable() -> Refusal {
    Refusal::not_ready("a table of the timeline has no columns `Time` and `Event`")
        .hint("begin it with `| Time | Event | Evidence |`")
}

/// How the times are written that are there.
fn style(section: &Section) -> Style {
    if section.tables().iter().any(|it| section.day(it).is_some()) {
        return Style::Days;
    }
    let written = section
        .timeline
        .rows
        .first()
        .map(|it| it.time_span.of(section.text()));
    match written {
        Some(text) if crate::time::parse_local(text.trim()).is_ok() => Style::Local,
        _ => Style::Stamps,
    }
}

/// The table into which a row goes: that of its day, else the only one.
fn table_for(section: &Section, style: Style, at: Moment) -> Option<&Table> {
    let tables = section.tables();
    if style != Style::Days {
        // The first whose last row is not earlier, else the last.
        let is_later = |it: &&Table| rows_of(section, it).any(|(time, _)| time >= at);
        return tables.iter().find(is_later).or(tables.last());
    }
    let day = section.zone.date_of(at);
    tables.iter().find(|it| section.day(it) == Some(day))
}

/// The rows of a table with a time that can be read.
fn rows_of<'a>(
    section: &'a Section,
    table: &Table,
) -> impl Iterator<Item = (Moment, Span)> + use<'a> {
    let span = table.span;
    let rows = section.timeline.rows.iter();
    rows.filter(move |it| span.start <= it.span.start && it.span.end <= span.end)
        .filter_map(|it| Some((it.time.ok()?, it.span)))
}

/// Before the first row that is later; else behind the last.
fn place_in(section: &Section, table: &Table, at: Moment) -> usize {
    let at = at.minute();
    let later = rows_of(section, table).find(|(time, _)| time.minute() > at);
    match later {
        Some((_, span)) => line_start(section.text(), span.start),
        None => line_end(section.text(), table.span.end),
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

fn line(section: &Section, columns: &[Option<Column>], row: &NewRow, style: Style) -> String {
    let has_evidence = columns.contains(&Some(Column::Evidence));
    let mut line = String::from("|");
    for column in columns {
        let cell = match column {
            Some(Column::Time) => time(section, row.at, style),
            Some(Column::Event) if has_evidence || row.evidence.is_empty() => row.event.clone(),
            Some(Column::Event) => format!("{} ({})", row.event, row.evidence),
            Some(Column::Evidence) => row.evidence.clone(),
            None => String::new(),
        };
        line.push(' ');
        line.push_str(&cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line.push_str(section.newline());
    line
}

/// A time as the section writes its times.
fn time(section: &Section, at: Moment, style: Style) -> String {
    let at = section.zone.show(at.minute());
    match style {
        Style::Days => at.local().format("%H:%M").to_string(),
        Style::Local => at.to_local_words(),
        Style::Stamps => at.to_short(),
    }
}

/// A table that is not there yet: of a day, before the heading of a later one.
fn new_table(section: &Section, style: Style, (day, rows): (NaiveDate, &[&NewRow])) -> Insert {
    let newline = section.newline();
    let columns = [
        Some(Column::Time),
        Some(Column::Event),
        Some(Column::Evidence),
    ];
    let mut text = String::new();
    let mut at = end_of(section);
    if style == Style::Days {
        let later = section.tables().iter().filter_map(|table| {
            let heading = section.document.body.sections.get(table.heading?)?;
            let its = parse_date(&heading.title).ok()?;
            (its > day).then_some(heading.heading.start)
        });
        at = later.min().unwrap_or(at);
    }
    if !section
        .text()
        .get(..at)
        .is_some_and(|it| it.ends_with(&newline.repeat(2)))
    {
        text.push_str(newline);
    }
    if style == Style::Days {
        text.push_str(&format!("### {day}{newline}{newline}"));
    }
    text.push_str(&format!(
        "| Time | Event | Evidence |{newline}|---|---|---|{newline}"
    ));
    for row in rows {
        text.push_str(&line(section, &columns, row, style));
    }
    if at < section.text().len() {
        text.push_str(newline);
    }
    Insert { at, text }
}

/// Behind the last line of the section that says something.
fn end_of(section: &Section) -> usize {
    let content = section.content.of(section.text());
    let said = content.trim_end();
    line_end(section.text(), section.content.start + said.len())
}

fn with(text: &str, mut inserts: Vec<Insert>) -> String {
    inserts.sort_by_key(|it| it.at);
    let mut out = String::with_capacity(text.len() + 1024);
    let mut from = 0;
    for insert in inserts {
        out.push_str(text.get(from..insert.at).unwrap_or_default());
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&insert.text);
        from = insert.at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

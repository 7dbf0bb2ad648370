//! The rows of a timeline, whatever its shape: tables, lists, lines, headings that begin with a time.

mod columns;

use chrono::Datelike as _;
use chrono::NaiveDate;

use columns::Columns;
use columns::columns;
use columns::is_headless;

use super::Asked;
use super::DayOrder;
use super::dates::Day;
use super::outline::Line;
use super::outline::LineKind;
use super::outline::Outline;
use super::outline::TableAt;
use super::places::Source;
use super::reading::Row;
use super::stamps;
use super::stamps::Stamp;
use super::text;
use super::words::Part;
use super::zones;
use super::zones::Named;
use crate::markdown::Body;
use crate::timeline;

/// The most bytes of a line that names a day for those below it.
const DATE_LINE: usize = 60;

/// The most times of one document that are said not to be understood.
const MOST_UNCLEAR: usize = 100;

/// How many lines that begin with a time make a timeline where no heading names one.
const ENOUGH: usize = 3;

/// The most days that a date without a year lies off the incident's.
const NEAR: i64 = 120;

/// A timeline while it is read.
pub(super) struct Rows<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    body: &'a Body,
    asked: &'a Asked<'a>,
    /// The day of the incident, where it is known: it settles the year of dates without one.
    near: Option<NaiveDate>,
    /// The zone that the document names for its times.
    zone: Option<Named>,
    day: Option<NaiveDate>,
    /// The part in which that day was named: a time of day in another one is of no day.
    part: Option<Part>,
    found: Vec<Row>,
    unclear: Vec<(usize, String)>,
    orders: Vec<DayOrder>,
}

/// A timeline that was read.
pub(super) struct Timeline {
    /// Its rows, in the order of the text.
    pub(super) rows: Vec<Row>,
    /// The times that are none, each with its line.
    pub(super) unclear: Vec<(usize, String)>,
    /// The orders of day and month that its dates show.
    pub(super) orders: Vec<DayOrder>,
}

/// What a line says besides its time.
enum Rest<'t> {
    /// What follows the time.
    Behind(&'t str),
    /// What stands before it.
    Before(&'t str),
}

impl<'a> Rows<'a> {
    /// Nothing yet: `near` is the day of the incident, and `zone` that of the document's times.
    pub(super) fn new(
        source: &'a Source<'a>,
        body: &'a Body,
        near: Option<NaiveDate>,
        zone: Option<Named>,
    ) -> Self {
        Self {
            source,
            text: source.text,
            body,
            asked: source.asked,
            near,
            zone,
            day: None,
            part: None,
            found: Vec::new(),
            unclear: Vec::new(),
            orders: Vec::new(),
        }
    }

    /// Reads all of it.
    pub(super) fn read(mut self, outline: &Outline<'_>) -> Timeline {
        let loose = self.is_loose(outline);
        let mut tables = outline.tables.iter().peekable();
        for (index, line) in outline.lines.iter().enumerate() {
            while let Some(at) = tables.next_if(|it| it.before <= index) {
                self.table(at);
            }
            self.enter(line.part);
            let is_timeline = line.part == Some(Part::Timeline);
            match line.kind {
                LineKind::Heading => self.heading(outline, index, line),
                _ if is_timeline => self.line(line),
                LineKind::Text if loose => self.loose(line),
                LineKind::Item { .. } => self.item(line),
                LineKind::Text | LineKind::Code => {}
            }
        }
        for at in tables {
            self.table(at);
        }
        Timeline {
            rows: self.found,
            unclear: self.unclear,
            orders: self.orders,
        }
    }

    /// What follows stands in a part.
    fn enter(&mut self, part: Option<Part>) {
        if part != self.part {
            self.part = part;
            self.day = None;
        }
    }

    /// Whether enough lines outside of lists and timelines begin with a time of day to be one.
    fn is_loose(&self, outline: &Outline<'_>) -> bool {
        let mut found = outline.lines.iter().filter(|it| {
            it.kind == LineKind::Text
                && !matches!(it.part, Some(Part::Timeline | Part::Actions))
                && stamps::at_start(it.text, self.asked.day_order)
                    .is_some_and(|stamp| stamp.has_clock && is_separated(it.text, &stamp))
        });
        found.nth(ENOUGH - 1).is_some()
    }

    /// A line of such a timeline: a row, or the day of the rows below it.
    fn loose(&mut self, line: &Line<'_>) {
        let order = self.asked.day_order;
        match stamps::at_start(line.text, order) {
            Some(stamp) if stamp.has_clock => self.item(line),
            Some(stamp) => {
                let rest = line.text.get(stamp.end..).unwrap_or("");
                if text::unmarked(rest)
                    .trim_matches([':', ')', ']'])
                    .is_empty()
                {
                    self.day = self.date(&stamp);
                }
            }
            None => {}
        }
    }

    /// The date of a stamp, with the year of the incident where it has none.
    fn date(&self, stamp: &Stamp) -> Option<NaiveDate> {
        match stamp.day? {
            Day::Is(date) => Some(date),
            Day::NoYear { month, day } => {
                let near = self.near.or(self.day)?;
                let mut years = [near.year() - 1, near.year(), near.year() + 1]
                    .into_iter()
                    .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                    .filter(|it| (*it - near).num_days().abs() <= NEAR);
                years.next()
            }
            Day::TwoWays(_) | Day::None(_) => None,
        }
    }

    /// Takes a row: its time, where it begins, the time as it is written, and what happened.
    fn push(
        &mut self,
        stamp: &Stamp,
        offset: usize,
        (written, rest): (&str, &str),
        zone: Option<&Named>,
    ) {
        let own = self.date(stamp);
        if stamp.day.is_some() {
            self.day = own;
        }
        let order = stamp.shows.filter(|it| !self.orders.contains(it));
        self.orders.extend(order);
        let is_none = (stamp.has_clock && stamp.clock.is_none())
            || matches!(stamp.day, Some(Day::TwoWays(_) | Day::None(_)));
        if is_none && self.unclear.len() < MOST_UNCLEAR {
            let line = self.source.line(offset);
            self.unclear.push((line, written.to_owned()));
        }
        let day = self.day;
        let clock = stamp.clock;
        let zone = stamp.zone.as_ref().or(zone).or(self.zone.as_ref());
        let asked = self.asked.zone.map(Named::Is);
        let at = match (day, clock, zone.or(asked.as_ref())) {
            (Some(day), Some(clock), Some(zone)) => zone.moment(day.and_time(clock)).ok(),
            _ => None,
        };
        self.found.push(Row {
            line: self.source.line(offset),
            at,
            day,
            clock,
            text: text::plain(rest),
        });
    }

    /// A heading: a row, or the day of the rows below it.
    fn heading(&mut self, outline: &Outline<'_>, index: usize, line: &Line<'_>) {
        if line.heading == outline.title {
            return;
        }
        let is_timeline = line.part == Some(Part::Timeline);
        let Some(stamp) = stamps::at_start(line.text, self.asked.day_order)
            .or_else(|| date_inside(line.text, self.asked.day_order).filter(|_| is_timeline))
        else {
            return;
        };
        let rest = line.text.get(stamp.end..).unwrap_or("");
        let next = outline
            .lines
            .get(index + 1)
            .filter(|it| it.kind != LineKind::Heading);
        let has_clock = stamp.has_clock;
        if has_clock && line.part != Some(Part::Actions) {
            let rest = rest.trim_start_matches(SEPARATORS);
            let words = if text::unmarked(rest).is_empty() {
                next.map_or("", |it| it.text)
            } else {
                rest
            };
            self.push(&stamp, line.start, (line.text, words), None);
            return;
        }
        if !is_timeline {
            return;
        }
        self.day = self.date(&stamp);
        // A day with a story of its own, and no times below it, is a row.
        let is_story = next.is_some_and(|it| {
            it.kind == LineKind::Text && stamps::at_start(it.text, self.asked.day_order).is_none()
        });
        let has_times = outline
            .lines
            .iter()
            .skip(index + 1)
            .take_while(|it| it.kind != LineKind::Heading)
            .take(50)
            .any(|it| {
                stamps::at_start(it.text, self.asked.day_order).is_some_and(|it| it.has_clock)
            });
        let has_sub = outline
            .lines
            .iter()
            .skip(index + 1)
            .find(|it| it.kind == LineKind::Heading)
            .is_some_and(|it| {
                stamps::at_start(it.text, self.asked.day_order)
                    .is_some_and(|it| it.has_clock && it.day.is_none())
            });
        if is_story && !has_times && !has_sub {
            let words = if text::unmarked(rest.trim_start_matches(SEPARATORS)).is_empty() {
                next.map_or("", |it| it.text)
            } else {
                rest
            };
            self.push(&stamp, line.start, (line.text, words), None);
        }
    }

    /// A line of a timeline.
    fn line(&mut self, line: &Line<'_>) {
        let order = self.asked.day_order;
        let (stamp, rest) = match stamps::at_start(line.text, order) {
            Some(stamp) => {
                let rest = line.text.get(stamp.end..).unwrap_or("");
                (stamp, Rest::Behind(rest))
            }
            None => match (line.kind, stamps::at_end(line.text, order)) {
                (LineKind::Item { .. }, Some(stamp)) if stamp.has_clock => {
                    let before = line.text.get(..stamp.start).unwrap_or("");
                    (stamp, Rest::Before(before))
                }
                _ => {
                    if is_relative(line.text) {
                        self.push(&Stamp::default(), line.start, (line.text, line.text), None);
                    } else if let Some(stamp) = date_inside(line.text, order) {
                        self.day = self.date(&stamp);
                    } else if let Some(row) = self.found.last_mut().filter(|it| it.text.is_empty())
                    {
                        // A time alone on its line: what happened stands on the next.
                        row.text = text::plain(line.text);
                    }
                    return;
                }
            },
        };
        let words = match rest {
            Rest::Behind(rest) => behind(rest, order),
            Rest::Before(before) => before.trim_end_matches(SEPARATORS),
        };
        let is_day_alone = !stamp.has_clock
            && (text::unmarked(words)
                .trim_matches([':', ')', ']'])
                .is_empty()
                || (line.text.len() < DATE_LINE && words.ends_with(':')));
        if is_day_alone {
            self.day = self.date(&stamp);
            return;
        }
        if words.is_empty() && line.kind == LineKind::Code {
            return;
        }
        // A day and prose is a row in a list; in a paragraph it is prose.
        if !stamp.has_clock && line.kind == LineKind::Text && !is_separated(line.text, &stamp) {
            return;
        }
        self.push(&stamp, line.start, (line.text, words), None);
    }

    /// A line outside of a timeline: a row where it begins with a time of day and goes on.
    fn item(&mut self, line: &Line<'_>) {
        if matches!(line.part, Some(Part::Actions)) {
            return;
        }
        let Some(stamp) = stamps::at_start(line.text, self.asked.day_order) else {
            return;
        };
        if !stamp.has_clock {
            return;
        }
        let words = behind(
            line.text.get(stamp.end..).unwrap_or(""),
            self.asked.day_order,
        );
        if text::unmarked(words).len() < 3 {
            return;
        }
        self.push(&stamp, line.start, (line.text, words), None);
    }

    /// A table: of a timeline, or one that has a column for times.
    fn table(&mut self, at: &TableAt) {
        let Some(table) = self.body.tables.get(at.table) else {
            return;
        };
        if at.part == Some(Part::Actions) {
            return;
        }
        self.enter(at.part);
        let is_timeline = at.part == Some(Part::Timeline);
        let Some(columns) = columns(self.text, table, is_timeline, self.asked) else {
            return;
        };
        let over = timeline::zone_over(self.text, table, columns.time)
            .and_then(|span| zones::read(span.of(self.text)));
        if is_headless(self.text, table, &columns, self.asked) {
            let cells = &table.header;
            self.cells(cells, &columns, over.as_ref());
        }
        for row in &table.rows {
            self.cells(&row.cells, &columns, over.as_ref());
        }
    }

    fn cells(&mut self, cells: &[crate::markdown::Cell], columns: &Columns, over: Option<&Named>) {
        let order = self.asked.day_order;
        let cell = |at: usize| cells.get(at).map_or("", |it| it.span.of(self.text));
        let time = cell(columns.time);
        let stamp = stamps::at_start(time, order);
        let own = columns
            .date
            .and_then(|it| stamps::at_start(cell(it), order));
        if let Some(stamp) = own {
            self.day = self.date(&stamp);
        }
        let words: Vec<&str> = cells
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != columns.time && Some(*at) != columns.date)
            .map(|(_, it)| it.span.of(self.text))
            .filter(|it| !it.is_empty())
            .collect();
        let start = cells.first().map_or(0, |it| it.span.start);
        if words.is_empty()
            || words
                .iter()
                .all(|it| text::is_placeholder(it) || text::says_nothing(it))
        {
            // A row of its day alone: "| 2020-11-03 | |".
            if let Some(stamp) = stamp.filter(|it| !it.has_clock) {
                self.day = self.date(&stamp);
            }
            return;
        }
        // What happened is what its column says, else the longest of the other cells.
        let longest = words
            .iter()
            .max_by_key(|it| it.len())
            .copied()
            .unwrap_or("");
        let event = columns.event.map(cell).filter(|it| !it.is_empty());
        if stamp.is_none() && !text::says_nothing(time) && self.unclear.len() < MOST_UNCLEAR {
            self.unclear
                .push((self.source.line(start), time.to_owned()));
        }
        let event = event.unwrap_or(longest);
        self.push(&stamp.unwrap_or_default(), start, (time, event), over);
    }
}

/// What may stand between a time and what happened.
const SEPARATORS: [char; 16] = [
    ' ', '\t', ':', '-', '–', '—', '|', ',', ')', ']', '*', '_', '`', '=', '>', '\u{a0}',
];

/// What follows a time, without the end of a span of time and what parts them.
fn behind(rest: &str, order: Option<DayOrder>) -> &str {
    let trimmed = rest.trim_start_matches(SEPARATORS);
    let is_range =
        rest.len() != trimmed.len() || trimmed.starts_with("to ") || trimmed.starts_with("until ");
    if !is_range {
        return trimmed;
    }
    let bare = ["to ", "until ", "bis ", "and "]
        .iter()
        .find_map(|it| trimmed.strip_prefix(it))
        .unwrap_or(trimmed);
    match stamps::at_start(bare, order) {
        Some(stamp) if stamp.has_clock && stamp.start < 3 => bare
            .get(stamp.end..)
            .unwrap_or("")
            .trim_start_matches(SEPARATORS),
        _ => trimmed,
    }
}

fn is_separated(text: &str, stamp: &Stamp) -> bool {
    let rest = text
        .get(stamp.end..)
        .unwrap_or("")
        .trim_start_matches(['*', '_', '`', ')', ']']);
    let rest = rest.trim_start();
    rest.starts_with([':', '-', '–', '—', '|'])
}

/// The one date inside of a short line, or a heading: "Friday, the 20th of November 2020 (UTC)".
fn date_inside(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    if text.len() > DATE_LINE {
        return None;
    }
    let starts = text.char_indices().filter(|(at, it)| {
        it.is_alphanumeric()
            && !text
                .get(..*at)
                .unwrap_or("")
                .ends_with(char::is_alphanumeric)
    });
    let mut found =
        starts.filter_map(|(at, _)| stamps::at_start(text.get(at..)?, order).map(|it| (at, it)));
    let (at, mut stamp) = found.find(|it| it.1.day.is_some() && it.1.start == 0)?;
    stamp.start += at;
    stamp.end += at;
    (!stamp.has_clock).then_some(stamp)
}

/// A time that counts from the beginning: `T+05m`, `T0`.
fn is_relative(text: &str) -> bool {
    let bare = text.trim_start_matches(['*', '_', '`', '[', '(', ' ']);
    let Some(rest) = bare.strip_prefix('T') else {
        return false;
    };
    let rest = rest.strip_prefix(['+', '-', '−', '–']).unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest.len() > digits + 2
}

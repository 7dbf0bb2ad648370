//! Which column of a timeline's table holds what.

use crate::adopt::Asked;
use crate::adopt::stamps;
use crate::adopt::stamps::Stamp;
use crate::adopt::text;
use crate::adopt::words;
use crate::markdown::Table;
use crate::timeline;

/// What the columns of old timelines are called beside what those of ours are, by words of their titles
/// without accents.
const MORE_TIMES: &[&str] = &[
    "zeit",
    "uhrzeit",
    "zeitpunkt",
    "heure",
    "hora",
    "utc",
    "horodatage",
    "ts",
];
const MORE_EVENTS: &[&str] = &[
    "happened",
    "ereignis",
    "evenement",
    "evento",
    "notes",
    "note",
    "message",
    "update",
    "actions",
    "beschreibung",
    "descripcion",
];
const MORE_DATES: &[&str] = &["datum", "tag", "jour", "fecha", "dia"];

pub(in crate::adopt) struct Columns {
    pub(in crate::adopt) time: usize,
    pub(in crate::adopt) date: Option<usize>,
    pub(in crate::adopt) event: Option<usize>,
}

/// The words of a column's title.
pub(in crate::adopt) fn title_words(title: &str) -> Vec<String> {
    let plain = words::plain(&text::plain(title));
    plain.split(' ').map(str::to_owned).collect()
}

/// How many rows of a table are looked at to find the column of its times.
pub(in crate::adopt) const SAMPLE: usize = 20;

pub(in crate::adopt) fn columns(
    text: &str,
    table: &Table,
    is_timeline: bool,
    asked: &Asked<'_>,
) -> Option<Columns> {
    let titles: Vec<Vec<String>> = table
        .header
        .iter()
        .map(|it| title_words(it.span.of(text)))
        .collect();
    let with = |ours: &[&str], more: &[&str]| {
        let is_name = |word: &String| [ours, more].iter().any(|it| it.contains(&word.as_str()));
        titles.iter().position(|it| it.iter().any(is_name))
    };
    let date = with(timeline::DATES, MORE_DATES);
    let event = with(timeline::EVENTS, MORE_EVENTS);
    let share = |column: usize| {
        let cells = table
            .rows
            .iter()
            .take(SAMPLE)
            .filter_map(|row| row.cells.get(column));
        let cells: Vec<&str> = cells
            .map(|it| it.span.of(text))
            .filter(|it| !it.is_empty())
            .collect();
        let count = |is: &dyn Fn(&Stamp) -> bool| {
            let stamps = cells
                .iter()
                .filter_map(|it| stamps::at_start(it, asked.day_order));
            stamps.filter(|it| is(it)).count()
        };
        (count(&|it| it.has_clock), count(&|_| true), cells.len())
    };
    let named = with(timeline::TIMES, MORE_TIMES).or(date);
    if let Some(time) = named {
        let (clocks, all, cells) = share(time);
        // Outside of a timeline the column must hold times indeed, and not be of durations or due dates.
        let is_meant = is_timeline || (clocks * 2 > cells && titles.len() > 1);
        if is_meant && (all > 0 || is_timeline) {
            return Some(Columns {
                time,
                date: date.filter(|it| *it != time),
                event: event.filter(|it| *it != time),
            });
        }
    }
    if !is_timeline {
        return None;
    }
    let best = (0..titles.len()).find(|column| {
        let (_, all, cells) = share(*column);
        all * 2 > cells
    })?;
    Some(Columns {
        time: best,
        date: None,
        event: event.filter(|it| *it != best),
    })
}

/// Whether the first row of a table, which stands for its titles, is a row of the timeline.
pub(in crate::adopt) fn is_headless(
    text: &str,
    table: &Table,
    columns: &Columns,
    asked: &Asked<'_>,
) -> bool {
    let cell = table
        .header
        .get(columns.time)
        .map_or("", |it| it.span.of(text));
    stamps::at_start(cell, asked.day_order).is_some_and(|it| it.has_clock)
}

//! Which column of a table holds what.

use crate::markdown::Table;

/// Which cell of a row holds what, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The day, where it has a column of its own.
    pub date: Option<usize>,
    /// The zone, where it has one.
    pub zone: Option<usize>,
    /// The time.
    pub time: usize,
    /// What happened.
    pub event: usize,
    /// What shows it.
    pub evidence: Option<usize>,
}

/// What the columns of times are called, by the first word of their titles.
pub const TIMES: &[&str] = &["time", "times", "when", "timestamp", "datetime"];
/// What the columns of days are called.
pub const DATES: &[&str] = &["date", "day"];
/// What the columns of zones are called.
const ZONES: &[&str] = &["timezone", "tz", "zone"];
/// What the columns of what happened are called.
pub const EVENTS: &[&str] = &[
    "event",
    "events",
    "what",
    "description",
    "action",
    "activity",
    "details",
    "summary",
];
/// What the columns of evidence are called.
const EVIDENCE: &[&str] = &[
    "evidence",
    "source",
    "sources",
    "link",
    "links",
    "reference",
    "references",
    "proof",
];

/// Finds the columns of a table of `text` by their titles; `None` where none is for times or none for
/// events.
pub fn columns(text: &str, table: &Table) -> Option<Columns> {
    let titles: Vec<Vec<String>> = table
        .header
        .iter()
        .map(|cell| words(cell.span.of(text)))
        .collect();
    let is_zone = |words: &[String]| match words {
        [one] => ZONES.contains(&one.as_str()),
        [one, other] => one == "time" && other == "zone",
        _ => false,
    };
    let zone = titles.iter().position(|words| is_zone(words));
    let first = |names: &[&str]| {
        titles.iter().position(|words| {
            let word = words.first().map_or("", String::as_str);
            names.contains(&word) && !is_zone(words)
        })
    };
    let time = first(TIMES)
        .or_else(|| titles.iter().position(|it| is_time(it)))
        .or_else(|| first(DATES))?;
    let evidence = first(EVIDENCE).filter(|it| *it != time);
    let date = first(DATES).filter(|it| *it != time);
    let zone = zone.filter(|it| *it != time);
    let taken = [Some(time), date, zone, evidence];
    let event = first(EVENTS)
        .filter(|it| !taken.contains(&Some(*it)))
        .or_else(|| (0..titles.len()).find(|it| !taken.contains(&Some(*it))))?;
    Some(Columns {
        date,
        zone,
        time,
        event,
        evidence,
    })
}

/// Whether a title is that of times, though it does not begin so: `Date/Time (UTC)`, `UTC`, `Start
/// time`.
fn is_time(title: &[String]) -> bool {
    let last = title.last().map_or("", String::as_str);
    let begins_with_date = title.first().is_some_and(|it| DATES.contains(&it.as_str()));
    TIMES.contains(&last)
        || title == ["utc"]
        || (begins_with_date && title.iter().any(|it| TIMES.contains(&it.as_str())))
}

/// The words of a title in small letters, up to what stands in brackets.
fn words(title: &str) -> Vec<String> {
    let bare = title.split(['(', '[']).next().unwrap_or("");
    bare.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

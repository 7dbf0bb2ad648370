//! The day of the incident: in the name, in the title, or where it is said less plainly.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use chrono::NaiveDate;
use chrono::NaiveDateTime;

use super::Asked;
use super::dates::Day;
use super::facts::Fact;
use super::lengths;
use super::meaning::Meaning;
use super::name;
use super::name::Name;
use super::outline::LineKind;
use super::outline::Outline;
use super::places::NAME;
use super::places::Source;
use super::reading::Field;
use super::reading::Origin;
use super::reading::Place;
use super::reading::Row;
use super::reading::Value;
use super::stamps;
use super::text;
use super::words::Label;
use crate::model::FieldName;

/// The dates in a title: one, or the first of a span.
pub(super) fn in_title(meaning: &mut Meaning<'_>, words: &str, place: Place) {
    let spots = name::spots(words, meaning.asked.day_order);
    for (_, date) in &spots {
        meaning.settling.shows(date.shows);
    }
    let Some((_, first)) = spots.first() else {
        return;
    };
    let others: Vec<NaiveDate> = spots.iter().skip(1).filter_map(|it| is(it.1.day)).collect();
    if let (Some(first), Some(other)) = (
        is(first.day),
        others.iter().find(|it| Some(**it) != is(first.day)),
    ) {
        let days = (*other - first).num_days();
        if !(0..=60).contains(&days) {
            meaning
                .settling
                .not(Field::Date, words, place, "names more than one day");
            return;
        }
        let what = format!("it goes on until {other}: the first day is taken");
        meaning.settling.loss(Field::Date, place, what);
    }
    meaning.one_day(first.day, Field::Date, words, place);
}

fn is(day: Day) -> Option<NaiveDate> {
    match day {
        Day::Is(date) => Some(date),
        _ => None,
    }
}

/// The date in the document's name.
pub(super) fn in_name(meaning: &mut Meaning<'_>, name: &Name) {
    for date in &name.dates {
        meaning.settling.shows(date.shows);
    }
    if let Some(first) = name.dates.first() {
        let path = meaning.asked.path;
        meaning.one_day(first.day, Field::Date, path, NAME);
    }
}

/// The day of the first time that a fact says with its day: of the beginning, else of the detection.
pub(super) fn first_time(facts: &[Fact], asked: &Asked<'_>) -> Option<(NaiveDate, Place)> {
    let names = [
        FieldName::StartedAt,
        FieldName::DetectedAt,
        FieldName::PagedAt,
    ];
    names.into_iter().find_map(|name| {
        let fact = facts
            .iter()
            .find(|it| it.label == Label::Of(Field::Of(name)))?;
        let plain = text::plain(fact.values.first()?);
        let stamp = stamps::at_start(&plain, asked.day_order)?;
        Some((stamp.date()?, fact.place))
    })
}

/// Takes the day from where it is said less plainly, where no place names it: the first of the times,
/// the first day of the timeline, the only day of the first paragraph.
pub(super) fn fall_back(
    meaning: &mut Meaning<'_>,
    source: &Source<'_>,
    facts: &[Fact],
    (rows, unclear): (&[Row], &[(usize, String)]),
    outline: &Outline<'_>,
) {
    if meaning.settling.values(Field::Date).next().is_some() {
        return;
    }
    if let Some((day, place)) = first_time(facts, source.asked) {
        meaning.settling.found(Field::Date, Value::Day(day), place);
        return;
    }
    // What stands before the first day that is understood may be the first day.
    let first = rows.iter().find(|it| it.day.is_some());
    let before = first.and_then(|first| unclear.iter().find(|it| it.0 < first.line));
    if let Some((line, words)) = before {
        let place = Place {
            origin: Origin::Timeline,
            line: Some(*line),
        };
        let why = "the timeline begins with a time that is not understood";
        meaning.settling.not(Field::Date, words, place, why);
        return;
    }
    let days: BTreeSet<NaiveDate> = rows.iter().filter_map(|it| it.day).collect();
    let lead = lead_day(outline, source.asked, &days);
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => {
            if let Some(row) = rows.iter().find(|it| it.day == Some(*first)) {
                let place = of_row(row);
                meaning
                    .settling
                    .found(Field::Date, Value::Day(*first), place);
            }
        }
        (Some(first), Some(last)) => {
            several_days(meaning, source, (*first, *last), lead, (facts, rows));
        }
        _ => {
            if let Some((day, start)) = lead {
                let place = source.place(Origin::Body, start);
                meaning.settling.found(Field::Date, Value::Day(day), place);
            }
        }
    }
}

fn of_row(row: &Row) -> Place {
    Place {
        origin: Origin::Timeline,
        line: Some(row.line),
    }
}

/// The day of an incident whose timeline has several: the only one that the first paragraph names, the
/// one from which the lengths count that are said, else the first.
fn several_days(
    meaning: &mut Meaning<'_>,
    source: &Source<'_>,
    (first, last): (NaiveDate, NaiveDate),
    lead: Option<(NaiveDate, usize)>,
    (facts, rows): (&[Fact], &[Row]),
) {
    let row_of = |day: NaiveDate| rows.iter().find(|it| it.day == Some(day));
    let counted = counted_from(facts, rows);
    let lead = lead.filter(|it| row_of(it.0).is_some());
    if let Some((day, start)) = lead {
        let place = source.place(Origin::Body, start);
        meaning.settling.found(Field::Date, Value::Day(day), place);
    }
    if let Some(row) = counted.and_then(row_of) {
        let day = row.day.unwrap_or(first);
        meaning
            .settling
            .found(Field::Date, Value::Day(day), of_row(row));
    }
    let place = row_of(first).map_or(source.place(Origin::Body, 0), of_row);
    if lead.is_some() || counted.is_some() {
        let what = format!("the timeline reaches from {first} to {last}: one of its days is taken");
        meaning.settling.loss(Field::Date, place, what);
    } else if (last - first).num_days() > LONGEST_TIMELINE {
        let why =
            "the timeline spans more than a month: on which of its days it happened is not said";
        let words = format!("{first} to {last}");
        meaning.settling.not(Field::Date, &words, place, why);
    } else {
        meaning
            .settling
            .found(Field::Date, Value::Day(first), place);
        let what = format!("the timeline goes on until {last}: its first day is taken");
        meaning.settling.loss(Field::Date, place, what);
    }
}

/// The most rows and lengths that are held against each other.
const MOST_ROWS: usize = 2_000;

/// The only day with rows from which on every length that is said leads to another row.
fn counted_from(facts: &[Fact], rows: &[Row]) -> Option<NaiveDate> {
    let mut times: Vec<NaiveDateTime> = rows
        .iter()
        .take(MOST_ROWS)
        .filter_map(|it| Some(it.day?.and_time(it.clock?)))
        .collect();
    times.sort_unstable();
    let mut days: Option<BTreeSet<NaiveDate>> = None;
    for fact in facts
        .iter()
        .filter(|it| matches!(it.label, Label::Lasted(_)))
        .take(8)
    {
        let length = fact.values.first().and_then(|it| lengths::read(it));
        let Some(length) = length.filter(|it| it.span.num_minutes() > 0) else {
            continue;
        };
        let ends_somewhere = |start: &&NaiveDateTime| {
            let end = **start + length.span;
            let from = times.partition_point(|it| *it < end - length.slack);
            times.get(from).is_some_and(|it| *it <= end + length.slack)
        };
        let starts: BTreeSet<NaiveDate> = times
            .iter()
            .filter(ends_somewhere)
            .map(NaiveDateTime::date)
            .collect();
        if starts.is_empty() {
            continue;
        }
        days = Some(match days {
            Some(before) => before.intersection(&starts).copied().collect(),
            None => starts,
        });
    }
    let days = days?;
    days.first().copied().filter(|_| days.len() == 1)
}

/// The most days from the first to the last row of a timeline whose first day is the incident's.
const LONGEST_TIMELINE: i64 = 31;

/// How many lines of prose are asked for a day.
const LEAD: usize = 12;

/// The only day that the first lines of a document name, behind a word like "on".
/// A day without a year is one of those of the timeline.
fn lead_day(
    outline: &Outline<'_>,
    asked: &Asked<'_>,
    days: &BTreeSet<NaiveDate>,
) -> Option<(NaiveDate, usize)> {
    let lines = outline
        .lines
        .iter()
        .filter(|it| it.kind == LineKind::Text && it.is_front);
    let mut found: Option<(NaiveDate, usize)> = None;
    for line in lines.take(LEAD) {
        for (at, date) in name::all_spots(line.text, asked.day_order) {
            let with_year = |month, day| {
                let mut fitting = days
                    .iter()
                    .filter(move |it| it.month() == month && it.day() == day);
                fitting.next().copied()
            };
            let day = match date.day {
                Day::Is(day) => Some(day),
                Day::NoYear { month, day } => with_year(month, day),
                Day::TwoWays(_) | Day::None(_) => None,
            };
            let Some(day) = day else {
                continue;
            };
            match found {
                Some((before, _)) if before != day => return None,
                Some(_) => {}
                None => {
                    let before = line.text.get(..at).unwrap_or("").trim_end().to_lowercase();
                    let is_told = [
                        "on", "between", "from", "at", "am", "le", "el", "since", "starting",
                        "around", "of", "the", ",",
                    ]
                    .iter()
                    .any(|it| before.ends_with(it));
                    if !(is_told || before.is_empty()) {
                        return None;
                    }
                    found = Some((day, line.start));
                }
            }
        }
    }
    found
}

//! What a configuration that is tried would have meant.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::count::counted;
use crate::report::replay::Course;
use crate::report::trial::Kind;
use crate::report::trial::Row;
use crate::report::trial::Sum;
use crate::report::trial::View;

const KINDS: [Column; 6] = [
    Column::Whole("DEADLINE"),
    Column::Count("OWED"),
    Column::Count("LATE BEFORE"),
    Column::Count("LATE THEN"),
    Column::Named("WORST BEFORE"),
    Column::Named("WORST THEN"),
];
const ROWS: [Column; 4] = [
    Column::Whole("POSTMORTEM"),
    Column::Whole("DEADLINE"),
    Column::Named("BEFORE"),
    Column::Named("THEN"),
];

/// Writes what was late by each of the two, kind by kind, and what goes otherwise.
pub fn trial(view: &View, look: &Look) -> String {
    let mut text = hanging("", 0, &head(view), look);
    let is_owed = |it: &&Kind| it.sums.before.owed + it.sums.then.owed > 0;
    let kinds: Vec<table::Row> = view.kinds.iter().filter(is_owed).map(kind).collect();
    if !kinds.is_empty() {
        text.push('\n');
        text.push_str(&table(&KINDS, &kinds, look));
    }
    let (otherwise, more) = view.otherwise();
    text.push('\n');
    if otherwise.is_empty() {
        text.push_str(&hanging("", 0, "Nothing would have gone otherwise.", look));
    } else {
        text.push_str(&heading_of(Tone::Heading, "What goes otherwise:", look));
        let rows: Vec<table::Row> = otherwise.into_iter().map(row).collect();
        text.push_str(&table(&ROWS, &rows, look));
        if more > 0 {
            let more = counted(more, "more deadline");
            let line = format!("{more} only follow from a review that goes otherwise.");
            text.push_str(&hanging("", 0, &line, look));
        }
    }
    for note in notes(view) {
        text.push('\n');
        text.push_str(&hanging("", 0, &note, look));
    }
    text
}

/// What was looked at, and what is tried.
fn head(view: &View) -> String {
    let mut text = format!(
        "{}, {}",
        counted(view.postmortems, "postmortem"),
        counted(view.commits, "commit")
    );
    if let Some(day) = view.since {
        text.push_str(&format!(", incidents from {day}"));
    }
    if let Some(day) = view.until {
        text.push_str(&format!(", incidents until {day}"));
    }
    format!(
        "{text}. Before: the configuration as it is. Then: {}.",
        view.tried.join(", ")
    )
}

fn kind(it: &Kind) -> table::Row {
    let (before, then) = (&it.sums.before, &it.sums.then);
    let tone = if then.late > before.late {
        Tone::Late
    } else {
        Tone::Plain
    };
    let owed = if before.owed == then.owed {
        before.owed.to_string()
    } else {
        format!("{}, then {}", before.owed, then.owed)
    };
    table::Row::new([
        it.word().to_owned(),
        owed,
        before.late.to_string(),
        then.late.to_string(),
        worst(before),
        worst(then),
    ])
    .toned(3, tone)
}

fn worst(sum: &Sum) -> String {
    match sum.distance.as_str() {
        "" => "-".to_owned(),
        it => it.to_owned(),
    }
}

fn row(it: &Row) -> table::Row {
    table::Row::new([
        sanitize(it.subject()).into_owned(),
        sanitize(it.what()).into_owned(),
        course(it.courses.before.as_ref()),
        course(it.courses.then.as_ref()),
    ])
}

fn course(it: Option<&Course>) -> String {
    match it {
        None => "not owed".to_owned(),
        Some(it) if it.is_late() => format!("{} late", it.distance),
        Some(_) => "in time".to_owned(),
    }
}

/// What somebody must know to read the figures.
fn notes(view: &View) -> Vec<String> {
    let mut notes = Vec::new();
    let quiet = view.never_late(|it| &it.then);
    if !quiet.is_empty() {
        notes.push(format!("Never late then: {}.", quiet.join(", ")));
    }
    let none = view.never_owed();
    if !none.is_empty() {
        notes.push(format!("Never owed, before or then: {}.", none.join(", ")));
    }
    if !view.confidential.is_empty() {
        let days = view.confidential.iter();
        let days = days.map(|it| it.map_or("no date".to_owned(), |it| it.to_string()));
        notes.push(format!(
            "Confidential, counted and not listed: {}.",
            days.collect::<Vec<_>>().join(", ")
        ));
    }
    if view.unreadable > 0 {
        notes.push(format!(
            "For some time {} could not say what was owed.",
            counted(view.unreadable, "postmortem")
        ));
    }
    if view.is_cut_off {
        notes.push(
            "The history is cut off here: what was late before is not known. In CI, fetch all of it \
             (`fetch-depth: 0`)."
                .to_owned(),
        );
    }
    notes
}

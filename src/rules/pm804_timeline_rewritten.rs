//! PM804: rows of the timeline change after the review.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;
use crate::timeline::TimelineRow;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM804",
    name: "timeline-rewritten",
    level: Level::Error,
    summary: "rows of the timeline change after the review",
    page: include_str!("pm804_timeline_rewritten.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

/// What is the same in a row that is looked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked<'a> {
    Both(&'a str, &'a str),
    Event(&'a str),
    Time(&'a str),
}

/// The rows that no other has been found for yet, by what they may be looked for.
struct Left<'a> {
    rows: Vec<Option<&'a TimelineRow>>,
    places: BTreeMap<Asked<'a>, VecDeque<usize>>,
}

impl<'a> Left<'a> {
    fn of(rows: &'a [TimelineRow], keys: &'a [(String, String)]) -> Self {
        let mut places: BTreeMap<Asked<'_>, VecDeque<usize>> = BTreeMap::new();
        for (at, (time, event)) in keys.iter().enumerate() {
            for asked in [
                Asked::Both(time, event),
                Asked::Event(event),
                Asked::Time(time),
            ] {
                places.entry(asked).or_default().push_back(at);
            }
        }
        let rows = rows.iter().map(Some).collect();
        Self { rows, places }
    }

    /// The first of them that is so, which is looked for no more.
    fn take(&mut self, asked: Asked<'a>) -> Option<&'a TimelineRow> {
        let places = self.places.get_mut(&asked)?;
        while let Some(at) = places.pop_front() {
            if let Some(row) = self.rows.get_mut(at).and_then(Option::take) {
                return Some(row);
            }
        }
        None
    }
}

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let is_judged = change.status_before() == Some(Status::Reviewed);
    let Some(before) = change.before.timeline().filter(|_| is_judged) else {
        return;
    };
    let (old, new) = (change.before.report(), change.after.report());
    let heading = change.after.section("Timeline");
    let place = heading.map_or_else(
        || change.after.field(FieldName::Status).place(),
        |(_, it)| it.heading,
    );
    let after = change.after.timeline();
    let rows = after.map_or(&[][..], |it| &it.rows);
    let keys: Vec<(String, String)> = rows.iter().map(|row| row.key(&new.text)).collect();
    let were = before.rows.iter().map(|row| row.key(&old.text));
    let were: Vec<(String, String)> = were.collect();
    let mut left = Left::of(rows, &keys);
    let mut lost = Vec::new();
    for (was, row) in were.iter().zip(&before.rows) {
        if left.take(Asked::Both(&was.0, &was.1)).is_none() {
            lost.push((was, row));
        }
    }
    for ((was_time, was_event), row) in lost {
        let shown = row.time_span.of(&old.text).trim().to_owned();
        let (span, message) = if let Some(now) = left.take(Asked::Event(was_event)) {
            (
                now.time_span,
                format!("this happened at `{shown}` when it was reviewed"),
            )
        } else if let Some(now) = left.take(Asked::Time(was_time)) {
            let text: String = was_event.chars().take(60).collect();
            (
                now.event,
                format!("this was \"{text}\" when it was reviewed"),
            )
        } else {
            (
                place,
                format!("the row of `{shown}` is gone from the timeline"),
            )
        };
        found.push(
            Diagnostic::new(&RULE, &new.path, span, message)
                .help("the review agreed on what stood there; add a row instead"),
        );
    }
}

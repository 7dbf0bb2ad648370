//! PM804: rows of the timeline change after the review.

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

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let is_judged = change.before.status() == Some(Status::Reviewed);
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
    let mut left: Vec<((String, String), &TimelineRow)> = after
        .map_or(&[][..], |it| &it.rows)
        .iter()
        .map(|row| (row.key(&new.text), row))
        .collect();
    let mut take = |is_it: &dyn Fn(&str, &str) -> bool| {
        let at = left
            .iter()
            .position(|((time, event), _)| is_it(time, event))?;
        Some(left.remove(at).1)
    };
    let mut lost = Vec::new();
    for row in &before.rows {
        let was = row.key(&old.text);
        if take(&|time, event| time == was.0 && event == was.1).is_none() {
            lost.push((was, row));
        }
    }
    for ((was_time, was_event), row) in lost {
        let shown = row.time_span.of(&old.text).trim().to_owned();
        let (span, message) = if let Some(now) = take(&|_, event| event == was_event) {
            (
                now.time_span,
                format!("this happened at `{shown}` when it was reviewed"),
            )
        } else if let Some(now) = take(&|time, _| time == was_time) {
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

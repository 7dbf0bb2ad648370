//! PM305: a timeline that goes back in time.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::Status;
use crate::source::Span;
use crate::time;
use crate::time::Moment;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM305",
    name: "timeline-out-of-order",
    level: Level::Error,
    summary: "a timeline that goes back in time",
    page: include_str!("pm305_timeline_out_of_order.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.has_reached(Status::InReview) {
        return;
    }
    let Some(timeline) = context.timeline() else {
        return;
    };
    let mut latest: Option<(Moment, Span)> = None;
    for row in &timeline.rows {
        let Ok(time) = row.time else { continue };
        match latest {
            Some((before, place)) if time < before => found.push(
                Diagnostic::new(
                    &RULE,
                    &context.report().path,
                    row.time_span,
                    format!(
                        "this is {} before the row above it",
                        time::in_words(before.since(time))
                    ),
                )
                .help("put the row in its place, or fix its time")
                .label(place, "the later time is here"),
            ),
            _ => latest = Some((time, row.time_span)),
        }
    }
}

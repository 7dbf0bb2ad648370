//! PM305: a timeline that goes back in time.

use chrono::NaiveTime;
use chrono::TimeDelta;

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
    let path = &context.report().path;
    let mut latest: Option<(Moment, Span)> = None;
    let mut clock: Option<(NaiveTime, Span)> = None;
    for row in &timeline.rows {
        let before = match (row.time, row.clock) {
            (Ok(time), _) => goes_back(&mut latest, time, row.time_span, Moment::since),
            (Err(_), Some(time)) => {
                let since = |one: NaiveTime, other| one.signed_duration_since(other);
                // Half a day back is the next day, of which nothing says so.
                goes_back(&mut clock, time, row.time_span, since)
                    .filter(|(back, _)| *back < TimeDelta::hours(12))
            }
            (Err(_), None) => continue,
        };
        let Some((back, place)) = before else {
            continue;
        };
        let back = time::in_words(back);
        let message = format!("this row is {back} before one above it");
        found.push(
            Diagnostic::new(&RULE, path, row.time_span, message)
                .help("put the row in its place, or fix its time")
                .label(place, "the later time is here"),
        );
    }
}

/// How far a time goes back behind the latest before it, and where that stands; else it is the latest.
fn goes_back<T: Copy + Ord>(
    latest: &mut Option<(T, Span)>,
    time: T,
    place: Span,
    since: impl Fn(T, T) -> TimeDelta,
) -> Option<(TimeDelta, Span)> {
    match *latest {
        Some((before, at)) if time < before => Some((since(before, time), at)),
        _ => {
            *latest = Some((time, place));
            None
        }
    }
}

//! PM306: a timeline row far from the incident.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use chrono::TimeDelta;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM306",
    name: "timeline-outside-incident",
    level: Level::Warning,
    summary: "a timeline row far from the incident",
    page: include_str!("pm306_timeline_outside_incident.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// How long before the incident a row may lie: what led to it.
const DAYS_BEFORE: i64 = 1;
/// How long after it: what was found out later.
const DAYS_AFTER: i64 = 7;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(timeline) = context.timeline() else {
        return;
    };
    let earliest = context.moment(FieldName::StartedAt);
    let earliest = earliest.map(|it| it.plus(TimeDelta::days(-DAYS_BEFORE)));
    let latest = context.moment(FieldName::ResolvedAt);
    let latest = latest.map(|it| it.plus(TimeDelta::days(DAYS_AFTER)));
    for row in &timeline.rows {
        let Ok(time) = row.time else { continue };
        let early = earliest.is_some_and(|it| time < it);
        let late = latest.is_some_and(|it| time > it);
        if !early && !late {
            continue;
        }
        let message = if early {
            "this row is more than a day before the incident began"
        } else {
            "this row is more than a week after the incident was resolved"
        };
        found.push(
            Diagnostic::new(&RULE, &context.report().path, row.time_span, message)
                .help("look at the date and at the zone"),
        );
    }
}

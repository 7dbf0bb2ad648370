//! PM311: a row that names no message.

use super::Check;
use super::Context;
use super::Entry;
use crate::chat::keys;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM311",
    name: "timeline-without-source",
    level: Level::Note,
    summary: "a timeline row that names no message; off unless it is given a level",
    page: include_str!("pm311_timeline_without_source.md"),
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
    let report = context.report();
    for row in &timeline.rows {
        if keys::in_text(row.span.of(&report.text)).is_empty() {
            let message = "this row names no message by its key";
            let help = "`pmrepo timeline import` shows the keys of a log";
            found.push(Diagnostic::new(&RULE, &report.path, row.time_span, message).help(help));
        }
    }
}

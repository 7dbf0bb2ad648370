//! PM307: a timeline row without evidence.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM307",
    name: "timeline-evidence",
    level: Level::Note,
    summary: "a timeline row without evidence",
    page: include_str!("pm307_timeline_evidence.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.has_reached(Status::InReview) {
        return;
    }
    // Of a timeline that is no table that alone is said.
    let Some(timeline) = context.timeline().filter(|it| it.has_table) else {
        return;
    };
    let report = context.report();
    for row in &timeline.rows {
        if row.evidence.of(&report.text).trim().is_empty() {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &report.path,
                    row.time_span,
                    "this row has no evidence",
                )
                .help("link the graph, the log or the message that shows it"),
            );
        }
    }
}

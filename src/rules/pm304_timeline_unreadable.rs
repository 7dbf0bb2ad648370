//! PM304: a timeline whose times cannot be read.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM304",
    name: "timeline-unreadable",
    level: Level::Error,
    summary: "a timeline whose times cannot be read",
    page: include_str!("pm304_timeline_unreadable.md"),
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
    for fault in &timeline.faults {
        let path = &context.report().path;
        found.push(Diagnostic::of(&RULE, path, fault.clone()));
    }
}

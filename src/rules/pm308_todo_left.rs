//! PM308: a TODO in a report that has been reviewed.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::Status;
use crate::postmortem::leftovers;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM308",
    name: "todo-left",
    level: Level::Error,
    summary: "a TODO in a report that has been reviewed",
    page: include_str!("pm308_todo_left.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.has_reached(Status::Reviewed) {
        return;
    }
    let report = context.report();
    for span in leftovers::todos(report) {
        let word = span.of(&report.text);
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                span,
                format!("a {word} is left in a report that has been reviewed"),
            )
            .help("do it, or make an action item of it"),
        );
    }
}

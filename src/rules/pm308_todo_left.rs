//! PM308: a TODO in a report that has been reviewed.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::markdown::phrases::Scanner;
use crate::model::Status;
use std::sync::LazyLock;
use super::Check;
use super::Context;
use super::Entry;

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

/// The words that mark work left to do.
const MARKS: [&str; 2] = ["todo", "fixme"];

/// Finds them all in one pass; `None` would mean that the words above are no phrases.
static SCANNER: LazyLock<Option<Scanner>> = LazyLock::new(|| Scanner::new(&MARKS));

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.has_reached(Status::Reviewed) {
        return;
    }
    let Some(scanner) = &*SCANNER else {
        return;
    };
    let report = context.report();
    for hit in scanner.scan(&report.text, &report.body, &report.body.blocks) {
        let word = hit.span.of(&report.text);
        // In running text the word is a word; people write the mark in capitals.
        if word.chars().any(char::is_lowercase) {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                hit.span,
                format!("a {word} is left in a report that has been reviewed"),
            )
            .help("do it, or make an action item of it"),
        );
    }
}

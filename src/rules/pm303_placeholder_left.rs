//! PM303: a placeholder where text should be.

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
    code: "PM303",
    name: "placeholder-left",
    level: Level::Error,
    summary: "a placeholder where text should be",
    page: include_str!("pm303_placeholder_left.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// What people leave where they mean to write something.
const PLACEHOLDERS: [&str; 7] = [
    "tbd",
    "tba",
    "lorem ipsum",
    "to be determined",
    "to be written",
    "fill me in",
    "fill this in",
];

/// Finds them all in one pass; `None` would mean that the phrases above are no phrases.
static SCANNER: LazyLock<Option<Scanner>> = LazyLock::new(|| Scanner::new(&PLACEHOLDERS));

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    if !context.has_reached(Status::InReview) {
        return;
    }
    let Some(scanner) = &*SCANNER else {
        return;
    };
    for hit in scanner.scan(&report.text, &report.body, &report.body.blocks) {
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                hit.span,
                format!("\u{201c}{}\u{201d} is a placeholder", hit.span.of(&report.text)),
            )
            .help("write what belongs here, or take it out"),
        );
    }
}

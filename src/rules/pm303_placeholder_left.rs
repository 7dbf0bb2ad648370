//! PM303: a placeholder where text should be.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::Status;
use crate::postmortem::leftovers::is_placeholder;
use crate::schema::FieldKind;
use crate::source::Span;

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

/// The fields in which somebody writes their own words, or a name. Where the form of a value is
/// prescribed, the schema finds a placeholder.
const WRITTEN: [FieldKind; 4] = [
    FieldKind::Text,
    FieldKind::Ticket,
    FieldKind::Person,
    FieldKind::PersonOrTeam,
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    if !context.has_reached(Status::InReview) {
        return;
    }
    let root = report.root().into_iter();
    for value in root.flat_map(|root| context.fields.values(root, &WRITTEN)) {
        if let Some(text) = value.node.as_str().filter(|text| is_placeholder(text)) {
            found.push(finding(report, text, value.node.span).pointer(value.pointer()));
        }
    }
    for span in context.placeholders() {
        found.push(finding(report, span.of(&report.text), *span));
    }
}

fn finding(report: &Document, text: &str, span: Span) -> Diagnostic {
    let message = format!("\u{201c}{text}\u{201d} is a placeholder");
    Diagnostic::new(&RULE, &report.path, span, message)
        .help("write what belongs here, or take it out")
}

//! PM201: a date or time that does not exist.

use super::Check;
use super::Context;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::time;
use crate::time::TimeFault;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM201",
    name: "impossible-date",
    level: Level::Error,
    summary: "a date or time that does not exist",
    page: include_str!("pm201_impossible_date.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    look(context.report(), context.fields, found);
    for message in context.dossier.messages.values() {
        look(message, Fields::of_message(), found);
    }
}

fn check_review(context: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    look(context.document, Fields::of_review(), found);
}

/// Finds the times and dates of a document that do not exist.
fn look(document: &Document, fields: &Fields, found: &mut Vec<Diagnostic>) {
    let Some(root) = document.root() else {
        return;
    };
    for value in fields.values(root, &[FieldKind::Timestamp, FieldKind::Date]) {
        let Some(text) = value.node.as_str() else {
            continue;
        };
        let fault = match value.field.kind {
            FieldKind::Date => time::parse_date(text).err(),
            _ => time::parse_timestamp(text).err(),
        };
        if let Some(fault) = fault.filter(|it| does_not_exist(*it)) {
            let message = format!("`{}` {fault}", value.name());
            found.push(
                Diagnostic::new(&RULE, &document.path, value.node.span, message)
                    .help(fault.help())
                    .pointer(value.pointer()),
            );
        }
    }
}

/// Whether the shape is right and the value is not; the shape is the schema's business.
fn does_not_exist(fault: TimeFault) -> bool {
    matches!(
        fault,
        TimeFault::NoSuchDate
            | TimeFault::NoSuchTime
            | TimeFault::NoSuchOffset
            | TimeFault::OutOfRange
    )
}

//! PM201: a date or time that does not exist.

use super::Check;
use super::Context;
use super::Entry;
use super::ReviewContext;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
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

/// The fields of a report that hold a time, by dotted name.
const TIMES: [&str; 9] = [
    "started_at",
    "detected_at",
    "paged_at",
    "mitigated_at",
    "resolved_at",
    "public_at",
    "reviewed_at",
    "meeting.scheduled_for",
    "meeting.held_at",
];
/// The fields of a message that hold a time.
const MESSAGE_TIMES: [&str; 2] = ["sent_at", "approved_at"];
/// The fields that hold a date, and the lists in whose items they stand.
const DATES: [(&str, &str); 3] = [
    ("action_items", "due"),
    ("action_items", "done_on"),
    ("waivers", "until"),
];
/// The fields of a process review's notes that hold a time.
const REVIEW_TIMES: [&str; 1] = ["scheduled_for"];
/// The fields of its tweaks that hold a date.
const REVIEW_DATES: [(&str, &str); 2] = [("tweaks", "due"), ("tweaks", "done_on")];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    times(report, &TIMES, found);
    for message in context.dossier.messages.values() {
        times(message, &MESSAGE_TIMES, found);
    }
    dates(report, &DATES, found);
}

fn check_review(context: &ReviewContext<'_>, found: &mut Vec<Diagnostic>) {
    times(context.document, &REVIEW_TIMES, found);
    dates(context.document, &REVIEW_DATES, found);
}

fn dates(document: &Document, fields: &[(&str, &str)], found: &mut Vec<Diagnostic>) {
    for (list, field) in fields {
        let items = document.field(list).map_or(&[][..], Node::items);
        for (index, item) in items.iter().enumerate() {
            if let Some(node) = item.get(field)
                && let Some(Err(fault)) = node.as_str().map(time::parse_date)
                && does_not_exist(fault)
            {
                let pointer = format!("/{list}/{index}/{field}");
                found.push(diagnostic(document, field, node, fault).pointer(pointer));
            }
        }
    }
}

fn times(document: &Document, fields: &[&str], found: &mut Vec<Diagnostic>) {
    for field in fields {
        if let Some(node) = document.field(field)
            && let Some(Err(fault)) = node.as_str().map(time::parse_timestamp)
            && does_not_exist(fault)
        {
            let pointer = format!("/{}", field.replace('.', "/"));
            found.push(diagnostic(document, field, node, fault).pointer(pointer));
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

fn diagnostic(document: &Document, field: &str, node: &Node, fault: TimeFault) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        &document.path,
        node.span,
        format!("`{field}` {fault}"),
    )
    .help(fault.help())
}

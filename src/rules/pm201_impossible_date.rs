//! PM201: a date or time that does not exist.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::time::TimeFault;
use crate::time;
use super::Check;
use super::Context;
use super::Entry;

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
    check: Check::Postmortem(check),
};

/// The fields that hold a time, by dotted name.
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
/// The fields of an action item that hold a date.
const DATES: [&str; 2] = ["due", "done_on"];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for field in TIMES {
        let Some(node) = report.field(field) else {
            continue;
        };
        if let Some(Err(fault)) = node.as_str().map(time::parse_timestamp)
            && does_not_exist(fault)
        {
            let pointer = format!("/{}", field.replace('.', "/"));
            found.push(diagnostic(context, field, node, fault).pointer(pointer));
        }
    }
    for (index, item) in context.action_items() {
        for field in DATES {
            let Some(node) = item.get(field) else {
                continue;
            };
            if let Some(Err(fault)) = node.as_str().map(time::parse_date)
                && does_not_exist(fault)
            {
                let pointer = format!("/action_items/{index}/{field}");
                found.push(diagnostic(context, field, node, fault).pointer(pointer));
            }
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

fn diagnostic(
    context: &Context<'_>,
    field: &str,
    node: &Node,
    fault: TimeFault,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        &context.report().path,
        node.span,
        format!("`{field}` {fault}"),
    )
    .help(fault.help())
}

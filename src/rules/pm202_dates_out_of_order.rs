//! PM202: an incident that ends before it begins.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::time;
use super::Check;
use super::Context;
use super::Entry;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM202",
    name: "dates-out-of-order",
    level: Level::Error,
    summary: "an incident that ends before it begins",
    page: include_str!("pm202_dates_out_of_order.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// What comes before what. The second of each pair is at fault.
const ORDER: [(&str, &str); 9] = [
    ("started_at", "detected_at"),
    ("started_at", "paged_at"),
    ("started_at", "mitigated_at"),
    ("started_at", "resolved_at"),
    ("detected_at", "mitigated_at"),
    ("detected_at", "resolved_at"),
    ("mitigated_at", "resolved_at"),
    ("started_at", "public_at"),
    ("started_at", "meeting.held_at"),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<&str> = Vec::new();
    for (first, second) in ORDER {
        let (Some((begin, begin_span)), Some((end, end_span))) =
            (context.moment(first), context.moment(second))
        else {
            continue;
        };
        if end >= begin || told.contains(&second) {
            continue;
        }
        told.push(second);
        let earlier = time::in_words(begin.since(end));
        found.push(
            Diagnostic::new(
                &RULE,
                &context.report().path,
                end_span,
                format!("`{second}` is {earlier} before `{first}`"),
            )
            .help("look at the date and at the offset of both")
            .label(begin_span, format!("`{first}` is here"))
            .pointer(format!("/{}", second.replace('.', "/"))),
        );
    }
}

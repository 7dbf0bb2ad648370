//! PM202: an incident that ends before it begins.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::schema::FieldKind;
use crate::time;

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

/// What comes before what, and how bad it is where it does not. The second of each pair is at
/// fault. The worst pairs of a field come first: only one of them is told.
const ORDER: [(&str, &str, Level); 13] = [
    ("started_at", "detected_at", Level::Error),
    ("started_at", "paged_at", Level::Error),
    ("started_at", "mitigated_at", Level::Error),
    ("started_at", "resolved_at", Level::Error),
    ("detected_at", "mitigated_at", Level::Error),
    ("detected_at", "resolved_at", Level::Error),
    ("mitigated_at", "resolved_at", Level::Error),
    ("started_at", "meeting.held_at", Level::Error),
    ("started_at", "reviewed_at", Level::Error),
    ("resolved_at", "reviewed_at", Level::Error),
    // A public word about maintenance that then went wrong, a page sent before anything was
    // noticed, a meeting while it still burns: odd, and possible.
    ("started_at", "public_at", Level::Warning),
    ("detected_at", "paged_at", Level::Warning),
    ("resolved_at", "meeting.held_at", Level::Warning),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<&str> = Vec::new();
    for (first, second, level) in ORDER {
        // What is itself out of order says nothing about what follows it, and what a team takes
        // such a field for may be no moment.
        let is_moment = |it: &str| context.fields.one(it) == Some(FieldKind::Timestamp);
        if told.contains(&first) || told.contains(&second) {
            continue;
        }
        if !is_moment(first) || !is_moment(second) {
            continue;
        }
        let (Some((begin, begin_span)), Some((end, end_span))) =
            (context.moment(first), context.moment(second))
        else {
            continue;
        };
        if end >= begin {
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
            .pointer(format!("/{}", second.replace('.', "/")))
            .level(level),
        );
    }
}

//! PM208: a field, and beside it the reason why it is not there.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::Status;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM208",
    name: "said-and-denied",
    level: Level::Warning,
    summary: "a field, and beside it the reason why it is not there",
    page: include_str!("pm208_said_and_denied.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// The reasons, and the fields that say the opposite.
const DENIALS: [(&str, &[&str]); 2] = [
    (
        "no_meeting_because",
        &["meeting.held_at", "meeting.scheduled_for"],
    ),
    ("no_action_items_because", &["action_items"]),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for (reason, fields) in DENIALS {
        let said = fields
            .iter()
            .find_map(|field| Some((*field, place(report, field)?)));
        if let (Some(denied), Some((field, span))) = (place(report, reason), said) {
            found.push(finding(report, (reason, denied), (field, span)));
        }
    }
    if let (Some(denied), Some(status)) = (place(report, "not_required_because"), context.status())
        && status != Status::NotRequired
    {
        let said = ("status", report.place_of("status"));
        found.push(finding(report, ("not_required_because", denied), said));
    }
}

/// Where a field stands that says something; an empty text or list says nothing.
fn place(report: &Document, field: &str) -> Option<Span> {
    let node = report.field(field)?;
    let says = match node.as_str() {
        Some(text) => !text.trim().is_empty(),
        None => !node.items().is_empty(),
    };
    says.then_some(node.span)
}

fn finding(report: &Document, denied: (&str, Span), said: (&str, Span)) -> Diagnostic {
    let (reason, span) = denied;
    let (field, said) = said;
    Diagnostic::new(
        &RULE,
        &report.path,
        span,
        format!("`{reason}` stands beside `{field}`, which says otherwise"),
    )
    .help("keep the one that is true")
    .label(said, format!("`{field}` is here"))
    .pointer(format!("/{reason}"))
}

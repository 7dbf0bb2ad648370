//! PM208: a field, and beside it the reason why it is not there.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;

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
const DENIALS: [(FieldName, &[FieldName]); 2] = [
    (
        FieldName::NoMeetingBecause,
        &[FieldName::MeetingHeldAt, FieldName::MeetingScheduledFor],
    ),
    (FieldName::NoActionItemsBecause, &[FieldName::ActionItems]),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let says = |field: &FieldName| context.field(*field).says();
    for (reason, fields) in DENIALS {
        if let Some(said) = fields.iter().copied().find(says).filter(|_| says(&reason)) {
            found.push(finding(context, reason, said));
        }
    }
    let denied = FieldName::NotRequiredBecause;
    if says(&denied) && context.status().is_some_and(|it| it != Status::NotRequired) {
        found.push(finding(context, denied, FieldName::Status));
    }
}

fn finding(context: &Context<'_>, reason: FieldName, said: FieldName) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        &context.report().path,
        context.field(reason).place(),
        format!("`{reason}` stands beside `{said}`, which says otherwise"),
    )
    .help("keep the one that is true")
    .label(context.field(said).place(), format!("`{said}` is here"))
    .pointer(reason.pointer())
}

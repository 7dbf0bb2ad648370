//! PM604: a major incident has no checklist.

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
    code: "PM604",
    name: "no-checklist",
    level: Level::Warning,
    summary: "a major incident has no checklist",
    page: include_str!("pm604_no_checklist.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    if context.dossier.checklist.is_some()
        || !context.is_major()
        || !context.has_reached(Status::InReview)
    {
        return;
    }
    found.push(
        Diagnostic::new(
            &RULE,
            &report.path,
            context.field(FieldName::Status).place(),
            "a major incident without `checklist.md`",
        )
        .help("`pmrepo checklist new` writes one, so that everybody sees who still has to do what")
        .pointer("/status"),
    );
}

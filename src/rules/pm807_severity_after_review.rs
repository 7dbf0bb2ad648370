//! PM807: the severity changes after the review.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM807",
    name: "severity-after-review",
    level: Level::Error,
    summary: "the severity changes after the review",
    page: include_str!("pm807_severity_after_review.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    if change.status_before() != Some(Status::Reviewed) {
        return;
    }
    for field in [FieldName::Severity, FieldName::Major] {
        let (before, after) = (change.before.field(field), change.after.field(field));
        if !change.changes(field.as_str()) {
            continue;
        }
        let shown = match before.text() {
            Some(text) => format!(" from {text}"),
            None => String::new(),
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &change.after.report().path,
                after.place(),
                format!("`{field}` changes{shown} after the review"),
            )
            .help("take it back into review (`pmrepo reopen`), so that it is reviewed by what it is now")
            .pointer(field.pointer()),
        );
    }
}

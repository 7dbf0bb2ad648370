//! PM807: the severity changes after the review.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
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
    if change.before.status() != Some(Status::Reviewed) {
        return;
    }
    let (before, after) = (change.before.report(), change.after.report());
    for field in ["severity", "major"] {
        let value = |it: Option<&Node>| it.map(Node::to_json);
        let was = value(before.field(field));
        if was == value(after.field(field)) {
            continue;
        }
        let shown = match before.text_of(field) {
            Some(text) => format!(" from {text}"),
            None => String::new(),
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &after.path,
                after.place_of(field),
                format!("`{field}` changes{shown} after the review"),
            )
            .help("set the status back to in-review, so that it is reviewed by what it is now")
            .pointer(format!("/{field}")),
        );
    }
}

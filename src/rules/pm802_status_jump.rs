//! PM802: the status moves on by several in one change.

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
    code: "PM802",
    name: "status-jump",
    level: Level::Warning,
    summary: "the status moves on by several in one change",
    page: include_str!("pm802_status_jump.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let Some((before, after)) = change.statuses() else {
        return;
    };
    // The commits of one pull request are looked at one by one.
    let steps = std::iter::once(before).chain(change.past.between.iter().copied());
    let steps: Vec<Status> = steps.chain([after]).collect();
    let jumps = |it: &[Status]| matches!(it, [one, next] if is_jump(*one, *next));
    if !is_jump(before, after) || !steps.windows(2).any(jumps) {
        return;
    }
    let report = change.after.report();
    found.push(
        Diagnostic::new(
            &RULE,
            &report.path,
            change.after.field(FieldName::Status).place(),
            format!("the status moves from {before} to {after} in one change"),
        )
        .help("nobody saw what lies between; take one status at a time where that is possible")
        .pointer("/status"),
    );
}

/// Whether a status is left out on the way.
pub fn is_jump(before: Status, after: Status) -> bool {
    match before {
        Status::NotRequired => after != before && after != Status::Draft,
        _ => after > before && after != Status::NotRequired && before.next() != Some(after),
    }
}

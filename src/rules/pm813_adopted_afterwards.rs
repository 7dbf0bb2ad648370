//! PM813: a report that was there says now that it was adopted.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM813",
    name: "adopted-afterwards",
    level: Level::Error,
    summary: "a report that was there says now that it was adopted",
    page: include_str!("pm813_adopted_afterwards.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    // A document that gets its front matter by adoption had no status of ours before.
    let was_ours = change.status_before().is_some() && !change.before.is_adopted();
    if !was_ours || !change.after.is_adopted() {
        return;
    }
    let field = FieldName::AdoptedFrom;
    found.push(
        Diagnostic::new(
            &RULE,
            &change.after.report().path,
            change.after.field(field).place(),
            "`adopted_from` is added to a report that was written here",
        )
        .help("take it out: what was adopted lacks less and owes less")
        .pointer(field.pointer()),
    );
}

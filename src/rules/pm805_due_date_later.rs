//! PM805: an action item's due date moves later, or is taken out, without a new reason.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM805",
    name: "due-date-later",
    level: Level::Error,
    summary: "an action item's due date moves later without a reason",
    page: include_str!("pm805_due_date_later.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    // Of a closed report the rule about what is closed says it.
    if change.status_before() == Some(Status::Closed) {
        return;
    }
    let old = ActionItem::by_name(change.before.action_items());
    for (name, item) in ActionItem::by_name(change.after.action_items()) {
        let Some(before) = old.get(name) else {
            continue;
        };
        let Some(was) = before.due() else {
            continue;
        };
        let is = item.due();
        let reason = item.field(FieldName::Reason).words();
        let had = before.field(FieldName::Reason).words();
        let has_new_reason = reason.is_some() && reason != had;
        if is.is_some_and(|it| it <= was) || has_new_reason {
            continue;
        }
        let becomes = match is {
            Some(_) => "is due later",
            None => "has no due date any more",
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &change.after.report().path,
                item.field(FieldName::Due).place(),
                format!("{name} was due on {was}, and {becomes} without a reason"),
            )
            .help("say why in the item's `reason`")
            .pointer(item.pointer_to(FieldName::Due)),
        );
    }
}

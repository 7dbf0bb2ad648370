//! PM805: an action item's due date moves later without a new reason.

use super::Change;
use super::Check;
use super::Entry;
use super::change;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::model::Status;
use crate::time::parse_date;

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
    // In a closed report no due date may move later, whatever the reason.
    if change.before.status() == Some(Status::Closed) {
        return;
    }
    let report = change.after.report();
    let old = change::items(change.before.report());
    for (name, (index, item)) in change::items(report) {
        let Some((_, before)) = old.get(&name) else {
            continue;
        };
        let (Some(was), Some(node)) = (before.get("due"), item.get("due")) else {
            continue;
        };
        let date = |it: &Node| parse_date(it.as_str()?).ok();
        let (Some(was), Some(is)) = (date(was), date(node)) else {
            continue;
        };
        let reason = |item: &Node| {
            let text = item
                .get("reason")
                .and_then(Node::as_str)
                .unwrap_or_default();
            text.trim().to_owned()
        };
        let has_new_reason = !reason(item).is_empty() && reason(item) != reason(before);
        if is <= was || has_new_reason {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &report.path,
                node.span,
                format!("{name} was due on {was}, and is due later without a reason"),
            )
            .help("say why in the item's `reason`")
            .pointer(format!("/action_items/{index}/due")),
        );
    }
}

//! PM207: two action items with one id.

use std::collections::BTreeMap;

use super::Check;
use super::Context;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::FieldName;
use crate::postmortem::ActionItem;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM207",
    name: "duplicate-action-id",
    level: Level::Error,
    summary: "two action items with one id",
    page: include_str!("pm207_duplicate_action_id.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    look(context.report(), context.action_items(), found);
}

fn check_review(review: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    look(review.document, review.tweaks(), found);
}

fn look<'a>(
    document: &Document,
    items: impl Iterator<Item = ActionItem<'a>>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut greatest: u32 = 0;
    let mut twice = Vec::new();
    for item in items {
        let Some(id) = item.id() else {
            continue;
        };
        let number = id.strip_prefix("AI-").and_then(|it| it.parse().ok());
        greatest = greatest.max(number.unwrap_or(0));
        let span = item.field(FieldName::Id).place();
        match seen.get(id) {
            Some(first) => twice.push((item, id, span, *first)),
            None => {
                seen.insert(id, span);
            }
        }
    }
    for (item, id, span, first) in twice {
        greatest = greatest.saturating_add(1);
        found.push(
            Diagnostic::new(
                &RULE,
                &document.path,
                span,
                format!("`{id}` is the id of another action item"),
            )
            .help(format!(
                "give the newer of the two an id of its own, such as AI-{greatest}"
            ))
            .label(first, "the other one is here")
            .pointer(item.pointer_to(FieldName::Id)),
        );
    }
}

//! PM207: two action items with one id.

use std::collections::BTreeMap;

use super::Check;
use super::Context;
use super::Entry;
use super::ReviewContext;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
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
    look(context.report(), "action_items", found);
}

fn check_review(context: &ReviewContext<'_>, found: &mut Vec<Diagnostic>) {
    look(context.document, "tweaks", found);
}

fn look(document: &Document, list: &str, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut greatest: u32 = 0;
    let mut twice = Vec::new();
    let items = document.field(list).map_or(&[][..], Node::items);
    for (index, item) in items.iter().enumerate() {
        let Some(node) = item.get("id") else {
            continue;
        };
        let Some(id) = node.as_str() else {
            continue;
        };
        let number = id.strip_prefix("AI-").and_then(|it| it.parse().ok());
        greatest = greatest.max(number.unwrap_or(0));
        match seen.get(id) {
            Some(first) => twice.push((index, id, node.span, *first)),
            None => {
                seen.insert(id, node.span);
            }
        }
    }
    for (index, id, span, first) in twice {
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
            .pointer(format!("/{list}/{index}/id")),
        );
    }
}

//! What the rules about changes have in common.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::front_matter::Node;
use crate::markdown::Task;
use crate::source::Span;

/// The field of the action items.
pub(super) const ITEMS: &str = "action_items";

/// The action items of a report with their places in the list, by id; by title where one has none.
pub(super) fn items(report: &Document) -> BTreeMap<String, (usize, &Node)> {
    items_of(report, ITEMS)
}

/// The action items in a field of a document, with their places in the list, by name.
pub fn items_of<'a>(document: &'a Document, field: &str) -> BTreeMap<String, (usize, &'a Node)> {
    let items = document.field(field).map_or(&[][..], Node::items);
    let mut found = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let text = |key: &str| item.get(key).and_then(Node::as_str);
        if let Some(name) = text("id").or_else(|| text("title")) {
            found.entry(name.to_owned()).or_insert((index, item));
        }
    }
    found
}

/// Where an action item is pointed at: its id, else its title, else all of it.
pub(super) fn place(item: &Node) -> Span {
    let named = ["id", "title"].iter().find_map(|key| item.get(key));
    named.map_or(item.span, |it| it.span)
}

/// A step with whoever it is for: the id, and what stands before the first colon.
pub(super) fn step(task: &Task) -> String {
    let id = task.id.as_ref().map_or("", |(id, _)| id.as_str());
    match task.text.split_once(':') {
        Some((whom, _)) if !whom.contains(' ') => format!("`{id}` {whom}"),
        _ => format!("`{id}`"),
    }
}

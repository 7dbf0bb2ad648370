//! Action items.

use serde::Serialize;

use super::document::listing;
use crate::report::actions;
use crate::report::overdue::Unreadable;

#[derive(Serialize)]
struct ActionEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    line: usize,
    id: Option<&'a str>,
    title: Option<&'a str>,
    kind: Option<&'a str>,
    priority: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    ticket: Option<&'a str>,
    state: &'a str,
    done_on: Option<&'a str>,
    reason: Option<&'a str>,
    services: &'a [String],
    labels: &'a [String],
}

/// Writes action items: one line of JSON.
pub fn actions(snapshot: &str, items: &[actions::Item], unread: &[Unreadable]) -> String {
    fn entry(item: &actions::Item) -> ActionEntry<'_> {
        ActionEntry {
            postmortem: &item.postmortem,
            path: item.path.as_str(),
            line: item.line,
            id: item.id.as_deref(),
            title: item.title.as_deref(),
            kind: item.kind.as_deref(),
            priority: item.priority.as_deref(),
            owner: item.owner.as_deref(),
            due: item.due.as_deref(),
            ticket: item.ticket.as_deref(),
            state: &item.state,
            done_on: item.done_on.as_deref(),
            reason: item.reason.as_deref(),
            services: &item.services,
            labels: &item.labels,
        }
    }
    let items: Vec<ActionEntry<'_>> = items.iter().map(entry).collect();
    listing(snapshot, ("action_items", items), unread)
}

//! One postmortem in full.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::Serializer;

use super::document::document;
use super::finding::FindingEntry;
use super::list::ListEntry;
use crate::model::Status;
use crate::report::show::Fact;
use crate::report::show::Item;
use crate::report::show::View;

#[derive(Serialize)]
struct ShowEntry<'a> {
    #[serde(flatten)]
    row: ListEntry<'a>,
    major: bool,
    tags: &'a [String],
    roles: BTreeMap<&'a str, &'a [String]>,
    #[serde(flatten)]
    facts: Facts<'a>,
    time_to_detect_seconds: Option<i64>,
    time_to_resolve_seconds: Option<i64>,
    action_items: Vec<ItemEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    next_status: Option<&'a str>,
    missing: Vec<FindingEntry<'a>>,
}

/// What a report may say besides, in the order of the view.
struct Facts<'a>(&'a [Fact]);

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|it| (it.name, &it.value)))
    }
}

#[derive(Serialize)]
struct ItemEntry<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    ticket: Option<&'a str>,
    state: Option<&'a str>,
    priority: Option<&'a str>,
}

impl<'a> From<&'a Item> for ItemEntry<'a> {
    fn from(item: &'a Item) -> Self {
        Self {
            id: item.id.as_deref(),
            title: item.title.as_deref(),
            owner: item.owner.as_deref(),
            due: item.due.as_deref(),
            ticket: item.ticket.as_deref(),
            state: item.state.as_deref(),
            priority: item.priority.as_deref(),
        }
    }
}

/// Writes one postmortem in full: one line of JSON. `missing` is all that stands between it and its
/// next status.
pub fn show(snapshot: &str, view: &View) -> String {
    let people = view.roles.iter();
    let entry = ShowEntry {
        row: (&view.row).into(),
        major: view.is_major,
        tags: &view.row.tags,
        roles: people
            .map(|(role, people)| (role.as_str(), people.as_slice()))
            .collect(),
        facts: Facts(&view.facts),
        time_to_detect_seconds: view.time_to_detect.map(|it| it.num_seconds()),
        time_to_resolve_seconds: view.time_to_resolve.map(|it| it.num_seconds()),
        action_items: view.action_items.iter().map(Into::into).collect(),
        findings: view.findings.iter().map(Into::into).collect(),
        next_status: view.next.map(Status::as_str),
        missing: view.lacking.iter().map(Into::into).collect(),
    };
    document(snapshot, "postmortem", entry)
}

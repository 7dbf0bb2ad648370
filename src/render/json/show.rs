//! One postmortem in full.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::Serializer;

use super::checklist::StepEntry;
use super::document::document;
use super::document::written;
use super::finding::FindingEntry;
use super::list::ListEntry;
use super::messages::MessageEntry;
use super::overdue::OwedEntry;
use super::timeline::SourcesEntry;
use crate::model::Status;
use crate::report::show::Entry;
use crate::report::show::Fact;
use crate::report::show::Item;
use crate::report::show::MEETING;
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
    contributing_factors: &'a [String],
    references: Entries<'a>,
    own_fields: Entries<'a>,
    related: &'a [String],
    due: Vec<OwedEntry<'a>>,
    checklist: Vec<StepEntry<'a>>,
    messages: Vec<MessageEntry<'a>>,
    timeline_sources: Option<SourcesEntry>,
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
        serializer.collect_map(self.0.iter().map(|it| {
            let value = it.value.as_deref();
            let is_time = it.name == MEETING || it.name.ends_with("_at");
            let value = if is_time {
                written(value)
            } else {
                value.map(Cow::Borrowed)
            };
            (it.name, value)
        }))
    }
}

/// Values as they stand in the report, by their names there.
struct Entries<'a>(&'a [Entry]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|it| (&it.name, &it.value)))
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
        contributing_factors: &view.factors,
        references: Entries(&view.references),
        own_fields: Entries(&view.own_fields),
        related: &view.related,
        due: view.due.iter().map(Into::into).collect(),
        checklist: view.steps.iter().map(Into::into).collect(),
        messages: view.messages.iter().map(Into::into).collect(),
        timeline_sources: view.sources.map(Into::into),
        time_to_detect_seconds: view.time_to_detect.map(|it| it.num_seconds()),
        time_to_resolve_seconds: view.time_to_resolve.map(|it| it.num_seconds()),
        action_items: view.action_items.iter().map(Into::into).collect(),
        findings: view.findings.iter().map(Into::into).collect(),
        next_status: view.next.map(Status::as_str),
        missing: view.lacking.iter().map(Into::into).collect(),
    };
    document(snapshot, "postmortem", entry)
}

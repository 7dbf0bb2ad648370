//! What becomes of documents that were there before pmrepo.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use crate::model::Status;
use crate::report::adoption::Document;
use crate::report::adoption::State;
use crate::report::adoption::View;
use crate::report::adoption::Words;
use crate::source::RepoPath;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    documents: Vec<Entry<'a>>,
    summary: Counts,
    /// Lines for `pmrepo.yaml`; null where there are none.
    proposal: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    is: &'a str,
    why: &'a str,
    id: Option<&'a str>,
    becomes: Option<&'a str>,
    fields: BTreeMap<&'a str, FieldEntry<'a>>,
    absent: &'a [&'static str],
    not_understood: Vec<UnclearEntry<'a>>,
    conflicts: Vec<ConflictEntry<'a>>,
    losses: &'a [String],
    timeline_rows: usize,
    action_items: usize,
    status: Option<&'a str>,
    state: Option<&'a str>,
    obstacle: Option<&'a str>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct FieldEntry<'a> {
    value: Value<'a>,
    place: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    One(&'a str),
    Several(&'a [String]),
}

#[derive(Serialize)]
struct UnclearEntry<'a> {
    field: &'a str,
    text: &'a str,
    line: Option<usize>,
    why: &'a str,
}

#[derive(Serialize)]
struct ConflictEntry<'a> {
    field: &'a str,
    readings: Vec<ReadingEntry<'a>>,
    is_decided: bool,
}

#[derive(Serialize)]
struct ReadingEntry<'a> {
    value: &'a str,
    place: &'a str,
}

#[derive(Serialize)]
struct Counts {
    documents: usize,
    postmortems: usize,
    new: usize,
    updated: usize,
    diverged: usize,
    unchanged: usize,
    adopted: usize,
    index: usize,
    template: usize,
    other: usize,
    open: usize,
    /// Files that are pmrepo's own, and so no documents here.
    own: usize,
    /// Always none: every file that was come upon is told of or counted.
    skipped: usize,
}

/// Writes what becomes of documents: one line of JSON.
pub fn adoption(view: &View) -> String {
    let summary = view.summary();
    let proposal = view.proposal();
    line(&Output {
        version: VERSION,
        documents: view.documents.iter().map(entry).collect(),
        summary: Counts {
            documents: summary.documents,
            postmortems: summary.postmortems,
            new: summary.new,
            updated: summary.updated,
            diverged: summary.diverged,
            unchanged: summary.unchanged,
            adopted: summary.made,
            index: summary.indexes,
            template: summary.templates,
            other: summary.others,
            open: summary.open,
            own: view.own,
            skipped: 0,
        },
        proposal: (!proposal.is_empty()).then(|| proposal.yaml()),
    })
}

fn entry(it: &Document) -> Entry<'_> {
    let fields = it.fields.iter().map(|field| {
        let value = match &field.value {
            Words::One(text) => Value::One(text),
            Words::Several(words) => Value::Several(words),
        };
        let place = &field.place;
        (field.name, FieldEntry { value, place })
    });
    let unclear = it.not_understood.iter().map(|it| UnclearEntry {
        field: &it.field,
        text: &it.text,
        line: it.line,
        why: &it.why,
    });
    let conflicts = it.conflicts.iter().map(|it| ConflictEntry {
        field: &it.field,
        readings: it
            .readings
            .iter()
            .map(|(value, place)| ReadingEntry { value, place })
            .collect(),
        is_decided: it.is_decided,
    });
    Entry {
        path: &it.path,
        is: it.is.as_str(),
        why: &it.why,
        id: it.id.as_deref(),
        becomes: it.becomes.as_ref().map(RepoPath::as_str),
        fields: fields.collect(),
        absent: &it.absent,
        not_understood: unclear.collect(),
        conflicts: conflicts.collect(),
        losses: &it.losses,
        timeline_rows: it.timeline_rows,
        action_items: it.action_items,
        status: it.status.map(Status::as_str),
        state: it.state.map(State::as_str),
        obstacle: it.obstacle.as_deref(),
        notes: &it.notes,
    }
}

//! A timeline, and what an import would add to it, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::document::rfc3339;
use crate::change::timeline::Import;
use crate::change::timeline::Row;
use crate::change::timeline::Todo;
use crate::chat::Skipped;
use crate::postmortem::Sources;
use crate::report::timeline::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    source: &'a str,
    messages: usize,
    rows: Vec<Entry<'a>>,
    todos: Vec<TodoEntry<'a>>,
    skipped: Vec<SkippedEntry<'a>>,
    problems: Vec<&'a str>,
}

/// A row that is proposed.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    keys: &'a [String],
    places: &'a [String],
    at: String,
    author: &'a str,
    event: &'a str,
    evidence: &'a str,
    shelf: Option<u8>,
    kind: Option<&'a str>,
    why: &'a [String],
    state: &'a str,
}

#[derive(Serialize)]
struct TodoEntry<'a> {
    key: &'a str,
    place: &'a str,
    at: String,
    author: &'a str,
    text: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct SkippedEntry<'a> {
    place: &'a str,
    reason: &'a str,
}

impl<'a> From<&'a Row> for Entry<'a> {
    fn from(it: &'a Row) -> Self {
        Self {
            keys: &it.keys,
            places: &it.places,
            at: rfc3339(it.at),
            author: &it.author,
            event: &it.event,
            evidence: &it.evidence,
            shelf: it.shelf.map(crate::chat::events::Shelf::number),
            kind: it.kind.map(crate::chat::events::Kind::as_str),
            why: &it.why,
            state: it.state.as_str(),
        }
    }
}

impl<'a> From<&'a Todo> for TodoEntry<'a> {
    fn from(it: &'a Todo) -> Self {
        Self {
            key: &it.key,
            place: &it.place,
            at: rfc3339(it.at),
            author: &it.author,
            text: &it.text,
            why: it.why,
        }
    }
}

impl<'a> From<&'a Skipped> for SkippedEntry<'a> {
    fn from(it: &'a Skipped) -> Self {
        Self {
            place: &it.place,
            reason: &it.reason,
        }
    }
}

/// Writes the rows that a log gives: one line of JSON.
pub fn import(import: &Import) -> String {
    let found = &import.found;
    let problems = found.problems.iter().chain(&import.problems);
    line(&Document {
        version: VERSION,
        source: found.source.as_str(),
        messages: found.count,
        rows: import.rows.iter().map(Into::into).collect(),
        todos: found.todos.iter().map(Into::into).collect(),
        skipped: found.skipped.iter().map(Into::into).collect(),
        problems: problems.map(String::as_str).collect(),
    })
}

#[derive(Serialize)]
struct TimelineDocument<'a> {
    version: u32,
    snapshot: &'a str,
    postmortem: &'a str,
    path: &'a str,
    marks: BTreeMap<&'a str, String>,
    rows: Vec<TimelineRow<'a>>,
    sources: Option<SourcesEntry>,
}

#[derive(Serialize)]
struct TimelineRow<'a> {
    at: Option<String>,
    since_start_seconds: Option<i64>,
    event: &'a str,
    evidence: &'a str,
}

/// How many rows of a timeline have a source.
#[derive(Serialize)]
pub(super) struct SourcesEntry {
    rows: usize,
    with_source: usize,
}

impl From<Sources> for SourcesEntry {
    fn from(sources: Sources) -> Self {
        Self {
            rows: sources.rows,
            with_source: sources.live,
        }
    }
}

/// Writes a timeline: one line of JSON.
pub fn timeline(snapshot: &str, view: &View) -> String {
    let marks = view.marks.iter().map(|(name, at)| (*name, rfc3339(*at)));
    let rows = view.rows.iter().map(|it| TimelineRow {
        at: it.at.map(rfc3339),
        since_start_seconds: it.since.map(|it| it.num_seconds()),
        event: &it.event,
        evidence: &it.evidence,
    });
    line(&TimelineDocument {
        version: VERSION,
        snapshot,
        postmortem: &view.id,
        path: view.path.as_str(),
        marks: marks.collect(),
        rows: rows.collect(),
        sources: view.sources.map(Into::into),
    })
}

//! The review of a change as JSON.

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::finding::FindingEntry;
use crate::model::Status;
use crate::report::pr::QUESTIONS;
use crate::report::pr::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    base: &'a str,
    configuration: &'a [String],
    postmortems: Vec<Entry<'a>>,
    process_reviews: Vec<Review<'a>>,
    findings: Vec<FindingEntry<'a>>,
    questions: [&'a str; QUESTIONS.len()],
    squash: Vec<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    new: bool,
    status_before: Option<&'a str>,
    status: Option<&'a str>,
    next_status: Option<&'a str>,
    missing: Vec<FindingEntry<'a>>,
    changes: &'a [String],
    findings: Vec<FindingEntry<'a>>,
    deadlines: &'a [String],
    reviewers: &'a [String],
}

#[derive(Serialize)]
struct Review<'a> {
    id: &'a str,
    path: &'a str,
    new: bool,
    status_before: Option<&'a str>,
    status: Option<&'a str>,
    missing: Vec<FindingEntry<'a>>,
    changes: &'a [String],
    findings: Vec<FindingEntry<'a>>,
}

/// Writes the review of a change: one line of JSON. `findings` are those that lie in no postmortem and
/// no process review.
pub fn pr(view: &View) -> String {
    let entries = view.postmortems.iter().map(|it| Entry {
        id: &it.id,
        path: it.path.as_str(),
        title: it.title.as_deref(),
        new: it.is_new,
        status_before: it.before.map(Status::as_str),
        status: it.after.map(Status::as_str),
        next_status: it.next.map(Status::as_str),
        missing: it.lacking.iter().map(Into::into).collect(),
        changes: &it.facts,
        findings: it.findings.iter().map(Into::into).collect(),
        deadlines: &it.deadlines,
        reviewers: &it.reviewers,
    });
    let reviews = view.reviews.iter().map(|it| Review {
        id: &it.id,
        path: it.path.as_str(),
        new: it.is_new,
        status_before: it.before.as_deref(),
        status: it.after.as_deref(),
        missing: it.lacking.iter().map(Into::into).collect(),
        changes: &it.facts,
        findings: it.findings.iter().map(Into::into).collect(),
    });
    line(&Document {
        version: VERSION,
        snapshot: &view.snapshot,
        base: &view.base,
        configuration: &view.configuration,
        postmortems: entries.collect(),
        process_reviews: reviews.collect(),
        findings: view.others.iter().map(Into::into).collect(),
        questions: QUESTIONS,
        squash: view.squash.iter().map(|it| it.text.as_str()).collect(),
    })
}

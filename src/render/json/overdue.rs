//! What is owed.

use serde::Serialize;
use serde::Serializer;

use super::document::VERSION;
use super::document::line;
use super::document::rfc3339;
use crate::report::mine::Meeting;
use crate::report::mine::ToReview;
use crate::report::overdue;

#[derive(Serialize)]
struct OverdueDocument<'a> {
    version: u32,
    as_of: String,
    snapshot: &'a str,
    items: Each<'a>,
    unresolved: Vec<UnresolvedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meetings: Option<Vec<MeetingEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_review: Option<Vec<ReviewEntry<'a>>>,
    summary: overdue::Summary,
}

/// What is owed, one after the other: there may be very much.
struct Each<'a>(&'a [&'a overdue::Item]);

impl Serialize for Each<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().copied().map(OwedEntry::from))
    }
}

#[derive(Serialize)]
pub(super) struct OwedEntry<'a> {
    postmortem: Option<&'a str>,
    path: &'a str,
    line: usize,
    severity: Option<&'a str>,
    kind: Option<&'a str>,
    step: Option<&'a str>,
    action_item: Option<&'a str>,
    action_item_title: Option<&'a str>,
    name: Option<&'a str>,
    role: Option<&'a str>,
    owed_by: &'a [String],
    due: Option<String>,
    met_at: Option<String>,
    state: &'a str,
    late_by_seconds: Option<i64>,
    explanation: &'a str,
    /// Only where several repositories are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    repo: Option<&'a str>,
}

impl<'a> From<&'a overdue::Item> for OwedEntry<'a> {
    fn from(item: &'a overdue::Item) -> Self {
        let (place, owed) = (item.place(), item.owed());
        Self {
            postmortem: place.postmortem.as_deref(),
            path: place.path.as_str(),
            line: place.line,
            severity: owed.and_then(|it| it.incident.severity.as_deref()),
            kind: owed.map(|it| it.kind.as_str()),
            step: owed.and_then(overdue::Owed::step),
            action_item: item.action_item(),
            action_item_title: owed.and_then(overdue::Owed::what_title),
            name: item.name(),
            role: owed.map(|it| it.role.as_str()),
            owed_by: owed.map_or(&[], |it| &it.owed_by),
            due: owed.map(|it| rfc3339(it.due)),
            met_at: owed.and_then(|it| it.met_at).map(rfc3339),
            state: owed.map_or(overdue::UNREADABLE, |it| it.state.as_str()),
            late_by_seconds: owed
                .and_then(overdue::Owed::late_by)
                .map(|it| it.num_seconds()),
            explanation: item.explanation(),
            repo: item.place().repo.as_deref(),
        }
    }
}

/// A meeting of whoever asks.
#[derive(Serialize)]
struct MeetingEntry<'a> {
    about: &'a str,
    subject: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    at: String,
}

/// What whoever asks should review.
#[derive(Serialize)]
struct ReviewEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
struct UnresolvedEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    days: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    repo: Option<&'a str>,
}

impl<'a> From<&'a Meeting> for MeetingEntry<'a> {
    fn from(it: &'a Meeting) -> Self {
        Self {
            about: it.about.as_str(),
            subject: &it.subject,
            path: it.path.as_str(),
            title: it.title.as_deref(),
            at: rfc3339(it.at),
        }
    }
}

impl<'a> From<&'a ToReview> for ReviewEntry<'a> {
    fn from(it: &'a ToReview) -> Self {
        Self {
            postmortem: &it.postmortem,
            path: it.path.as_str(),
            title: it.title.as_deref(),
            owner: it.owner.as_deref(),
        }
    }
}

/// Writes what is owed: one line of JSON.
pub fn overdue(view: &overdue::View<'_>) -> String {
    line(&OverdueDocument {
        version: VERSION,
        as_of: rfc3339(view.as_of),
        snapshot: view.snapshot,
        items: Each(&view.items),
        unresolved: view
            .unresolved
            .iter()
            .map(|it| UnresolvedEntry {
                postmortem: &it.postmortem,
                path: it.path.as_str(),
                days: it.days,
                repo: it.repo.as_deref(),
            })
            .collect(),
        meetings: view
            .duties
            .map(|it| it.meetings.iter().map(Into::into).collect()),
        to_review: view
            .duties
            .map(|it| it.to_review.iter().map(Into::into).collect()),
        summary: view.summary,
    })
}

//! Major incidents without a postmortem, and how an incident is told.

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::document::rfc3339;
use crate::pagerduty::Incident;
use crate::report::pagerduty::missing::Major;
use crate::report::pagerduty::missing::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    since: String,
    until: String,
    missing: Vec<MajorEntry<'a>>,
    covered: Vec<MajorEntry<'a>>,
    reopened: Vec<ReopenedEntry<'a>>,
    unknown_priorities: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
struct MajorEntry<'a> {
    #[serde(flatten)]
    incident: IncidentEntry<'a>,
    severity: &'a str,
}

#[derive(Serialize)]
struct ReopenedEntry<'a> {
    postmortem: &'a str,
    #[serde(flatten)]
    incident: IncidentEntry<'a>,
}

/// An incident; what PagerDuty does not say is null.
#[derive(Serialize)]
pub(super) struct IncidentEntry<'a> {
    incident: &'a str,
    number: Option<u64>,
    title: Option<&'a str>,
    priority: Option<&'a str>,
    service: Option<&'a str>,
    created_at: Option<String>,
    resolved_at: Option<String>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    incidents: usize,
    missing: usize,
    reopened: usize,
    without_priority: usize,
}

impl<'a> From<&'a Incident> for IncidentEntry<'a> {
    fn from(it: &'a Incident) -> Self {
        Self {
            incident: &it.id,
            number: it.number,
            title: it.title.as_deref(),
            priority: it.priority.as_ref().map(|it| it.name.as_str()),
            service: it.service.as_deref(),
            created_at: it.created_at.map(rfc3339),
            resolved_at: it.resolved_at.map(rfc3339),
            url: it.url.as_deref(),
        }
    }
}

impl<'a> From<&'a Major> for MajorEntry<'a> {
    fn from(it: &'a Major) -> Self {
        Self {
            incident: (&it.incident).into(),
            severity: it.severity.as_str(),
        }
    }
}

/// Writes which incidents have no postmortem: one line of JSON.
pub fn missing(snapshot: &str, view: &View) -> String {
    line(&Document {
        version: VERSION,
        snapshot,
        since: rfc3339(view.since),
        until: rfc3339(view.until),
        missing: view.missing.iter().map(Into::into).collect(),
        covered: view.covered.iter().map(Into::into).collect(),
        reopened: view
            .reopened
            .iter()
            .map(|it| ReopenedEntry {
                postmortem: &it.postmortem,
                incident: (&it.incident).into(),
            })
            .collect(),
        unknown_priorities: &view.unknown_priorities,
        summary: Summary {
            incidents: view.incidents,
            missing: view.missing.len(),
            reopened: view.reopened.len(),
            without_priority: view.without_priority,
        },
    })
}

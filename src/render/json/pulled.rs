//! What PagerDuty knows and a report does not say, and what of it was written.

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::pagerduty::IncidentEntry;
use super::timeline::Entry;
use crate::change::timeline::Row;
use crate::model::FieldName;
use crate::pagerduty::Incident;
use crate::report::pagerduty::pull::Pulled;
use crate::source::RepoPath;

/// What a pull gave.
#[derive(Clone, Copy, Debug)]
pub struct Pull<'a> {
    /// What was read.
    pub snapshot: &'a str,
    /// The postmortem's id.
    pub postmortem: &'a str,
    /// The incident.
    pub incident: &'a Incident,
    /// It, held against the report.
    pub pulled: &'a Pulled,
    /// The rows that it gives for the timeline.
    pub rows: &'a [Row],
    /// The fields that were written.
    pub fields: &'a [FieldName],
    /// The files that were.
    pub files: &'a [RepoPath],
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    postmortem: &'a str,
    incident: IncidentEntry<'a>,
    fills: Vec<Fill<'a>>,
    differences: Vec<Difference<'a>>,
    people: &'a [String],
    rows: Vec<Entry<'a>>,
    notes: &'a [String],
    written: Written<'a>,
}

#[derive(Serialize)]
struct Fill<'a> {
    field: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Difference<'a> {
    field: &'static str,
    here: &'a str,
    there: &'a str,
    setting: &'a str,
}

#[derive(Serialize)]
struct Written<'a> {
    fields: Vec<&'static str>,
    files: Vec<&'a str>,
}

/// Writes what a pull gave: one line of JSON.
pub fn pulled(it: &Pull<'_>) -> String {
    let fills = it.pulled.fills.iter();
    let differences = it.pulled.differences.iter();
    line(&Document {
        version: VERSION,
        snapshot: it.snapshot,
        postmortem: it.postmortem,
        incident: it.incident.into(),
        fills: fills
            .map(|(field, value)| Fill {
                field: field.as_str(),
                value,
            })
            .collect(),
        differences: differences
            .map(|it| Difference {
                field: it.field.as_str(),
                here: &it.here,
                there: &it.there,
                setting: &it.setting,
            })
            .collect(),
        people: &it.pulled.people,
        rows: it.rows.iter().map(Into::into).collect(),
        notes: &it.pulled.notes,
        written: Written {
            fields: it.fields.iter().map(|it| it.as_str()).collect(),
            files: it.files.iter().map(RepoPath::as_str).collect(),
        },
    })
}

//! What is to be done in PagerDuty, and what of it was.

use serde::Serialize;
use serde_json::Value;

use super::document::VERSION;
use super::document::line;
use super::pagerduty::IncidentEntry;
use crate::pagerduty::Incident;
use crate::render::human;
use crate::report::pagerduty::push::Plan;
use crate::report::pagerduty::push::Step;
use crate::source::RepoPath;

/// What a push did, or would do.
#[derive(Clone, Copy, Debug)]
pub struct Push<'a> {
    /// What was read.
    pub snapshot: &'a str,
    /// The postmortem's id.
    pub postmortem: &'a str,
    /// The incident, as it was before.
    pub incident: &'a Incident,
    /// What was to be done.
    pub plan: &'a Plan,
    /// The requests that its steps are.
    pub stages: &'a [Stage<'a>],
    /// How many of them were done, from the first on.
    pub done: usize,
    /// The files that were written.
    pub files: &'a [RepoPath],
}

/// The request that a step is. It holds nothing secret.
#[derive(Clone, Debug, Serialize)]
pub struct Stage<'a> {
    /// What is done.
    pub method: &'static str,
    /// Where.
    pub url: String,
    /// What is sent.
    pub body: Option<&'a Value>,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    postmortem: &'a str,
    incident: IncidentEntry<'a>,
    steps: Vec<Entry<'a>>,
    held: &'a [String],
    notes: &'a [String],
    written: Written<'a>,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'static str,
    what: String,
    done: bool,
    request: &'a Stage<'a>,
}

#[derive(Serialize)]
struct Written<'a> {
    files: Vec<&'a str>,
}

/// Writes what a push did, or would do: one line of JSON.
pub fn push(it: &Push<'_>) -> String {
    let steps = it.plan.steps.iter().zip(it.stages).enumerate();
    line(&Document {
        version: VERSION,
        snapshot: it.snapshot,
        postmortem: it.postmortem,
        incident: it.incident.into(),
        steps: steps
            .map(|(at, (step, request))| Entry {
                kind: kind(step),
                what: human::step(step),
                done: at < it.done,
                request,
            })
            .collect(),
        held: &it.plan.held,
        notes: &it.plan.notes,
        written: Written {
            files: it.files.iter().map(RepoPath::as_str).collect(),
        },
    })
}

fn kind(step: &Step) -> &'static str {
    match step {
        Step::Merge(_) => "merge",
        Step::Priority(_) => "priority",
        Step::Resolve => "resolve",
        Step::Note(_) => "note",
    }
}

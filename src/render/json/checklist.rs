//! The steps of checklists.

use serde::Serialize;

use super::document::listing;
use super::document::rfc3339;
use crate::model::Status;
use crate::report::checklist;
use crate::report::overdue::Unreadable;

#[derive(Serialize)]
pub(super) struct StepEntry<'a> {
    postmortem: &'a str,
    path: &'a str,
    line: Option<usize>,
    step: &'a str,
    role: &'a str,
    people: &'a [String],
    text: &'a str,
    state: &'a str,
    gates: Option<&'a str>,
    ticked_by: Option<&'a str>,
    ticked_at: Option<String>,
}

impl<'a> From<&'a checklist::Step> for StepEntry<'a> {
    fn from(step: &'a checklist::Step) -> Self {
        Self {
            postmortem: &step.postmortem,
            path: step.path.as_str(),
            line: step.line,
            step: &step.id,
            role: step.role_word(),
            people: &step.people,
            text: &step.text,
            state: step.state.as_str(),
            gates: step.gates.map(Status::as_str),
            ticked_by: None,
            ticked_at: None,
        }
    }
}

/// Writes the steps of checklists: one line of JSON. Who ticked one is null where the history does
/// not say.
pub fn checklist(
    snapshot: &str,
    steps: &[checklist::Step],
    ticks: &checklist::Ticks,
    unread: &[Unreadable],
) -> String {
    let entries = steps.iter().map(|step| {
        let is_ticked = matches!(
            step.state,
            checklist::State::Done | checklist::State::NotApplicable
        );
        let tick = step
            .line
            .filter(|_| is_ticked)
            .and_then(|it| ticks.get(&it)?.as_ref());
        StepEntry {
            ticked_by: tick.map(|(author, _)| author.as_str()),
            ticked_at: tick.map(|(_, at)| rfc3339(*at)),
            ..step.into()
        }
    });
    listing(snapshot, ("steps", entries.collect::<Vec<_>>()), unread)
}

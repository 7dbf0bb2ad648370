//! The steps of the checklist that have no kind of their own.

use std::collections::BTreeMap;

use super::Because;
use super::Deadline;
use super::Due;
use super::Weight;
use super::case::Case;
use super::people;
use crate::config::Who;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::Step;

/// Steps that appear as `owner-named`, `internal-notice` and `external-message` only.
const KINDS_OF_THEIR_OWN: [&str; 3] = [
    "ic.assign-owner",
    "ic.internal-notice",
    "cl.publish-external",
];

/// The step of which DESIGN 4 says that it is never overdue.
const EXPERTS_NOTES: &str = "sme.add-notes";

/// The steps that stand in the checklist, each due with the status that it gates, where that one has
/// a deadline, else with the review. Without a checklist nobody owes a step, nor where the incident is
/// not a major one, or no longer.
pub(super) fn of_checklist(
    postmortem: Postmortem<'_>,
    case: &Case<'_>,
    (in_review, reviewed): (Option<&Due>, Option<&Due>),
    owed: &mut Vec<Deadline>,
) {
    let (Some(checklist), Some(_)) = (
        &postmortem.dossier.checklist,
        case.term(DeadlineKind::ChecklistStep),
    ) else {
        return;
    };
    if !postmortem.is_major() {
        return;
    }
    let experts = experts(case);
    for step in postmortem.steps() {
        if KINDS_OF_THEIR_OWN.contains(&step.id) {
            continue;
        }
        let gate = case.policy.gate(step.id);
        let with = match gate {
            Some(Status::InReview) if in_review.is_some() => (in_review, Status::InReview),
            _ => (reviewed, Status::Reviewed),
        };
        let (Some(due), status) = with else {
            continue;
        };
        // What nobody is asked for falls to the commander.
        let role = step.role().unwrap_or(Role::IncidentCommander);
        owed.push(Deadline {
            kind: DeadlineKind::ChecklistStep,
            step: Some(step.id.to_owned()),
            action_item: None,
            action_title: None,
            name: None,
            role,
            owed_by: owing(case, (&step, role), &experts),
            due: case.policy.zone.show(due.at),
            is_met: step.task.checked || step.is_settled(),
            met_at: None,
            in_business_days: due.in_business_days,
            weight: weight(step.id),
            explanation: Because::Status(status, Box::new(due.because.clone())),
            path: checklist.path.clone(),
            span: step.task.marker,
        });
    }
}

/// Experts add what they think helps: of them nobody is late.
fn weight(id: &str) -> Weight {
    match id {
        EXPERTS_NOTES => Weight::Reminder,
        _ => Weight::Firm,
    }
}

/// The experts as the report names them first, by whom that means.
fn experts<'a>(case: &Case<'a>) -> BTreeMap<Who, &'a str> {
    let mut experts = BTreeMap::new();
    for it in case.report.people(Role::SubjectMatterExpert) {
        experts.entry(case.policy.roster.who(it)).or_insert(it);
    }
    experts
}

/// Who owes a step: the expert whom it names, else whoever has the role.
fn owing(
    case: &Case<'_>,
    (step, role): (&Step<'_>, Role),
    experts: &BTreeMap<Who, &str>,
) -> Vec<String> {
    let named = step.expert().map(|it| case.policy.roster.who(it));
    match named.and_then(|it| experts.get(&it)) {
        Some(expert) => vec![(*expert).to_owned()],
        None => people::owing(&case.report, role),
    }
}

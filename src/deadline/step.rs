//! The steps of the checklist that have no kind of their own.

use super::Deadline;
use super::Due;
use super::people;
use super::postmortem::Case;
use crate::config::Policy;
use crate::markdown::Task;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::model::Status;
use crate::rules::steps;

/// Steps that appear as `owner-named`, `internal-notice` and `external-message` only.
const KINDS_OF_THEIR_OWN: [&str; 3] = [
    "ic.assign-owner",
    "ic.internal-notice",
    "cl.publish-external",
];

/// The steps that stand in the checklist, each due with the status that it gates, where that one has
/// a deadline, else with the review. Without a checklist nobody owes a step.
pub(super) fn of_checklist(
    case: &Case<'_>,
    in_review: Option<&Due>,
    reviewed: Option<&Due>,
    owed: &mut Vec<Deadline>,
) {
    let (Some(checklist), Some(_)) = (
        &case.context.dossier.checklist,
        case.term(DeadlineKind::ChecklistStep),
    ) else {
        return;
    };
    for task in &checklist.body.tasks {
        let Some((id, _)) = &task.id else {
            continue;
        };
        let is_here = !KINDS_OF_THEIR_OWN.contains(&id.as_str())
            && !case.policy.drops(id)
            && steps::is_known(case.policy, id);
        let gate = steps::gate(case.policy, id);
        let with = match gate {
            Some(Status::InReview) if in_review.is_some() => (in_review, "in-review"),
            _ => (reviewed, "reviewed"),
        };
        let (true, (Some(due), status)) = (is_here, with) else {
            continue;
        };
        let role = role(case.policy, id);
        owed.push(Deadline {
            kind: DeadlineKind::ChecklistStep,
            step: Some(id.clone()),
            action_item: None,
            role,
            owed_by: owing(case, id, role, task),
            due: case.policy.zone.show(due.at),
            is_met: is_done(case, id, task),
            met_at: None,
            in_business_days: due.in_business_days,
            explanation: format!("due with {status}: {}", due.because),
            path: checklist.path.clone(),
            span: task.marker,
        });
    }
}

/// The role whose step it is: as the list says; a step that somebody asked for names it in its id:
/// `ask.deputy.1`.
fn role(policy: &Policy, id: &str) -> Role {
    if let Some(step) = policy.step(id) {
        return step.role;
    }
    let id = id.strip_prefix("ask.").unwrap_or(id);
    let prefix = id.split(['.', '-']).next().unwrap_or_default();
    Role::of_prefix(prefix).unwrap_or(Role::IncidentCommander)
}

/// Who owes a step: the expert whom it names, else whoever has the role.
fn owing(case: &Case<'_>, id: &str, role: Role, task: &Task) -> Vec<String> {
    let report = case.context.report();
    if steps::is_for_each_expert(case.policy, id) {
        let named = steps::expert(task);
        let experts = people::holding(report, Role::SubjectMatterExpert);
        let roster = &case.policy.roster;
        if let Some(expert) = experts.iter().find(|it| roster.is_same(it, named)) {
            return vec![expert.clone()];
        }
    }
    people::owing(report, role)
}

/// Whether it is ticked, or a fact settles it.
fn is_done(case: &Case<'_>, id: &str, task: &Task) -> bool {
    if task.checked {
        return true;
    }
    if steps::is_for_each_expert(case.policy, id) {
        return steps::has_notes(case.context, steps::expert(task))
            || steps::is_settled(id, case.context);
    }
    steps::is_settled(id, case.context)
}

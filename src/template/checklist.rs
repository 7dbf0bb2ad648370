//! The roles and their steps, as the template of `checklist.md` gets them.

use super::input::RoleInput;
use super::input::StepInput;
use crate::config::Policy;
use crate::config::steps;
use crate::config::steps::Step;
use crate::model::Role;

/// The checklist that a policy wants, nobody named and nothing ticked. A role that has neither a
/// step nor a word to say is left out; so is one without steps in a team whose owner and commander do
/// everything. Name the people, and repeat the experts' step with
/// [`expert_steps`].
pub fn standard_roles(policy: &Policy) -> Vec<RoleInput> {
    let is_small = Role::of_checklist()
        .filter(|role| !matches!(role, Role::IncidentCommander | Role::Owner))
        .all(|role| policy.steps_of(role).next().is_none());
    Role::of_checklist()
        .map(|role| RoleInput {
            title: role.title().unwrap_or_default().to_owned(),
            people: Vec::new(),
            note: steps::note(role).map(str::to_owned),
            steps: policy.steps_of(role).map(input).collect(),
        })
        .map(|role| {
            // A role that has been given a step has steps of its own.
            let note = role.note.filter(|_| role.steps.is_empty());
            RoleInput { note, ..role }
        })
        .filter(|role| !role.steps.is_empty() || (role.note.is_some() && !is_small))
        .collect()
}

/// The steps that one subject matter expert has for themselves.
pub fn expert_steps(policy: &Policy, person: &str) -> Vec<StepInput> {
    policy
        .steps
        .iter()
        .filter(|step| step.is_for_each_expert())
        .map(|step| StepInput {
            person: Some(person.to_owned()),
            ..input(step)
        })
        .collect()
}

fn input(step: &Step) -> StepInput {
    StepInput {
        id: step.id.clone(),
        person: None,
        text: step.text.clone(),
        done: false,
    }
}

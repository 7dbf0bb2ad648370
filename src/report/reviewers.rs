//! Who might review a postmortem.

use crate::config::CodeOwners;
use crate::config::Policy;
use crate::model::FieldName;
use crate::model::Role;
use crate::postmortem::Report;

/// Everybody who had a part in the incident, whose team runs one of its services, or who owns the code
/// of one or the report itself; never the owner.
pub(super) fn of(policy: &Policy, owners: &CodeOwners, after: &Report<'_>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let mut add = |person: &str| {
        let mut owner = after.people(Role::Owner);
        let is_owner = owner.any(|owner| policy.roster.is_same(owner, person));
        let is_there = people.iter().any(|it| policy.roster.is_same(it, person));
        if !is_owner && !is_there && !person.trim().is_empty() {
            people.push(policy.roster.handle(person).to_owned());
        }
    };
    for role in [
        Role::IncidentCommander,
        Role::Deputy,
        Role::SubjectMatterExpert,
    ] {
        after.people(role).for_each(&mut add);
    }
    let services = after.field(FieldName::Services).texts();
    for member in &policy.roster.people {
        let runs = |service: &str| {
            let team = member
                .team
                .as_deref()
                .and_then(|it| it.split('/').next_back());
            team.is_some_and(|team| team.eq_ignore_ascii_case(service))
        };
        if services.clone().any(runs) {
            add(&member.handle);
        }
    }
    services
        .flat_map(|it| owners.of_service(it))
        .for_each(&mut add);
    owners.of_path(&after.document.path).for_each(&mut add);
    people
}

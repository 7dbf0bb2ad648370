//! Who might review a postmortem.

use crate::config::CodeOwners;
use crate::config::Policy;
use crate::front_matter::Node;
use crate::model::bare;
use crate::rules::Context;

/// Everybody who had a part in the incident, whose team runs one of its services, or who owns the code
/// of one or the report itself; never the owner.
pub(super) fn of(policy: &Policy, owners: &CodeOwners, after: &Context<'_>) -> Vec<String> {
    let report = after.report();
    let mut people: Vec<String> = Vec::new();
    let mut add = |person: &str| {
        let is_owner = report
            .text_of("owner")
            .is_some_and(|owner| policy.roster.is_same(owner, person));
        let is_there = people.iter().any(|it| policy.roster.is_same(it, person));
        if !is_owner && !is_there && !person.trim().is_empty() {
            let member = policy.roster.find(person);
            people.push(bare(member.map_or(person, |it| &it.handle)).to_owned());
        }
    };
    for field in ["roles.incident_commander", "roles.deputy"] {
        report.text_of(field).into_iter().for_each(&mut add);
    }
    let experts = report.field("roles.subject_matter_experts");
    let experts = experts.map_or(&[][..], Node::items).iter();
    experts.filter_map(Node::as_str).for_each(&mut add);
    let services = report.field("services").map_or(&[][..], Node::items);
    for member in &policy.roster.people {
        let runs = |service: &Node| {
            let team = member
                .team
                .as_deref()
                .and_then(|it| it.split('/').next_back());
            team.zip(service.as_str())
                .is_some_and(|(team, service)| team.eq_ignore_ascii_case(service))
        };
        if services.iter().any(runs) {
            add(&member.handle);
        }
    }
    let services = services.iter().filter_map(Node::as_str);
    services
        .flat_map(|it| owners.of_service(it))
        .for_each(&mut add);
    owners.of_path(&report.path).for_each(&mut add);
    people
}

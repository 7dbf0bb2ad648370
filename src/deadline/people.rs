//! Who owes something.

use super::Role;
use crate::document::Document;
use crate::front_matter::Node;

/// The one person of a field; `None` where it is missing or blank.
pub(super) fn one(document: &Document, field: &str) -> Option<String> {
    let name = document.text_of(field)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Everybody in a field that holds a list, or one person.
pub(super) fn several(document: &Document, field: &str) -> Vec<String> {
    let Some(node) = document.field(field) else {
        return Vec::new();
    };
    node.as_str()
        .into_iter()
        .chain(node.items().iter().filter_map(Node::as_str))
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Who owes what a role owes: whoever has it, else the incident commander, else nobody.
pub(super) fn owing(report: &Document, role: Role) -> Vec<String> {
    let field = match role {
        Role::Owner => "owner",
        Role::Deputy => "roles.deputy",
        Role::Scribe => "roles.scribe",
        Role::SubjectMatterExpert => "roles.subject_matter_experts",
        Role::CustomerLiaison => "roles.customer_liaison",
        Role::InternalLiaison => "roles.internal_liaison",
        Role::IncidentCommander | Role::ActionItemOwner | Role::Chair => COMMANDER,
    };
    let people = several(report, field);
    if people.is_empty() {
        several(report, COMMANDER)
    } else {
        people
    }
}

const COMMANDER: &str = "roles.incident_commander";

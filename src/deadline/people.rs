//! Who owes something.

use crate::document::Document;
use crate::front_matter::Node;
use crate::model::Role;

/// The one person of a field; `None` where it is missing or blank.
pub(super) fn one(document: &Document, field: &str) -> Option<String> {
    let name = document.text_of(field)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Everybody in a field that holds a list, or one person.
fn several(document: &Document, field: &str) -> Vec<String> {
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
    let people = holding(report, role);
    if people.is_empty() {
        holding(report, Role::IncidentCommander)
    } else {
        people
    }
}

/// Whoever has a role.
pub(super) fn holding(report: &Document, role: Role) -> Vec<String> {
    role.field().map_or_else(Vec::new, |it| several(report, it))
}

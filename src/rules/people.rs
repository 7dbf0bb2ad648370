//! The people that a report names, each with its place.

use super::Context;
use crate::front_matter::Node;

/// A person, or a team, named in a field.
pub(super) struct Mention<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// The value.
    pub node: &'a Node,
    /// The field, by dotted name.
    field: &'static str,
    /// Which of a list.
    index: Option<usize>,
    /// Whether a team may stand there: the owner of an action item.
    pub may_be_team: bool,
}

impl Mention<'_> {
    /// The value's JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = format!("/{}", self.field.replace('.', "/"));
        if let Some(index) = self.index {
            pointer.push_str(&format!("/{index}"));
        }
        if self.may_be_team {
            pointer.push_str("/owner");
        }
        pointer
    }
}

/// The fields with one person, by dotted name.
const ONE: [&str; 7] = [
    "owner",
    "roles.incident_commander",
    "roles.deputy",
    "roles.scribe",
    "roles.customer_liaison",
    "roles.internal_liaison",
    "roles.shadow",
];
/// The field with one person that comes after those with several, as in the schema.
const FACILITATOR: &str = "meeting.facilitator";
/// The fields with a list of persons.
const SEVERAL: [&str; 3] = [
    "roles.subject_matter_experts",
    "responders",
    "meeting.attendees",
];

/// Everybody whom the report's front matter names.
pub(super) fn mentioned<'a>(context: &Context<'a>) -> Vec<Mention<'a>> {
    let report = context.report();
    let mut mentions = Vec::new();
    let mut add = |node: &'a Node, field, index, may_be_team| {
        if let Some(name) = node.as_str().filter(|name| !name.trim().is_empty()) {
            mentions.push(Mention {
                name,
                node,
                field,
                index,
                may_be_team,
            });
        }
    };
    for field in ONE.into_iter().chain([FACILITATOR]) {
        if let Some(node) = report.field(field) {
            add(node, field, None, false);
        }
    }
    for field in SEVERAL {
        let people = report.field(field).map_or(&[][..], Node::items);
        for (index, node) in people.iter().enumerate() {
            add(node, field, Some(index), false);
        }
    }
    for (index, item) in context.action_items() {
        if let Some(node) = item.get("owner") {
            add(node, "action_items", Some(index), true);
        }
    }
    mentions.sort_by_key(|mention| mention.node.span);
    mentions
}

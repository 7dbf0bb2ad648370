//! The people that a report or the notes of a process review name, each with its place.

use super::Context;
use crate::document::Document;
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

/// The field of a process review with one person.
const CHAIR: &str = "chair";
/// The fields of a process review with a list of persons. `invited: anyone` names nobody.
const REVIEWS_SEVERAL: [&str; 2] = ["attendees", "invited"];

/// Everybody whom the report's front matter names.
pub(super) fn mentioned<'a>(context: &Context<'a>) -> Vec<Mention<'a>> {
    let one: Vec<&'static str> = ONE.into_iter().chain([FACILITATOR]).collect();
    named(context.report(), &one, &SEVERAL, "action_items")
}

/// Everybody whom the notes of a process review name in their front matter.
pub(super) fn mentioned_in_review(review: &Document) -> Vec<Mention<'_>> {
    named(review, &[CHAIR], &REVIEWS_SEVERAL, "tweaks")
}

/// Everybody in fields with one person, in fields with several, and the owners of a list's items.
fn named<'a>(
    document: &'a Document,
    one: &[&'static str],
    several: &[&'static str],
    items: &'static str,
) -> Vec<Mention<'a>> {
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
    for field in one {
        if let Some(node) = document.field(field) {
            add(node, field, None, false);
        }
    }
    for field in several {
        let people = document.field(field).map_or(&[][..], Node::items);
        for (index, node) in people.iter().enumerate() {
            add(node, field, Some(index), false);
        }
    }
    let list = document.field(items).map_or(&[][..], Node::items);
    for (index, item) in list.iter().enumerate() {
        if let Some(node) = item.get("owner") {
            add(node, items, Some(index), true);
        }
    }
    mentions.sort_by_key(|mention| mention.node.span);
    mentions
}

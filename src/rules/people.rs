//! The people that a report or the notes of a process review name, each with its place.

use super::Context;
use crate::document::Document;
use crate::schema::FieldKind;
use crate::schema::FieldValue;
use crate::schema::Fields;

/// A person, or a team, named in a field.
pub(super) struct Mention<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// The value.
    pub value: FieldValue<'a>,
}

impl Mention<'_> {
    /// Whether a team may stand there: the owner of an action item.
    pub(super) fn may_be_team(&self) -> bool {
        self.value.field.kind == FieldKind::PersonOrTeam
    }
}

/// Everybody whom the report's front matter names.
pub(super) fn mentioned<'a>(context: &Context<'a>) -> Vec<Mention<'a>> {
    named(context.report(), context.fields)
}

/// Everybody whom the notes of a process review name in their front matter.
pub(super) fn mentioned_in_review(review: &Document) -> Vec<Mention<'_>> {
    named(review, Fields::of_review())
}

/// Everybody in the fields for people, in the order of the text.
fn named<'a>(document: &'a Document, fields: &'a Fields) -> Vec<Mention<'a>> {
    let Some(root) = document.root() else {
        return Vec::new();
    };
    let values = fields.values(root, &[FieldKind::Person, FieldKind::PersonOrTeam]);
    let mut mentions: Vec<Mention<'a>> = values
        .into_iter()
        .filter_map(|value| {
            let name = value.node.as_str().filter(|name| !name.trim().is_empty())?;
            Some(Mention { name, value })
        })
        .collect();
    mentions.sort_by_key(|mention| mention.value.node.span);
    mentions
}

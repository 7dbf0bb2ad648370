//! The people that a report or the notes of a process review name, each with its place.

use super::Context;
use crate::document::Document;
use crate::model;
use crate::schema::FieldKind;
use crate::schema::FieldValue;
use crate::schema::Fields;

/// How many people of one report are looked for: more than a response ever has.
const MOST_PEOPLE: usize = 200;

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

/// The words by which prose may call the people whom the front matter names, in lower case: handles,
/// first and last names, and the part of e-mail addresses before the `@`. Teams are left out.
pub(super) fn words(context: &Context<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let root = context.report().root().into_iter();
    let people = root
        .flat_map(|root| context.fields.values(root, &[FieldKind::Person]))
        .filter_map(|value| value.node.as_str())
        .filter(|person| !person.contains('/'))
        .take(MOST_PEOPLE);
    for person in people {
        add_words(&mut words, person);
        if let Some(member) = context.policy.roster.find(person) {
            add_words(&mut words, &member.handle);
            member
                .name
                .iter()
                .for_each(|name| add_words(&mut words, name));
        }
    }
    words
}

fn add_words(words: &mut Vec<String>, person: &str) {
    let person = model::bare(person).to_lowercase();
    let handle = person.split('@').next().unwrap_or("");
    words.extend(
        handle
            .split_whitespace()
            .filter(|word| word.chars().count() > 1)
            .map(str::to_owned),
    );
}

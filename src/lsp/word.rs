//! What somebody points at.

use std::borrow::Cow;

use super::here::Here;
use super::here::Part;
use super::text::Position;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter;
use crate::front_matter::Node;
use crate::model::PostmortemId;
use crate::rules;
use crate::schema;
use crate::schema::FieldKind;
use crate::schema::FieldValue;
use crate::schema::Fields;
use crate::schema::Name;
use crate::source::RepoPath;
use crate::source::Span;

/// What somebody points at.
pub(super) enum Thing {
    /// A postmortem, by its id.
    Postmortem(PostmortemId),
    /// An action item: whose, and its id.
    Item(PostmortemId, String),
    /// A person.
    Person(String),
    /// A rule.
    Rule(&'static Rule),
    /// A step of a checklist.
    Step(String),
    /// A file in the repository.
    File(RepoPath),
}

/// What somebody points at, and where it stands.
pub(super) fn at(here: &Here<'_>, at: Position) -> Option<(Thing, Span)> {
    let offset = here.text().offset(at);
    let document = here.document();
    let root = match here.part {
        Part::Configuration | Part::Roster => front_matter::read_yaml(&document.text).0,
        _ => document.root().cloned(),
    };
    if let Some(root) = &root
        && let Some(found) = in_front(here, root, offset)
    {
        return Some(found);
    }
    if let Some(found) = link(here, &document, offset) {
        return Some(found);
    }
    let span = word(&document.text, offset)?;
    let thing = of_word(here, span.of(&document.text))?;
    Some((thing, span))
}

/// The fields of a file.
pub(super) fn fields<'a>(here: &'a Here<'_>) -> Cow<'a, Fields> {
    let config = &here.root.config;
    match here.part {
        Part::Message => Cow::Borrowed(Fields::of_message()),
        Part::Review => Cow::Borrowed(Fields::of_review()),
        Part::Roster => Cow::Owned(Fields::of(&schema::effective(Name::People, config))),
        _ => Cow::Borrowed(here.root.fields()),
    }
}

/// The kinds of values that lead somewhere.
const KINDS: [FieldKind; 4] = [
    FieldKind::Person,
    FieldKind::PersonOrTeam,
    FieldKind::PostmortemId,
    FieldKind::Rule,
];

fn in_front(here: &Here<'_>, root: &Node, offset: usize) -> Option<(Thing, Span)> {
    let fields = fields(here);
    let values = fields.values(root, &KINDS);
    let mut values = values.iter();
    let value: &FieldValue<'_> = values.find(|it| holds(it.node.span, offset))?;
    let text = value.node.as_str()?;
    let thing = match value.field.kind {
        FieldKind::PostmortemId => Thing::Postmortem(PostmortemId::new(text)),
        FieldKind::Rule => Thing::Rule(rules::find(text)?),
        _ => Thing::Person(text.to_owned()),
    };
    Some((thing, value.node.span))
}

/// A link to a file beside the document.
fn link(here: &Here<'_>, document: &Document, offset: usize) -> Option<(Thing, Span)> {
    let mut links = document.body.links.iter();
    let link = links.find(|it| holds(it.span, offset))?;
    Some((Thing::File(target(here, &link.url)?), link.span))
}

/// The file in the repository to which an address leads from here.
pub(super) fn target(here: &Here<'_>, url: &str) -> Option<RepoPath> {
    let path = url.split(['#', '?']).next().filter(|it| !it.is_empty())?;
    if path.contains(':') {
        return None;
    }
    let target = here.path.parent()?.walk(path)?;
    here.root.snapshot().exists(&target).then_some(target)
}

fn of_word(here: &Here<'_>, word: &str) -> Option<Thing> {
    if word.starts_with("PM")
        && let Some(rule) = rules::find(word)
    {
        return Some(Thing::Rule(rule));
    }
    let own = here.files.as_ref().map(|it| it.id.clone());
    let (id, item) = match word.split_once('/') {
        Some((id, item)) => (id, Some(item)),
        None => (word, None),
    };
    if let (Some(own), true) = (&own, word.starts_with("AI-")) {
        return Some(Thing::Item(own.clone(), word.to_owned()));
    }
    if PostmortemId::date_in(id).is_some() && here.standing.has(id) {
        let id = PostmortemId::new(id);
        return Some(match item {
            Some(item) => Thing::Item(id, item.to_owned()),
            None => Thing::Postmortem(id),
        });
    }
    let is_step = here.root.config.policy.step_or_dropped(word).is_some();
    is_step.then(|| Thing::Step(word.to_owned()))
}

fn holds(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// The word around a byte.
fn word(text: &str, offset: usize) -> Option<Span> {
    let is_part = |it: char| it.is_alphanumeric() || "-_./".contains(it);
    let (before, after) = (text.get(..offset)?, text.get(offset..)?);
    let start = before.trim_end_matches(is_part).len();
    let end = offset + after.len() - after.trim_start_matches(is_part).len();
    let word = text.get(start..end)?.trim_end_matches(['.', '/']);
    (!word.is_empty()).then(|| Span::new(start, start + word.len()))
}

//! What somebody points at.

use std::borrow::Cow;

use super::here::Here;
use super::here::Part;
use super::items::Holder;
use super::names;
use super::text::Position;
use crate::config::Roster;
use crate::corpus::REPORT;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter;
use crate::front_matter::Node;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::model::bare;
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
    /// An action item: where it stands, and its id.
    Item(Holder, String),
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
    let span = names::around(&document.text, offset)?;
    let word = span.of(&document.text);
    let thing = of_word(here, word).or_else(|| person(here, &document.text, span))?;
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
const KINDS: [FieldKind; 5] = [
    FieldKind::Person,
    FieldKind::PersonOrTeam,
    FieldKind::Text,
    FieldKind::PostmortemId,
    FieldKind::Rule,
];
/// The kinds of values that may name a person.
pub(super) const NAMES: [FieldKind; 3] =
    [FieldKind::Person, FieldKind::PersonOrTeam, FieldKind::Text];

/// The name of somebody, where a value is one: in a field for it, or where a message goes to somebody of the
/// roster.
pub(super) fn name_in<'a>(roster: &Roster, value: &FieldValue<'a>) -> Option<&'a str> {
    let text = value.node.as_str()?;
    let is_address = value.field.name.trim_end_matches(schema::ITEM) == FieldName::To.as_str();
    let is_name = match value.field.kind {
        FieldKind::Person | FieldKind::PersonOrTeam => true,
        _ => is_address && roster.find(text).is_some(),
    };
    is_name.then_some(text)
}

fn in_front(here: &Here<'_>, root: &Node, offset: usize) -> Option<(Thing, Span)> {
    let fields = fields(here);
    let values = fields.values(root, &KINDS);
    let mut values = values.iter();
    let value: &FieldValue<'_> = values.find(|it| holds(it.node.span, offset))?;
    let text = value.node.as_str()?;
    let thing = match value.field.kind {
        FieldKind::PostmortemId => Thing::Postmortem(PostmortemId::new(text)),
        FieldKind::Rule => Thing::Rule(rules::find(text)?),
        _ => Thing::Person(name_in(&here.root.config.policy.roster, value)?.to_owned()),
    };
    Some((thing, value.node.span))
}

/// A link to a file beside the document, or to a report.
fn link(here: &Here<'_>, document: &Document, offset: usize) -> Option<(Thing, Span)> {
    let mut links = document.body.links.iter();
    let link = links.find(|it| holds(it.span, offset))?;
    let target = target(here, &link.url)?;
    let ids = here.standing.ids();
    let id = target.parent().and_then(|directory| {
        let mut ids = ids.filter(|_| target.name() == REPORT);
        ids.find(|it| here.standing.directory(it) == Some(&directory))
    });
    let thing = match id {
        Some(id) => Thing::Postmortem(id.clone()),
        None => Thing::File(target),
    };
    Some((thing, link.span))
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
    let pieces: Vec<&str> = word.split('/').collect();
    if let ([name], true) = (pieces.as_slice(), names::is_item(word)) {
        return Some(Thing::Item(Holder::of(here)?, (*name).to_owned()));
    }
    // In a path or an address an id is one piece of several.
    let next = pieces.iter().skip(1).map(Some).chain([None]);
    let named = pieces.iter().zip(next).find_map(|(piece, next)| {
        let item = next.filter(|it| names::is_item(it));
        match (Holder::called(here, piece)?, item) {
            (holder, Some(item)) => Some(Thing::Item(holder, (*item).to_owned())),
            (Holder::Postmortem(id), None) => Some(Thing::Postmortem(id)),
            // It is called as a day is.
            (Holder::Review(_), None) => None,
        }
    });
    let is_step = || here.root.config.policy.step_or_dropped(word).is_some();
    named.or_else(|| is_step().then(|| Thing::Step(word.to_owned())))
}

/// Somebody of the roster: by the handle, and behind an `@` by whatever name.
fn person(here: &Here<'_>, text: &str, span: Span) -> Option<Thing> {
    let word = span.of(text);
    let is_called = text.get(..span.start).is_some_and(|it| it.ends_with('@'));
    let member = here.root.config.policy.roster.find(word)?;
    let is_meant = is_called || bare(&member.handle) == word;
    is_meant.then(|| Thing::Person(word.to_owned()))
}

fn holds(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

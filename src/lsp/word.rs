//! What somebody points at.

use std::borrow::Cow;

use super::here::Here;
use super::here::Part;
use super::items::Holder;
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
    let span = word(&document.text, offset)?;
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
    if let ([name], true) = (pieces.as_slice(), is_item(word)) {
        return Some(Thing::Item(Holder::of(here)?, (*name).to_owned()));
    }
    // In a path or an address an id is one piece of several.
    let next = pieces.iter().skip(1).map(Some).chain([None]);
    let named = pieces.iter().zip(next).find_map(|(piece, next)| {
        let item = next.filter(|it| is_item(it));
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

/// Whether a text is the id of an action item: `AI-3`.
pub(super) fn is_item(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(letters, number)| {
        let is_number = number.bytes().all(|it| it.is_ascii_digit());
        let is_first = number.starts_with(|it: char| ('1'..='9').contains(&it));
        let is_word = letters.bytes().all(|it| it.is_ascii_uppercase());
        is_word && !letters.is_empty() && is_number && is_first
    })
}

/// Somebody of the roster: by the handle, and behind an `@` by whatever name.
fn person(here: &Here<'_>, text: &str, span: Span) -> Option<Thing> {
    let word = span.of(text);
    let is_called = text.get(..span.start).is_some_and(|it| it.ends_with('@'));
    let member = here.root.config.policy.roster.find(word)?;
    let is_meant = is_called || bare(&member.handle) == word;
    is_meant.then(|| Thing::Person(word.to_owned()))
}

/// A place in a text where a name stands, alone or as a piece of a path.
pub(super) struct Piece<'a> {
    pub(super) span: Span,
    /// The piece before it, where there is one.
    pub(super) before: Option<&'a str>,
    /// The piece after it, where there is one.
    pub(super) after: Option<&'a str>,
}

/// The places in a text where a name stands, alone or as a piece of a path.
pub(super) fn pieces<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Piece<'a>> {
    let all = text.match_indices(name);
    all.filter_map(move |(start, _)| {
        let span = Span::new(start, start + name.len());
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        if before.ends_with(is_part) || !leading(after).is_empty() {
            return None;
        }
        let before = before.strip_suffix('/').map(|it| {
            let start = it.trim_end_matches(is_part).len();
            it.get(start..).unwrap_or_default()
        });
        let after = after.strip_prefix('/').map(leading);
        Some(Piece {
            span,
            before,
            after,
        })
    })
}

/// The names behind an `@` in a part of a text.
pub(super) fn called(text: &str, within: Span) -> impl Iterator<Item = Span> {
    let all = within.of(text).match_indices('@');
    all.filter_map(move |(at, _)| {
        let at = within.start + at;
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let name = leading(after);
        let is_name = !name.is_empty() && !before.ends_with(is_part);
        is_name.then(|| Span::new(at + 1, at + 1 + name.len()))
    })
}

/// What a text begins with of a word; a sentence may end behind it.
fn leading(text: &str) -> &str {
    let rest = text.trim_start_matches(is_part);
    let word = text.strip_suffix(rest).unwrap_or_default();
    word.trim_end_matches('.')
}

/// Whether a piece of a word may have a letter.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || "-_.".contains(letter)
}

fn holds(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// The word around a byte.
fn word(text: &str, offset: usize) -> Option<Span> {
    let is_part = |it: char| is_part(it) || it == '/';
    let (before, after) = (text.get(..offset)?, text.get(offset..)?);
    let start = before.trim_end_matches(is_part).len();
    let end = offset + after.len() - after.trim_start_matches(is_part).len();
    let word = text.get(start..end)?.trim_end_matches(['.', '/']);
    (!word.is_empty()).then(|| Span::new(start, start + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_is_the_whole_of_a_piece() {
        let text = "AI-1, x/AI-1. AI-12 AI-1-2 xAI-1 (AI-1/y) AI-1.2 \u{fc}AI-1 /AI-1";
        let found: Vec<(usize, Option<&str>, Option<&str>)> = pieces(text, "AI-1")
            .map(|it| (it.span.start, it.before, it.after))
            .collect();
        let expected = [
            (0, None, None),
            (8, Some("x"), None),
            (34, None, Some("y")),
            (text.len() - 4, Some(""), None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn somebody_is_called_behind_a_sign_and_an_address_calls_nobody() {
        let text = "@ann, (@bob.x). a@carl.example @ @@dora";
        let found = called(text, Span::new(1, text.len()));
        let found: Vec<&str> = found.map(|it| it.of(text)).collect();
        assert_eq!(found, ["bob.x", "dora"]);
    }

    #[test]
    fn an_item_is_called_by_letters_and_a_number() {
        let all = ["AI-1", "T-20", "ai-1", "AI-", "-1", "AI-01", "AI-1x", "AI"];
        let items: Vec<&str> = all.into_iter().filter(|it| is_item(it)).collect();
        assert_eq!(items, ["AI-1", "T-20"]);
    }
}

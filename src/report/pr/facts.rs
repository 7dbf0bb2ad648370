//! What changes in meaning between two states of a postmortem, in sentences.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::corpus::Dossier;
use crate::document::Document;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::markdown::BlockKind;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::ActionItem;
use crate::postmortem::Message;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::report::secrets::BETWEEN;

/// The fields that are told of apart. The ids of the incidents that a process review covers stay
/// where they are: one may be confidential.
const APART: [FieldName; 4] = [
    FieldName::Status,
    FieldName::ActionItems,
    FieldName::Tweaks,
    FieldName::Incidents,
];
/// The fields that a new action item should have.
const OF_ITEM: [FieldName; 3] = [FieldName::Owner, FieldName::Due, FieldName::Ticket];
/// The longest value that is repeated, in characters.
const LONGEST_VALUE: usize = 80;

/// All of them; of a new postmortem nothing but its parts.
pub(super) fn of(before: Option<Postmortem<'_>>, after: Postmortem<'_>) -> Vec<String> {
    let mut told = Vec::new();
    let new = after.report();
    let old = before.map(|it| it.report());
    if let (Some(old), Some(is)) = (old.and_then(Document::root), new.root()) {
        fields("", old, is, &mut told);
    }
    items(
        before.map(|it| it.action_items()),
        after.action_items(),
        &mut told,
    );
    timeline(before, after, &mut told);
    told.extend(after.sources().map(|it| it.to_string()));
    sections(old, new, &mut told);
    steps(before.map(|it| it.dossier), after.dossier, &mut told);
    messages(before, after, &mut told);
    told
}

/// Whether a sentence tells of a field whose values are ids of postmortems.
pub(super) fn names_postmortems(told: &str) -> bool {
    told.starts_with(FieldName::Related.as_str())
}

/// All of the notes of a process review.
pub(super) fn of_notes(before: Option<ProcessReview<'_>>, after: ProcessReview<'_>) -> Vec<String> {
    let mut told = Vec::new();
    let (old, new) = (before.map(|it| it.document), after.document);
    if let (Some(old), Some(is)) = (old.and_then(Document::root), new.root()) {
        fields("", old, is, &mut told);
    }
    incidents(before, after, &mut told);
    items(before.map(|it| it.tweaks()), after.tweaks(), &mut told);
    sections(old, new, &mut told);
    told
}

fn incidents(before: Option<ProcessReview<'_>>, after: ProcessReview<'_>, told: &mut Vec<String>) {
    let before: BTreeSet<&str> = before.into_iter().flat_map(|it| it.incidents()).collect();
    let after: BTreeSet<&str> = after.incidents().collect();
    let mut tell = |what: &str, count: usize| match count {
        0 => {}
        1 => told.push(format!("1 incident {what}")),
        count => told.push(format!("{count} incidents {what}")),
    };
    tell("more on its list", after.difference(&before).count());
    tell("fewer on its list", before.difference(&after).count());
}

/// A value in a few words.
fn shown(node: &Node) -> String {
    let text = match &node.value {
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            let words: Vec<String> = items.iter().map(shown).collect();
            words.join(", ")
        }
        Value::Map(_) => "…".to_owned(),
        _ => node.to_json().to_string(),
    };
    cut(text, LONGEST_VALUE)
}

/// A text of at most so many characters; what is left out is told by an ellipsis. It is cut between words:
/// half an id would no longer be known for one, and might be a confidential postmortem's.
pub(super) fn cut(text: String, longest: usize) -> String {
    let Some((end, next)) = text.char_indices().nth(longest) else {
        return text;
    };
    let short = text.get(..end).unwrap_or_default();
    let whole = if BETWEEN.contains(&next) {
        short
    } else {
        let words = short.trim_end_matches(|it| !BETWEEN.contains(&it));
        match words.trim_end() {
            "" if PostmortemId::date_in(short).is_none() => short,
            words => words,
        }
    };
    format!("{whole}…")
}

fn fields(prefix: &str, old: &Node, new: &Node, told: &mut Vec<String>) {
    let keys: BTreeSet<&str> = old
        .entries()
        .iter()
        .chain(new.entries())
        .map(|it| it.key.as_str())
        .filter(|key| !prefix.is_empty() || !APART.iter().any(|it| it.as_str() == *key))
        .collect();
    for key in keys {
        let name = format!("{prefix}{key}");
        let is_empty = |it: &Node| matches!(&it.value, Value::List(items) if items.is_empty());
        let there = |it: &&Node| !it.is_null() && !is_empty(it);
        match (old.get(key).filter(there), new.get(key).filter(there)) {
            (Some(was), Some(is)) if was.is_map() && is.is_map() => {
                fields(&format!("{name}."), was, is, told);
            }
            (Some(was), Some(is)) if was.to_json() != is.to_json() => {
                told.push(format!("{name}: {} becomes {}", shown(was), shown(is)));
            }
            (None, Some(is)) if is.is_map() => {
                let nothing = Node {
                    value: Value::Map(Vec::new()),
                    ..is.clone()
                };
                fields(&format!("{name}."), &nothing, is, told);
            }
            (None, Some(is)) => told.push(format!("{name}: {}", shown(is))),
            (Some(_), None) => told.push(format!("{name} is removed")),
            _ => {}
        }
    }
}

fn items<'a>(
    before: Option<impl Iterator<Item = ActionItem<'a>>>,
    after: impl Iterator<Item = ActionItem<'a>>,
    told: &mut Vec<String>,
) {
    let before = before.map(ActionItem::by_name).unwrap_or_default();
    let after = ActionItem::by_name(after);
    for (name, item) in &after {
        match before.get(name) {
            None => {
                let lacks: Vec<&str> = OF_ITEM
                    .into_iter()
                    .filter(|field| item.field(*field).text().is_none())
                    .map(FieldName::as_str)
                    .collect();
                let lacks = match lacks.as_slice() {
                    [] => String::new(),
                    lacks => format!(" (without {})", lacks.join(" and ")),
                };
                let title = item.field(FieldName::Title).text().unwrap_or("no title");
                told.push(format!("{name} is new: {title}{lacks}"));
            }
            Some(was) => fields(&format!("{name}."), was.node, item.node, told),
        }
    }
    for name in before.keys().filter(|it| !after.contains_key(*it)) {
        told.push(format!("{name} is removed"));
    }
}

/// The rows of a timeline by what tells one from another.
fn rows(report: Postmortem<'_>) -> Vec<(String, String)> {
    let text = &report.document.text;
    let timeline = report.timeline();
    let rows = timeline.as_ref().map_or(&[][..], |it| &it.rows);
    rows.iter().map(|it| it.key(text)).collect()
}

fn timeline(before: Option<Postmortem<'_>>, after: Postmortem<'_>, told: &mut Vec<String>) {
    let mut old = before.map(rows).unwrap_or_default();
    let mut gained = 0;
    for row in rows(after) {
        match old.iter().position(|it| *it == row) {
            Some(at) => drop(old.remove(at)),
            None => gained += 1,
        }
    }
    let count = |number: usize| match number {
        0 => "none".to_owned(),
        1 => "1 row".to_owned(),
        number => format!("{number} rows"),
    };
    if gained > 0 || !old.is_empty() {
        told.push(format!(
            "the timeline gains {} and loses {}",
            count(gained),
            count(old.len())
        ));
    }
}

/// The text of each section of the second level; empty where it is nothing but headings and comments.
fn texts(report: &Document) -> BTreeMap<&str, String> {
    let sections = report.body.sections.iter().enumerate();
    sections
        .filter(|(_, it)| it.level == 2)
        .map(|(index, section)| {
            let blocks = report.body.blocks_of(index).iter();
            let blocks = blocks.filter(|it| it.kind != BlockKind::Comment);
            let mut words = Vec::new();
            let mut says_something = false;
            for block in blocks {
                says_something |= block.kind != BlockKind::Heading;
                words.extend(block.span.of(&report.text).split_whitespace());
            }
            let text = if says_something {
                words.join(" ")
            } else {
                String::new()
            };
            (section.title.as_str(), text)
        })
        .collect()
}

fn sections(old: Option<&Document>, new: &Document, told: &mut Vec<String>) {
    let before = old.map(texts).unwrap_or_default();
    let after = texts(new);
    let mut tell = |what: &str, titles: Vec<&str>| {
        if !titles.is_empty() {
            told.push(format!("{what}: {}", titles.join(", ")));
        }
    };
    let is_written = |it: &str| before.get(it).is_some_and(|text| !text.is_empty());
    let written = after.iter().filter(|(_, text)| !text.is_empty());
    tell(
        "written",
        written
            .clone()
            .map(|it| *it.0)
            .filter(|it| !is_written(it))
            .collect(),
    );
    tell(
        "rewritten",
        written
            .filter(|(title, text)| {
                **title != "Timeline" && is_written(title) && before.get(*title) != Some(text)
            })
            .map(|it| *it.0)
            .collect(),
    );
    tell(
        "removed",
        before
            .keys()
            .copied()
            .filter(|it| is_written(it) && !after.contains_key(it))
            .collect(),
    );
}

/// The ids of the steps that are ticked.
fn ticked(dossier: &Dossier) -> Vec<String> {
    let list = dossier.checklist.as_ref();
    let tasks = list.map_or(&[][..], |it| &it.body.tasks);
    let done = tasks.iter().filter(|it| it.checked);
    done.filter_map(|it| Some(it.id.as_ref()?.0.clone()))
        .collect()
}

fn steps(before: Option<&Dossier>, after: &Dossier, told: &mut Vec<String>) {
    let old = before.map(ticked).unwrap_or_default();
    let new: Vec<String> = ticked(after)
        .into_iter()
        .filter(|it| !old.contains(it))
        .collect();
    if !new.is_empty() {
        told.push(format!("ticked: {}", new.join(", ")));
    }
}

fn messages(before: Option<Postmortem<'_>>, after: Postmortem<'_>, told: &mut Vec<String>) {
    let said = |it: Message<'_>, field| it.field(field).is_text();
    for (name, message) in after.messages() {
        let mut old = before.into_iter().flat_map(|it| it.messages());
        let old = old.find(|(it, _)| *it == name).map(|(_, it)| it);
        let is_new = |field| said(message, field) && !old.is_some_and(|it| said(it, field));
        let what = match old {
            _ if is_new(FieldName::SentAt) => "was sent",
            _ if is_new(FieldName::ApprovedAt) => "was approved",
            None => "is new",
            Some(old) if old.words() != message.words() => "has other words",
            Some(_) => continue,
        };
        told.push(format!("the message {name} {what}"));
    }
}

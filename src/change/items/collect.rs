//! Every TODO in a report and its notes becomes a proposed item.

use std::collections::BTreeSet;

use serde_json::json;

use super::Place;
use super::appended;
use super::json_of;
use super::next_number;
use super::one;
use crate::change::By;
use crate::change::Draft;
use crate::change::Headline;
use crate::change::Said;
use crate::change::reading;
use crate::change::timeline::Todo;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::one_line;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::postmortem::leftovers;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::Span;

/// The longest title that is made of a TODO, in characters.
const LONGEST_TITLE: usize = 160;

/// How many bytes of its line are looked at.
const LONGEST_LINE: usize = 2_000;

/// Proposes an item for every TODO of the report, its notes and a log. One that an item came from already is
/// left alone, whatever the item is called now.
pub fn collect(root: &Root, place: &Place, of_log: &[Todo], by: &By<'_>) -> Result<Draft, Refusal> {
    place.must_be_open(root)?;
    let items = place.items(root);
    let mut known: BTreeSet<String> = items.iter().filter_map(|it| it.title.clone()).collect();
    let mut number = next_number(&items);
    let before = root.text_of(place.path())?;
    let mut proposed = Vec::new();
    let mut says = Vec::new();
    let directory = place.path().parent().unwrap_or_default();
    let mut found: Vec<(String, String)> = Vec::new();
    for document in &documents(root, place) {
        let file = document.path.below(&directory);
        let file = file.unwrap_or(document.path.as_str());
        for span in leftovers::todos(document) {
            let origin = format!("{file}{}", where_it_stands(document, span));
            found.push((title(document, span), origin));
        }
    }
    let origins = origins(&before);
    let of_log = of_log
        .iter()
        .filter(|it| !origins.contains(it.key.as_str()));
    found.extend(of_log.map(|it| (it.text.clone(), it.key.clone())));
    for (title, origin) in found {
        if title.is_empty() || known.contains(&title) {
            continue;
        }
        let id = format!("AI-{number}");
        number = number.saturating_add(1);
        let fields = [
            (FieldName::Id, json!(id)),
            (FieldName::Title, json!(title)),
            (FieldName::State, json!(ActionState::Proposed)),
            (FieldName::From, json!(origin)),
        ];
        proposed.push(json_of(&fields));
        says.push(Said::Proposed {
            item: format!("{}/{id}", place.id()),
            title: title.clone(),
            origin,
        });
        known.insert(title);
    }
    // All at once: each would be read back by itself.
    let after = if proposed.is_empty() {
        says.push(Said::NoTodo);
        before.clone()
    } else {
        appended(root, place, &before, &proposed)?
    };
    let headline = Headline::of(place.id(), "propose action items from TODOs");
    let edits = one(place.path(), before, after);
    Draft::make((root, by), headline, edits, says)
}

/// Where the items of a report came from, as it says.
fn origins(text: &str) -> BTreeSet<&str> {
    let lines = text.lines().map(|it| it.trim_start_matches([' ', '-']));
    let values =
        lines.filter_map(|it| it.strip_prefix(FieldName::From.as_str())?.strip_prefix(':'));
    values
        .map(|it| it.trim().trim_matches(['"', '\'']))
        .collect()
}

/// The report and the notes in Markdown.
fn documents(root: &Root, place: &Place) -> Vec<Document> {
    let mut documents = vec![place.document(root)];
    if let Place::Postmortem(files) = place {
        let notes = files.notes.iter().filter(|it| it.name().ends_with(".md"));
        documents.extend(notes.map(|it| reading::today(root, it, Sort::BodyOnly)));
    }
    documents
}

/// Where a TODO stands in its file: the section's title, because lines move when the items are
/// written; without a section the line.
fn where_it_stands(document: &Document, span: Span) -> String {
    let blocks = &document.body.blocks;
    let before = blocks.partition_point(|it| it.span.start <= span.start);
    let mut before = blocks.get(..before).unwrap_or_default().iter().rev();
    let block = before.find(|it| span.end <= it.span.end);
    let section = block
        .and_then(|it| it.heading)
        .and_then(|it| document.body.sections.get(it));
    match section {
        Some(section) => format!(", {}", section.title),
        None => format!(
            ":{}",
            document.lines.position(&document.text, span.start).line
        ),
    }
}

/// What a TODO says: the words behind it on its line, without the mark's own punctuation.
fn title(document: &Document, span: Span) -> String {
    let rest = document.text.get(span.end..).unwrap_or_default();
    // A line may be as long as the file, and full of them.
    let rest = rest
        .get(..rest.floor_char_boundary(LONGEST_LINE))
        .unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    // In a table the cell ends it, in a comment the comment.
    let end = ["|", "-->"].iter().filter_map(|it| line.find(it)).min();
    let line = line.get(..end.unwrap_or(line.len())).unwrap_or_default();
    let line = match line.strip_prefix('(') {
        // `TODO(dave): …` names somebody; what is to be done comes behind.
        Some(named) => named.split_once(')').map_or(named, |(_, rest)| rest),
        None => line,
    };
    let words = line.trim_start_matches([':', ']', '*', '_', '-', '`', ' ', '\t']);
    one_line(words).chars().take(LONGEST_TITLE).collect()
}

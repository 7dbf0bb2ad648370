//! `pmrepo action collect`: every TODO becomes a proposed item.

use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::change;
use super::change::Target;
use crate::commands::print;
use crate::document::Document;
use crate::document::Sort;
use crate::markdown::one_line;
use crate::model::ActionState;
use crate::rules;
use crate::source::Span;

/// The longest title that is made of a TODO, in characters.
const LONGEST_TITLE: usize = 160;

/// Runs it. A TODO that an item came from already is left alone.
pub(super) fn run(id: Option<&str>, ctx: &Ctx) -> Result<Ending, Refusal> {
    let target = Target::open(ctx, id)?;
    target.refuse_closed()?;
    let reader = target.workspace.snapshot.reader();
    let report = Document::read(&reader, &target.files.report, Sort::WithFrontMatter);
    let mut documents = vec![report];
    for path in &target.files.notes {
        if let (true, Some(entry)) = (
            path.name().ends_with(".md"),
            target.workspace.snapshot.entry(path),
        ) {
            documents.push(Document::read(&reader, &entry, Sort::BodyOnly));
        }
    }
    let items = target.items();
    let mut known: Vec<String> = items.iter().filter_map(|it| it.title.clone()).collect();
    let mut number = Target::next_id(&items);
    let before = target.text()?;
    let mut text = before.clone();
    let mut said = String::new();
    for document in &documents {
        let file = document
            .path
            .below(&target.files.directory)
            .unwrap_or(document.path.as_str());
        for span in rules::todos(document) {
            let title = title(document, span);
            if title.is_empty() || known.contains(&title) {
                continue;
            }
            let origin = format!("{file}{}", place(document, span));
            let id = format!("AI-{number}");
            number = number.saturating_add(1);
            let fields = vec![
                ("id", json!(id)),
                ("title", json!(title)),
                ("state", json!(ActionState::Proposed)),
                ("from", json!(origin)),
            ];
            text = change::append(&target, &text, &fields)?;
            said.push_str(&format!(
                "{}/{id}: {} ({})\n",
                target.files.id,
                crate::render::sanitize(&title),
                crate::render::sanitize(&origin)
            ));
            known.push(title);
        }
    }
    if said.is_empty() {
        print("no TODO that is not an action item already\n")?;
    } else {
        target.write(before, text)?;
        print(&said)?;
    }
    Ok(Ending::Clean)
}

/// Where a TODO stands in its file: the section's title, because lines move when the items are
/// written; without a section the line.
fn place(document: &Document, span: Span) -> String {
    let block = document
        .body
        .blocks
        .iter()
        .find(|it| it.span.start <= span.start && span.end <= it.span.end);
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

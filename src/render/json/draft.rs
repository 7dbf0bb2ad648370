//! What was drafted, or would be.

use serde::Serialize;
use similar::TextDiff;

use super::document::VERSION;
use super::document::line;
use super::finding::FindingEntry;
use crate::change::Draft;
use crate::render::Look;
use crate::render::human;
use crate::render::human::Line;
use crate::tree::Applied;
use crate::tree::Edit;

/// The line of a commit's message that says who drafted.
const DRAFTED_BY: &str = "Drafted-by";

/// A draft, and what became of it.
#[derive(Clone, Copy)]
pub struct Drafted<'a> {
    /// What was read.
    pub snapshot: &'a str,
    /// The draft.
    pub draft: &'a Draft,
    /// What was applied, or would be.
    pub applied: &'a Applied,
    /// Whether it was.
    pub is_written: bool,
    /// Who drafted.
    pub by: &'a str,
    /// How paths are shown in what is said.
    pub look: &'a Look,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    written: bool,
    drafted_by: &'a str,
    commit_message: String,
    files: Vec<File>,
    says: Vec<String>,
    asks: Vec<FindingEntry<'a>>,
}

#[derive(Serialize)]
struct File {
    path: String,
    state: &'static str,
    diff: String,
}

/// Writes what was drafted: one line of JSON.
pub fn draft(it: &Drafted<'_>) -> String {
    let all = it.draft.edits.all(it.applied.fresh.as_ref());
    let files = all.iter().map(|(path, edit)| {
        let (state, before, after) = match edit {
            Edit::Create { text } => ("new", "", text.as_str()),
            Edit::Change { before, after } => ("changed", before.as_str(), after.as_str()),
            Edit::Remove { before } => ("removed", before.as_str(), ""),
        };
        let diff = TextDiff::from_lines(before, after);
        let names = (format!("a/{path}"), format!("b/{path}"));
        let diff = diff.unified_diff().header(&names.0, &names.1).to_string();
        File {
            path: path.to_string(),
            state,
            diff,
        }
    });
    let says = it.draft.says.iter();
    let says = says.map(|said| match human::said(said, it.applied, it.look) {
        Line::Product(line) | Line::Sentence(line) | Line::Hint(line) => line,
    });
    let trailers = it.draft.trailers.iter();
    let trailers = trailers.map(|it| format!("{it}\n")).collect::<String>();
    let headline = it.draft.headline.line(it.applied);
    line(&Document {
        version: VERSION,
        snapshot: it.snapshot,
        written: it.is_written,
        drafted_by: it.by,
        commit_message: format!("{headline}\n\n{trailers}{DRAFTED_BY}: {}\n", it.by),
        files: files.collect(),
        says: says.collect(),
        asks: it.draft.asks.iter().map(FindingEntry::from).collect(),
    })
}

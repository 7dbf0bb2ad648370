//! The timeline of a report: rows out of chat logs, and rows that people add.
//!
//! A row names its messages by their keys, and behind the first key it has a mark of the row as it was
//! written. So a second import knows what was edited here, what changed at the source, and what is gone.

mod bullets;
mod cells;
mod gather;
mod import;
mod log;
mod place;
mod section;

pub use gather::Wanted;
pub use gather::gather;
pub use import::Found;
pub use import::Import;
pub use import::Row;
pub use import::RowState;
pub use import::Todo;
pub use import::compare;
pub use import::keys_of;
pub use log::LOG;

use std::collections::BTreeSet;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::TimelineSaid;
use crate::corpus::Files;
use crate::count::counted;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::time::Moment;
use crate::tree::Edits;
use place::NewRow;
use section::Section;

/// Which rows of an import are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks {
    /// The keys that are named; where none is, the first shelf.
    pub keys: BTreeSet<String>,
    /// Whether the messages of rows are saved beside the report.
    pub saves_log: bool,
}

/// Writes rows of an import into the timeline.
pub fn write(
    root: &Root,
    files: &Files,
    (import, picks): (&Import, &Picks),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let section = Section::read(root, files)?;
    let picked: Vec<&Row> = import
        .rows
        .iter()
        .filter(|it| it.is_picked(&picks.keys))
        .collect();
    let rows: Vec<NewRow> = picked.iter().filter_map(|it| it.new_row()).collect();
    let path = &files.report.path;
    let mut edits = Edits::none();
    let mut says = Vec::new();
    if rows.is_empty() {
        says.push(Said::Timeline(TimelineSaid::NoRow));
    } else {
        let after = place::placed(root, &section, &rows)?;
        edits.change(path, section.document.text.clone(), after);
        says.push(Said::Timeline(TimelineSaid::Rows {
            id: files.id.to_string(),
            count: rows.len(),
        }));
    }
    if picks.saves_log {
        log::save(root, files, (import, &picked), &mut edits)?;
    }
    let what = format!(
        "add {} from the chat to the timeline",
        counted(rows.len(), "row")
    );
    Draft::make((root, by), Headline::of(&files.id, what), edits, says)
}

/// Adds a row that somebody tells.
pub fn add(
    root: &Root,
    files: &Files,
    (at, event, evidence): (Moment, &str, Option<&str>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    if event.trim().is_empty() {
        return Err(Refusal::usage("a row says what happened").hint("write it in quotation marks"));
    }
    let section = Section::read(root, files)?;
    let row = NewRow {
        at,
        event: cells::typed(event),
        evidence: evidence.map(cells::typed).unwrap_or_default(),
    };
    let after = place::placed(root, &section, &[row])?;
    let mut edits = Edits::none();
    edits.change(&files.report.path, section.document.text.clone(), after);
    let says = vec![Said::Timeline(TimelineSaid::Rows {
        id: files.id.to_string(),
        count: 1,
    })];
    let headline = Headline::of(&files.id, "add a row to the timeline");
    Draft::make((root, by), headline, edits, says)
}

/// Turns the bullets of a timeline that begin with a time into the rows of a table.
pub fn table(root: &Root, files: &Files, by: &By<'_>) -> Result<Draft, Refusal> {
    let section = Section::read_any(root, files)?;
    let (after, count) = bullets::to_table(root, &section)?;
    let id = files.id.to_string();
    let mut edits = Edits::none();
    let says = if count > 0 {
        edits.change(&files.report.path, section.document.text.clone(), after);
        vec![Said::Timeline(TimelineSaid::Rows { id, count })]
    } else if section.timeline.has_table {
        vec![Said::Timeline(TimelineSaid::IsTable { id })]
    } else {
        let refusal = Refusal::not_ready("the timeline has no bullets and no table");
        return Err(refusal.about(&files.report.path));
    };
    let headline = Headline::of(&files.id, "make the timeline a table");
    Draft::make((root, by), headline, edits, says)
}

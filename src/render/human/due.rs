//! What one postmortem owes, by when.

use super::super::Look;
use super::super::Tone;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use super::paragraph::hanging;
use super::paragraph::heading_of;
use crate::deadline::State;
use crate::report::overdue::Item;
use crate::report::overdue::Owed;

const COLUMNS: [Column; 5] = [
    Column::Whole("DUE"),
    Column::Whole("WHEN"),
    Column::Whole("WHAT"),
    Column::Wrapped("OWED BY"),
    Column::Below("TITLE"),
];

/// Writes what is due, each with its date and how long that is; nothing where nothing is.
pub(super) fn due(items: &[Item], look: &Look) -> String {
    let owed = items.iter().filter_map(|it| it.owed());
    let rows: Vec<Row> = owed.map(|it| row(it, look)).collect();
    let mut unreadable = String::new();
    for item in items {
        if let Item::Unreadable(it) = item {
            let line = format!(
                "{}:{}: {}",
                look.path(&it.place.path),
                it.place.line,
                it.why
            );
            unreadable.push_str(&hanging("  - ", 4, &line, look));
        }
    }
    let mut text = String::new();
    if !rows.is_empty() {
        let heading = look.paint(Tone::Heading, "Due");
        text.push_str(&format!("\n{heading}\n\n{}", table(&COLUMNS, &rows, look)));
    }
    if !unreadable.is_empty() {
        let heading = "Cannot be read, so that nobody knows what is owed";
        let heading = heading_of(Tone::Late, heading, look);
        text.push_str(&format!("\n{heading}\n{unreadable}"));
    }
    text
}

fn row(item: &Owed, look: &Look) -> Row {
    let when = match item.state {
        State::Overdue => format!("{} late", item.distance),
        State::Soon | State::Open | State::Met => item.when(),
    };
    Row::new([
        look.deadline(item.due),
        when,
        item.what().to_owned(),
        item.people(),
        item.what_title().unwrap_or_default().to_owned(),
    ])
    .toned(1, Tone::of(item.state))
}

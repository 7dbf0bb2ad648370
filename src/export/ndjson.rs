//! One JSON object on each line.

use std::fmt::Write as _;

use super::put_utc;
use super::rows;
use crate::render::json;
use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Table;
use crate::report::tables::Tables;

/// Whether each line says of which table it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It does: several tables stand in one stream.
    Each,
    /// The file has one table, and its name.
    ByFile,
}

/// Writes the rows of a table, some thousands at once, which `give` gets.
pub fn ndjson<E>(
    tables: &Public<Tables>,
    table: Table,
    named: Named,
    give: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let common = tables.common();
    let mut start = String::from("{");
    if named == Named::Each {
        start.push_str(&format!("\"table\":\"{}\",", table.as_str()));
    }
    let keys: Vec<String> = table
        .columns()
        .map(|it| format!("\"{}\":", it.name))
        .collect();
    for (cell, key) in common.iter().zip(&keys) {
        start.push_str(key);
        value(cell, &mut start);
        start.push(',');
    }
    let write = |cells: &[Cell<'_>], text: &mut String| {
        text.push_str(&start);
        for (cell, key) in cells.iter().zip(keys.iter().skip(common.len())) {
            text.push_str(key);
            value(cell, text);
            text.push(',');
        }
        // The last one ends the row.
        text.pop();
        text.push_str("}\n");
    };
    rows(tables, table, write, give)
}

fn value(cell: &Cell<'_>, text: &mut String) {
    match cell {
        Cell::Empty => text.push_str("null"),
        Cell::Text(it) => string(it, text),
        Cell::List(items) => list(items, text),
        Cell::Boolean(it) => text.push_str(if *it { "true" } else { "false" }),
        Cell::Time(it) => {
            text.push('"');
            put_utc(*it, text);
            text.push('"');
        }
        // Writing to a `String` cannot fail.
        Cell::Integer(it) => {
            let _ = write!(text, "{it}");
        }
        Cell::Date(it) => {
            let _ = write!(text, "\"{it}\"");
        }
    }
}

/// Writes a list of texts.
pub(super) fn list(items: &[String], text: &mut String) {
    text.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        string(item, text);
    }
    text.push(']');
}

/// Writes a text. Most are plain: they are copied as they are.
fn string(it: &str, text: &mut String) {
    let is_plain = |it: u8| (b' '..0x7f).contains(&it) && !matches!(it, b'"' | b'\\' | b'#');
    // Without an end before the end, many bytes are looked at in one step.
    if it.bytes().fold(true, |all, it| all & is_plain(it)) {
        text.push('"');
        text.push_str(it);
        text.push('"');
    } else {
        // A text can always be written.
        let quoted = serde_json::to_string(it).unwrap_or_default();
        text.push_str(&json::safe(&quoted));
    }
}

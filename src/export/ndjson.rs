//! One JSON object on each line.

use std::fmt::Write as _;

use super::rows;
use super::utc;
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

/// Writes the rows of a table.
pub fn ndjson(tables: &Public<Tables>, table: Table, named: Named) -> String {
    let columns: Vec<&str> = table.columns().map(|it| it.name).collect();
    let start = match named {
        Named::Each => format!("{{\"table\":\"{}\"", table.as_str()),
        Named::ByFile => "{".to_owned(),
    };
    rows(tables, table, |cells, text| {
        text.push_str(&start);
        for (at, (cell, name)) in cells.iter().zip(&columns).enumerate() {
            if at > 0 || named == Named::Each {
                text.push(',');
            }
            text.push('"');
            text.push_str(name);
            text.push_str("\":");
            value(cell, text);
        }
        text.push_str("}\n");
    })
}

fn value(cell: &Cell<'_>, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = match cell {
        Cell::Empty => write!(text, "null"),
        Cell::Text(it) => {
            string(it, text);
            Ok(())
        }
        Cell::List(items) => {
            list(items, text);
            Ok(())
        }
        Cell::Integer(it) => write!(text, "{it}"),
        Cell::Boolean(it) => write!(text, "{it}"),
        Cell::Date(it) => write!(text, "\"{it}\""),
        Cell::Time(it) => write!(text, "\"{}\"", utc(*it)),
    };
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
    if it.bytes().all(is_plain) {
        text.push('"');
        text.push_str(it);
        text.push('"');
    } else {
        // A text can always be written.
        let quoted = serde_json::to_string(it).unwrap_or_default();
        text.push_str(&json::safe(&quoted));
    }
}

//! A script in the SQL that `SQLite`, `DuckDB` and `PostgreSQL` all understand. Run again it takes the rows of
//! before away first, so that several repositories fill one database, each its own rows.

use std::fmt::Write as _;

use super::listed;
use crate::render::sanitize;
use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Kind;
use crate::report::tables::Table;
use crate::report::tables::Tables;
use crate::time::Moment;

/// How many rows one statement inserts.
const AT_ONCE: usize = 200;

/// Writes the tables that are wanted.
pub fn sql(all: &[Public<Tables>], wanted: &[Table]) -> String {
    let mut text = String::from("BEGIN TRANSACTION;\n");
    for table in wanted {
        create(*table, &mut text);
    }
    for tables in all {
        for table in wanted {
            insert(tables, *table, &mut text);
        }
    }
    text.push_str("COMMIT;\n");
    text
}

/// What SQL calls what a column holds. Times are in UTC; lists are JSON.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::List => "TEXT",
        Kind::Integer => "BIGINT",
        Kind::Boolean => "BOOLEAN",
        Kind::Date => "DATE",
        Kind::Time => "TIMESTAMP",
    }
}

fn create(table: Table, text: &mut String) {
    let columns: Vec<String> = table
        .columns()
        .map(|it| format!("  \"{}\" {}", it.name, type_of(it.kind)))
        .collect();
    let name = table.as_str();
    text.push_str(&format!(
        "CREATE TABLE IF NOT EXISTS \"{name}\" (\n{}\n);\n",
        columns.join(",\n")
    ));
}

fn insert(tables: &Public<Tables>, table: Table, text: &mut String) {
    let name = table.as_str();
    let mut is_whose = String::new();
    for (at, column) in [(&tables.repo, "repo"), (&tables.root, "root")]
        .iter()
        .enumerate()
    {
        is_whose.push_str(if at > 0 { " AND " } else { "" });
        is_whose.push_str(&format!("\"{}\" = ", column.1));
        value(&Cell::Text(column.0), &mut is_whose);
    }
    text.push_str(&format!("DELETE FROM \"{name}\" WHERE {is_whose};\n"));
    let common = tables.common();
    for at in 0..tables.count(table) {
        text.push_str(if at % AT_ONCE == 0 { "" } else { ",\n" });
        if at % AT_ONCE == 0 {
            if at > 0 {
                text.push_str(";\n");
            }
            text.push_str(&format!("INSERT INTO \"{name}\" VALUES\n"));
        }
        let row = tables.row(table, at);
        text.push('(');
        for (at, cell) in common.iter().chain(&row).enumerate() {
            text.push_str(if at > 0 { "," } else { "" });
            value(cell, text);
        }
        text.push(')');
    }
    if tables.count(table) > 0 {
        text.push_str(";\n");
    }
}

fn value(cell: &Cell<'_>, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = match cell {
        Cell::Empty => write!(text, "NULL"),
        Cell::Text(it) => write!(text, "'{}'", quoted(it)),
        Cell::List(items) => write!(text, "'{}'", quoted(&listed(items))),
        Cell::Integer(it) => write!(text, "{it}"),
        Cell::Boolean(true) => write!(text, "TRUE"),
        Cell::Boolean(false) => write!(text, "FALSE"),
        Cell::Date(it) => write!(text, "'{it}'"),
        Cell::Time(it) => write!(text, "'{}'", utc(*it)),
    };
}

/// A moment in UTC, as SQL has it.
pub(super) fn utc(moment: Moment) -> String {
    moment.utc().format("%Y-%m-%d %H:%M:%S").to_string()
}

fn quoted(text: &str) -> String {
    sanitize(text).replace('\'', "''")
}

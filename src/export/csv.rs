//! Tables for spreadsheets.

use super::listed;
use super::utc;
use crate::render::csv::table as write;
use crate::report::Public;
use crate::report::tables::Cell;
use crate::report::tables::Table;
use crate::report::tables::Tables;

/// Writes a table of several roots, with a line of headings.
pub fn csv(all: &[Public<Tables>], table: Table) -> String {
    let headings: Vec<&str> = table.columns().map(|it| it.name).collect();
    let rows = all.iter().flat_map(|tables| {
        (0..tables.count(table)).map(move |at| {
            let row = tables.row(table, at);
            tables.common().iter().chain(&row).map(cell).collect()
        })
    });
    write(&headings, rows)
}

fn cell(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(it) => (*it).to_owned(),
        Cell::List(items) => listed(items),
        Cell::Integer(it) => it.to_string(),
        Cell::Boolean(it) => it.to_string(),
        Cell::Date(it) => it.to_string(),
        Cell::Time(it) => utc(*it),
    }
}

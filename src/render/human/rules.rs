//! The list of all rules.

use super::super::Look;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
use crate::diagnostic::Rule;

const COLUMNS: [Column; 4] = [
    Column::Whole("CODE"),
    Column::Whole("RULE"),
    Column::Whole("LEVEL"),
    Column::Below("FINDS"),
];

/// Writes a table of rules.
pub fn rules<'a>(rules: impl IntoIterator<Item = &'a Rule>, look: &Look) -> String {
    let rows = rules.into_iter().map(|it| {
        let cells = [it.code, it.name, it.level.as_str(), it.summary];
        Row::new(cells.map(str::to_owned))
    });
    let rows: Vec<Row> = rows.collect();
    table(&COLUMNS, &rows, look)
}

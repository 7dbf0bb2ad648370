//! The table of `people`.

use super::super::Look;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use crate::config::Member;
use crate::model::bare;

/// What stands for something that the roster does not say.
const UNSAID: &str = "-";

const COLUMNS: [Column; 4] = [
    Column::Whole("HANDLE"),
    Column::Wrapped("NAME"),
    Column::Whole("ADDRESS"),
    Column::Wrapped("TEAM"),
];

/// Writes a table of people.
pub fn people(members: &[Member], look: &Look) -> String {
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows: Vec<table::Row> = members
        .iter()
        .map(|it| {
            table::Row::new([
                bare(&it.handle).to_owned(),
                cell(&it.name),
                cell(&it.email),
                cell(&it.team),
            ])
        })
        .collect();
    table(&COLUMNS, &rows, look)
}

//! The table of `action list`.

use super::super::Look;
use super::super::table::{Column, table};
use crate::report::actions::Item;

/// What stands for something that an item does not say.
const UNSAID: &str = "-";

/// Writes a table of action items.
pub fn actions(items: &[Item], look: &Look) -> String {
    if items.is_empty() {
        return "no action items\n".to_owned();
    }
    let columns = [
        Column::Whole("DUE"),
        Column::Whole("PRIO"),
        Column::Whole("STATE"),
        Column::Wrapped("OWNER"),
        Column::Wrapped("ITEM"),
        Column::Wrapped("TITLE"),
    ];
    let cell = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|it| {
            vec![
                cell(&it.due),
                cell(&it.priority),
                it.state.clone(),
                cell(&it.owner),
                it.name(),
                cell(&it.title),
            ]
        })
        .collect();
    table(&columns, &rows, look)
}

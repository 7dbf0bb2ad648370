//! The table of `action list`.

use super::super::Look;
use super::super::Tone;
use super::super::table::Column;
use super::super::table::Row;
use super::super::table::table;
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
        Column::Whole("ITEM"),
        Column::Below("TITLE"),
    ];
    let cell = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
    let rows: Vec<Row> = items
        .iter()
        .map(|it| {
            let row = Row::new([
                cell(&it.due),
                cell(&it.priority),
                it.state.clone(),
                cell(&it.owner),
                it.name(),
                cell(&it.title),
            ]);
            match (it.is_open(), it.is_late) {
                (false, _) => row.all(Tone::Over),
                (true, true) => row.toned(0, Tone::Late),
                (true, false) => row,
            }
        })
        .collect();
    table(&columns, &rows, look)
}

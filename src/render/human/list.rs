//! The table of `list`.

use super::super::Look;
use super::super::Tone;
use super::super::table;
use super::super::table::Column;
use super::super::table::table;
use crate::model::Status;
use crate::report::list::Row;

/// What stands for something that a report does not say.
const UNSAID: &str = "-";

const COLUMNS: [Column; 6] = [
    Column::Whole("REPO"),
    Column::Whole("ID"),
    Column::Whole("STATUS"),
    Column::Whole("SEVERITY"),
    Column::Wrapped("OWNER"),
    Column::Cut("TITLE"),
];

/// Writes a table of postmortems.
pub fn list(rows: &[Row], look: &Look) -> String {
    if rows.is_empty() {
        return "no postmortems\n".to_owned();
    }
    let rows: Vec<table::Row> = rows.iter().map(cells).collect();
    table(&COLUMNS, &rows, look)
}

fn cells(row: &Row) -> table::Row {
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| UNSAID.to_owned());
    let status = if row.is_readable {
        cell(&row.status)
    } else {
        "unreadable".to_owned()
    };
    let is_over = row.status.as_deref().and_then(Status::parse);
    let is_over = is_over.is_some_and(|it| !it.is_open());
    let shown = table::Row::new([
        row.repo.clone().unwrap_or_default(),
        row.id.clone(),
        status,
        cell(&row.severity),
        cell(&row.owner),
        cell(&row.title),
    ]);
    match (row.is_readable, is_over) {
        (false, _) => shown.toned(2, Tone::Late),
        (true, true) => shown.all(Tone::Over),
        (true, false) => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_report_is_listed_too() {
        let row = Row {
            id: "2026-11-20-x".to_owned(),
            ..Row::default()
        };
        assert_eq!(
            list(&[row], &Look::default()),
            "ID            STATUS      SEVERITY  OWNER  TITLE\n\
             2026-11-20-x  unreadable  -         -      -\n"
        );
        assert_eq!(list(&[], &Look::default()), "no postmortems\n");
    }
}

//! Tables for people: aligned columns that fit the terminal, cells sanitised.

use comfy_table::ColumnConstraint;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use unicode_width::UnicodeWidthChar as _;
use unicode_width::UnicodeWidthStr;

use super::{Look, sanitize};

/// The columns between two cells.
const GAP: u16 = 2;

/// What a column that may be cut is left at least: a date and the beginning of a word.
const LEAST_FOR_CUT: usize = 18;

/// What columns that may be broken need at least, together, before those that may not give way.
const LEAST_FOR_WRAPPED: usize = 20;

/// How a column behaves where the table is wider than the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Never broken, so that it can be copied: an id, a date, a status.
    Whole(&'static str),
    /// Broken between words: a title.
    Wrapped(&'static str),
    /// Cut off at its end, so that a row stays one line; what is left of an id still means it.
    Cut(&'static str),
}

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Self::Whole(heading) | Self::Wrapped(heading) | Self::Cut(heading) => heading,
        }
    }
}

/// Lays out a table with a line of headings; every line ends with a line feed. Empty without rows.
/// Where the output is no terminal nothing is broken or cut: a row is a line, for `grep`.
pub fn table(columns: &[Column], rows: &[Vec<String>], look: &Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| sanitize(cell).into_owned()).collect())
        .collect();
    let mut table = of(columns, &rows);
    if look.terminal.is_some() {
        if cut(columns, &mut rows, room(columns, &table, look.width())) {
            table = of(columns, &rows);
        }
        arrange(columns, &mut table, look.width());
    }
    table.trim_fmt() + "\n"
}

/// A table in which each column is as wide as its widest cell.
fn of(columns: &[Column], rows: &[Vec<String>]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(columns.iter().map(|column| column.heading()))
        .add_rows(rows);
    let last = columns.len().saturating_sub(1);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if at < last { GAP } else { 0 }));
    }
    table
}

/// Lets a table be no wider than a terminal: columns that may be broken give way before the others.
fn arrange(columns: &[Column], table: &mut Table, width: usize) {
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let is_wrapped = |column: &Column| matches!(column, Column::Wrapped(_));
    let fixed = taken(columns, table, |column| !is_wrapped(column));
    let all_fit = fixed <= width + usize::from(GAP) && !columns.iter().any(is_wrapped);
    if all_fit || fixed + LEAST_FOR_WRAPPED <= width {
        for (column, laid) in columns.iter().zip(table.column_iter_mut()) {
            if !is_wrapped(column) {
                laid.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
    }
}

/// What columns that may be cut are left by the others.
fn room(columns: &[Column], table: &Table, width: usize) -> usize {
    let others = taken(columns, table, |it| !matches!(it, Column::Cut(_)));
    width.saturating_sub(others).max(LEAST_FOR_CUT)
}

/// The columns of a terminal that some columns take, each with a gap behind it.
fn taken(columns: &[Column], table: &Table, of: impl Fn(&Column) -> bool) -> usize {
    let widths = table.column_max_content_widths();
    columns
        .iter()
        .zip(widths)
        .filter(|(column, _)| of(column))
        .map(|(_, width)| usize::from(width) + usize::from(GAP))
        .sum()
}

/// Cuts the cells of columns that may be cut; whether there was one to cut.
fn cut(columns: &[Column], rows: &mut [Vec<String>], room: usize) -> bool {
    let mut some = false;
    for row in rows {
        for (column, cell) in columns.iter().zip(row) {
            if matches!(column, Column::Cut(_)) && cell.width() > room {
                *cell = shortened(cell, room);
                some = true;
            }
        }
    }
    some
}

/// A text cut to a number of columns, `…` at its end.
fn shortened(text: &str, room: usize) -> String {
    let mut short = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > room {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use snapbox::IntoData as _;

    const COLUMNS: [Column; 4] = [
        Column::Whole("ID"),
        Column::Whole("STATUS"),
        Column::Wrapped("OWNER"),
        Column::Wrapped("TITLE"),
    ];

    const EIGHTY: Look = Look {
        colour: false,
        terminal: Some(80),
        detail: super::super::Detail::Folded,
    };

    #[test]
    fn a_pipe_gets_a_line_for_each_row_and_a_terminal_too() {
        let columns = [Column::Whole("WHEN"), Column::Cut("POSTMORTEM")];
        let id = format!("2026-11-20-{}", "x".repeat(90));
        let rows = [vec!["3 days".to_owned(), id.clone()]];
        let piped = table(&columns, &rows, &Look::default());
        assert!(piped.contains(&id), "{piped}");
        let shown = table(&columns, &rows, &EIGHTY);
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(shown.ends_with("x…\n"), "{shown}");
        assert_eq!(widest(&shown), 80);
    }

    fn row(cells: [&str; 4]) -> Vec<String> {
        cells.map(str::to_owned).to_vec()
    }

    fn widest(text: &str) -> usize {
        text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
    }

    #[test]
    fn columns_are_aligned_by_display_width_and_titles_are_broken() {
        let text = table(
            &COLUMNS,
            &[
                row([
                    "2026-11-20-checkout-latency",
                    "draft",
                    "carol",
                    "Checkout latency after cache failover in two regions",
                ]),
                row([
                    "2026-11-21-x",
                    "in-review",
                    "障害",
                    "\u{1b}[2J\u{202e}wiped",
                ]),
            ],
            &EIGHTY,
        );
        assert!(widest(&text) <= 80, "{text}");
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r"
ID                           STATUS     OWNER  TITLE
2026-11-20-checkout-latency  draft      carol  Checkout latency after cache
                                               failover in two regions
2026-11-21-x                 in-review  障害   \u{1b}[2J\u{202e}wiped

"]]
            .raw()
        );
    }

    #[test]
    fn an_endless_id_still_fits() {
        let long = "x".repeat(200);
        let text = table(&COLUMNS, &[row([&long, "draft", "", "Title"])], &EIGHTY);
        assert!(widest(&text) <= 80, "{text}");
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        assert_eq!(table(&COLUMNS, &[], &Look::default()), "");
    }
}

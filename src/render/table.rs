//! Tables for people: aligned columns that fit the terminal, cells sanitised.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::{Look, sanitize};

/// The columns between two cells.
const GAP: usize = 2;

/// What columns that may be broken need at least, together, before those that may not give way.
const LEAST_FOR_WRAPPED: usize = 20;

/// How a column behaves where the table is wider than the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Never broken, so that it can be copied: an id, a date, a status.
    Whole(&'static str),
    /// Broken between words: a title.
    Wrapped(&'static str),
}

impl Column {
    fn heading(self) -> &'static str {
        match self {
            Self::Whole(heading) | Self::Wrapped(heading) => heading,
        }
    }
}

/// Lays out a table with a line of headings; every line ends with a line feed. Empty without rows.
pub fn table(columns: &[Column], rows: &[Vec<String>], look: &Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| sanitize(cell).into_owned()).collect())
        .collect();
    let widths = widths(columns, &rows);
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(look.width()).unwrap_or(u16::MAX))
        .set_header(columns.iter().map(|column| column.heading()))
        .add_rows(rows);
    let whole = |column: &Column| matches!(column, Column::Whole(_));
    let fixed: usize = columns
        .iter()
        .zip(&widths)
        .filter(|(column, _)| whole(column))
        .map(|(_, width)| width + GAP)
        .sum();
    let fits = fixed + LEAST_FOR_WRAPPED <= look.width()
        || !columns.iter().any(|c| !whole(c)) && fixed <= look.width() + GAP;
    for (at, (column, width)) in columns.iter().zip(&widths).enumerate() {
        let Some(laid) = table.column_mut(at) else {
            continue;
        };
        laid.set_padding((0, if at + 1 == columns.len() { 0 } else { 2 }));
        if fits && whole(column) {
            let gap = if at + 1 == columns.len() { 0 } else { GAP };
            let width = u16::try_from(width + gap).unwrap_or(u16::MAX);
            laid.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The widest cell of each column, its heading included.
fn widths(columns: &[Column], rows: &[Vec<String>]) -> Vec<usize> {
    columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| UnicodeWidthStr::width(cell.as_str()))
                .chain([column.heading().width()])
                .max()
                .unwrap_or(0)
        })
        .collect()
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
            &Look::default(),
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
        let text = table(
            &COLUMNS,
            &[row([&long, "draft", "", "Title"])],
            &Look::default(),
        );
        assert!(widest(&text) <= 80, "{text}");
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        assert_eq!(table(&COLUMNS, &[], &Look::default()), "");
    }
}

//! Tables at several widths.

use snapbox::IntoData as _;

use super::*;

const COLUMNS: [Column; 4] = [
    Column::Whole("ID"),
    Column::Whole("STATUS"),
    Column::Wrapped("OWNER"),
    Column::Cut("TITLE"),
];

fn look(width: usize) -> Look {
    Look {
        terminal: Some(width),
        ..Look::default()
    }
}

fn row(cells: [&str; 4]) -> Row {
    Row::new(cells.map(str::to_owned))
}

fn rows() -> [Row; 2] {
    [
        row([
            "2026-11-20-checkout-latency",
            "draft",
            "carol, dave",
            "Checkout latency after cache failover in two regions",
        ]),
        row([
            "2026-11-21-x",
            "in-review",
            "障害",
            "\u{1b}[2J\u{202e}wiped",
        ]),
    ]
}

fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[test]
fn a_pipe_gets_a_line_for_each_row_with_all_that_is_in_it() {
    let piped = table(&COLUMNS, &rows(), &Look::default());
    assert_eq!(piped.lines().count(), 3, "{piped}");
    assert!(piped.contains("in two regions\n"), "{piped}");
}

#[test]
fn titles_are_cut_before_ids_break_and_widths_are_those_of_the_display() {
    snapbox::assert_data_eq!(
        table(&COLUMNS, &rows(), &look(80)),
        snapbox::str![[r"
ID                           STATUS     OWNER        TITLE
2026-11-20-checkout-latency  draft      carol, dave  Checkout latency after cac…
2026-11-21-x                 in-review  障害         \u{1b}[2J\u{202e}wiped

"]]
        .raw()
    );
}

#[test]
fn where_there_is_no_room_for_columns_each_row_flows() {
    snapbox::assert_data_eq!(
        table(&COLUMNS, &rows(), &look(40)),
        snapbox::str![[r"
2026-11-20-checkout-latency  draft
  carol, dave
  Checkout latency after cache failover
  in two regions
2026-11-21-x  in-review  障害
  \u{1b}[2J\u{202e}wiped

"]]
        .raw()
    );
}

#[test]
fn a_text_stands_below_its_row_where_there_is_no_room_beside() {
    let columns = [
        Column::Whole("ITEM"),
        Column::Count("OPEN"),
        Column::Below("TITLE"),
    ];
    let item = "2026-11-20-checkout-latency/AI-1";
    let title = "Close connections to a demoted node within two seconds";
    let rows = [Row::new([item, "3", title].map(str::to_owned))];
    snapbox::assert_data_eq!(
        table(&columns, &rows, &look(60)),
        snapbox::str![[r"
ITEM                              OPEN
2026-11-20-checkout-latency/AI-1  3
    Close connections to a demoted node within two seconds

"]]
        .raw()
    );
    let beside = table(&columns, &rows, &look(80));
    assert_eq!(beside.lines().count(), 3, "{beside}");
    assert!(beside.contains("demoted node\n"), "{beside}");
}

#[test]
fn colours_are_where_they_are_meant_and_change_no_column() {
    let rows = [
        rows()[0].clone().toned(0, Tone::Late),
        rows()[1].clone().all(Tone::Over),
    ];
    let look = Look {
        colour: true,
        ..look(80)
    };
    let coloured = table(&COLUMNS, &rows, &look);
    assert!(coloured.contains("\u{1b}[1mID\u{1b}[0m"), "{coloured:?}");
    assert!(coloured.contains("\u{1b}[31m2026-11-20-checkout-latency\u{1b}[0m"));
    assert!(coloured.contains("\u{1b}[2m2026-11-21-x\u{1b}[0m"));
    let plain = Look {
        colour: false,
        ..look
    };
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        table(&COLUMNS, &rows, &plain)
    );
}

#[test]
fn whatever_is_in_it_fits() {
    let long = "x".repeat(200);
    for width in [40, 80, 200] {
        let text = table(
            &COLUMNS,
            &[row([&long, "draft", "", "Title"])],
            &look(width),
        );
        assert!(widest(&text) <= width, "{text}");
    }
}

#[test]
fn a_table_without_rows_is_nothing_and_so_is_a_column_without_cells() {
    assert_eq!(table(&COLUMNS, &[], &Look::default()), "");
    let text = table(&COLUMNS, &[row(["x", "draft", "", "Title"])], &look(80));
    assert_eq!(text, "ID  STATUS  TITLE\nx   draft   Title\n");
}

#[test]
fn one_long_cell_fills_no_other_row_with_blanks() {
    let rows = |long: usize| {
        let mut rows = vec![row(["x", "draft", "", "Title"]); 100];
        rows.push(row([&"y".repeat(long), "draft", "", "Title"]));
        table(&COLUMNS, &rows, &Look::default())
    };
    let text = rows(10_000);
    assert!(text.len() < 10_000 + 102 * 250, "{}", text.len());
    let last = format!("{}  draft   Title", "y".repeat(10_000));
    assert_eq!(text.lines().last(), Some(last.as_str()));
    assert_eq!(text.lines().next().unwrap().find("STATUS"), Some(202));
}

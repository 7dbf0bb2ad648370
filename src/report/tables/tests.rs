use super::*;

#[test]
fn every_cell_stands_in_its_column() {
    let now = Moment::from_unix(0, 0);
    let tables = Tables {
        repo: "r".to_owned(),
        snapshot: "worktree".to_owned(),
        as_of: now,
        root: String::new(),
        postmortems: vec![Postmortem {
            id: Some("x".to_owned()),
            date: Some(now.date()),
            started_at: Some(now),
            reviewed_at: Some(now),
            users_affected: Some(1),
            ..Postmortem::default()
        }],
        timeline: vec![TimelineRow {
            postmortem: "x".to_owned(),
            path: "p".to_owned(),
            line: 1,
            position: 1,
            at: Some(now),
            event: "e".to_owned(),
            evidence: "e".to_owned(),
        }],
        action_items: Vec::new(),
        deadlines: Vec::new(),
        checklist_steps: Vec::new(),
        process_reviews: Vec::new(),
        is_cut_off: false,
        references: Vec::new(),
    };
    for table in Table::ALL {
        for at in 0..tables.count(table) {
            let row = tables.row(table, at);
            let cells: Vec<Cell<'_>> = tables.common().into_iter().chain(row).collect();
            assert_eq!(cells.len(), table.columns().count(), "{table:?}");
            for (cell, column) in cells.iter().zip(table.columns()) {
                let kind = cell.kind().unwrap_or(column.kind);
                assert_eq!(kind, column.kind, "{table:?} {}", column.name);
            }
        }
        let mut names: Vec<&str> = table.columns().map(|it| it.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{table:?}");
    }
}

//! Tables for spreadsheets (RFC 4180), with a line of headings.

use super::json::rfc3339;
use super::sanitize;
use crate::report::actions;
use crate::report::overdue::View;
use crate::report::process_reviews::ANYONE;
use crate::report::process_reviews::Review;

/// Writes every deadline; of what is confidential its date alone.
pub fn overdue(view: &View<'_>) -> String {
    let rows = view.items.iter().map(|item| {
        let public = |it: Option<&str>| {
            it.filter(|_| !item.is_confidential)
                .unwrap_or_default()
                .to_owned()
        };
        vec![
            item.public_subject(),
            public(Some(item.path.as_str())),
            item.line.to_string(),
            item.severity.clone().unwrap_or_default(),
            item.kind.map_or("", |it| it.as_str()).to_owned(),
            item.step.clone().unwrap_or_default(),
            item.action_item.clone().unwrap_or_default(),
            item.role.map_or("", |it| it.as_str()).to_owned(),
            item.owed_by.join(", "),
            item.due.map(rfc3339).unwrap_or_default(),
            item.met_at.map(rfc3339).unwrap_or_default(),
            item.state.as_str().to_owned(),
            item.late_by
                .map(|it| it.num_seconds().to_string())
                .unwrap_or_default(),
            public(Some(&item.explanation)),
        ]
    });
    table(
        &[
            "postmortem",
            "path",
            "line",
            "severity",
            "kind",
            "step",
            "action_item",
            "role",
            "owed_by",
            "due",
            "met_at",
            "state",
            "late_by_seconds",
            "explanation",
        ],
        rows,
    )
}

/// Writes action items; of what is confidential nothing.
pub fn actions(items: &[actions::Item]) -> String {
    let rows = items.iter().filter(|it| !it.is_confidential).map(|item| {
        let cell = |it: &Option<String>| it.clone().unwrap_or_default();
        vec![
            item.postmortem.clone(),
            cell(&item.id),
            cell(&item.title),
            cell(&item.kind),
            cell(&item.priority),
            cell(&item.owner),
            cell(&item.due),
            cell(&item.ticket),
            item.state.clone(),
            cell(&item.done_on),
            cell(&item.reason),
            item.services.join(" "),
            item.labels.join(" "),
        ]
    });
    table(
        &[
            "postmortem",
            "id",
            "title",
            "kind",
            "priority",
            "owner",
            "due",
            "ticket",
            "state",
            "done_on",
            "reason",
            "services",
            "labels",
        ],
        rows,
    )
}

/// Writes process reviews; incidents are counted, because some may be confidential.
pub fn process_reviews(reviews: &[Review]) -> String {
    let rows = reviews.iter().map(|it| {
        let cell = |it: &Option<String>| it.clone().unwrap_or_default();
        let open = it.tweaks.iter().filter(|it| it.is_open()).count();
        vec![
            it.id.clone(),
            it.path.to_string(),
            cell(&it.status),
            cell(&it.scheduled_for),
            cell(&it.chair),
            it.attendees.join(", "),
            if it.is_open_to_all {
                ANYONE.to_owned()
            } else {
                it.invited.join(", ")
            },
            it.incidents.len().to_string(),
            it.tweaks.len().to_string(),
            open.to_string(),
        ]
    });
    table(
        &[
            "id",
            "path",
            "status",
            "scheduled_for",
            "chair",
            "attendees",
            "invited",
            "incidents",
            "tweaks",
            "open_tweaks",
        ],
        rows,
    )
}

/// Writes a table. A cell that a spreadsheet would take for a formula gets an apostrophe in front,
/// as spreadsheets themselves write it.
pub fn table(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Into memory nothing can fail but a row of another length, and there is none.
    let _ = writer.write_record(headings);
    for row in rows {
        let cells: Vec<String> = row.iter().map(|it| harmless(it)).collect();
        let _ = writer.write_record(&cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn harmless(cell: &str) -> String {
    let cell = sanitize(cell);
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_no_second_cell() {
        let rows = vec![vec!["=1+1".to_owned(), "a,\"b\"\nc".to_owned()]];
        assert_eq!(
            table(&["one", "two"], rows.into_iter()),
            "one,two\n'=1+1,\"a,\"\"b\"\"\\nc\"\n"
        );
    }
}

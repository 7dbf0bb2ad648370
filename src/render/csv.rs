//! Tables for spreadsheets (RFC 4180), with a line of headings.

use super::json::rfc3339;
use super::sanitize;
use crate::postmortem::ANYONE;
use crate::report::Public;
use crate::report::actions;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::Kept;
use crate::report::overdue::Owed;
use crate::report::overdue::UNREADABLE;
use crate::report::overdue::View;
use crate::report::process_reviews::Review;
use crate::report::stats;

/// Writes every deadline.
pub fn overdue(view: &Public<View<'_>>) -> String {
    let items = view.items.iter().map(|item| row(item));
    let kept = view.kept.iter().filter_map(kept);
    let rows = items.chain(kept).map(|it| it.to_vec());
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
            "name",
            "repo",
        ],
        rows,
    )
}

/// The columns of a deadline.
type Row = [String; 16];

fn row(item: &Item) -> Row {
    let place = item.place();
    let owed = item.owed();
    let text = |it: Option<&str>| it.unwrap_or_default().to_owned();
    let late_by = owed.and_then(Owed::late_by);
    [
        place.subject().to_owned(),
        place.path.to_string(),
        place.line.to_string(),
        text(owed.and_then(|it| it.incident.severity.as_deref())),
        text(owed.map(|it| it.kind.as_str())),
        text(owed.and_then(Owed::step)),
        text(item.action_item()),
        text(owed.map(|it| it.role.as_str())),
        owed.map_or_else(String::new, |it| it.owed_by.join(", ")),
        owed.map_or_else(String::new, |it| rfc3339(it.due)),
        owed.and_then(|it| it.met_at)
            .map(rfc3339)
            .unwrap_or_default(),
        owed.map_or(UNREADABLE, |it| it.state.as_str()).to_owned(),
        late_by.map_or_else(String::new, |it| it.num_seconds().to_string()),
        item.explanation().to_owned(),
        text(item.name()),
        text(place.repo.as_deref()),
    ]
}

/// A row of which nothing is filled in but what it is about and how that stands.
fn kept(it: &Kept) -> Option<Row> {
    let state = match it.among {
        Among::Owed(state) => state.as_str(),
        Among::Unreadable => UNREADABLE,
        Among::Unresolved => return None,
    };
    let mut row = Row::default();
    let [name, .., stands, _, _, _, _] = &mut row;
    name.clone_from(&it.name);
    state.clone_into(stands);
    Some(row)
}

/// Writes action items.
pub fn actions(items: &Public<Vec<&actions::Item>>) -> String {
    let rows = items.iter().map(|item| {
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

/// Writes process reviews.
pub fn process_reviews(reviews: &Public<Vec<Review>>) -> String {
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

/// Writes figures: a row for each group and figure.
pub fn stats(view: &Public<stats::View>) -> String {
    let rows = view.groups.iter().flat_map(|group| {
        group.figures.iter().map(move |it| {
            let key = group.key.clone().unwrap_or_default();
            let mut row = vec![key, it.name.as_str().to_owned(), it.rests_on().to_string()];
            row.extend(figure(&it.value));
            let left = it.left_out.iter();
            row.push(left.clone().map(|it| it.count).sum::<usize>().to_string());
            let words = left.map(|it| format!("{} {}", it.count, it.why.as_str()));
            row.push(words.collect::<Vec<_>>().join(", "));
            row
        })
    });
    table(
        &[
            "group",
            "figure",
            "rests_on",
            "part",
            "lowest_seconds",
            "median_seconds",
            "p90_seconds",
            "highest_seconds",
            "left_out",
            "left_out_because",
        ],
        rows,
    )
}

/// What a figure says: how many, or how long.
fn figure(value: &stats::Value) -> [String; 5] {
    let seconds = |it: Option<chrono::TimeDelta>| {
        it.map_or_else(String::new, |it| it.num_seconds().to_string())
    };
    match value {
        stats::Value::Share { part, .. } => {
            let mut row = <[String; 5]>::default();
            let [first, ..] = &mut row;
            *first = part.to_string();
            row
        }
        stats::Value::Spread(it) => [
            String::new(),
            seconds(it.lowest()),
            seconds(it.median()),
            seconds(it.ninetieth()),
            seconds(it.highest()),
        ],
        stats::Value::Unknown(_) => <[String; 5]>::default(),
    }
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

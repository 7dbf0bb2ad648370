//! What became of documents that were there before pmrepo.

use super::text;
use crate::adopt::Kind;
use crate::report::Public;
use crate::report::adoption::Document;
use crate::report::adoption::State;
use crate::report::adoption::View;

/// Writes what becomes of documents: a table, what is to be looked at, and what to add to the
/// configuration.
pub fn adoption(view: &Public<View>) -> String {
    let mut out = String::from("# Adopted postmortems\n\n");
    for line in super::super::human::adoption_summary(view).lines() {
        out.push_str(&format!("{}\n\n", text(line)));
    }
    out.push_str("| Document | Is | Becomes | State | Status | Rows | Items | To look at |\n");
    out.push_str("|---|---|---|---|---|---|---|---|\n");
    for it in &view.documents {
        let open = it.not_understood.len()
            + it.conflicts.iter().filter(|it| !it.is_decided).count()
            + usize::from(it.obstacle.is_some());
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
            text(&it.path),
            it.is.as_str(),
            text(it.id.as_deref().unwrap_or("-")),
            it.state.map_or("-", State::as_str),
            it.status.map_or("-", |it| it.as_str()),
            it.timeline_rows,
            it.action_items,
            if open == 0 {
                "-".to_owned()
            } else {
                open.to_string()
            },
        ));
    }
    for it in &view.documents {
        out.push_str(&details(it));
    }
    let proposal = view.proposal();
    if !proposal.is_empty() {
        out.push_str("\n## For pmrepo.yaml\n\n");
        for line in proposal.yaml().lines() {
            out.push_str(&format!("    {}\n", super::super::sanitize(line)));
        }
    }
    out
}

/// What there is to say of a document besides its row.
fn details(it: &Document) -> String {
    let mut points = Vec::new();
    points.extend(
        it.obstacle
            .as_ref()
            .map(|it| format!("**Not adopted**: {}", text(it))),
    );
    if it.is != Kind::Postmortem {
        points.push(text(&it.why));
    }
    for field in &it.fields {
        points.push(format!(
            "{}: {} ({})",
            text(field.name),
            text(&field.value.joined()),
            text(&field.place)
        ));
    }
    for unclear in &it.not_understood {
        let line = unclear
            .line
            .map_or_else(|| "name".to_owned(), |line| format!("line {line}"));
        points.push(format!(
            "**Not understood**: {}: {} ({line}): {}",
            text(&unclear.field),
            text(&unclear.text),
            text(&unclear.why)
        ));
    }
    for conflict in &it.conflicts {
        let said = conflict.readings.iter();
        let said: Vec<String> = said
            .map(|(value, place)| format!("{} ({})", text(value), text(place)))
            .collect();
        let kind = if conflict.is_decided {
            "Decided"
        } else {
            "**Contradiction**"
        };
        points.push(format!(
            "{kind}: {}: {}",
            text(&conflict.field),
            said.join(", ")
        ));
    }
    points.extend(it.losses.iter().map(|it| format!("Lost: {}", text(it))));
    points.extend(it.notes.iter().map(|it| format!("Note: {}", text(it))));
    if !it.absent.is_empty() {
        points.push(format!("Not in it: {}", text(&it.absent.join(", "))));
    }
    if points.is_empty() {
        return String::new();
    }
    let mut out = format!("\n## {}\n\n", text(&it.path));
    for point in points {
        out.push_str(&format!("- {point}\n"));
    }
    out
}

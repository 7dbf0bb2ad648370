//! One postmortem in full.

use chrono::TimeDelta;

use super::super::Look;
use super::super::sanitize;
use super::super::table::{Column, table};
use super::super::wrap::wrap;
use crate::diagnostic::Finding;
use crate::report::show::View;
use crate::time;

/// What stands for something that a report does not say.
const UNSAID: &str = "-";
/// The columns of the names of fields.
const LABELS: usize = 20;

const ITEMS: [Column; 5] = [
    Column::Whole("ID"),
    Column::Whole("STATE"),
    Column::Wrapped("OWNER"),
    Column::Whole("DUE"),
    Column::Wrapped("TITLE"),
];

/// Writes a postmortem: what it is, who does what, its action items, and at the end what is missing
/// for its next status.
pub fn show(view: &View, look: &Look) -> String {
    let row = &view.row;
    let mut text = String::new();
    let title = row.title.as_deref().unwrap_or("(no title)");
    text.push_str(&format!(
        "{}\n{}\n\n",
        sanitize(title),
        sanitize(row.path.as_str())
    ));
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&labelled(label, value, look));
        }
    };
    line("status", &status(view));
    let major = if view.is_major { ", major" } else { "" };
    line(
        "severity",
        &format!("{}{major}", said(row.severity.as_ref())),
    );
    line("owner", said(row.owner.as_ref()));
    line("started", said(row.started_at.as_ref()));
    line(
        "detected",
        &after(row.detected_at.as_ref(), view.time_to_detect),
    );
    line(
        "resolved",
        &after(row.resolved_at.as_ref(), view.time_to_resolve),
    );
    line("services", &row.services.join(", "));
    for (role, people) in &view.roles {
        line(&role.replace('_', " "), &people.join(", "));
    }
    for fact in &view.facts {
        line(fact.name, fact.value.as_deref().unwrap_or_default());
    }
    line("tags", &row.tags.join(", "));
    if !view.action_items.is_empty() {
        text.push_str("\nAction items\n\n");
        let cell = |it: &Option<String>| it.clone().unwrap_or_else(|| UNSAID.to_owned());
        let rows: Vec<Vec<String>> = view
            .action_items
            .iter()
            .map(|it| {
                [&it.id, &it.state, &it.owner, &it.due, &it.title]
                    .map(cell)
                    .to_vec()
            })
            .collect();
        text.push_str(&table(&ITEMS, &rows, look));
    }
    text.push('\n');
    text.push_str(&end(view, look));
    text
}

/// The lines at the end: what is wrong today, and what is missing for the next status.
fn end(view: &View, look: &Look) -> String {
    let mut text = String::new();
    let wrong: Vec<&Finding> = view.errors().collect();
    let is_right = wrong.is_empty();
    if !is_right {
        text.push_str("Wrong today:\n\n");
        text.push_str(&points(wrong, look));
        text.push('\n');
    }
    let Some(next) = view.next else {
        text.push_str("Nothing comes after this status.\n");
        return text;
    };
    let missing: Vec<&Finding> = view.missing().collect();
    if missing.is_empty() && is_right {
        text.push_str(&format!(
            "Ready for {next}: pmrepo advance {}\n",
            sanitize(&view.row.id)
        ));
    } else if missing.is_empty() {
        text.push_str(&format!("Nothing else is missing for {next}.\n"));
    } else {
        text.push_str(&format!("Missing for {next}:\n\n"));
        text.push_str(&points(missing, look));
    }
    text
}

/// Findings in short, a line each: for what a postmortem lacks.
pub fn points<'a>(findings: impl IntoIterator<Item = &'a Finding>, look: &Look) -> String {
    findings.into_iter().map(|it| point(it, look)).collect()
}

/// A finding on a line of its own, with its place and code.
fn point(finding: &Finding, look: &Look) -> String {
    let said = format!(
        "{} ({}:{}, {})",
        finding.message,
        finding.path.name(),
        finding.start.line,
        finding.rule.code
    );
    hanging("  - ", 4, &said, look)
}

/// A text behind its label; on a terminal it goes on below itself.
pub(super) fn hanging(label: &str, indent: usize, text: &str, look: &Look) -> String {
    let text = sanitize(text);
    let lines = match look.terminal {
        Some(_) => wrap(&text, look.width().saturating_sub(indent)),
        None => text.into_owned(),
    };
    let below = format!("\n{}", " ".repeat(indent));
    format!("{label}{}\n", lines.replace('\n', &below))
}

fn status(view: &View) -> String {
    if !view.row.is_readable {
        return "unreadable".to_owned();
    }
    said(view.row.status.as_ref()).to_owned()
}

fn said(text: Option<&String>) -> &str {
    text.map_or(UNSAID, String::as_str)
}

fn after(moment: Option<&String>, span: Option<TimeDelta>) -> String {
    match (moment, span) {
        (Some(moment), Some(span)) => format!("{moment}, after {}", time::in_words(span)),
        (moment, _) => said(moment).to_owned(),
    }
}

/// A field's name and value.
fn labelled(label: &str, value: &str, look: &Look) -> String {
    let label = format!("{}:", sanitize(label));
    let gap = LABELS.saturating_sub(label.chars().count()).max(1);
    hanging(&format!("{label}{}", " ".repeat(gap)), LABELS, value, look)
}

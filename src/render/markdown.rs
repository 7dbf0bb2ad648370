//! Markdown for forges: job summaries, issues, comments. Nothing from a document can become more than
//! the text that it is.

mod pr;
mod process_reviews;

pub use pr::pr;
pub use process_reviews::agenda;
pub use process_reviews::process_reviews;

use super::Checked;
use super::sanitize;
use crate::report::actions;
use crate::report::overdue::{Item, State, View, folded};

/// Writes what `check` found as a table.
pub fn check(checked: &Checked<'_>) -> String {
    let mut out = String::new();
    if !checked.shown.is_empty() {
        out.push_str("| | Rule | Where | What | What to do |\n|---|---|---|---|---|\n");
    }
    for finding in &checked.shown {
        out.push_str(&format!(
            "| {} | {} | {}:{} | {} | {} |\n",
            finding.level.as_str(),
            finding.rule.code,
            text(finding.path.as_str()),
            finding.start.line,
            text(&finding.message),
            text(finding.help.as_deref().unwrap_or_default()),
        ));
    }
    if !checked.shown.is_empty() {
        out.push('\n');
    }
    out.push_str(&super::human::last_line(checked));
    out
}

/// Writes what is owed as tables, a line for each postmortem; opened up, a line for each item.
pub fn overdue(view: &View<'_>) -> String {
    let mut out = String::new();
    let items: Vec<(&Item, usize)> = if view.is_open {
        view.items.iter().map(|it| (*it, 0)).collect()
    } else {
        let lines = folded(&view.items);
        lines.iter().map(|it| (it.worst, it.more)).collect()
    };
    for (state, heading, when) in [
        (State::Overdue, "Late", "Late by"),
        (State::Soon, "Due soon", "In"),
        (State::Open, "Still to come", "In"),
    ] {
        let mut rows = String::new();
        for (item, more) in items.iter().filter(|(it, _)| it.state == state) {
            rows.push_str(&row(item, *more, view));
        }
        if !rows.is_empty() {
            out.push_str(&format!(
                "### {heading}\n\n| {when} | What | Owed by | Severity | Postmortem |\n|---|---|---|---|---|\n{rows}\n"
            ));
        }
    }
    let mut broken = String::new();
    for item in view.items.iter().filter(|it| it.state == State::Unreadable) {
        broken.push_str(&format!(
            "- {}: {}\n",
            linked(item, &format!("{}:{}", public_path(item), item.line)),
            text(&item.explanation)
        ));
    }
    if !broken.is_empty() {
        out.push_str(&format!("### Cannot be read\n\n{broken}\n"));
    }
    let mut going_on = String::new();
    for it in view.unresolved {
        going_on.push_str(&format!(
            "- {}: unresolved for {} days\n",
            text(&it.postmortem),
            it.days
        ));
    }
    if !going_on.is_empty() {
        out.push_str(&format!("### Still going on\n\n{going_on}\n"));
    }
    let summary = view.summary;
    out.push_str(&format!(
        "{} late, {} due soon, {} unreadable as of {}\n",
        summary.overdue,
        summary.soon,
        summary.unreadable,
        view.as_of.to_short()
    ));
    out
}

/// Writes a table of action items; of what is confidential nothing.
pub fn actions(items: &[actions::Item]) -> String {
    let mut out = String::from(
        "| Due | Priority | State | Owner | Item | Title |\n|---|---|---|---|---|---|\n",
    );
    for item in items.iter().filter(|it| !it.is_confidential) {
        let cell = |it: &Option<String>| text(it.as_deref().unwrap_or("-"));
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            cell(&item.due),
            cell(&item.priority),
            text(&item.state),
            cell(&item.owner),
            text(&item.name()),
            cell(&item.title),
        ));
    }
    out
}

fn row(item: &Item, more: usize, view: &View<'_>) -> String {
    let what = match more {
        0 => text(&item.what()),
        more => format!("{}, +{more} more", text(&item.what())),
    };
    let people = if view.mentions {
        let handles = item.owed_by.iter().map(|it| mention(it));
        handles.collect::<Vec<_>>().join(", ")
    } else {
        text(&item.owed_by.join(", "))
    };
    let people = if people.is_empty() {
        "nobody".to_owned()
    } else {
        people
    };
    let title = item
        .public_title()
        .map_or_else(String::new, |it| format!(": {}", text(it)));
    format!(
        "| {} | {what} | {people} | {} | {}{title} |\n",
        item.distance,
        text(item.severity.as_deref().unwrap_or("-")),
        linked(item, &item.public_subject()),
    )
}

fn public_path(item: &Item) -> String {
    if item.is_confidential {
        item.public_subject()
    } else {
        item.path.to_string()
    }
}

fn linked(item: &Item, label: &str) -> String {
    match item.public_url() {
        Some(url) => format!("[{}]({url})", text(label)),
        None => text(label),
    }
}

/// A person whom the forge notifies; whoever has no plain handle is named only.
fn mention(person: &str) -> String {
    let is_handle = person
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || "-_/".contains(it));
    if is_handle && !person.is_empty() {
        format!("@{person}")
    } else {
        text(person)
    }
}

/// A text as one line of Markdown that shows it as it is, in a table's cell too: nothing in it is
/// taken for markup, and nobody is notified.
pub(super) fn text(plain: &str) -> String {
    let mut shown = String::with_capacity(plain.len() + 8);
    for it in sanitize(plain).chars() {
        match it {
            '@' => shown.push_str("@&#8203;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '#' | '~' | '!' => {
                shown.push('\\');
                shown.push(it);
            }
            it => shown.push(it),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup_and_nobody_is_notified() {
        assert_eq!(
            text("a|b <script> @everyone [x](y) `c`\n::error::"),
            "a\\|b \\<script\\> @&#8203;everyone \\[x\\](y) \\`c\\`\\\\n::error::"
        );
        assert_eq!(mention("carol"), "@carol");
        assert_eq!(mention("Carol <x>"), "Carol \\<x\\>");
    }
}

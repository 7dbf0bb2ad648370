//! Markdown for forges: job summaries, issues, comments. Nothing from a document can become more than
//! the text that it is.

mod adoption;
mod overdue;
mod pr;
mod process_reviews;
mod proof;
mod text;

pub(super) use text::text;

pub use adoption::adoption;
pub use overdue::overdue;
pub use pr::pr;
pub use process_reviews::agenda;
pub use process_reviews::process_reviews;
pub use proof::proof;

use crate::report::Public;
use crate::report::actions;
use crate::report::check;

/// Writes what `check` found as a table.
pub fn check(view: &Public<check::View<'_>>) -> String {
    let mut out = String::new();
    if !view.shown.is_empty() {
        out.push_str("| | Rule | Where | What | What to do |\n|---|---|---|---|---|\n");
    }
    for finding in &view.shown {
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
    if !view.shown.is_empty() {
        out.push('\n');
    }
    out.push_str(&super::human::last_line(view));
    out
}

/// Writes a table of action items.
pub fn actions(items: &Public<Vec<&actions::Item>>) -> String {
    let mut out = String::from(
        "| Due | Priority | State | Owner | Item | Title |\n|---|---|---|---|---|---|\n",
    );
    for item in items.iter() {
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

//! What became of a postmortem.

use super::super::sanitize;
use crate::report::history::View;
use crate::report::history::What;

/// Writes the history: a line for each event, and below it how that compares with what is claimed.
pub fn history(view: &View) -> String {
    let title = view.title.as_deref().unwrap_or("(no title)");
    let mut text = format!("{}\n{}\n\n", sanitize(title), sanitize(view.path.as_str()));
    if view.events.is_empty() {
        text.push_str("Nothing of it is committed yet.\n");
    }
    for event in &view.events {
        let what = match &event.what {
            What::Appeared => format!("appeared as {}", event.status),
            What::Status(was) => format!("from {was} to {}", event.status),
            What::Moved(old) => format!("moved from {}", old.parent().unwrap_or_default()),
            What::Removed => "was taken away".to_owned(),
        };
        text.push_str(&format!(
            "{}  {}, by {} ({})\n",
            event.at.to_short(),
            sanitize(&what),
            sanitize(&event.by),
            event.commit.short(),
        ));
        for remark in &event.remarks {
            text.push_str(&format!("    {}\n", sanitize(remark)));
        }
    }
    if view.is_cut_off {
        text.push_str("\nThis clone is shallow: what was before may be missing.\n");
    }
    text
}

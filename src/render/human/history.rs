//! What became of a postmortem.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::paragraph::hanging;
use crate::report::history::View;
use crate::report::history::What;

/// Writes the history: a line for each event, and below it how that compares with what is claimed.
pub fn history(view: &View, look: &Look) -> String {
    let title = sanitize(view.title.as_deref().unwrap_or("(no title)"));
    let title = look.paint(Tone::Heading, &title);
    let mut text = format!("{title}\n{}\n\n", look.path(&view.path));
    if view.events.is_empty() {
        text.push_str("Nothing of it is committed yet.\n");
    }
    for event in &view.events {
        let what = match &event.what {
            What::Appeared => format!("appeared as {}", event.status),
            What::Status(was) => format!("from {was} to {}", event.status),
            What::Moved(old) => format!(
                "moved from {}",
                look.path(&old.parent().unwrap_or_default())
            ),
            What::Removed => "was removed".to_owned(),
            What::Written(path) => format!("written as {}", look.path(path)),
        };
        let line = format!(
            "{}  {what}, by {} ({})",
            look.moment(event.at),
            event.by,
            event.commit.short()
        );
        text.push_str(&hanging("", 4, &line, look));
        for remark in &event.remarks {
            text.push_str(&hanging("    ", 4, &look.times_in(remark), look));
        }
    }
    if let (false, Some(zone)) = (view.events.is_empty(), look.zone_words()) {
        text.push_str(&format!("\n{zone}\n"));
    }
    if view.is_cut_off {
        text.push_str("\nThis clone is shallow: what was before may be missing.\n");
    }
    text
}

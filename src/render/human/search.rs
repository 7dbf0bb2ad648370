//! What `search` found: each with the lines in which the words stand.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::paragraph::hanging;
use crate::count::counted;
use crate::report::search::Shown;
use crate::report::search::View;

/// By how much the lines of something go in.
const INDENT: usize = 4;
/// How many words are shown that two have in common.
const SHARED: usize = 8;
/// How much of a line is shown, in characters.
const LONGEST: usize = 200;

/// Writes what was found, the best first.
pub fn search(view: &View<'_>, look: &Look) -> String {
    if view.results.is_empty() {
        return "nothing found\n".to_owned();
    }
    let mut text = String::new();
    for it in &view.results {
        text.push_str(&shown(it, look));
    }
    if view.hidden > 0 {
        let more = counted(view.hidden, "more document");
        text.push_str(&format!("{more}: --limit shows them\n"));
    }
    text
}

fn shown(it: &Shown, look: &Look) -> String {
    let row = &it.row;
    let said = [
        it.repo.as_ref(),
        Some(&row.id),
        row.severity.as_ref(),
        row.status.as_ref(),
        row.title.as_ref(),
    ];
    let words: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    let mut text = super::paragraph::heading_of(Tone::Heading, &words.join("  "), look);
    for place in &it.places {
        let label = format!(
            "{}{}:{}: ",
            " ".repeat(INDENT),
            look.path(&place.path),
            place.line
        );
        let line: String = place.text.chars().take(LONGEST).collect();
        text.push_str(&hanging(&label, INDENT, &line, look));
    }
    if !it.shared.is_empty() {
        let words: Vec<&str> = it.shared.iter().take(SHARED).map(String::as_str).collect();
        let label = " ".repeat(INDENT);
        let line = format!("both: {}", sanitize(&words.join(", ")));
        text.push_str(&hanging(&label, INDENT, &line, look));
    }
    text
}

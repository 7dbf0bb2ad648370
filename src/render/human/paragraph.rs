//! Lines that go on below themselves, and headings.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::wrap::wrap;

/// A heading of its own line, or lines on a narrow terminal.
pub(super) fn heading_of(tone: Tone, text: &str, look: &Look) -> String {
    let lines = hanging("", 0, text, look);
    lines
        .lines()
        .map(|it| format!("{}\n", look.paint(tone, it)))
        .collect()
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

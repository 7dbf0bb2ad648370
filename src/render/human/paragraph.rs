//! Lines that go on below themselves, and headings.

use super::super::Look;
use super::super::Tone;
use super::super::sanitize;
use super::super::wrap::wrap;

/// A heading of its own line, or lines on a narrow terminal.
pub(super) fn heading_of(tone: Tone, text: &str, look: &Look) -> String {
    in_tone(tone, &hanging("", 0, text, look), look)
}

/// Lines in a tone, which must be harmless already; what they go in by has none.
pub(super) fn in_tone(tone: Tone, lines: &str, look: &Look) -> String {
    lines
        .lines()
        .map(|line| {
            let text = line.trim_start();
            let (blanks, text) = line.split_at(line.len() - text.len());
            format!("{blanks}{}\n", look.paint(tone, text))
        })
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

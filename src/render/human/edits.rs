//! The lines that change.

use similar::ChangeTag;
use similar::TextDiff;

use super::super::Detail;
use super::super::Look;
use super::super::sanitize;
use crate::count::counted;
use crate::tree::Applied;
use crate::tree::Edit;
use crate::tree::Edits;

/// How many lines of one file are shown before the rest is counted.
const SHOWN_LINES: usize = 40;

/// Writes the lines that edits change, file by file; of a file that is new its number of lines.
pub fn edits(edits: &Edits, applied: &Applied, look: &Look) -> String {
    let mut text = String::new();
    if let Some(moved) = edits.moved() {
        let (from, to) = (look.path(&moved.from), look.path(&moved.to));
        text.push_str(&format!("{from} -> {to}\n"));
    }
    for (path, edit) in edits.all(applied.fresh.as_ref()) {
        let path = look.path(&path);
        match edit {
            Edit::Create { text: new } => {
                let lines = counted(new.lines().count(), "line");
                text.push_str(&format!("{path}: new, {lines}\n"));
            }
            Edit::Remove { before } => {
                let lines = counted(before.lines().count(), "line");
                text.push_str(&format!("{path}: removed, {lines}\n"));
            }
            Edit::Change { before, after } => {
                text.push_str(&format!("{path}\n"));
                push_lines(&mut text, (&before, &after), look);
            }
        }
    }
    text
}

fn push_lines(text: &mut String, (before, after): (&str, &str), look: &Look) {
    let diff = TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes();
    let changed = changes.filter(|it| it.tag() != ChangeTag::Equal);
    let lines: Vec<String> = changed.map(|it| line(it.tag(), it.value(), look)).collect();
    let shown = match look.detail {
        Detail::All => lines.len(),
        Detail::Quiet | Detail::Folded => SHOWN_LINES.min(lines.len()),
    };
    text.extend(lines.iter().take(shown).map(String::as_str));
    if shown < lines.len() {
        let more = counted(lines.len() - shown, "more line");
        text.push_str(&format!("  ... and {more}\n"));
    }
}

fn line(tag: ChangeTag, line: &str, look: &Look) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let (mark, colour) = match tag {
        ChangeTag::Delete => ('-', anstyle::AnsiColor::Red),
        ChangeTag::Insert => ('+', anstyle::AnsiColor::Green),
        ChangeTag::Equal => (' ', anstyle::AnsiColor::White),
    };
    let shown = format!("{mark} {}", sanitize(line));
    let shown = shown.trim_end();
    if look.colour {
        let style = colour.on_default();
        format!("  {style}{shown}{style:#}\n")
    } else {
        format!("  {shown}\n")
    }
}

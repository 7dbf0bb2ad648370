//! What stands in the cells of a row.

use crate::chat::keys::hash;
use crate::markdown::one_line;
use crate::time::Moment;

/// A text of a message as a cell: nothing in it is markup, ends the cell, or reaches elsewhere.
pub(super) fn quoted(text: &str) -> String {
    let visible = |it: &char| !is_hidden(*it);
    let text: String = one_line(text).chars().filter(visible).collect();
    // A code span without its end would take the rest of the table.
    let is_code = text.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len() + 8);
    let mut in_code = false;
    for it in text.chars() {
        match it {
            '`' if is_code => {
                in_code = !in_code;
                out.push(it);
            }
            '|' => out.push_str("\\|"),
            '\\' | '`' | '<' | '[' | '*' | '_' | '&' if !in_code => {
                out.push('\\');
                out.push(it);
            }
            _ => out.push(it),
        }
    }
    out
}

/// What somebody typed as a cell: their markup stays.
pub(super) fn typed(text: &str) -> String {
    let visible = |it: &char| !is_hidden(*it);
    let text: String = one_line(text).chars().filter(visible).collect();
    let mut out = String::with_capacity(text.len() + 4);
    let mut is_escaped = false;
    for it in text.chars() {
        if it == '|' && !is_escaped {
            out.push('\\');
        }
        is_escaped = it == '\\' && !is_escaped;
        out.push(it);
    }
    // The bar behind it ends the cell.
    if is_escaped {
        out.push('\\');
    }
    out
}

/// Control characters, and those that turn the direction or show nothing.
fn is_hidden(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The cell that names messages: their keys, and behind the first a mark of the row as it is written.
pub(super) fn evidence(keys: &[String], at: Moment, event: &str) -> String {
    let mark = mark(at, event);
    let named = keys.iter().enumerate().map(|(index, key)| {
        if index == 0 {
            format!("`{key}#{mark}`")
        } else {
            format!("`{key}`")
        }
    });
    named.collect::<Vec<_>>().join(", ")
}

/// A mark of a row as it is written: its minute and its event.
pub(super) fn mark(at: Moment, event: &str) -> String {
    let minute = at.minute().unix().to_string();
    format!("{:08x}", hash(&[&minute, &one_line(event)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_in_its_cell() {
        for (text, cell) in [
            ("a | b", "a \\| b"),
            ("a \\| b", "a \\| b"),
            ("a \\\\| b", "a \\\\\\| b"),
            ("C:\\", "C:\\\\"),
            ("[a](b) `c`", "[a](b) `c`"),
        ] {
            assert_eq!(typed(text), cell, "{text:?}");
        }
    }

    #[test]
    fn a_message_cannot_reach_out_of_its_cell() {
        for (text, cell) in [
            ("a | b", "a \\| b"),
            ("<script>x</script>", "\\<script>x\\</script>"),
            ("[a](javascript:b)", "\\[a](javascript:b)"),
            ("a\n| b |\n\u{1b}[31m", "a \\| b \\| \\[31m"),
            ("`a_b` c_d", "`a_b` c\\_d"),
            ("one ` only", "one \\` only"),
            ("\u{202e}evil", "evil"),
        ] {
            assert_eq!(quoted(text), cell, "{text:?}");
        }
    }
}

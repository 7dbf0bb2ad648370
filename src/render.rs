//! Findings and lists in the formats that are asked for: one file each.

pub mod human;
pub mod json;

/// The words that end every list of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
}

/// Makes text that comes from a repository fit for a terminal: control and escape codes,
/// characters that turn the direction of the text, and those that take no room are replaced.
pub fn sanitize(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            '\t' => ' ',
            it if it.is_control() => '\u{fffd}',
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{61c}' => '\u{fffd}',
            it => it,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    #[test]
    fn nothing_that_moves_a_cursor_or_turns_text_gets_through() {
        let hostile = "a\u{1b}[31mb\r\nc\u{202e}d\u{9b}e\u{7f}\u{200b}";
        let shown = sanitize(hostile);
        assert!(shown.chars().all(|it| !it.is_control()));
        assert!(!shown.contains(['\u{202e}', '\u{200b}']));
        assert_eq!(sanitize("größer, \u{1f680}"), "größer, \u{1f680}");
    }
}

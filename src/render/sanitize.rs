//! The one function through which text from documents goes before it reaches a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::source::Span;

/// Makes text harmless and honest on one line of a terminal: control codes (escape sequences with
/// them), characters that turn the reading direction, and characters that show nothing become
/// visible, as `\n`, `\t` or `\u{1b}`. So does the first character of what a CI system that reads
/// along takes for a command (see `commands`). Everything else stays as it is.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let mut commands = commands(text).peekable();
    if commands.peek().is_none() && !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for (at, character) in text.char_indices() {
        match commands.next_if_eq(&at) {
            Some(_) => write_out(&mut shown, character),
            None => push(&mut shown, character),
        }
    }
    Cow::Owned(shown)
}

/// Where a text begins to be a command to a CI system: two colons at its beginning (GitHub), and
/// `##[` or `##vso[`, with whatever name, anywhere (Azure, `TeamCity`, GitHub before).
pub(super) fn commands(text: &str) -> impl Iterator<Item = usize> {
    let trimmed = text.trim_start();
    let first = trimmed
        .starts_with("::")
        .then(|| text.len() - trimmed.len());
    let marks = text.match_indices('#').map(|(at, _)| at);
    first.into_iter().chain(marks.filter(|at| {
        let behind = text.get(*at..).and_then(|it| it.strip_prefix("##"));
        let name = |it: char| it.is_ascii_alphanumeric();
        behind.is_some_and(|it| it.trim_start_matches(name).starts_with('['))
    }))
}

/// The same for a source line with a marked place: the mark moves with its text. Tabs stay, for
/// whoever lays the line out; so does a span that lies inside the text.
pub(super) fn sanitize_line(text: &str, span: Span) -> (String, Span) {
    let mut shown = String::with_capacity(text.len() + 16);
    let (mut start, mut end) = (None, None);
    let mut commands = commands(text).peekable();
    for (at, character) in text.char_indices() {
        let next = at + character.len_utf8();
        if start.is_none() && span.start < next {
            start = Some(shown.len());
        }
        if end.is_none() && span.end <= at {
            end = Some(shown.len());
        }
        if commands.next_if_eq(&at).is_some() {
            write_out(&mut shown, character);
        } else if character == '\t' {
            shown.push('\t');
        } else {
            push(&mut shown, character);
        }
    }
    let start = start.unwrap_or(shown.len());
    let end = end.unwrap_or(shown.len());
    (shown, Span::new(start, end))
}

fn push(shown: &mut String, character: char) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        hidden if is_hidden(hidden) => write_out(shown, hidden),
        plain => shown.push(plain),
    }
}

fn write_out(shown: &mut String, character: char) {
    // Writing to a `String` cannot fail.
    let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
}

/// Whether a character does something to a terminal, or to its reader, other than being seen.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            // Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers.
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            // Khmer vowels and Mongolian selectors without a shape.
            | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            // Zero-width space, joiners, direction marks; line and paragraph separators; embeddings,
            // overrides; word joiner, invisible operators, isolates, deprecated format characters.
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            // Byte order mark, interlinear annotations.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // What is no character for ever, and no XML.
            | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}'
            // Shorthand and musical format controls, tags, the selectors that carry hidden data.
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_codes_and_directions_become_visible() {
        assert_eq!(sanitize("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(sanitize("\u{9b}2J"), "\\u{9b}2J");
        assert_eq!(
            sanitize("\u{7f}\u{202e}\u{200b}\u{2028}"),
            "\\u{7f}\\u{202e}\\u{200b}\\u{2028}"
        );
        assert_eq!(sanitize("one\ntwo\r\tthree"), "one\\ntwo\\r\\tthree");
    }

    #[test]
    fn a_command_to_a_ci_system_is_none() {
        assert_eq!(sanitize("::error::x"), "\\u{3a}:error::x");
        assert_eq!(sanitize("  ::add-mask::y"), "  \\u{3a}:add-mask::y");
        assert_eq!(sanitize("std::io"), "std::io");
        assert_eq!(sanitize("a ##[error]b"), "a \\u{23}#[error]b");
        assert_eq!(
            sanitize("::x ##vso[task.setvariable]##[group]"),
            "\\u{3a}:x \\u{23}#vso[task.setvariable]\\u{23}#[group]"
        );
        assert_eq!(sanitize("###VSO["), "#\\u{23}#VSO[");
        assert_eq!(sanitize("## [x] #[y] C# ##"), "## [x] #[y] C# ##");
        let (shown, span) = sanitize_line("x ##vso[a]b", Span::new(10, 11));
        assert_eq!(
            (shown.as_str(), span.of(&shown)),
            ("x \\u{23}#vso[a]b", "b")
        );
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        for text in ["Störung", "障害報告", "отчёт", "naïve ☂️ 🚒", "עברית", ""]
        {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn a_mark_moves_with_its_text() {
        let text = "\u{1b}x: bad\u{202e}";
        let at = text.find("bad").unwrap();
        let (shown, span) = sanitize_line(text, Span::new(at, at + 3));
        assert_eq!(span.of(&shown), "bad");
        let (shown, span) = sanitize_line(text, Span::new(0, text.len()));
        assert_eq!(span.of(&shown), shown);
        let (shown, span) = sanitize_line(text, Span::at(text.len()));
        assert_eq!(span, Span::at(shown.len()));
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in any::<String>(), start in 0..40_usize, len in 0..20_usize) {
            prop_assert!(!sanitize(&text).chars().any(is_hidden));
            let (shown, span) = sanitize_line(&text, Span::new(start, start + len));
            prop_assert!(!shown.chars().any(|c| c != '\t' && is_hidden(c)));
            prop_assert!(shown.is_char_boundary(span.start) && shown.is_char_boundary(span.end));
        }
    }
}

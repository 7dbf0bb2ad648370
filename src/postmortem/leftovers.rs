//! What people leave where they mean to write something.

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::Document;
use crate::markdown::Block;
use crate::markdown::BlockKind;
use crate::markdown::phrases::Scanner;
use crate::model::bare;
use crate::source::Span;

/// Words that stand for text to come, wherever they are.
pub const PLACEHOLDERS: [&str; 7] = [
    "tbd",
    "tba",
    "lorem ipsum",
    "to be determined",
    "to be written",
    "fill me in",
    "fill this in",
];

/// Words that stand for a name or a text to come where they are all there is.
const ALONE: [&str; 10] = [
    "todo",
    "fixme",
    "xxx",
    "unassigned",
    "someone",
    "somebody",
    "nobody",
    "to do",
    "to be assigned",
    "to be decided",
];

/// The longest value that is looked at, in bytes: longer ones say something.
const LONGEST: usize = 40;

/// The words that mark work left to do, as people write them.
const MARKS: [&str; 2] = ["TODO", "FIXME"];

/// Finds them all in one pass.
static SCANNER: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&[&MARKS]));

/// Every TODO in a document's body, in the order of the text. In running text the word is a word;
/// people write the mark in capitals.
pub fn todos(document: &Document) -> Vec<Span> {
    let text = &document.text;
    // Few reports have any: the quick look comes first.
    let has = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !MARKS.iter().any(|it| has(it)) {
        return Vec::new();
    }
    SCANNER
        .scan(text, &document.body)
        .into_iter()
        .map(|hit| hit.span)
        .filter(|span| !span.of(text).chars().any(char::is_lowercase))
        .collect()
}

/// Finds what stands for text to come.
static TO_COME: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&[&PLACEHOLDERS, &MARKS]));

/// What is left in a text that is to go to people, where it stands first: a comment, which mail and
/// chat show as it is, or a placeholder.
pub fn leftover(document: &Document) -> Option<Span> {
    let Document { text, body, .. } = document;
    let is_left = |block: &&Block| {
        block.kind == BlockKind::Comment || is_placeholder(block.span.of(text).trim())
    };
    let blocks = body.blocks.iter().filter(is_left).map(|it| it.span);
    let words = TO_COME.scan(text, body).into_iter().map(|it| it.span);
    let words = words.filter(|it| {
        // A mark is written in capitals; the other words in any way.
        let word = it.of(text);
        let is_mark = MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(word));
        !is_mark || !word.chars().any(char::is_lowercase)
    });
    blocks.chain(words).min_by_key(|it| it.start)
}

/// Whether a value as a whole is a placeholder: `TBD`, `todo`, `???`.
pub fn is_placeholder(value: &str) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    let word = bare(value).trim_matches(|it: char| matches!(it, '<' | '>' | '[' | ']' | '.' | ' '));
    if word.is_empty() || word.chars().all(|it| it == '?') {
        return !value.trim().is_empty();
    }
    PLACEHOLDERS
        .iter()
        .chain(&ALONE)
        .any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn a_value_that_says_nothing_yet_is_a_placeholder() {
        for yes in [
            "TBD",
            "@todo",
            "???",
            "<tba>",
            "[TODO]",
            "...",
            "To be assigned",
        ] {
            assert!(is_placeholder(yes), "{yes}");
        }
        for no in ["", "alice", "tbd-team", "platform/storage", "Todd", "-"] {
            assert!(!is_placeholder(no), "{no}");
        }
    }
}

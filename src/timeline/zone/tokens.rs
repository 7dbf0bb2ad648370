//! The words of a text in which a zone is looked for.

use crate::source::Span;
use crate::timeline::columns::DATES;
use crate::timeline::columns::TIMES;

/// What stands around words.
pub(super) const MARKS: [char; 14] = [
    '*', '_', '`', '"', '\'', '“', '”', '‘', '’', '«', '»', '‹', '›', '„',
];

/// A word of a text.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) word: &'a str,
    pub(super) span: Span,
    /// Whether a sentence, or what stands in brackets, begins with it.
    pub(super) begins: bool,
    /// Whether they end with it.
    pub(super) ends: bool,
    /// Whether it is followed by a colon or `=`.
    pub(super) labels: bool,
}

impl Token<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.word.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_in(&self, list: &str) -> bool {
        list.split_ascii_whitespace().any(|it| self.is(it))
    }

    pub(super) fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }
}

/// The parts of `Date/Time` and `Timestamp/CET`; another word as it is.
pub(super) fn parted(token: Token<'_>) -> Vec<Token<'_>> {
    let is_title = |it: &str| {
        [TIMES, DATES]
            .iter()
            .any(|names| names.contains(&it.to_lowercase().as_str()))
    };
    if !token.word.split('/').any(is_title) {
        return vec![token];
    }
    let mut start = token.span.start;
    let parts = token.word.split('/').map(|word| {
        let span = Span::new(start, start + word.len());
        start = span.end + 1;
        Token {
            word,
            span,
            ends: true,
            begins: true,
            ..token
        }
    });
    parts.filter(|it| !it.word.is_empty()).collect()
}

/// The words of a stretch of text, without the marks around them.
pub(super) fn tokens(text: &str, span: Span) -> Vec<Token<'_>> {
    let within = span.of(text);
    let is_gap = |c: char| c.is_whitespace() || "()[]|,;=<>\u{ff08}\u{ff09}".contains(c);
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut begins = true;
    let mut at = 0;
    for piece in within.split_inclusive(is_gap) {
        let raw = piece.trim_end_matches(is_gap);
        let gap = piece.get(raw.len()..).unwrap_or("");
        let lead = raw.len() - raw.trim_start_matches(MARKS).len();
        let word = raw.get(lead..).unwrap_or("").trim_end_matches(MARKS);
        let word = word.trim_end_matches(['.', ':', '!', '?', '*', '_', '`', '’', '»', '›']);
        let is_dash = word.bytes().all(|byte| !byte.is_ascii_alphanumeric());
        if word.is_empty() || is_dash {
            begins |= is_dash && !raw.is_empty();
        } else {
            let start = span.start + at + lead;
            let tail = raw.get(lead + word.len()..).unwrap_or("");
            tokens.push(Token {
                word,
                span: Span::new(start, start + word.len()),
                begins,
                ends: tail.contains(['.', '!', '?']),
                labels: tail.contains(':'),
            });
            begins = tail.contains(['.', '!', '?']);
        }
        let last = tokens.last_mut();
        match gap.chars().next() {
            Some('=') => {
                if let Some(last) = last {
                    last.labels = true;
                }
            }
            Some(mark) if !mark.is_whitespace() => {
                if let Some(last) = last {
                    last.ends = true;
                }
                begins = true;
            }
            _ => {}
        }
        at += piece.len();
    }
    if let Some(last) = tokens.last_mut() {
        last.ends = true;
    }
    tokens
}

/// A cell without the marks around its words.
pub(in crate::timeline) fn marked(span: Span, text: &str) -> Span {
    let marks = |c: char| c.is_whitespace() || "*_`".contains(c);
    let words = span.of(text);
    let lead = words.len() - words.trim_start_matches(marks).len();
    let bare = words.trim_matches(marks);
    Span::new(span.start + lead, span.start + lead + bare.len())
}

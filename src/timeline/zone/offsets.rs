//! Offsets from UTC that stand apart from what they belong to.

use super::tokens::Token;
use super::tokens::tokens;
use crate::calendar::Zone;
use crate::calendar::offset_sign;
use crate::source::Span;

/// The words of a stretch of text, `UTC` and `GMT` with the offsets that stand apart: `UTC - 5`, `UTC (+01:00)`.
pub(super) fn with_offsets(text: &str, span: Span) -> Vec<Token<'_>> {
    let mut joined: Vec<Token<'_>> = Vec::new();
    for mut token in tokens(text, span) {
        if joined
            .last()
            .is_some_and(|it| it.span.end > token.span.start)
        {
            continue;
        }
        let rest = Span::new(token.span.end, span.end);
        let is_base = token.is("UTC") || token.is("GMT");
        let length = if is_base {
            offset_behind(rest.of(text))
        } else if is_offset(token.word) {
            fraction_behind(rest.of(text))
        } else {
            None
        };
        if let Some(length) = length {
            token.span.end += length;
            token.word = token.span.of(text);
            let rest = Span::new(token.span.end, span.end).of(text);
            token.ends =
                rest.trim_start().starts_with(['.', ',', ';', ')', ']']) || rest.trim().is_empty();
        }
        joined.push(token);
    }
    if let Some(last) = joined.last_mut() {
        last.ends = true;
    }
    joined
}

/// How long the offset is with which a text goes on behind `UTC`, and nothing behind it but the end of what is said.
fn offset_behind(text: &str) -> Option<usize> {
    let mut rest = text.trim_start_matches(' ');
    let bracket = rest.strip_prefix(['(', '[']);
    rest = bracket.unwrap_or(rest).trim_start_matches(' ');
    rest = offset_sign(rest)?.1.trim_start_matches(' ');
    let digits = rest.trim_start_matches(|it: char| it.is_ascii_digit());
    if !(1..=2).contains(&(rest.len() - digits.len())) {
        return None;
    }
    let mut end = digits;
    if let Some(minutes) = digits.strip_prefix([':', '.', ',']) {
        let behind = minutes.trim_start_matches(|it: char| it.is_ascii_digit());
        if (1..=2).contains(&(minutes.len() - behind.len())) {
            end = behind;
        }
    }
    let closed = bracket.and_then(|_| end.trim_start_matches(' ').strip_prefix([')', ']']));
    let end = closed.unwrap_or(end);
    let next = end.trim_start_matches(['*', '_', '`', ' ']).chars().next();
    let ends = next.is_none_or(|it| {
        matches!(
            it,
            ')' | ']' | '.' | ',' | ';' | '|' | '\n' | '<' | '\u{ff09}'
        )
    });
    ends.then_some(text.len() - end.len())
}

/// How long what is left of an offset is that is written with a fraction: `UTC+5,5`.
fn fraction_behind(text: &str) -> Option<usize> {
    let rest = text.strip_prefix([',', '.'])?;
    let behind = rest.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_one = behind.len() < rest.len();
    is_one.then_some(text.len() - behind.len())
}

/// Whether a word is an offset behind `UTC` or `GMT`.
fn is_offset(word: &str) -> bool {
    let named = word
        .get(..3)
        .is_some_and(|it| it.eq_ignore_ascii_case("utc") || it.eq_ignore_ascii_case("gmt"));
    named && Zone::is_named_by(word) && word.len() > 3
}

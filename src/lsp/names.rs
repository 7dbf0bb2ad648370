//! Names in a text: where one stands, alone or as a piece of a path, and which word is around a place.

use crate::source::Span;

/// Whether a text is the id of an action item: `AI-3`.
pub(super) fn is_item(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(letters, number)| {
        let is_number = number.bytes().all(|it| it.is_ascii_digit());
        let is_first = number.starts_with(|it: char| ('1'..='9').contains(&it));
        let is_word = letters.bytes().all(|it| it.is_ascii_uppercase());
        is_word && !letters.is_empty() && is_number && is_first
    })
}

/// A place in a text where a name stands, alone or as a piece of a path.
pub(super) struct Piece<'a> {
    pub(super) span: Span,
    /// The piece before it, where there is one.
    pub(super) before: Option<&'a str>,
    /// The piece after it, where there is one.
    pub(super) after: Option<&'a str>,
}

/// The places in a text where a name stands, alone or as a piece of a path.
pub(super) fn pieces<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Piece<'a>> {
    let all = text.match_indices(name);
    all.filter_map(move |(start, _)| {
        let span = Span::new(start, start + name.len());
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        if before.ends_with(is_part) || !leading(after).is_empty() {
            return None;
        }
        let before = before.strip_suffix('/').map(|it| {
            let start = it.trim_end_matches(is_part).len();
            it.get(start..).unwrap_or_default()
        });
        let after = after.strip_prefix('/').map(leading);
        Some(Piece {
            span,
            before,
            after,
        })
    })
}

/// The names behind an `@` in a part of a text.
pub(super) fn called(text: &str, within: Span) -> impl Iterator<Item = Span> {
    let all = within.of(text).match_indices('@');
    all.filter_map(move |(at, _)| {
        let at = within.start + at;
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let name = leading(after);
        let is_name = !name.is_empty() && !before.ends_with(is_part);
        is_name.then(|| Span::new(at + 1, at + 1 + name.len()))
    })
}

/// What a text begins with of a word; a sentence may end behind it.
fn leading(text: &str) -> &str {
    let rest = text.trim_start_matches(is_part);
    let word = text.strip_suffix(rest).unwrap_or_default();
    word.trim_end_matches('.')
}

/// Whether a piece of a word may have a letter.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || "-_.".contains(letter)
}

/// The word around a byte.
pub(super) fn around(text: &str, offset: usize) -> Option<Span> {
    let is_part = |it: char| is_part(it) || it == '/';
    let (before, after) = (text.get(..offset)?, text.get(offset..)?);
    let start = before.trim_end_matches(is_part).len();
    let end = offset + after.len() - after.trim_start_matches(is_part).len();
    let word = text.get(start..end)?.trim_end_matches(['.', '/']);
    (!word.is_empty()).then(|| Span::new(start, start + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_is_the_whole_of_a_piece() {
        let text = "AI-1, x/AI-1. AI-12 AI-1-2 xAI-1 (AI-1/y) AI-1.2 \u{fc}AI-1 /AI-1";
        let found: Vec<(usize, Option<&str>, Option<&str>)> = pieces(text, "AI-1")
            .map(|it| (it.span.start, it.before, it.after))
            .collect();
        let expected = [
            (0, None, None),
            (8, Some("x"), None),
            (34, None, Some("y")),
            (text.len() - 4, Some(""), None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn somebody_is_called_behind_a_sign_and_an_address_calls_nobody() {
        let text = "@ann, (@bob.x). a@carl.example @ @@dora";
        let found = called(text, Span::new(1, text.len()));
        let found: Vec<&str> = found.map(|it| it.of(text)).collect();
        assert_eq!(found, ["bob.x", "dora"]);
    }

    #[test]
    fn an_item_is_called_by_letters_and_a_number() {
        let all = ["AI-1", "T-20", "ai-1", "AI-", "-1", "AI-01", "AI-1x", "AI"];
        let items: Vec<&str> = all.into_iter().filter(|it| is_item(it)).collect();
        assert_eq!(items, ["AI-1", "T-20"]);
    }
}

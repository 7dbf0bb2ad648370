//! The text of an open file, and the places in it as editors count them.

use serde::Deserialize;
use serde::Serialize;

use crate::source::Position as Place;
use crate::source::Span;

/// How columns are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// In bytes.
    Utf8,
    /// In units of UTF-16, which every editor knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// What the protocol calls it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    fn width(self, letter: char) -> usize {
        match self {
            Self::Utf8 => letter.len_utf8(),
            Self::Utf16 => letter.len_utf16(),
        }
    }
}

/// A place in a text: line and column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) character: usize,
}

/// A stretch of a text; the end is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Range {
    /// Whether two stretches have something in common, be it a place between two letters.
    pub(super) fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// A change of a text, as an editor tells it. Without a range it is the whole text.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Change {
    #[serde(default)]
    range: Option<Range>,
    text: String,
}

/// A text with its lines. To an editor a lone CR ends a line too.
#[derive(Clone, Debug)]
pub(super) struct Text {
    content: String,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Text {
    pub(super) fn new(text: String, encoding: Encoding) -> Self {
        let starts = starts(&text);
        Self {
            content: text,
            starts,
            encoding,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.content
    }

    /// Where the lines begin.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Makes a change. A range that does not fit the text ends where the text does.
    pub(super) fn apply(&mut self, change: Change) {
        match change.range {
            None => self.content = change.text,
            Some(range) => {
                let (start, end) = (self.offset(range.start), self.offset(range.end));
                self.content
                    .replace_range(start..end.max(start), &change.text);
            }
        }
        self.starts = starts(&self.content);
    }

    /// The line (from 0), without its end.
    pub(super) fn line(&self, line: usize) -> &str {
        self.line_span(line).of(&self.content)
    }

    /// Where the line (from 0) lies, without its end; empty where there is none.
    pub(super) fn line_span(&self, line: usize) -> Span {
        let Some(start) = self.starts.get(line).copied() else {
            return Span::at(self.content.len());
        };
        let end = self.starts.get(line + 1).copied();
        let whole = self.content.get(start..end.unwrap_or(self.content.len()));
        let whole = whole.unwrap_or_default();
        Span::new(start, start + whole.trim_end_matches(['\r', '\n']).len())
    }

    /// The byte at a place. A column behind the end of a line, or within a letter, is before it.
    pub(super) fn offset(&self, at: Position) -> usize {
        let span = self.line_span(at.line);
        let mut column = 0;
        for (byte, letter) in span.of(&self.content).char_indices() {
            column += self.encoding.width(letter);
            if column > at.character {
                return span.start + byte;
            }
        }
        span.end
    }

    /// The place of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.content.len());
        while !self.content.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|it| *it <= offset) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.content.get(start..offset).unwrap_or_default();
        Position {
            line,
            character: before.chars().map(|it| self.encoding.width(it)).sum(),
        }
    }

    /// The stretch of some bytes.
    pub(super) fn range(&self, span: Span) -> Range {
        Range {
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }

    /// The byte at a place as findings have it: lines and columns from 1, columns in characters, and
    /// lines end with LF alone.
    pub(super) fn byte_of(&self, lines: &[usize], place: Place) -> usize {
        let start = lines.get(place.line.saturating_sub(1)).copied();
        let start = start.unwrap_or(self.content.len());
        let rest = self.content.get(start..).unwrap_or_default();
        let mut letters = rest.char_indices();
        letters
            .nth(place.column.saturating_sub(1))
            .map_or(self.content.len(), |(at, _)| start + at)
    }

    /// Where the lines begin that end with LF.
    pub(super) fn lines(&self) -> Vec<usize> {
        let ends = memchr::memchr_iter(b'\n', self.content.as_bytes());
        std::iter::once(0).chain(ends.map(|it| it + 1)).collect()
    }
}

fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|at| {
        let is_pair = bytes.get(*at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        !is_pair
    });
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "a: \u{1f692}b\r\n\u{65e5}\u{672c}: x\rlast \u{e9}";

    fn at(line: usize, character: usize) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_are_counted_as_was_agreed() {
        for (encoding, column, cjk) in [(Encoding::Utf16, 5, 2), (Encoding::Utf8, 7, 6)] {
            let text = Text::new(TEXT.to_owned(), encoding);
            assert_eq!(text.position(TEXT.find('b').unwrap()), at(0, column));
            assert_eq!(text.offset(at(0, column)), TEXT.find('b').unwrap());
            assert_eq!(text.position(TEXT.rfind(": x").unwrap()), at(1, cjk));
            assert_eq!(text.position(TEXT.find("last").unwrap()), at(2, 0));
            assert_eq!(text.offset(at(0, 4)), TEXT.find('\u{1f692}').unwrap());
            assert_eq!(text.offset(at(0, 99)), TEXT.find('\r').unwrap());
            assert_eq!(text.offset(at(99, 0)), TEXT.len());
        }
    }

    #[test]
    fn a_place_of_a_finding_is_the_byte_it_means() {
        let text = Text::new(TEXT.to_owned(), Encoding::Utf16);
        let index = crate::source::LineIndex::new(TEXT);
        for (byte, _) in TEXT.char_indices() {
            let place = index.position(TEXT, byte);
            assert_eq!(text.byte_of(&text.lines(), place), byte, "{place:?}");
        }
    }

    /// What an editor does to a text that it keeps as units of UTF-16.
    fn reference(text: &str, range: Range, new: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let offset = |at: Position| {
            let mut line = 0;
            let mut begin = 0;
            let mut next = 0;
            while next < units.len() && line < at.line {
                let it = units[next];
                next += 1;
                if it == 10 || (it == 13 && units.get(next) != Some(&10)) {
                    line += 1;
                    begin = next;
                }
            }
            if line < at.line {
                return units.len();
            }
            let rest = &units[begin..];
            let end = rest.iter().position(|it| matches!(it, 10 | 13));
            let length = end.unwrap_or(rest.len());
            let mut column = at.character.min(length);
            if rest
                .get(column)
                .is_some_and(|it| (0xdc00..0xe000).contains(it))
            {
                column -= 1;
            }
            begin + column
        };
        let (start, end) = (offset(range.start), offset(range.end));
        let new: Vec<u16> = new.encode_utf16().collect();
        let all = [&units[..start], &new, &units[end.max(start)..]].concat();
        String::from_utf16(&all).unwrap()
    }

    proptest! {
        #[test]
        fn changes_give_the_text_that_the_editor_has(
            text in "[a\u{e9}\u{65e5}\u{1f692}\r\n]{0,30}",
            changes in prop::collection::vec(
                ((0_usize..6, 0_usize..12), (0_usize..6, 0_usize..12), "[b\u{1f692}\r\n]{0,4}"),
                0..6,
            ),
        ) {
            let mut ours = Text::new(text.clone(), Encoding::Utf16);
            let mut theirs = text;
            for (one, other, new) in changes {
                let range = Range {
                    start: at(one.0, one.1).min(at(other.0, other.1)),
                    end: at(one.0, one.1).max(at(other.0, other.1)),
                };
                theirs = reference(&theirs, range, &new);
                ours.apply(Change { range: Some(range), text: new });
                prop_assert_eq!(ours.as_str(), &theirs);
                for (byte, _) in theirs.char_indices() {
                    let place = ours.position(byte);
                    let (before, after) = theirs.split_at(byte);
                    let is_end = before.ends_with('\r') && after.starts_with('\n');
                    prop_assert!(is_end || ours.offset(place) == byte);
                }
            }
        }
    }
}

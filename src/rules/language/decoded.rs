//! Where the characters of a scalar's value stand in the file.

use crate::front_matter::Style;
use crate::source::Span;

/// The places of the characters of a value in its scalar as it is written.
pub(super) struct Places {
    /// Of each character: where it begins in the value, and its place in what is written.
    all: Vec<(usize, Span)>,
}

impl Places {
    /// The places of a value in what is written for it: without the marks around it, and without the
    /// line of a `|` or `>`. `None` where the two do not fit together.
    pub(super) fn of(written: &str, value: &str, style: Style) -> Option<Self> {
        let mut at = 0;
        let mut all = Vec::new();
        for (start, wanted) in value.char_indices() {
            if wanted.is_whitespace() {
                // Lines are folded and indented: what is skipped is the next one's.
                all.push((start, Span::at(at)));
                continue;
            }
            let place = next(written, at, style)?;
            let as_written = place.of(written);
            let is_escape = style == Style::DoubleQuoted && as_written.starts_with('\\');
            if !is_escape && !as_written.starts_with(wanted) {
                return None;
            }
            all.push((start, place));
            at = place.end;
        }
        Some(Self { all })
    }

    /// Where a part of the value is written, which begins and ends with no white space.
    pub(super) fn span(&self, part: Span) -> Option<Span> {
        let place = |at: usize| {
            let index = self.all.partition_point(|(start, _)| *start <= at);
            self.all.get(index.checked_sub(1)?).map(|it| it.1)
        };
        let (first, last) = (place(part.start)?, place(part.end.checked_sub(1)?)?);
        (first.start <= last.end).then(|| Span::new(first.start, last.end))
    }
}

/// Where the next character that is no white space stands, as it is written from `at` on.
fn next(written: &str, mut at: usize, style: Style) -> Option<Span> {
    loop {
        let rest = written.get(at..)?;
        let first = rest.chars().next()?;
        let len = match (style, first) {
            (Style::SingleQuoted, '\'') => 2,
            (Style::DoubleQuoted, '\\') => {
                let letter = rest.get(1..)?.chars().next()?;
                let head = 1 + letter.len_utf8();
                let len = head + digits(letter);
                let code = rest.get(head..len)?;
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                if is_blank(letter) || code.is_some_and(char::is_whitespace) {
                    at += len;
                    continue;
                }
                len
            }
            _ => first.len_utf8(),
        };
        if !first.is_whitespace() {
            return Some(Span::new(at, at + len));
        }
        at += len;
    }
}

/// How many digits follow the letter of an escape.
fn digits(letter: char) -> usize {
    match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    }
}

/// Whether an escape of this letter stands for white space, or joins two lines.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, 'n' | 't' | 'r' | 'v' | 'f' | 'N' | '_' | 'L' | 'P')
}

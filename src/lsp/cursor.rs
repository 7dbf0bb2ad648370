//! Where in a YAML text somebody is typing. The text need not be whole: its lines and how far they are
//! indented say enough.

use super::text::Position;
use super::text::Text;
use crate::schema::ITEM;
use crate::source::Span;

/// How many lines are looked at above the one in which somebody types.
const MOST_LINES: usize = 2_000;

/// A place in a YAML text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The keys of the groups and lists around it, outermost first; `[]` stands for an item.
    pub(super) way: Vec<String>,
    /// The key whose value is typed; `None` where it is a key that is typed.
    pub(super) key: Option<String>,
    /// The word that has been typed up to here.
    pub(super) typed: Span,
    /// The other keys of the map on this line in which it is.
    pub(super) beside: Vec<String>,
}

/// What a line says.
#[derive(Clone, Debug)]
struct Line<'a> {
    /// The columns of the marks of items that it begins with.
    dashes: Vec<usize>,
    /// The column of what follows.
    column: usize,
    rest: &'a str,
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        let mut rest = text.trim_start_matches(' ');
        let mut column = text.len() - rest.len();
        let mut dashes = Vec::new();
        while let Some(after) = rest.strip_prefix('-') {
            let next = after.trim_start_matches(' ');
            if next.len() == after.len() && !after.is_empty() {
                break;
            }
            dashes.push(column);
            column += rest.len() - next.len();
            rest = next;
        }
        Self {
            dashes,
            column,
            rest,
        }
    }

    fn key(&self) -> Option<&'a str> {
        let (key, after) = self.rest.split_once(':')?;
        if self.is_flow() {
            return None;
        }
        let is_key = after.is_empty() || after.starts_with(' ');
        (is_key && !key.is_empty()).then(|| bare(key))
    }

    /// Whether it begins with a list or map on one line.
    fn is_flow(&self) -> bool {
        self.rest.starts_with(['[', '{'])
    }

    fn says_nothing(&self) -> bool {
        (self.rest.is_empty() && self.dashes.is_empty()) || self.rest.starts_with('#')
    }
}

/// A key without its quotes.
fn bare(key: &str) -> &str {
    key.trim().trim_matches(['"', '\''])
}

impl Cursor {
    /// The place of a column in a text whose YAML begins with a line (from 0).
    pub(super) fn at(text: &Text, first: usize, at: Position) -> Self {
        let span = text.line_span(at.line);
        let offset = text.offset(at);
        let before = Span::new(span.start, offset).of(text.as_str());
        let line = Line::of(before);
        let mut cursor = Self {
            way: around(text, first, at.line, &line),
            ..Self::default()
        };
        let start = span.start + line.column.min(before.len());
        let mut typed = Span::new(start, offset).of(text.as_str());
        if let Some(key) = line.key() {
            let value = typed.split_once(':').map_or("", |(_, value)| value);
            cursor.key = Some(key.to_owned());
            typed = cursor.go_into_flow(value);
        } else if line.is_flow() {
            typed = cursor.go_into_flow(typed);
        }
        if let Some(inside) = open_map(before) {
            let after = Span::new(offset, span.end.max(offset)).of(text.as_str());
            let mut others = entries(inside);
            others.pop();
            others.extend(entries(after).into_iter().skip(1));
            let keys = others.into_iter().filter_map(|it| it.split_once(':'));
            cursor.beside = keys.map(|(key, _)| bare(key).to_owned()).collect();
        }
        let typed = typed.trim_start_matches([' ', '"', '\'', '@']);
        cursor.typed = Span::new(offset - typed.len(), offset);
        cursor
    }

    /// Goes into lists and maps on one line, and gives what is typed in the innermost.
    fn go_into_flow<'t>(&mut self, value: &'t str) -> &'t str {
        let mut rest = value;
        while let Some(at) = rest.find(['[', '{']) {
            let is_list = rest.get(at..).is_some_and(|it| it.starts_with('['));
            rest = rest.get(at + 1..).unwrap_or_default();
            self.way.extend(self.key.take());
            if is_list {
                self.way.push(ITEM.to_owned());
                let last = rest.rfind(',').filter(|_| !rest.contains('{'));
                rest = last.map_or(rest, |it| rest.get(it + 1..).unwrap_or_default());
            } else {
                let last = rest
                    .rfind(',')
                    .map_or(rest, |it| rest.get(it + 1..).unwrap_or_default());
                if let Some((key, value)) = last.split_once(':') {
                    self.key = Some(bare(key).to_owned());
                    rest = value;
                } else {
                    rest = last;
                }
            }
        }
        rest
    }

    /// The dotted name of the field that is typed, as schemas have it: `action_items[].due`.
    pub(super) fn name(&self) -> String {
        let mut name = String::new();
        for step in self.way.iter().chain(&self.key) {
            if step != ITEM && !name.is_empty() {
                name.push('.');
            }
            name.push_str(step);
        }
        name
    }

    /// The way to the group in which it is.
    pub(super) fn group(&self) -> Vec<&str> {
        self.way.iter().map(String::as_str).collect()
    }
}

/// What stands in the map that a text opens last and does not close; `None` where that is a list.
fn open_map(text: &str) -> Option<&str> {
    let mut closed = 0_usize;
    for (at, letter) in text.char_indices().rev() {
        match letter {
            ']' | '}' => closed += 1,
            '[' | '{' if closed > 0 => closed -= 1,
            '[' => return None,
            '{' => return text.get(at + 1..),
            _ => {}
        }
    }
    None
}

/// What stands between the commas of a map or list on one line, up to its end.
fn entries(text: &str) -> Vec<&str> {
    let mut open = 0_usize;
    let mut found = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let is_end = matches!(letter, ']' | '}') && open == 0;
        if is_end || (letter == ',' && open == 0) {
            found.extend(text.get(start..at));
            start = at + 1;
        }
        match letter {
            _ if is_end => return found,
            '[' | '{' => open += 1,
            ']' | '}' => open -= 1,
            _ => {}
        }
    }
    found.extend(text.get(start..));
    found
}

/// The keys that stand in one group with a line: the lines around it that are indented as far.
pub(super) fn beside(text: &Text, (first, end): (usize, usize), at: usize) -> Vec<String> {
    let own = Line::of(text.line(at));
    let mut found = Vec::new();
    if own.dashes.is_empty() {
        for number in (first..at).rev().take(MOST_LINES) {
            let line = Line::of(text.line(number));
            if line.says_nothing() || line.column > own.column {
                continue;
            }
            if line.column < own.column {
                break;
            }
            found.extend(line.key().map(str::to_owned));
            if !line.dashes.is_empty() {
                break;
            }
        }
    }
    for number in (at + 1..end).take(MOST_LINES) {
        let line = Line::of(text.line(number));
        if line.says_nothing() || line.column > own.column {
            continue;
        }
        if line.column < own.column || !line.dashes.is_empty() {
            break;
        }
        found.extend(line.key().map(str::to_owned));
    }
    found
}

/// The keys around a line, outermost first.
fn around(text: &Text, first: usize, at: usize, line: &Line<'_>) -> Vec<String> {
    let mut way = Vec::new();
    let mut column = line.column;
    if let Some(dash) = line.dashes.first() {
        way.extend(line.dashes.iter().map(|_| ITEM.to_owned()));
        column = dash + 1;
    }
    for number in (first..at).rev().take(MOST_LINES) {
        if column == 0 {
            break;
        }
        let above = Line::of(text.line(number));
        if above.says_nothing() {
            continue;
        }
        let begins_item = above.dashes.last().is_some_and(|it| *it < column);
        if above.column < column {
            let Some(key) = above.key() else {
                continue;
            };
            way.push(key.to_owned());
            column = above.column;
        } else if above.column > column || !begins_item {
            continue;
        }
        if let (Some(dash), true) = (above.dashes.first(), begins_item) {
            way.extend(above.dashes.iter().map(|_| ITEM.to_owned()));
            column = dash + 1;
        }
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::super::text::Encoding;
    use super::*;

    /// The place of `|` in a text: the name of the field or of the group, and what is typed.
    fn place(text: &str) -> (String, bool, String) {
        let offset = text.find('|').unwrap();
        let text = Text::new(text.replacen('|', "", 1), Encoding::Utf16);
        let cursor = Cursor::at(&text, 0, text.position(offset));
        let typed = cursor.typed.of(text.as_str()).to_owned();
        (cursor.name(), cursor.key.is_none(), typed)
    }

    #[test]
    fn the_keys_beside_are_those_of_the_same_group() {
        let lines = "a: 1\nb:\n  c: 1\n  d\n  e: 2\nf:\n- g: 1\n  h: 2\n  i\n- j: 3\nk";
        let text = Text::new(lines.to_owned(), Encoding::Utf16);
        for (at, keys) in [(3, "e c"), (8, "h g"), (6, "h"), (10, "f b a"), (0, "b f")] {
            let mut found = beside(&text, (0, 11), at);
            found.sort();
            let mut expected: Vec<&str> = keys.split(' ').collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{at}");
        }
    }

    #[test]
    fn the_keys_beside_are_those_of_the_same_map_on_a_line() {
        for (text, keys) in [
            ("- {a: 1, b: [x, {c: 2}], d|}", "a b"),
            ("- {a: 1, |, b: {c: 2}, d: [1]}, {e: 1}", "a b d"),
            ("- {a: {b: 1, c|}, d: 1}", "b"),
            ("- {a: 1}, {|", ""),
            ("a: [b, c|]", ""),
            ("a: 1|", ""),
            ("- {\u{1f692}: 1, |", "\u{1f692}"),
        ] {
            let offset = text.find('|').unwrap();
            let text = Text::new(text.replacen('|', "", 1), Encoding::Utf16);
            let cursor = Cursor::at(&text, 0, text.position(offset));
            assert_eq!(cursor.beside.join(" "), keys, "{}", text.as_str());
        }
    }

    #[test]
    fn the_field_is_found_that_somebody_types() {
        for (text, name, is_key, typed) in [
            ("ow|", "", true, "ow"),
            ("title: x\nowner: al|", "owner", false, "al"),
            ("roles:\n  scr|", "roles", true, "scr"),
            ("roles:\n  scribe: @a|", "roles.scribe", false, "a"),
            (
                "roles:\n  experts:\n    - a\n    - b|",
                "roles.experts[]",
                true,
                "b",
            ),
            ("items:\n- id: x\n  du|", "items[]", true, "du"),
            ("items:\n  - id: x\n    due: 2|", "items[].due", false, "2"),
            ("items:\n  - id: x\n  - du|", "items[]", true, "du"),
            ("items:\n  - {id: x, due: 2|", "items[].due", false, "2"),
            ("items: [{id: x, du|", "items[]", true, "du"),
            ("related: [a, 20|", "related[]", true, "20"),
            (
                "impact: {users_affected: un|",
                "impact.users_affected",
                false,
                "un",
            ),
            ("a:\n  b: 1\nc: |", "c", false, ""),
            ("a:\n  # x\n\n  b: |", "a.b", false, ""),
        ] {
            let found = place(text);
            let found = (found.0.as_str(), found.1, found.2.as_str());
            assert_eq!(found, (name, is_key, typed), "{text}");
        }
    }
}

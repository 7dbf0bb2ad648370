//! Front matter of the usual shape, read in one pass over its lines.
//!
//! The usual shape: a field on a line, maps and lists by indentation, lists in brackets on one line,
//! text without quotes or in quotes that needs no backslash, comments. Everything else, and every
//! fault, is left to the parser, which is asked where this gives nothing. It takes a sixth of the
//! parser's instructions. Tests hold the trees and the places of both ways equal, over generated,
//! changed and real front matter (`tests/suite/documents.rs`, `tests/support/exercise.rs`).

use super::Entry;
use super::Node;
use super::Style;
use super::Value;
use super::resolve;
use crate::source::Span;

/// The longest key. The parser takes longer ones, up to a limit of its own.
const LONGEST_KEY: usize = 128;
/// The most keys of one map, each of which is compared with those before it.
const MOST_KEYS: usize = 64;
/// The deepest nesting. Front matter is four deep.
const DEEPEST: usize = 16;
/// For how many entries a map makes room, and the outermost.
const USUAL_KEYS: usize = 8;
const USUAL_FIELDS: usize = 24;

/// Reads YAML of the usual shape that holds no control character; places are `base` bytes further on.
/// `None` where it has another shape or any fault.
pub(super) fn read(source: &str, base: usize) -> Option<Node> {
    let bytes = source.as_bytes();
    let is_odd = |it: char| matches!(it, '\u{fffe}' | '\u{ffff}');
    let has_odd = || memchr::memchr(0xef, bytes).is_some() && source.chars().any(is_odd);
    if memchr::memchr(b'\t', bytes).is_some() || has_odd() {
        return None;
    }
    let mut lines = Lines {
        source,
        base,
        at: 0,
        next: None,
        depth: 0,
    };
    lines.advance();
    match lines.next {
        Some(_) => lines.map(0),
        None => None,
    }
}

/// A line that says something.
#[derive(Clone, Copy)]
struct Line {
    /// In which column it begins.
    indent: usize,
    /// Its first byte that is no blank.
    start: usize,
    /// Behind its last byte that is no blank.
    end: usize,
}

/// What stands behind a colon or a dash.
enum Rest {
    /// Nothing, or a comment.
    Nothing,
    /// A value, to the end of the line.
    Value(Node),
}

struct Lines<'a> {
    source: &'a str,
    base: usize,
    /// Where the line behind `next` begins.
    at: usize,
    /// The line that is read next.
    next: Option<Line>,
    /// How many lists and maps are open.
    depth: usize,
}

impl Lines<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    fn text(&self, start: usize, end: usize) -> &str {
        Span::new(start, end).of(self.source)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shift(self.base)
    }

    fn node(&self, (start, end): (usize, usize), style: Style, value: Value) -> Node {
        Node {
            span: self.span(start, end),
            style,
            value,
        }
    }

    /// The first byte from `at` on that is no blank.
    fn skip_blanks(&self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|it| **it == b' ').count()
    }

    /// Goes on to the next line that says something.
    fn advance(&mut self) {
        self.next = None;
        while self.at < self.source.len() {
            let begin = self.at;
            let rest = self.source.as_bytes().get(begin..).unwrap_or_default();
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            self.at = begin + length + 1;
            let line = self.text(begin, begin + length);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let line = line.trim_end_matches(' ');
            let start = self.skip_blanks(begin);
            let end = begin + line.len();
            if start < end && self.byte(start) != Some(b'#') {
                let indent = start - begin;
                self.next = Some(Line { indent, start, end });
                return;
            }
        }
    }

    /// Whether an item of a list begins with a line.
    fn is_item(&self, line: Line) -> bool {
        self.byte(line.start) == Some(b'-')
            && (line.start + 1 == line.end || self.byte(line.start + 1) == Some(b' '))
    }

    /// Reads the map whose keys stand in a column, from the next line on.
    fn map(&mut self, indent: usize) -> Option<Node> {
        self.depth += 1;
        let usual = if self.depth > 1 {
            USUAL_KEYS
        } else {
            USUAL_FIELDS
        };
        let mut entries: Vec<Entry> = Vec::with_capacity(usual);
        while let Some(line) = self.next.filter(|it| it.indent >= indent) {
            let (key, span, after) = self.key(line)?;
            let is_known = entries.iter().any(|it| it.key == key);
            if line.indent > indent || is_known || entries.len() == MOST_KEYS {
                return None;
            }
            self.advance();
            let value = self.value((after, line.end), indent)?;
            entries.push(Entry {
                key,
                key_span: span,
                value,
            });
        }
        self.depth -= 1;
        let (first, last) = (entries.first()?, entries.last()?);
        let end = match last.value.span {
            nothing if nothing.is_empty() => last.key_span.end + 1,
            span => span.end,
        };
        Some(Node {
            span: Span::new(first.key_span.start, end),
            style: Style::Block,
            value: Value::Map(entries),
        })
    }

    /// Reads the list whose dashes stand in a column, from the next line on, below a key in another or
    /// in the same.
    fn list(&mut self, indent: usize, parent: usize) -> Option<Node> {
        self.depth += 1;
        let dash = self.next?.start + self.base;
        let mut items: Vec<Node> = Vec::new();
        while let Some(line) = self.next.filter(|it| it.indent >= indent) {
            if line.indent > indent {
                return None;
            }
            if !self.is_item(line) {
                break;
            }
            let start = self.skip_blanks(line.start + 1);
            let inner = Line {
                indent: indent + (start - line.start),
                start,
                ..line
            };
            if start < line.end && self.key_length(inner).is_some() {
                self.next = Some(inner);
                items.push(self.nested(|it| it.map(inner.indent))?);
                continue;
            }
            self.advance();
            let Rest::Value(item) = self.rest(start, line.end)? else {
                return None;
            };
            if self.next.is_some_and(|it| it.indent > indent) {
                return None;
            }
            items.push(item);
        }
        self.depth -= 1;
        let (first, last) = (items.first()?, items.last()?);
        // To the parser a list in the column of its key begins behind the dash.
        let begin = if indent > parent {
            dash
        } else {
            first.span.start
        };
        Some(Node {
            span: Span::new(begin, last.span.end),
            style: Style::Block,
            value: Value::List(items),
        })
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Option<Node>) -> Option<Node> {
        if self.depth < DEEPEST {
            read(self)
        } else {
            None
        }
    }

    /// The key that a line begins with, its place, and what lies behind its colon.
    fn key(&self, line: Line) -> Option<(String, Span, usize)> {
        let end = line.start + self.key_length(line)?;
        let Some(Value::Text(key)) = resolve::plain(self.text(line.start, end)) else {
            return None;
        };
        Some((key, self.span(line.start, end), end + 1))
    }

    /// How long the key is that a line begins with.
    fn key_length(&self, line: Line) -> Option<usize> {
        let text = self.text(line.start, line.end);
        let is_usual = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b' ');
        let length = text.bytes().take_while(is_usual).count();
        let mut behind = text.bytes().skip(length);
        let is_key = behind.next() == Some(b':') && matches!(behind.next(), None | Some(b' '));
        let key = text.get(..length)?;
        let begins_well = key.starts_with(|it: char| it.is_ascii_alphabetic());
        let is_usual = begins_well && !key.ends_with(' ') && length <= LONGEST_KEY;
        (is_key && is_usual).then_some(length)
    }

    /// The value behind a key's colon, or on the lines below it.
    fn value(&mut self, (after, end): (usize, usize), indent: usize) -> Option<Node> {
        let rest = self.rest(after, end)?;
        let next = self.next.filter(|it| it.indent >= indent);
        match (rest, next) {
            // A line further in goes on with the value.
            (Rest::Value(_), Some(next)) if next.indent > indent => None,
            (Rest::Value(node), _) => Some(node),
            (Rest::Nothing, Some(next)) if self.is_item(next) => {
                self.nested(|it| it.list(next.indent, indent))
            }
            (Rest::Nothing, Some(next)) if next.indent > indent => {
                self.nested(|it| it.map(next.indent))
            }
            // Nothing stands where its colon stands.
            (Rest::Nothing, _) => {
                let colon = after - 1;
                Some(self.node((colon, colon), Style::Plain, Value::Null))
            }
        }
    }

    /// What stands from `start` to the end of a line.
    fn rest(&self, start: usize, end: usize) -> Option<Rest> {
        let start = self.skip_blanks(start);
        if start >= end || self.byte(start)? == b'#' {
            return Some(Rest::Nothing);
        }
        let (node, behind) = match self.byte(start)? {
            quote @ (b'"' | b'\'') => self.quoted(start, end, quote)?,
            b'[' => self.in_brackets(start, end)?,
            b'{' if self.byte(start + 1) == Some(b'}') => {
                let span = (start, start + 2);
                (self.node(span, Style::Flow, Value::Map(Vec::new())), span.1)
            }
            _ => {
                let text = self.text(start, end);
                let text = comment(text).map_or(Some(text), |at| text.get(..at))?;
                let text = text.trim_end_matches(' ');
                let behind = start + text.len();
                (self.plain(start, behind)?, behind)
            }
        };
        let next = self.skip_blanks(behind);
        let is_comment = next > behind && self.byte(next) == Some(b'#');
        (next >= end || is_comment).then_some(Rest::Value(node))
    }

    /// A text in quotes that means what stands in it, and what lies behind it.
    fn quoted(&self, start: usize, end: usize, quote: u8) -> Option<(Node, usize)> {
        let text = self.text(start + 1, end);
        let mut close = memchr::memchr(quote, text.as_bytes())?;
        if quote == b'"' {
            let inside = text.get(..close)?;
            if memchr::memchr(b'\\', inside.as_bytes()).is_some() {
                return None;
            }
            let (value, behind) = (Value::Text(inside.to_owned()), start + close + 2);
            let node = self.node((start, behind), Style::DoubleQuoted, value);
            return Some((node, behind));
        }
        // Two single quotes stand for one.
        while text.as_bytes().get(close + 1) == Some(&quote) {
            let rest = text.as_bytes().get(close + 2..)?;
            close += 2 + memchr::memchr(quote, rest)?;
        }
        let value = Value::Text(text.get(..close)?.replace("''", "'"));
        let behind = start + close + 2;
        let node = self.node((start, behind), Style::SingleQuoted, value);
        Some((node, behind))
    }

    /// A list in brackets on one line, of texts and numbers, and what lies behind it.
    fn in_brackets(&self, start: usize, end: usize) -> Option<(Node, usize)> {
        let mut items = Vec::new();
        let mut at = self.skip_blanks(start + 1);
        while self.byte(at)? != b']' || !items.is_empty() {
            let (item, behind) = self.in_list(at, end)?;
            items.push(item);
            at = self.skip_blanks(behind);
            match self.byte(at)? {
                b',' => at = self.skip_blanks(at + 1),
                b']' => break,
                _ => return None,
            }
        }
        if at >= end {
            return None;
        }
        let span = (start, at + 1);
        Some((self.node(span, Style::Flow, Value::List(items)), at + 1))
    }

    /// An item of a list in brackets, and what lies behind it.
    fn in_list(&self, at: usize, end: usize) -> Option<(Node, usize)> {
        if let quote @ (b'"' | b'\'') = self.byte(at)? {
            return self.quoted(at, end, quote);
        }
        let text = self.text(at, end);
        let stop = text.find([',', ']', '[', '{', '}'])?;
        let text = text.get(..stop)?;
        if comment(text).is_some() {
            return None;
        }
        let behind = at + text.trim_end_matches(' ').len();
        Some((self.plain(at, behind)?, behind))
    }

    /// A value without quotes that all readers of YAML read alike.
    fn plain(&self, start: usize, end: usize) -> Option<Node> {
        let text = self.text(start, end);
        let bytes = text.as_bytes();
        let is_word = |it: &u8| it.is_ascii_alphanumeric() || !it.is_ascii();
        let begins_well = match bytes.first()? {
            b'-' => bytes.get(1).is_some_and(is_word),
            b'_' | b'/' | b'.' | b'+' | b'(' | b'~' | b'$' | b'<' | b'^' | b';' => true,
            first => is_word(first),
        };
        let mut colons = memchr::memchr_iter(b':', bytes);
        if !begins_well || colons.any(|at| matches!(bytes.get(at + 1), None | Some(b' '))) {
            return None;
        }
        let value = resolve::plain(text)?;
        let is_alike = resolve::other_reading(text).is_none();
        is_alike.then(|| self.node((start, end), Style::Plain, value))
    }
}

/// Where a comment begins behind a value: at a `#` that a blank stands before.
fn comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut marks = memchr::memchr_iter(b'#', bytes);
    marks.find(|at| at.checked_sub(1).and_then(|it| bytes.get(it)) == Some(&b' '))
}

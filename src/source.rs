//! A file's text and name, byte spans, and the line and column of a place.

mod rows;

use std::fmt;
use std::sync::Arc;

pub use rows::RowLines;
pub use rows::counted;

/// A path inside the repository: relative to the root of the git repository (without git, to the
/// directory of `pmrepo.yaml`), with `/` between its parts and neither `.` nor `..` among them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes a path as git writes it: parts joined with `/`. Empty parts and `.` are dropped;
    /// `None` where the path is absolute or climbs (`..`), so that nothing outside is reachable.
    pub fn new(path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return None;
        }
        let mut parts = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => return None,
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/").into()))
    }

    /// The root directory itself, the empty path.
    pub fn root() -> Self {
        Self("".into())
    }

    /// The path as text, with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the root directory.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// This path with another below it; `None` where `below` is absolute or climbs.
    pub fn join(&self, below: &str) -> Option<Self> {
        let below = Self::new(below)?;
        Some(if self.is_root() {
            below
        } else if below.is_root() {
            self.clone()
        } else {
            Self(format!("{self}/{below}").into())
        })
    }

    /// Where one comes from this directory by a path as people type it, with `.` and `..` in it;
    /// `None` where that is absolute, or climbs above the root directory.
    pub fn walk(&self, path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return None;
        }
        let mut at = self.clone();
        for part in path.split('/') {
            at = match part {
                ".." => at.parent()?,
                part => at.join(part)?,
            };
        }
        Some(at)
    }

    /// The directory that holds it; `None` for the root directory.
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(match self.0.rsplit_once('/') {
            Some((parent, _)) => Self(parent.into()),
            None => Self::root(),
        })
    }

    /// The last part of the path; empty for the root directory.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What is left of the path below `ancestor`; `None` where it is not below it.
    pub fn below(&self, ancestor: &Self) -> Option<&str> {
        if ancestor.is_root() {
            return Some(&self.0);
        }
        self.0.strip_prefix(ancestor.as_str())?.strip_prefix('/')
    }

    /// The path from a directory, as a shell that stands there takes it: `../2026-11-20-x/postmortem.md`.
    pub fn seen_from(&self, here: &Self) -> String {
        let shared = self
            .parts()
            .zip(here.parts())
            .take_while(|(a, b)| a == b)
            .count();
        let up = here.parts().skip(shared).map(|_| "..");
        let path: Vec<&str> = up.chain(self.parts().skip(shared)).collect();
        if path.is_empty() {
            return ".".to_owned();
        }
        path.join("/")
    }

    /// The path in an address: what could mean something else there is written as `%20`.
    pub fn to_uri(&self) -> String {
        percent_encoded(&self.0, |_, byte| {
            byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte)
        })
    }

    /// The parts of the path, outermost first.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }
}

/// A text in which every byte but those that stay, which are asked for with their place, is written as `%20`.
/// Only ASCII may stay.
pub fn percent_encoded(text: &str, stays: impl Fn(usize, u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii() && stays(at, byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A stretch of a text: byte offsets, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// From `start` up to `end`; never backwards.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The place before the byte at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// How many bytes it covers.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same stretch, `by` bytes further on.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text that it covers; empty where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// A place as people and forges count: lines from 1, columns from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

/// How many bytes a line has where many are short: room is made for so many lines of a text.
const USUAL_LINE: usize = 32;

/// How many bytes a line may have whose characters are counted anew for each place on it.
const STRIDE: usize = 1024;

/// Where each line of a text begins. Lines end with LF; a CR before it belongs to the line's end.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each [`STRIDE`]th byte; empty where no line is longer.
    counted: Vec<usize>,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / USUAL_LINE + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let end = text.len();
        let ends = starts.iter().skip(1).chain([&end]);
        let is_long = ends.zip(&starts).any(|(end, start)| end - start > STRIDE);
        let counted = if is_long { strides(text) } else { Vec::new() };
        Self { starts, counted }
    }

    /// How many characters begin before the byte at `offset` in the text the index was made of.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let before = self.counted.get(stride).copied().unwrap_or(0);
        let from = stride * STRIDE;
        let rest = text.as_bytes().get(from..offset).unwrap_or_default();
        before + begun(rest)
    }

    /// How many characters there are between two places on a line.
    fn between(&self, text: &str, start: usize, end: usize) -> usize {
        if self.counted.is_empty() || end - start <= STRIDE {
            begun(text.as_bytes().get(start..end).unwrap_or_default())
        } else {
            self.characters(text, end) - self.characters(text, start)
        }
    }

    /// The line (from 0) in which the byte at `offset` lies.
    fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The line and column of the byte at `offset` in the text the index was made of. An offset
    /// inside a character counts as that character's; one past the end as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let mut end = offset;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Position {
            line: line + 1,
            column: self.between(text, start, end.max(start)) + 1,
        }
    }

    /// Where the line (from 1) lies, without its line ending; `None` past the last line.
    pub fn line_span(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let line = text.get(start..end)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Span::new(start, start + line.len()))
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    let goes_on = |it: &&u8| (**it).cast_signed() < -64;
    bytes.len() - bytes.iter().filter(goes_on).count()
}

/// How many characters begin before each [`STRIDE`]th byte.
fn strides(text: &str) -> Vec<usize> {
    let mut before = 0;
    let strides = text.as_bytes().chunks(STRIDE).map(|it| {
        let until = before;
        before += begun(it);
        until
    });
    let mut all: Vec<usize> = strides.collect();
    all.push(before);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_on_a_long_line_is_what_counting_gives() {
        let text = format!(
            "short \u{e9}\n{}\nend \u{e9}x",
            "a\u{e9}\u{1f692}b".repeat(1_000)
        );
        let lines = LineIndex::new(&text);
        let start = text.find('\n').unwrap() + 1;
        let line = text.split('\n').nth(1).unwrap();
        for (count, (at, _)) in line.char_indices().enumerate() {
            let found = lines.position(&text, start + at);
            assert_eq!((found.line, found.column), (2, count + 1));
        }
        assert_eq!(lines.position(&text, 6), Position { line: 1, column: 7 });
        let end = lines.position(&text, text.len());
        assert_eq!(end, Position { line: 3, column: 7 });
    }

    #[test]
    fn a_path_never_leaves_the_repository() {
        assert_eq!(RepoPath::new("../x"), None);
        assert_eq!(RepoPath::new("/x"), None);
        assert_eq!(RepoPath::new("a/../b"), None);
        assert_eq!(RepoPath::new("./a//b/").unwrap().as_str(), "a/b");
        assert_eq!(RepoPath::root().join("../b"), None);
    }

    #[test]
    fn a_path_knows_its_parent_name_and_what_lies_below() {
        let path = RepoPath::new("a/b/c.md").unwrap();
        assert_eq!(path.name(), "c.md");
        assert_eq!(path.parent().unwrap().as_str(), "a/b");
        assert_eq!(path.below(&RepoPath::new("a").unwrap()), Some("b/c.md"));
        assert_eq!(path.below(&RepoPath::new("a/b/c").unwrap()), None);
        assert_eq!(path.below(&RepoPath::root()), Some("a/b/c.md"));
    }

    #[test]
    fn a_path_is_shown_from_where_one_stands() {
        let path = RepoPath::new("a/b/c.md").unwrap();
        for (here, seen) in [
            ("", "a/b/c.md"),
            ("a", "b/c.md"),
            ("a/b", "c.md"),
            ("a/x", "../b/c.md"),
            ("a/bb", "../b/c.md"),
            ("x/y", "../../a/b/c.md"),
        ] {
            assert_eq!(
                path.seen_from(&RepoPath::new(here).unwrap()),
                seen,
                "{here}"
            );
        }
        assert_eq!(path.seen_from(&path), ".");
    }

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let text = "ä: ö\r\nß: x";
        let lines = LineIndex::new(text);
        let at = text.find('x').unwrap();
        assert_eq!(lines.position(text, at), Position { line: 2, column: 4 });
        assert_eq!(lines.line_span(text, 1).unwrap().of(text), "ä: ö");
        assert_eq!(lines.line_span(text, 3), None);
    }
}

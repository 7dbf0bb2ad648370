//! One file of a snapshot, read: its text, its front matter as a tree with places, its body, and
//! everything that kept it from being read.

use crate::diagnostic::Fault;
use crate::diagnostic::SourceFile;
use crate::front_matter;
use crate::front_matter::FaultKind;
use crate::front_matter::FrontMatter;
use crate::front_matter::Node;
use crate::markdown;
use crate::markdown::Body;
use crate::snapshot::Entry;
use crate::snapshot::ReadFault;
use crate::snapshot::Reader;
use crate::source::LineIndex;
use crate::source::RepoPath;
use crate::source::Span;

/// Whether a document of that sort begins with front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Front matter and a body.
    WithFrontMatter,
    /// A body alone, as `checklist.md` is.
    BodyOnly,
    /// Front matter and a body that nobody looks at: it stays empty, and costs nothing.
    FactsOnly,
}

/// What git begins the two sides of an unresolved merge with.
const MERGE_MARK: &str = "<<<<<<<";

/// Why a document could not be read, or not be read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file itself: a link, a missing or damaged object, too large, not to be opened.
    File(ReadFault),
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// The front matter.
    FrontMatter(FaultKind),
    /// A body that is larger than what is read of one.
    BodyTooLarge,
}

/// One parsed file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it lies.
    pub path: RepoPath,
    /// Its text; empty where it could not be read.
    pub text: String,
    /// The lines of the text.
    pub lines: LineIndex,
    /// Its front matter; `None` where there is none or it cannot be read.
    pub front_matter: Option<FrontMatter>,
    /// Its body.
    pub body: Body,
    /// What was found while reading.
    pub faults: Vec<Fault<Trouble>>,
}

impl Document {
    /// Reads a file of a snapshot. Never fails: what cannot be read is a document with faults.
    pub fn read(reader: &Reader<'_>, entry: &Entry, sort: Sort) -> Self {
        match reader.read(entry) {
            Ok(bytes) => Self::from_bytes(&entry.path, bytes, sort),
            Err(fault) => Self::unread(&entry.path, &fault),
        }
    }

    /// A file of which there is no text, and why.
    pub fn unread(path: &RepoPath, fault: &ReadFault) -> Self {
        let mut document = Self::from_text(path, String::new(), Sort::BodyOnly);
        document.faults.push(unreadable(fault));
        document
    }

    /// Reads the bytes of a file.
    pub fn from_bytes(path: &RepoPath, bytes: Vec<u8>, sort: Sort) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_text(path, text, sort),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let mut document = Self::from_text(path, text, Sort::BodyOnly);
                document.faults.push(not_utf8(good));
                document
            }
        }
    }

    /// Reads a text.
    pub fn from_text(path: &RepoPath, text: String, sort: Sort) -> Self {
        let (front_matter, body, faults) = match sort {
            Sort::WithFrontMatter | Sort::FactsOnly => {
                let reading = front_matter::read(&text);
                (reading.front_matter, reading.body, reading.faults)
            }
            Sort::BodyOnly => (None, Span::new(0, text.len()), Vec::new()),
        };
        let mut faults: Vec<Fault<Trouble>> = faults.into_iter().map(of_front_matter).collect();
        if let Some(at) = unresolved_merge(&text) {
            // What the marks make of the front matter is not told apart.
            if at < body.start || front_matter.is_none() {
                faults.clear();
            }
            faults.push(merge_left(&text, at));
        }
        let body = match sort {
            Sort::FactsOnly => Body::unread(body),
            _ => markdown::read(&text, body),
        };
        if body.too_large {
            faults.push(body_too_large(&text));
        }
        Self {
            path: path.clone(),
            lines: LineIndex::new(&text),
            text,
            front_matter,
            body,
            faults,
        }
    }

    /// The root of the front matter's tree, always a map; `None` where it cannot be read.
    pub fn root(&self) -> Option<&Node> {
        self.front_matter.as_ref().map(|it| &it.root)
    }

    /// The field with a dotted name (`roles.scribe`); `None` where it is missing or null.
    pub fn field(&self, dotted: &str) -> Option<&Node> {
        self.root()?.at(dotted).filter(|node| !node.is_null())
    }

    /// The place that a finding about a field points at: its value, else its key, else the place
    /// that stands for the whole front matter.
    pub fn place_of(&self, dotted: &str) -> Span {
        self.root()
            .and_then(|root| root.at(dotted))
            .map(|node| node.span)
            .filter(|span| !span.is_empty())
            .unwrap_or_else(|| self.place())
    }

    /// The place that stands for the whole document: the opening fence, else the first line.
    pub fn place(&self) -> Span {
        self.front_matter.as_ref().map_or_else(
            || self.lines.line_span(&self.text, 1).unwrap_or_default(),
            |it| it.fences.0,
        )
    }

    /// The text and lines that findings point into.
    pub fn source(&self) -> SourceFile<'_> {
        SourceFile {
            path: &self.path,
            text: &self.text,
            lines: &self.lines,
        }
    }

    /// Whether its front matter could be read; what it says can be judged then.
    pub fn is_readable(&self) -> bool {
        self.front_matter.is_some()
    }
}

/// The fault of a file that could not be read.
fn unreadable(fault: &ReadFault) -> Fault<Trouble> {
    let mut it = Fault::new(Span::default(), fault.to_string());
    it.help = fault.help().map(str::to_owned);
    it.of_kind(Trouble::File(fault.clone()))
}

fn not_utf8(at: usize) -> Fault<Trouble> {
    let span = Span::new(at, at + '\u{fffd}'.len_utf8());
    Fault::new(span, "this byte is not UTF-8")
        .help("save the file as UTF-8")
        .of_kind(Trouble::NotUtf8)
}

/// Where git left both sides of a merge. In a code block it is an example.
fn unresolved_merge(text: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), MERGE_MARK.as_bytes())?;
    let mut at = 0;
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        let is_fence = ["```", "~~~"]
            .iter()
            .any(|it| line.trim_start().starts_with(it));
        in_code ^= is_fence;
        let rest = line.strip_prefix(MERGE_MARK);
        if !in_code && rest.is_some_and(|it| it.is_empty() || it.starts_with([' ', '\r', '\n'])) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn merge_left(text: &str, at: usize) -> Fault<Trouble> {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.lines().next().map_or(0, str::len);
    Fault::new(Span::new(at, at + length), "an unresolved merge stands here")
        .help("keep what is right of both sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
        .of_kind(Trouble::FrontMatter(FaultKind::Syntax))
}

fn body_too_large(text: &str) -> Fault<Trouble> {
    let message = format!("the file has {} bytes: its body is not read", text.len());
    Fault::new(Span::default(), message)
        .help("move logs and other evidence into files in `evidence/`")
        .of_kind(Trouble::BodyTooLarge)
}

fn of_front_matter(fault: Fault<FaultKind>) -> Fault<Trouble> {
    let kind = Trouble::FrontMatter(fault.kind);
    fault.of_kind(kind)
}

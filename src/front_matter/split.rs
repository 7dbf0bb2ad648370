//! Where front matter begins and ends.

use super::FaultKind;
use crate::diagnostic::Fault;
use crate::source::Span;

/// The byte order mark that some editors put first.
const MARK: &str = "\u{feff}";

/// What a fence is made of, and how one begins that is not in the first line.
const DASHES: &str = "---";
const LINE_OF_DASHES: &[u8] = b"\n---";

/// The parts of a text with front matter.
pub(super) struct Split {
    pub(super) fences: (Span, Span),
    pub(super) yaml: Span,
    pub(super) body: Span,
}

/// How many bytes the byte order mark takes, if there is one.
pub(super) fn mark(text: &str) -> usize {
    if text.starts_with(MARK) {
        MARK.len()
    } else {
        0
    }
}

/// Splits a text at its fences: a fence is a line of exactly three dashes, so that dashes inside a block
/// scalar, which are indented, end nothing.
pub(super) fn split(text: &str) -> Result<Split, Box<Fault<FaultKind>>> {
    let first = mark(text);
    let Some((open, begin)) = fence(text, first) else {
        let line = if first == text.len() {
            Span::at(0)
        } else {
            line(text, first).0
        };
        return Err(Box::new(none(text, line)));
    };
    // The line feed of a line belongs to the search, so that dashes are found at its beginning alone.
    let before = begin.saturating_sub(1);
    let rest = text.as_bytes().get(before..).unwrap_or_default();
    let mut found = memchr::memmem::find_iter(rest, LINE_OF_DASHES);
    let close = found.find_map(|at| fence(text, before + at + 1));
    let Some((close, end)) = close else {
        let fault = Fault::new(open, "the front matter that begins here does not end")
            .help("put a line of three dashes between the front matter and the body")
            .of_kind(FaultKind::Unclosed);
        return Err(Box::new(fault));
    };
    Ok(Split {
        fences: (open, close),
        yaml: Span::new(begin, close.start),
        body: Span::new(end, text.len()),
    })
}

/// The line that begins at `at` without its ending, and where the next one begins.
fn line(text: &str, at: usize) -> (Span, usize) {
    let rest = text.get(at..).unwrap_or("");
    let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |it| it + 1);
    let whole = rest.get(..length).unwrap_or("");
    let bare = whole.trim_end_matches(['\n', '\r']);
    (Span::new(at, at + bare.len()), at + length)
}

/// The same of a fence; `None` where the line is none.
fn fence(text: &str, at: usize) -> Option<(Span, usize)> {
    if !text.get(at..)?.starts_with(DASHES) {
        return None;
    }
    let (span, next) = line(text, at);
    let rest = span.of(text).strip_prefix(DASHES)?;
    let is_blank = rest.bytes().all(|byte| byte == b' ' || byte == b'\t');
    is_blank.then_some((span, next))
}

fn none(text: &str, first_line: Span) -> Fault<FaultKind> {
    let message = "there is no front matter: the first line is not `---`";
    let fault = Fault::new(first_line, message).of_kind(FaultKind::NoFrontMatter);
    if text
        .trim_start_matches(MARK)
        .trim_start()
        .starts_with("---")
    {
        fault.help("remove what stands before the first `---`")
    } else {
        fault.help("begin the file with `---`, the fields, and another `---`")
    }
}

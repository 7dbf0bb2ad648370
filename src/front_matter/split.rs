//! Where front matter begins and ends.

use super::FaultKind;
use crate::diagnostic::Fault;
use crate::source::Span;

/// The byte order mark that some editors put first.
const MARK: &str = "\u{feff}";

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

/// Splits a text line by line: a fence is a line of exactly three dashes, so that dashes inside
/// a block scalar, which are indented, end nothing.
pub(super) fn split(text: &str) -> Result<Split, Box<Fault<FaultKind>>> {
    let mut at = mark(text);
    let mut open: Option<(Span, usize)> = None;
    for line in text.get(at..).unwrap_or("").split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + bare.len());
        let is_fence = bare
            .strip_prefix("---")
            .is_some_and(|rest| rest.bytes().all(|byte| byte == b' ' || byte == b'\t'));
        at += line.len();
        match open {
            None if is_fence => open = Some((span, at)),
            None => return Err(Box::new(none(text, span))),
            Some((first, begin)) if is_fence => {
                return Ok(Split {
                    fences: (first, span),
                    yaml: Span::new(begin, span.start),
                    body: Span::new(at, text.len()),
                });
            }
            Some(_) => {}
        }
    }
    Err(Box::new(open.map_or_else(
        || none(text, Span::at(0)),
        |(first, _)| {
            Fault::new(first, "the front matter that begins here does not end")
                .help("put a line of three dashes between the front matter and the body")
                .of_kind(FaultKind::Unclosed)
        },
    )))
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

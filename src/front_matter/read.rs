//! From a text to its front matter.

use super::FaultKind;
use super::FrontMatter;
use super::Node;
use super::Reading;
use super::build;
use super::lines;
use super::split;
use crate::diagnostic::Fault;
use crate::source::LineIndex;
use crate::source::Span;

/// The most bytes of YAML that are read: a hundred times what a long report's front matter has.
const MOST_BYTES: usize = 512 * 1024;

/// Reads a text that begins with front matter: a line of three dashes at the very beginning
/// (after a byte order mark, if there is one), YAML, and another line of three dashes. Blanks
/// behind the dashes are allowed; lines end with LF or CRLF.
pub fn read(text: &str) -> Reading {
    let split = match split::split(text) {
        Ok(split) => split,
        Err(fault) => {
            return Reading {
                front_matter: None,
                body: Span::new(split::mark(text), text.len()),
                faults: vec![*fault],
            };
        }
    };
    let (root, faults) = read_span(text, split.yaml);
    let front_matter = root.map(|root| FrontMatter {
        fences: split.fences,
        yaml: split.yaml,
        root,
    });
    Reading {
        front_matter,
        body: split.body,
        faults,
    }
}

/// Reads a whole file of YAML whose root is a map, as `pmrepo.yaml` is.
pub fn read_yaml(text: &str) -> (Option<Node>, Vec<Fault<FaultKind>>) {
    read_span(text, Span::new(split::mark(text), text.len()))
}

/// Why a text is no YAML at all, with the line; `None` where it can be read, whatever is wrong in it.
pub fn why_unreadable(text: &str) -> Option<String> {
    let (root, faults) = read_yaml(text);
    if root.is_some() {
        return None;
    }
    let fault = faults.first()?;
    let at = LineIndex::new(text).position(text, fault.span.start);
    Some(format!("line {}: {}", at.line, fault.message))
}

/// Reads the YAML in a part of a text.
fn read_span(text: &str, yaml: Span) -> (Option<Node>, Vec<Fault<FaultKind>>) {
    if yaml.len() > MOST_BYTES {
        let fault = Fault::new(
            Span::at(yaml.start),
            format!("{} bytes of YAML are more than is read", yaml.len()),
        )
        .help("move logs and other evidence into files of their own");
        return (None, vec![fault.of_kind(FaultKind::TooLarge)]);
    }
    if let Some(fault) = build::control_character(yaml.of(text), yaml.start) {
        return (None, vec![fault]);
    }
    match lines::read(yaml.of(text), yaml.start) {
        Some(root) => (Some(root), Vec::new()),
        None => parsed(text, yaml),
    }
}

/// Reads the YAML in a part of a text that holds no control character, whatever its shape.
fn parsed(text: &str, yaml: Span) -> (Option<Node>, Vec<Fault<FaultKind>>) {
    let (root, mut faults) = build::build(text, yaml);
    faults.sort_by_key(|fault| (fault.span, fault.kind));
    (root, faults)
}

/// Reads a whole text of YAML in one pass over its lines; `None` where it has to be parsed. What comes
/// out is what [`by_parser`] gives, which finds no fault then.
pub fn by_lines(yaml: &str) -> Option<Node> {
    let is_sound = build::control_character(yaml, 0).is_none();
    is_sound.then(|| lines::read(yaml, 0)).flatten()
}

/// The same by the parser.
pub fn by_parser(yaml: &str) -> (Option<Node>, Vec<Fault<FaultKind>>) {
    parsed(yaml, Span::new(0, yaml.len()))
}

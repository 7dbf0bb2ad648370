//! Front matter: split from the body, read into a tree in which every node has its place, and
//! edited in place.
//!
//! Values and places come from one pass over the events of the YAML parser, so they cannot
//! disagree. What front matter does without (anchors, tags, merge keys) is a fault, not a value.

mod build;
pub mod edit;
mod node;
mod resolve;
mod scalar;
mod split;
mod words;

pub use node::Entry;
pub use node::Node;
pub use node::Style;
pub use node::Value;
pub use scalar::scalar;

use crate::diagnostic::Fault;
use crate::source::Span;

/// The most bytes of YAML that are read: a hundred times what a long report's front matter has.
pub const MOST_BYTES: usize = 512 * 1024;
/// The deepest nesting that is read. Front matter is four deep; a tree is walked recursively.
pub const DEEPEST: usize = 64;
/// The longest key: the YAML specification's own limit for one on a single line.
pub const LONGEST_KEY: usize = 1024;

/// What kind of fault the reader came upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The text does not begin with front matter.
    NoFrontMatter,
    /// Front matter begins and does not end.
    Unclosed,
    /// It is not YAML.
    Syntax,
    /// A key is there twice in one map.
    DuplicateKey,
    /// Something that front matter does without: anchors, aliases, tags, merge keys, a second
    /// document, a key that is not text, a number that is none.
    Feature,
    /// It is larger or nested deeper than is read.
    TooLarge,
    /// A plain value that YAML 1.1 reads as something else.
    AmbiguousScalar,
}

/// Front matter that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// The opening and the closing line of three dashes, without their line endings.
    pub fences: (Span, Span),
    /// What lies between them.
    pub yaml: Span,
    /// The tree; its root is always a map.
    pub root: Node,
}

/// A text, split and read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The front matter; `None` where there is none or it is not YAML.
    pub front_matter: Option<FrontMatter>,
    /// The rest of the text; all of it where there is no front matter.
    pub body: Span,
    /// Everything that was found, in the order of the places.
    pub faults: Vec<Fault<FaultKind>>,
}

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
    let (root, mut faults) = build::build(text, yaml);
    faults.sort_by_key(|fault| (fault.span, fault.kind));
    (root, faults)
}

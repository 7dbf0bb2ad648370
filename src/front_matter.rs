//! Front matter: split from the body, read into a tree in which every node has its place, and
//! edited in place.
//!
//! Values and places come from one pass over the events of the YAML parser, so they cannot
//! disagree. What front matter does without (anchors, tags, merge keys) is a fault, not a value.

mod build;
pub mod edit;
mod indent;
mod lines;
mod node;
pub mod pointer;
mod read;
mod resolve;
mod scalar;
mod split;
mod words;

pub use node::Entry;
pub use node::Node;
pub use node::Style;
pub use node::Value;
pub use read::by_lines;
pub use read::by_parser;
pub use read::read;
pub use read::read_yaml;
pub use read::why_unreadable;
pub use scalar::flow;
pub use scalar::scalar;

use crate::diagnostic::Fault;
use crate::source::Span;

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

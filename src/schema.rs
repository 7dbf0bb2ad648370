//! The published schemas, what the configuration makes of them, and their faults in our words.

mod overlay;
mod validator;
mod words;

pub use overlay::effective;
pub use validator::Validator;

use serde_json::Value;

use crate::diagnostic::Fix;
use crate::diagnostic::Label;
use crate::source::Span;

/// The schemas that are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A report's front matter.
    Postmortem,
    /// The front matter of a process review's notes.
    ProcessReview,
    /// A message's front matter.
    Message,
    /// `pmrepo.yaml`.
    Config,
}

impl Name {
    /// Every schema.
    pub const ALL: [Self; 4] = [
        Self::Postmortem,
        Self::ProcessReview,
        Self::Message,
        Self::Config,
    ];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortem => "postmortem",
            Self::ProcessReview => "process-review",
            Self::Message => "message",
            Self::Config => "config",
        }
    }

    /// The schema as it is published, before any configuration.
    pub fn text(self) -> &'static str {
        match self {
            Self::Postmortem => include_str!("../schema/postmortem.schema.json"),
            Self::ProcessReview => include_str!("../schema/process-review.schema.json"),
            Self::Message => include_str!("../schema/message.schema.json"),
            Self::Config => include_str!("../schema/config.schema.json"),
        }
    }

    /// The published schema as JSON.
    fn json(self) -> Value {
        // The texts are part of the program, and a test reads them all.
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

/// What kind of fault the schema found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFaultKind {
    /// Something is not there.
    Missing,
    /// Something is there that nobody knows.
    UnknownKey,
    /// A value of another type.
    WrongType,
    /// A value that is none of those allowed.
    NotAllowed,
    /// Text that is not written as it should be.
    BadFormat,
    /// A list or text with nothing in it.
    TooFew,
}

/// A fault in one front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// Its kind.
    pub kind: SchemaFaultKind,
    /// Where: the value; for something missing, what asks for it; for an unknown key, the key.
    pub span: Span,
    /// The JSON pointer of the field.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places.
    pub labels: Vec<Label>,
    /// A mending that guesses nothing.
    pub fix: Option<Fix>,
}

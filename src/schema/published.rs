//! The schemas as they are published, before any configuration.

use serde_json::Value;

use crate::config;

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
    /// `people.yaml`.
    People,
    /// What `--format json` prints.
    Output,
}

impl Name {
    /// Every schema.
    pub const ALL: [Self; 6] = [
        Self::Postmortem,
        Self::ProcessReview,
        Self::Message,
        Self::Config,
        Self::People,
        Self::Output,
    ];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortem => "postmortem",
            Self::ProcessReview => "process-review",
            Self::Message => "message",
            Self::Config => "config",
            Self::People => "people",
            Self::Output => "output",
        }
    }

    /// The schema as it is published, before any configuration.
    pub fn text(self) -> &'static str {
        match self {
            Self::Postmortem => include_str!("../../schema/postmortem.schema.json"),
            Self::ProcessReview => include_str!("../../schema/process-review.schema.json"),
            Self::Message => include_str!("../../schema/message.schema.json"),
            Self::Config => config::SCHEMA,
            Self::People => include_str!("../../schema/people.schema.json"),
            Self::Output => include_str!("../../schema/output.schema.json"),
        }
    }

    /// The published schema as JSON.
    pub(super) fn json(self) -> Value {
        // The texts are part of the program, and a test reads them all.
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

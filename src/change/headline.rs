//! What an operation is called in history.

use crate::tree::Applied;

/// What an operation is called in history: the first line of the commit that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Headline {
    /// Something became of a document.
    Of {
        /// Its id.
        id: String,
        /// What: imperative, lower case.
        what: String,
    },
    /// A document is new: its id is known once it is written.
    Opens(&'static str),
    /// Something became of several documents, or of none: imperative.
    Across(String),
}

impl Headline {
    /// Something became of a document.
    pub fn of(id: &(impl ToString + ?Sized), what: impl Into<String>) -> Self {
        Self::Of {
            id: id.to_string(),
            what: what.into(),
        }
    }

    /// The line, once it is known what was written.
    pub fn line(&self, applied: &Applied) -> String {
        match self {
            Self::Of { id, what } => format!("{id}: {what}"),
            Self::Opens(what) => {
                let path = applied.fresh.clone().unwrap_or_default();
                let name = path.name();
                format!("{what} {}", name.strip_suffix(".md").unwrap_or(name))
            }
            Self::Across(what) => what.clone(),
        }
    }
}

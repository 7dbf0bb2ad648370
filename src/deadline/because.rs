//! How a deadline was computed. It is put into words where somebody asks: most never are.

use std::borrow::Cow;
use std::fmt;

use crate::model::Status;
use crate::time::Moment;
use crate::time::Term;

/// How a deadline was computed; it is shown as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// A sentence.
    Said(String),
    /// A term was counted.
    Counted {
        /// The term.
        term: Term,
        /// `after` or `before`.
        way: &'static str,
        /// From what.
        what: Cow<'static, str>,
        /// When that is, in the configured zone.
        at: Moment,
    },
    /// It is due with a status, and that for a reason.
    Status(Status, Box<Because>),
    /// Another reason, with words behind it.
    With(Box<Because>, Cow<'static, str>),
}

impl Because {
    /// The same with words behind it.
    pub(super) fn with(self, behind: impl Into<Cow<'static, str>>) -> Self {
        Self::With(Box::new(self), behind.into())
    }
}

impl From<String> for Because {
    fn from(sentence: String) -> Self {
        Self::Said(sentence)
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(sentence) => f.write_str(sentence),
            Self::Counted {
                term,
                way,
                what,
                at,
            } => {
                write!(f, "{} {way} {what} ({})", term.in_words(), at.to_short())
            }
            Self::Status(status, because) => write!(f, "due with {status}: {because}"),
            Self::With(because, behind) => write!(f, "{because}{behind}"),
        }
    }
}

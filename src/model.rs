//! The words of a postmortem repository as plain data (DESIGN 2).

use std::fmt;

/// Where a postmortem is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Being written; what it lacks is no fault.
    Draft,
    /// With its reviewers.
    InReview,
    /// Reviewed; its action items are agreed.
    Reviewed,
    /// Done; changes only in what goes on after it.
    Closed,
    /// None is needed, for a reason that it states.
    NotRequired,
}

impl Status {
    /// Every status, in the order of the way.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::InReview,
        Self::Reviewed,
        Self::Closed,
        Self::NotRequired,
    ];

    /// The word for it in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Reviewed => "reviewed",
            Self::Closed => "closed",
            Self::NotRequired => "not-required",
        }
    }

    /// The status that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// The one that comes next; `None` at the end of the way.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::InReview),
            Self::InReview => Some(Self::Reviewed),
            Self::Reviewed => Some(Self::Closed),
            Self::Closed | Self::NotRequired => None,
        }
    }

    /// Whether it is as far as another. What is not required never got anywhere.
    pub fn has_reached(self, other: Self) -> bool {
        self != Self::NotRequired && other != Self::NotRequired && self >= other
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::NotRequired)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One human being as a report names them: a handle, a name, an e-mail address. A leading `@` says
/// nothing.
pub fn bare(person: &str) -> &str {
    let person = person.trim();
    person.strip_prefix('@').unwrap_or(person)
}

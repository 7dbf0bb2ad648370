//! Where a postmortem is.

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

words!(Status {
    Draft = "draft",
    InReview = "in-review",
    Reviewed = "reviewed",
    Closed = "closed",
    NotRequired = "not-required",
});

impl Status {
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

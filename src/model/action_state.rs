//! How far an action item is.

/// How far an action item, or a tweak to the process, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionState {
    /// Somebody thought of it; nobody has agreed to it.
    Proposed,
    /// Agreed.
    Open,
    /// Somebody works on it.
    InProgress,
    /// Done.
    Done,
    /// Given up, for a reason.
    WontDo,
}

words!(ActionState {
    Proposed = "proposed",
    Open = "open",
    InProgress = "in-progress",
    Done = "done",
    WontDo = "wont-do",
});

impl ActionState {
    /// Whether somebody owes it: it is agreed and not over.
    pub fn owes(self) -> bool {
        match self {
            Self::Open | Self::InProgress => true,
            Self::Proposed | Self::Done | Self::WontDo => false,
        }
    }

    /// Whether nothing more happens to it: it is done, or given up.
    pub fn is_over(self) -> bool {
        match self {
            Self::Done | Self::WontDo => true,
            Self::Proposed | Self::Open | Self::InProgress => false,
        }
    }
}

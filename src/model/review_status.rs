//! How far a process review is.

/// How far a process review is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewStatus {
    /// It is to be.
    Scheduled,
    /// It was; its notes say so.
    Held,
    /// It will not be.
    Cancelled,
}

words!(ReviewStatus {
    Scheduled = "scheduled",
    Held = "held",
    Cancelled = "cancelled",
});

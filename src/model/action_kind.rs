//! What an action item is good for.

/// What an action item is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionKind {
    /// It does not happen again.
    Prevent,
    /// It is noticed sooner.
    Detect,
    /// It does less harm.
    Mitigate,
    /// It puts right what was harmed.
    Repair,
    /// The response goes better.
    Process,
    /// Something is understood.
    Investigate,
}

words!(ActionKind {
    Prevent = "prevent",
    Detect = "detect",
    Mitigate = "mitigate",
    Repair = "repair",
    Process = "process",
    Investigate = "investigate",
});

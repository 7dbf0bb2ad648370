//! What makes a message worth a row: what it shows, how much that counts, and what the row is about.

use super::Kind;

/// Something that a message shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Its author marked it: `!log`, `#info`.
    Mark,
    /// It is pinned, or has a reaction that marks what counts.
    Pin,
    /// An alert of a program.
    Alert,
    /// The status or the severity changes.
    Status,
    /// Somebody takes over.
    HandOver,
    /// It is the first word of trouble.
    First,
    /// A change is taken back.
    Rollback,
    /// A change goes out.
    Deploy,
    /// Something is done.
    Act,
    /// A change is linked.
    Change,
    /// It is over, or gets better.
    Over,
    /// Something is down.
    Down,
    /// Something fails.
    Trouble,
    /// Somebody sees something.
    Seen,
    /// A cause is named.
    Cause,
    /// Something is verified.
    Verified,
    /// Somebody suspects something.
    Suspicion,
    /// Somebody decides something.
    Decision,
    /// It has a measured value: `102%`, `30s`.
    Measure,
    /// It names a point in time: `11pm`, `10:05`, `last night`.
    When,
    /// Nobody said anything for a while before.
    Pause,
    /// It shows what a program says.
    Output,
    /// It says something at length.
    Account,
}

impl Sign {
    /// How much it counts.
    pub(super) fn weight(self) -> i32 {
        match self {
            Self::Mark | Self::Pin => 20,
            Self::Status => 9,
            Self::HandOver => 8,
            Self::Rollback => 6,
            Self::Alert | Self::Down | Self::Over | Self::Cause => 5,
            Self::Deploy | Self::Verified | Self::Act | Self::Change => 4,
            Self::First | Self::Seen | Self::Suspicion | Self::Decision => 3,
            Self::Trouble | Self::Measure | Self::When | Self::Pause => 2,
            Self::Output | Self::Account => 1,
        }
    }

    /// What a row with it is about.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Alert | Self::First | Self::Down | Self::Trouble | Self::Seen | Self::Measure => {
                Kind::Detection
            }
            Self::Cause
            | Self::Verified
            | Self::Suspicion
            | Self::Output
            | Self::Account
            | Self::When
            | Self::Pause => Kind::Diagnosis,
            Self::Rollback | Self::Deploy | Self::Act | Self::Change | Self::Over => Kind::Repair,
            Self::Mark | Self::Pin | Self::Status | Self::HandOver | Self::Decision => {
                Kind::Decision
            }
        }
    }

    /// Why a row is proposed, in words.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Mark => "its author marked it",
            Self::Pin => "it is pinned, or has a reaction that marks it",
            Self::Alert => "an alert of a program",
            Self::Status => "the status or the severity changes",
            Self::HandOver => "somebody takes over",
            Self::First => "the first word of trouble",
            Self::Rollback => "a change is taken back",
            Self::Deploy => "a change goes out",
            Self::Act => "something is done",
            Self::Change => "a change is linked",
            Self::Over => "it is over, or gets better",
            Self::Down => "something is down",
            Self::Trouble => "something fails",
            Self::Seen => "somebody sees something",
            Self::Cause => "a cause is named",
            Self::Verified => "something is verified",
            Self::Suspicion => "somebody suspects something",
            Self::Decision => "somebody decides something",
            Self::Measure => "it has a measured value",
            Self::When => "it says when something was",
            Self::Pause => "the first message after a pause",
            Self::Output => "it shows what a program says",
            Self::Account => "it tells something at length",
        }
    }
}

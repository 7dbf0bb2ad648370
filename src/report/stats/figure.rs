//! One figure: what it is, what it says, and what it could not use.

use std::collections::BTreeMap;

use chrono::TimeDelta;

/// How many values there must be before a percentile says anything.
pub const ENOUGH: usize = 20;

/// A figure. What a team can act on comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Reports that were reviewed by their deadline.
    ReviewedInTime,
    /// By how much the others are late.
    ReviewLateBy,
    /// Messages to customers that were sent by their deadline.
    ExternalInTime,
    /// Steps of checklists that are done, of those that should be.
    StepsDone,
    /// Major incidents without a postmortem.
    MajorWithoutPostmortem,
    /// Action items that were done by the policy's deadline.
    ItemsInTime,
    /// How long ago the incidents ended whose action items are open.
    OpenItemAge,
    /// Agreed action items with an owner.
    ItemsWithOwner,
    /// Those with a day.
    ItemsWithDue,
    /// Those with a ticket.
    ItemsWithTicket,
    /// Those with all three.
    ItemsComplete,
    /// From the end of the incident to the review.
    TimeToReview,
    /// From the beginning of an incident until somebody noticed.
    TimeToDetect,
    /// Until customers no longer felt it.
    TimeToMitigate,
    /// Until it was over.
    TimeToResolve,
}

impl Name {
    /// All of them, in their order.
    pub const ALL: [Self; 15] = [
        Self::ReviewedInTime,
        Self::ReviewLateBy,
        Self::ExternalInTime,
        Self::StepsDone,
        Self::MajorWithoutPostmortem,
        Self::ItemsInTime,
        Self::OpenItemAge,
        Self::ItemsWithOwner,
        Self::ItemsWithDue,
        Self::ItemsWithTicket,
        Self::ItemsComplete,
        Self::TimeToReview,
        Self::TimeToDetect,
        Self::TimeToMitigate,
        Self::TimeToResolve,
    ];

    /// Its word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReviewedInTime => "reviewed-in-time",
            Self::ReviewLateBy => "review-late-by",
            Self::ExternalInTime => "external-in-time",
            Self::StepsDone => "steps-done",
            Self::MajorWithoutPostmortem => "major-without-postmortem",
            Self::ItemsInTime => "items-in-time",
            Self::OpenItemAge => "open-item-age",
            Self::ItemsWithOwner => "items-with-owner",
            Self::ItemsWithDue => "items-with-due",
            Self::ItemsWithTicket => "items-with-ticket",
            Self::ItemsComplete => "items-complete",
            Self::TimeToReview => "time-to-review",
            Self::TimeToDetect => "time-to-detect",
            Self::TimeToMitigate => "time-to-mitigate",
            Self::TimeToResolve => "time-to-resolve",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::ReviewedInTime => "reviewed in time",
            Self::ReviewLateBy => "reviews late by",
            Self::ExternalInTime => "customers told in time",
            Self::StepsDone => "checklist steps done",
            Self::MajorWithoutPostmortem => "major, no postmortem",
            Self::ItemsInTime => "items done in time",
            Self::OpenItemAge => "age of open items",
            Self::ItemsWithOwner => "items with an owner",
            Self::ItemsWithDue => "with a due day",
            Self::ItemsWithTicket => "with a ticket",
            Self::ItemsComplete => "with all three",
            Self::TimeToReview => "incident end to review",
            Self::TimeToDetect => "start to detected",
            Self::TimeToMitigate => "start to mitigated",
            Self::TimeToResolve => "start to resolved",
        }
    }

    /// Whether it is a duration of the incident itself, which a team does not set.
    pub fn is_duration(self) -> bool {
        matches!(
            self,
            Self::TimeToReview | Self::TimeToDetect | Self::TimeToMitigate | Self::TimeToResolve
        )
    }
}

/// Why something is in no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is confidential.
    Confidential,
    /// The report cannot be read, or does not say what it owes.
    Unreadable,
    /// No postmortem is required.
    NotRequired,
    /// It was adopted: nobody promised anything.
    Adopted,
    /// It is from before `enforce_from`.
    Older,
    /// The incident goes on, or does not say when it ended.
    NotResolved,
    /// The configuration has no deadline for it.
    NoDeadline,
    /// There is time left.
    NotDueYet,
    /// It does not say when it was done.
    NoTime,
    /// It was given up, or nobody agreed to it.
    NotAgreed,
    /// One of the two times is missing.
    TimeMissing,
    /// The later time lies before the earlier one.
    OutOfOrder,
}

impl Why {
    /// Its word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confidential => "confidential",
            Self::Unreadable => "unreadable",
            Self::NotRequired => "not-required",
            Self::Adopted => "adopted",
            Self::Older => "older",
            Self::NotResolved => "not-resolved",
            Self::NoDeadline => "no-deadline",
            Self::NotDueYet => "not-due-yet",
            Self::NoTime => "no-time",
            Self::NotAgreed => "not-agreed",
            Self::TimeMissing => "time-missing",
            Self::OutOfOrder => "out-of-order",
        }
    }

    /// The same for people, behind a number.
    pub fn words(self) -> &'static str {
        match self {
            Self::Confidential => "confidential",
            Self::Unreadable => "cannot be read",
            Self::NotRequired => "not required",
            Self::Adopted => "adopted",
            Self::Older => "from before `enforce_from`",
            Self::NotResolved => "not resolved",
            Self::NoDeadline => "without a deadline",
            Self::NotDueYet => "not due yet",
            Self::NoTime => "without the time when it was done",
            Self::NotAgreed => "proposed or given up",
            Self::TimeMissing => "without one of the times",
            Self::OutOfOrder => "with times out of order",
        }
    }
}

/// What is in no figure for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The reason.
    pub why: Why,
    /// How many.
    pub count: usize,
}

/// The counts by reason, in their order.
pub(super) fn left(counts: BTreeMap<Why, usize>) -> Vec<Left> {
    let counts = counts.into_iter();
    counts.map(|(why, count)| Left { why, count }).collect()
}

/// How long some things took, or how old they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// In seconds, the shortest first.
    values: Vec<i64>,
}

impl Spread {
    /// All values, in seconds, the shortest first.
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// All values, where they are too few for a percentile.
    pub fn few(&self) -> Option<&[i64]> {
        (self.values.len() < ENOUGH).then_some(&self.values)
    }

    /// The shortest.
    pub fn lowest(&self) -> Option<TimeDelta> {
        self.values.first().copied().map(seconds)
    }

    /// The longest.
    pub fn highest(&self) -> Option<TimeDelta> {
        self.values.last().copied().map(seconds)
    }

    /// The value below which half of them lie, itself one of them. Of fewer than [`ENOUGH`] it is not said.
    pub fn median(&self) -> Option<TimeDelta> {
        self.percentile(50)
    }

    /// The value below which nine of ten lie, itself one of them.
    pub fn ninetieth(&self) -> Option<TimeDelta> {
        self.percentile(90)
    }

    fn percentile(&self, hundredths: usize) -> Option<TimeDelta> {
        let at = nearest_rank(self.values.len(), hundredths)?;
        self.values.get(at).copied().map(seconds)
    }
}

/// Where among so many values in their order the smallest lies that at least so many of a hundred do not exceed;
/// `None` of fewer than [`ENOUGH`].
pub fn nearest_rank(count: usize, hundredths: usize) -> Option<usize> {
    let rank = (count * hundredths).div_ceil(100);
    rank.checked_sub(1).filter(|_| count >= ENOUGH)
}

fn seconds(it: i64) -> TimeDelta {
    TimeDelta::try_seconds(it).unwrap_or_default()
}

/// What a figure says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// So many of so many.
    Share {
        /// Those of which it is so.
        part: usize,
        /// All of them.
        of: usize,
    },
    /// How long they took.
    Spread(Spread),
    /// Nobody knows, and why.
    Unknown(&'static str),
}

/// A figure, and what it could not use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Which one.
    pub name: Name,
    /// What it says.
    pub value: Value,
    /// What is not in it, by reason.
    pub left_out: Vec<Left>,
}

impl Figure {
    /// On how many it rests.
    pub fn rests_on(&self) -> usize {
        match &self.value {
            Value::Share { of, .. } => *of,
            Value::Spread(it) => it.values.len(),
            Value::Unknown(_) => 0,
        }
    }
}

/// Counts for one figure.
#[derive(Default)]
pub(super) struct Tally {
    part: usize,
    of: usize,
    values: Vec<i64>,
    left: BTreeMap<Why, usize>,
}

impl Tally {
    /// One of which it is so, or not, or of which that cannot be said.
    pub(super) fn count(&mut self, is_so: Result<bool, Why>) {
        match is_so {
            Ok(is_so) => {
                self.of += 1;
                self.part += usize::from(is_so);
            }
            Err(why) => *self.left.entry(why).or_default() += 1,
        }
    }

    /// One that lasted for some seconds, or of which that cannot be said.
    pub(super) fn take(&mut self, length: Result<i64, Why>) {
        match length {
            Ok(it) => self.values.push(it),
            Err(why) => *self.left.entry(why).or_default() += 1,
        }
    }

    /// The share that was counted.
    pub(super) fn share(self, name: Name) -> Figure {
        Figure {
            name,
            value: Value::Share {
                part: self.part,
                of: self.of,
            },
            left_out: left(self.left),
        }
    }

    /// The lengths that were taken.
    pub(super) fn spread(mut self, name: Name) -> Figure {
        self.values.sort_unstable();
        Figure {
            name,
            value: Value::Spread(Spread {
                values: self.values,
            }),
            left_out: left(self.left),
        }
    }
}

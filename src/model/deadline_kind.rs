//! The kinds of deadline.

/// What is owed, in the order of DESIGN 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKind {
    /// The postmortem has an owner.
    OwnerNamed,
    /// The review meeting has a time.
    MeetingScheduled,
    /// The stakeholders know that there was an incident.
    InternalNotice,
    /// The report is with its reviewers.
    InReview,
    /// The report is reviewed.
    Reviewed,
    /// The stakeholders know what the review found.
    ResultsMail,
    /// Customers have read what happened, or need not.
    ExternalMessage,
    /// A step of a role's checklist.
    ChecklistStep,
    /// An action item, or a tweak to the process.
    ActionItem,
    /// A process review has looked at the incident.
    ProcessReview,
    /// A process review that has gone by has its notes.
    ProcessReviewNotes,
    /// The next process review.
    NextProcessReview,
    /// One that the team added: a clock that law or contract sets.
    Custom,
}

words!(DeadlineKind {
    OwnerNamed = "owner-named",
    MeetingScheduled = "meeting-scheduled",
    InternalNotice = "internal-notice",
    InReview = "in-review",
    Reviewed = "reviewed",
    ResultsMail = "results-mail",
    ExternalMessage = "external-message",
    ChecklistStep = "checklist-step",
    ActionItem = "action-item",
    ProcessReview = "process-review",
    ProcessReviewNotes = "process-review-notes",
    NextProcessReview = "next-process-review",
    Custom = "custom",
});

impl DeadlineKind {
    /// Whether it only follows from a review that is late: shown apart it would say nothing new.
    pub fn follows_from_reviewed(self) -> bool {
        matches!(
            self,
            Self::InReview | Self::ResultsMail | Self::ChecklistStep
        )
    }
}

//! What is due, when, owed by whom, and whether it has been met (DESIGN 4).
//!
//! Everything here is a pure function of what the snapshot says and of the policy. The clock of the
//! run decides only whether a deadline that is not met is overdue, and is asked last, by
//! [`Deadline::state`].

mod action;
#[cfg(test)]
mod any_tests;
mod people;
mod postmortem;
mod review;
#[cfg(test)]
mod review_tests;
mod step;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use crate::calendar::Calendar;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time::Moment;
use crate::time::Term;

pub use action::of_tweaks;
pub use postmortem::Clock;
pub use postmortem::clock;
pub use postmortem::of_postmortem;
pub use review::next_review;
pub use review::of_review;

/// What is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
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
}

impl Kind {
    /// Every kind, in the order of DESIGN 4.
    pub const ALL: [Self; 12] = [
        Self::OwnerNamed,
        Self::MeetingScheduled,
        Self::InternalNotice,
        Self::InReview,
        Self::Reviewed,
        Self::ResultsMail,
        Self::ExternalMessage,
        Self::ChecklistStep,
        Self::ActionItem,
        Self::ProcessReview,
        Self::ProcessReviewNotes,
        Self::NextProcessReview,
    ];

    /// Its word in configuration and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnerNamed => "owner-named",
            Self::MeetingScheduled => "meeting-scheduled",
            Self::InternalNotice => "internal-notice",
            Self::InReview => "in-review",
            Self::Reviewed => "reviewed",
            Self::ResultsMail => "results-mail",
            Self::ExternalMessage => "external-message",
            Self::ChecklistStep => "checklist-step",
            Self::ActionItem => "action-item",
            Self::ProcessReview => "process-review",
            Self::ProcessReviewNotes => "process-review-notes",
            Self::NextProcessReview => "next-process-review",
        }
    }

    /// The kind that a word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// Whether it only follows from a review that is late: shown apart it would say nothing new.
    pub fn follows_from_reviewed(self) -> bool {
        matches!(
            self,
            Self::InReview | Self::ResultsMail | Self::ChecklistStep
        )
    }
}

/// The part in the response for which somebody owes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees the postmortem through.
    Owner,
    /// Led the response.
    IncidentCommander,
    /// Stood beside the commander.
    Deputy,
    /// Wrote things down.
    Scribe,
    /// Knew the systems.
    SubjectMatterExpert,
    /// Spoke with customers.
    CustomerLiaison,
    /// Spoke with the rest of the company.
    InternalLiaison,
    /// Does an action item.
    ActionItemOwner,
    /// Leads a process review.
    Chair,
}

impl Role {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::IncidentCommander => "incident_commander",
            Self::Deputy => "deputy",
            Self::Scribe => "scribe",
            Self::SubjectMatterExpert => "subject_matter_expert",
            Self::CustomerLiaison => "customer_liaison",
            Self::InternalLiaison => "internal_liaison",
            Self::ActionItemOwner => "action_item_owner",
            Self::Chair => "chair",
        }
    }
}

/// A moment by which something must be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What is owed.
    pub kind: Kind,
    /// The checklist's step, for [`Kind::ChecklistStep`].
    pub step: Option<String>,
    /// The action item's id, for [`Kind::ActionItem`].
    pub action_item: Option<String>,
    /// For which part it is owed.
    pub role: Role,
    /// Who owes it, as the report names them; nobody where nobody is named.
    pub owed_by: Vec<String>,
    /// When it is due, with the offset of the configured zone.
    pub due: Moment,
    /// Whether the snapshot says that it is so.
    pub is_met: bool,
    /// Since when, where the snapshot says that.
    pub met_at: Option<Moment>,
    /// Whether it was counted in business days; lateness is said so too.
    pub in_business_days: bool,
    /// How `due` was computed, in a sentence.
    pub explanation: String,
    /// The file that says so.
    pub path: RepoPath,
    /// The place in it.
    pub span: Span,
}

/// How a deadline stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It has passed and is not met.
    Overdue,
    /// It is not met, and passes soon.
    Soon,
    /// It is not met; there is time.
    Open,
    /// It is met.
    Met,
}

impl State {
    /// Its word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Open => "open",
            Self::Met => "met",
        }
    }
}

impl Deadline {
    /// How it stands at `now`; what is due within `soon` of it is [`State::Soon`].
    pub fn state(&self, now: Moment, soon: TimeDelta) -> State {
        if self.is_met {
            State::Met
        } else if self.due < now {
            State::Overdue
        } else if self.due <= now.plus(soon) {
            State::Soon
        } else {
            State::Open
        }
    }
}

/// A moment that terms are counted from or to, and what it is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Anchor {
    at: Moment,
    what: String,
}

impl Anchor {
    fn new(at: Moment, what: impl Into<String>) -> Self {
        Self {
            at,
            what: what.into(),
        }
    }

    /// The moment a term after this one, and how it came about.
    fn after(&self, calendar: &Calendar, term: Term) -> Due {
        let at = calendar.zone().show(self.at).to_short();
        Due {
            at: calendar.add(term, self.at),
            in_business_days: matches!(term, Term::BusinessDays(_)),
            because: format!("{} after {} ({at})", term.in_words(), self.what),
        }
    }
}

/// When something is due, and how that was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    at: Moment,
    in_business_days: bool,
    because: String,
}

impl Due {
    fn new(at: Moment, because: impl Into<String>) -> Self {
        Self {
            at,
            in_business_days: false,
            because: because.into(),
        }
    }
}

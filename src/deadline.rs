//! What is due, when, owed by whom, and whether it has been met (DESIGN 4).
//!
//! Everything here is a pure function of what the snapshot says and of the policy. The clock of the
//! run decides only whether a deadline that is not met is overdue, and is asked last, by
//! [`Deadline::state`].

mod action;
#[cfg(test)]
mod any_tests;
mod because;
mod case;
mod custom;
mod people;
mod postmortem;
mod review;
#[cfg(test)]
mod review_tests;
mod step;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::TimeDelta;

use crate::calendar::Calendar;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::source::RepoPath;
use crate::source::Span;
use crate::time::Moment;
use crate::time::Term;

pub use action::ItemTerm;
pub use action::is_urgent;
pub use action::item_term;
pub use action::of_tweaks;
pub use because::Because;
pub use postmortem::of_incident;
pub use postmortem::of_postmortem;
pub use postmortem::review_due;
pub use review::next_review;
pub use review::of_review;

/// A moment by which something must be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What is owed.
    pub kind: DeadlineKind,
    /// The checklist's step, for [`DeadlineKind::ChecklistStep`].
    pub step: Option<String>,
    /// The action item's id, for [`DeadlineKind::ActionItem`].
    pub action_item: Option<String>,
    /// What that item is to do.
    pub action_title: Option<String>,
    /// What the team calls it, for [`DeadlineKind::Custom`].
    pub name: Option<String>,
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
    /// Whether it can be late.
    pub weight: Weight,
    /// How `due` was computed.
    pub explanation: Because,
    /// The file that says so.
    pub path: RepoPath,
    /// The place in it.
    pub span: Span,
}

/// What the process reviews of a root made of an incident. None is owed before a root has held its
/// first: a team that does without them is reminded of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// The root has held none.
    NoneHeld,
    /// None of those that were held covered it.
    NotYet,
    /// When the first that covered it was held.
    In(Moment),
}

/// Whether a deadline can be late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Once it has passed it is overdue.
    Firm,
    /// It only reminds: once it has passed it stays due soon.
    Reminder,
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
    /// What tells it from others of its kind: the step, the action item, or the team's name for it.
    pub fn part(&self) -> Option<&str> {
        let part = self.step.as_ref().or(self.action_item.as_ref());
        part.or(self.name.as_ref()).map(String::as_str)
    }

    /// How it stands at `now`; what is due within `soon` of it is [`State::Soon`].
    pub fn state(&self, now: Moment, soon: TimeDelta) -> State {
        if self.is_met {
            State::Met
        } else if self.due < now && self.weight == Weight::Firm {
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
    what: Cow<'static, str>,
}

impl Anchor {
    fn new(at: Moment, what: impl Into<Cow<'static, str>>) -> Self {
        Self {
            at,
            what: what.into(),
        }
    }

    /// The moment a term after this one, and how it came about.
    fn after(&self, calendar: &Calendar, term: Term) -> Due {
        Due {
            at: calendar.add(term, self.at),
            in_business_days: matches!(term, Term::BusinessDays(_)),
            because: self.because(calendar, term, "after"),
        }
    }

    fn because(&self, calendar: &Calendar, term: Term, way: &'static str) -> Because {
        Because::Counted {
            term,
            way,
            what: self.what.clone(),
            at: calendar.zone().show(self.at),
        }
    }
}

/// When something is due, and how that was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    at: Moment,
    in_business_days: bool,
    because: Because,
}

impl Due {
    fn new(at: Moment, because: impl Into<Because>) -> Self {
        Self {
            at,
            in_business_days: false,
            because: because.into(),
        }
    }
}

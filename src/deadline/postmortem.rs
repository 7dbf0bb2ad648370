//! What one postmortem owes.

use super::Anchor;
use super::Deadline;
use super::Due;
use super::action;
use super::people;
use super::step;
use crate::config::Policy;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::model::Severity;
use crate::model::Status;
use crate::rules::Context;
use crate::rules::steps;
use crate::source::Span;
use crate::time::Moment;
use crate::time::Term;

/// Counting never begins for a review before this: reviewers get a business day at least.
const LEAST_BEFORE_REVIEW: Term = Term::BusinessDays(1);

/// Where the clock of an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It runs since `resolved_at`.
    Runs(Moment),
    /// The incident goes on: since when.
    GoesOn(Moment),
    /// The report says neither when it ended nor when it began: no deadline can be computed.
    Unknown,
}

/// The clock of a postmortem.
pub fn clock(context: &Context<'_>) -> Clock {
    let moment = |field| context.moment(field).map(|(at, _)| at);
    if let Some(at) = moment("resolved_at") {
        return Clock::Runs(at);
    }
    match moment("started_at").or_else(|| moment("detected_at")) {
        // A date that is there and cannot be read is not the same as none.
        Some(at) if context.report().field("resolved_at").is_none() => Clock::GoesOn(at),
        _ => Clock::Unknown,
    }
}

/// The deadlines of a postmortem, in the order of DESIGN 4. Nothing where none is required, where
/// the incident is older than `enforce_from`, or where the severity owes nothing.
///
/// `reviewed_in` says when a held process review covered the incident, where one did.
pub fn of_postmortem(context: &Context<'_>, reviewed_in: Option<Moment>) -> Vec<Deadline> {
    let Some(case) = Case::new(context) else {
        return Vec::new();
    };
    let mut owed = Vec::new();
    match case.clock {
        Clock::Unknown => {}
        Clock::GoesOn(since) => case.while_it_goes_on(since, &mut owed),
        Clock::Runs(resolved) => {
            case.afterwards(resolved, &mut owed);
        }
    }
    action::of_items(&case, &mut owed);
    if let Some(reviewed) = case.process_review(reviewed_in) {
        owed.push(reviewed);
    }
    owed
}

/// A postmortem that owes something.
pub(super) struct Case<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) policy: &'a Policy,
    /// The severity by which it owes.
    pub(super) severity: &'a Severity,
    pub(super) clock: Clock,
}

impl<'a> Case<'a> {
    fn new(context: &'a Context<'a>) -> Option<Self> {
        let policy = context.policy;
        if context.status()? == Status::NotRequired {
            return None;
        }
        let date = context.incident_date();
        let is_older = policy
            .enforce_from
            .is_some_and(|from| date.is_some_and(|it| it < from));
        if is_older {
            return None;
        }
        let severity = policy.owes_as(context.severity()?, context.is_major());
        Some(Self {
            context,
            policy,
            severity,
            clock: clock(context),
        })
    }

    pub(super) fn term(&self, kind: DeadlineKind) -> Option<Term> {
        self.policy.term(kind, self.severity)
    }

    fn moment(&self, field: &str) -> Option<Moment> {
        self.context.moment(field).map(|(at, _)| at)
    }

    /// A deadline that is met once the report or a message says so.
    fn deadline(&self, kind: DeadlineKind, role: Role, due: Due, met: Met) -> Deadline {
        let report = self.context.report();
        Deadline {
            kind,
            step: None,
            action_item: None,
            role,
            owed_by: people::owing(report, role),
            due: self.policy.zone.show(due.at),
            is_met: met.is_met,
            met_at: met.at.map(|at| self.policy.zone.show(at)),
            in_business_days: due.in_business_days,
            explanation: due.because,
            path: report.path.clone(),
            span: self.place(kind),
        }
    }

    /// The field of the report that a deadline is about, else its status.
    fn place(&self, kind: DeadlineKind) -> Span {
        let report = self.context.report();
        let field = match kind {
            DeadlineKind::OwnerNamed => "owner",
            DeadlineKind::MeetingScheduled => "meeting",
            _ => "status",
        };
        if report.field(field).is_some() {
            report.place_of(field)
        } else {
            report.place_of("status")
        }
    }

    /// What is owed from the end of an incident's first day while it goes on.
    fn while_it_goes_on(&self, since: Moment, owed: &mut Vec<Deadline>) {
        let zone = self.policy.zone;
        let due = || {
            Due::new(
                zone.end_of_day(zone.date_of(since)),
                format!(
                    "the end of the day on which the incident began ({}); it has no `resolved_at`",
                    zone.show(since).to_short()
                ),
            )
        };
        if self.term(DeadlineKind::OwnerNamed).is_some() {
            owed.push(self.owner_named(due()));
        }
        if self.term(DeadlineKind::InternalNotice).is_some() {
            owed.extend(self.internal_notice(due()));
        }
    }

    /// What is owed once the incident is over.
    fn afterwards(&self, resolved: Moment, owed: &mut Vec<Deadline>) {
        let calendar = &self.policy.calendar;
        let resolved = Anchor::new(resolved, "the incident was resolved");
        let after = |kind| Some(resolved.after(calendar, self.term(kind)?));
        owed.extend(after(DeadlineKind::OwnerNamed).map(|due| self.owner_named(due)));
        if let Some(due) = after(DeadlineKind::MeetingScheduled) {
            let is_met = self.moment("meeting.scheduled_for").is_some()
                || self.moment("meeting.held_at").is_some()
                || self.context.report().says("no_meeting_because");
            owed.push(self.deadline(
                DeadlineKind::MeetingScheduled,
                Role::IncidentCommander,
                due,
                Met::is(is_met),
            ));
        }
        owed.extend(after(DeadlineKind::InternalNotice).and_then(|due| self.internal_notice(due)));

        let reviewed = after(DeadlineKind::Reviewed);
        let meeting = self.meeting(reviewed.as_ref());
        let in_review = self.in_review(&resolved, meeting.as_ref());
        owed.extend(in_review.clone().map(|due| {
            let met = Met::is(self.context.has_reached(Status::InReview));
            self.deadline(DeadlineKind::InReview, Role::Owner, due, met)
        }));
        owed.extend(reviewed.clone().map(|due| {
            let met = Met {
                is_met: self.context.has_reached(Status::Reviewed),
                at: self.moment("reviewed_at"),
            };
            self.deadline(DeadlineKind::Reviewed, Role::Owner, due, met.sane())
        }));
        if let (Some(meeting), Some(term)) = (&meeting, self.term(DeadlineKind::ResultsMail)) {
            let due = meeting.after(calendar, term);
            let met = self.message("results");
            owed.push(self.deadline(DeadlineKind::ResultsMail, Role::Owner, due, met));
        }
        owed.extend(self.external_message(reviewed.as_ref()));
        step::of_checklist(self, in_review.as_ref(), reviewed.as_ref(), owed);
    }

    fn owner_named(&self, due: Due) -> Deadline {
        let is_met = self.context.report().says("owner");
        self.deadline(
            DeadlineKind::OwnerNamed,
            Role::IncidentCommander,
            due,
            Met::is(is_met),
        )
    }

    fn internal_notice(&self, due: Due) -> Option<Deadline> {
        const STEP: &str = "ic.internal-notice";
        if self.policy.drops(STEP) {
            return None;
        }
        let met = self.message("notice").or(self.step(STEP));
        Some(self.deadline(
            DeadlineKind::InternalNotice,
            Role::IncidentCommander,
            due,
            met,
        ))
    }

    fn external_message(&self, reviewed: Option<&Due>) -> Option<Deadline> {
        const STEP: &str = "cl.publish-external";
        let term = self.term(DeadlineKind::ExternalMessage)?;
        if self.policy.drops(STEP) {
            return None;
        }
        let anchor = if let Some(at) = self.moment("reviewed_at") {
            Anchor::new(at, "the review (`reviewed_at`)")
        } else if let Some(at) = self.moment("meeting.held_at") {
            Anchor::new(at, "the review meeting (`meeting.held_at`)")
        } else {
            Anchor::new(reviewed?.at, "the day by which the report must be reviewed")
        };
        let due = anchor.after(&self.policy.calendar, term);
        let met = self.message("external").or(self.step(STEP));
        Some(self.deadline(
            DeadlineKind::ExternalMessage,
            Role::CustomerLiaison,
            due,
            met,
        ))
    }

    /// The review meeting: when it was, else when it is to be, else when the review is due.
    fn meeting(&self, reviewed: Option<&Due>) -> Option<Anchor> {
        if let Some(at) = self.moment("meeting.held_at") {
            return Some(Anchor::new(at, "the review meeting (`meeting.held_at`)"));
        }
        if let Some(at) = self.moment("meeting.scheduled_for") {
            return Some(Anchor::new(
                at,
                "the review meeting (`meeting.scheduled_for`)",
            ));
        }
        Some(Anchor::new(
            reviewed?.at,
            "the day by which the report must be reviewed",
        ))
    }

    /// When the report must be with its reviewers: a term before the meeting, but not before they
    /// had a business day to write it.
    fn in_review(&self, resolved: &Anchor, meeting: Option<&Anchor>) -> Option<Due> {
        let term = self.term(DeadlineKind::InReview)?;
        let meeting = meeting?;
        let calendar = &self.policy.calendar;
        let wanted = calendar.before(term, meeting.at);
        let least = resolved.after(calendar, LEAST_BEFORE_REVIEW);
        Some(if wanted < least.at {
            Due {
                because: format!("{}: never earlier than that", least.because),
                ..least
            }
        } else {
            let at = self.policy.zone.show(meeting.at).to_short();
            Due::new(
                wanted,
                format!("{} before {} ({at})", term.in_words(), meeting.what),
            )
        })
    }

    fn process_review(&self, reviewed_in: Option<Moment>) -> Option<Deadline> {
        let Clock::Runs(resolved) = self.clock else {
            return None;
        };
        let term = self.term(DeadlineKind::ProcessReview)?;
        let due =
            Anchor::new(resolved, "the incident was resolved").after(&self.policy.calendar, term);
        let met = Met {
            is_met: reviewed_in.is_some(),
            at: reviewed_in,
        };
        Some(self.deadline(
            DeadlineKind::ProcessReview,
            Role::IncidentCommander,
            due,
            met,
        ))
    }

    /// Whether a message has been sent, or is not to be.
    fn message(&self, name: &str) -> Met {
        let Some(message) = self.context.dossier.messages.get(name) else {
            return Met::is(false);
        };
        let at = crate::rules::moment(message, "sent_at").map(|(at, _)| at);
        Met {
            is_met: at.is_some() || message.says("not_sent_because"),
            at,
        }
    }

    /// Whether a step of the checklist is settled or ticked.
    fn step(&self, id: &str) -> Met {
        Met::is(steps::state(id, self.context) != steps::State::Open)
    }
}

/// Whether something is so, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) is_met: bool,
    pub(super) at: Option<Moment>,
}

impl Met {
    pub(super) fn is(is_met: bool) -> Self {
        Self { is_met, at: None }
    }

    fn or(self, other: Self) -> Self {
        if self.is_met { self } else { other }
    }

    /// Since when is known only of what is so.
    fn sane(self) -> Self {
        Self {
            at: self.at.filter(|_| self.is_met),
            ..self
        }
    }
}

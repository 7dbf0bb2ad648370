//! What one postmortem owes.

use super::Anchor;
use super::Coverage;
use super::Deadline;
use super::Due;
use super::action;
use super::case::Case;
use super::case::Met;
use super::custom;
use super::step;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::MessageName;
use crate::model::Role;
use crate::model::Status;
use crate::postmortem::IncidentClock;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::StepState;
use crate::time::Moment;
use crate::time::Term;

/// Counting never begins for a review before this: reviewers get a business day at least.
const LEAST_BEFORE_REVIEW: Term = Term::BusinessDays(1);

/// The deadlines of a postmortem, in the order of DESIGN 4. Nothing where none is required, where
/// the incident is older than `enforce_from`, or where the severity owes nothing.
///
/// `coverage` says what process reviews made of the incident.
pub fn of_postmortem(postmortem: Postmortem<'_>, coverage: Coverage) -> Vec<Deadline> {
    let Some(case) = Case::new(*postmortem) else {
        return action::of_adopted(*postmortem);
    };
    let whole = Whole { postmortem, case };
    let mut owed = Vec::new();
    match whole.case.clock {
        IncidentClock::Unknown => {}
        IncidentClock::GoesOn(since) => whole.while_it_goes_on(since, &mut owed),
        IncidentClock::Runs(resolved) => {
            whole.afterwards(resolved, &mut owed);
        }
    }
    custom::of_custom(postmortem, &whole.case, &mut owed);
    action::of_items(&whole.case, &mut owed);
    owed.extend(process_review(&whole.case, coverage));
    owed
}

/// The deadline of a report by which a process review has looked at the incident, which needs
/// nothing but the report.
pub fn of_incident(report: Report<'_>, coverage: Coverage) -> Option<Deadline> {
    process_review(&Case::new(report)?, coverage)
}

/// By when a report is to be reviewed; `None` where that is not owed, or the incident goes on.
pub fn review_due(report: Report<'_>) -> Option<Moment> {
    let case = Case::new(report)?;
    let IncidentClock::Runs(resolved) = case.clock else {
        return None;
    };
    let anchor = Anchor::new(resolved, "the incident was resolved");
    let due = anchor.after(&case.policy.calendar, case.term(DeadlineKind::Reviewed)?);
    Some(due.at)
}

fn process_review(case: &Case<'_>, coverage: Coverage) -> Option<Deadline> {
    let reviewed_in = match coverage {
        Coverage::NoneHeld => return None,
        Coverage::NotYet => None,
        Coverage::In(at) => Some(at),
    };
    let IncidentClock::Runs(resolved) = case.clock else {
        return None;
    };
    let kind = DeadlineKind::ProcessReview;
    let anchor = Anchor::new(resolved, "the incident was resolved");
    let due = anchor.after(&case.policy.calendar, case.term(kind)?);
    let met = Met {
        is_met: reviewed_in.is_some(),
        at: reviewed_in,
    };
    Some(case.deadline(kind, Role::IncidentCommander, due, met))
}

/// A postmortem that owes something, with what lies beside its report.
struct Whole<'a> {
    postmortem: Postmortem<'a>,
    case: Case<'a>,
}

impl Whole<'_> {
    fn moment(&self, field: FieldName) -> Option<Moment> {
        self.postmortem.moment(field)
    }

    /// What is owed from the end of an incident's first day while it goes on.
    fn while_it_goes_on(&self, since: Moment, owed: &mut Vec<Deadline>) {
        let zone = self.case.policy.zone;
        let due = || {
            Due::new(
                zone.end_of_day(zone.date_of(since)),
                format!(
                    "the end of the day on which the incident began ({}); it has no `resolved_at`",
                    zone.show(since).to_short()
                ),
            )
        };
        if self.case.term(DeadlineKind::OwnerNamed).is_some() {
            owed.push(self.owner_named(due()));
        }
        if self.case.term(DeadlineKind::InternalNotice).is_some() {
            owed.extend(self.internal_notice(due()));
        }
    }

    /// What is owed once the incident is over.
    fn afterwards(&self, resolved: Moment, owed: &mut Vec<Deadline>) {
        let calendar = &self.case.policy.calendar;
        let resolved = Anchor::new(resolved, "the incident was resolved");
        let after = |kind| Some(resolved.after(calendar, self.case.term(kind)?));
        owed.extend(after(DeadlineKind::OwnerNamed).map(|due| self.owner_named(due)));
        if let Some(due) = after(DeadlineKind::MeetingScheduled) {
            let is_met = self.moment(FieldName::MeetingScheduledFor).is_some()
                || self.moment(FieldName::MeetingHeldAt).is_some()
                || self.postmortem.field(FieldName::NoMeetingBecause).is_text();
            owed.push(self.case.deadline(
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
            let met = Met::is(self.postmortem.has_reached(Status::InReview));
            self.case
                .deadline(DeadlineKind::InReview, Role::Owner, due, met)
        }));
        owed.extend(reviewed.clone().map(|due| {
            let met = Met {
                is_met: self.postmortem.has_reached(Status::Reviewed),
                at: self.moment(FieldName::ReviewedAt),
            };
            self.case
                .deadline(DeadlineKind::Reviewed, Role::Owner, due, met.sane())
        }));
        owed.extend(self.results_mail(meeting.as_ref(), reviewed.as_ref()));
        owed.extend(self.external_message(reviewed.as_ref()));
        step::of_checklist(
            self.postmortem,
            &self.case,
            (in_review.as_ref(), reviewed.as_ref()),
            owed,
        );
    }

    fn owner_named(&self, due: Due) -> Deadline {
        let is_met = self.postmortem.field(FieldName::Owner).is_text();
        self.case.deadline(
            DeadlineKind::OwnerNamed,
            Role::IncidentCommander,
            due,
            Met::is(is_met),
        )
    }

    fn internal_notice(&self, due: Due) -> Option<Deadline> {
        const STEP: &str = "ic.internal-notice";
        if self.case.policy.drops(STEP) {
            return None;
        }
        let met = self.message(MessageName::Notice).or(self.step(STEP));
        Some(self.case.deadline(
            DeadlineKind::InternalNotice,
            Role::IncidentCommander,
            due,
            met,
        ))
    }

    fn external_message(&self, reviewed: Option<&Due>) -> Option<Deadline> {
        const STEP: &str = "cl.publish-external";
        let term = self.case.term(DeadlineKind::ExternalMessage)?;
        if self.case.policy.drops(STEP) {
            return None;
        }
        let due = self
            .review(reviewed)?
            .after(&self.case.policy.calendar, term);
        let met = self.message(MessageName::External).or(self.step(STEP));
        Some(self.case.deadline(
            DeadlineKind::ExternalMessage,
            Role::CustomerLiaison,
            due,
            met,
        ))
    }

    /// The results go out once the meeting was and the report is reviewed, whichever is later.
    fn results_mail(&self, meeting: Option<&Anchor>, reviewed: Option<&Due>) -> Option<Deadline> {
        let kind = DeadlineKind::ResultsMail;
        let term = self.case.term(kind)?;
        let review = self.review(reviewed);
        let later = match (meeting, review.as_ref()) {
            (Some(meeting), Some(review)) if review.at > meeting.at => review,
            (meeting, review) => meeting.or(review)?,
        };
        let due = later.after(&self.case.policy.calendar, term);
        let met = self.message(MessageName::Results);
        Some(self.case.deadline(kind, Role::Owner, due, met))
    }

    /// The end of the review: when it was, else when the meeting was, else when it is due.
    fn review(&self, reviewed: Option<&Due>) -> Option<Anchor> {
        if let Some(at) = self.moment(FieldName::ReviewedAt) {
            return Some(Anchor::new(at, "the review (`reviewed_at`)"));
        }
        if let Some(at) = self.moment(FieldName::MeetingHeldAt) {
            return Some(Anchor::new(at, "the review meeting (`meeting.held_at`)"));
        }
        Some(Anchor::new(
            reviewed?.at,
            "the day by which the report must be reviewed",
        ))
    }

    /// The review meeting: when it was, else when it is to be, else when the review is due.
    fn meeting(&self, reviewed: Option<&Due>) -> Option<Anchor> {
        if let Some(at) = self.moment(FieldName::MeetingHeldAt) {
            return Some(Anchor::new(at, "the review meeting (`meeting.held_at`)"));
        }
        if let Some(at) = self.moment(FieldName::MeetingScheduledFor) {
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
        let term = self.case.term(DeadlineKind::InReview)?;
        let meeting = meeting?;
        let calendar = &self.case.policy.calendar;
        let wanted = calendar.before(term, meeting.at);
        let least = resolved.after(calendar, LEAST_BEFORE_REVIEW);
        Some(if wanted < least.at {
            Due {
                because: least.because.with(": never earlier than that"),
                ..least
            }
        } else {
            Due::new(wanted, meeting.because(calendar, term, "before"))
        })
    }

    /// Whether a message has been sent, or is not to be.
    fn message(&self, name: MessageName) -> Met {
        let Some(message) = self.postmortem.message(name) else {
            return Met::is(false);
        };
        Met {
            is_met: message.is_settled(),
            at: message.sent_at(),
        }
        .sane()
    }

    /// Whether a step of the checklist is settled or ticked.
    fn step(&self, id: &str) -> Met {
        Met::is(self.postmortem.step_state(id) != StepState::Open)
    }
}

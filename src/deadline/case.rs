//! A postmortem that owes something.

use super::Deadline;
use super::Due;
use super::Weight;
use super::people;
use crate::config::Policy;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Role;
use crate::model::Severity;
use crate::postmortem::IncidentClock;
use crate::postmortem::Report;
use crate::source::Span;
use crate::time::Moment;
use crate::time::Term;

/// A postmortem that owes something.
pub(super) struct Case<'a> {
    pub(super) report: Report<'a>,
    pub(super) policy: &'a Policy,
    /// The severity by which it owes.
    severity: &'a Severity,
    pub(super) clock: IncidentClock,
}

impl<'a> Case<'a> {
    /// Nothing where none is required, where the incident is older than `enforce_from`, or where
    /// status or severity cannot be read.
    pub(super) fn new(report: Report<'a>) -> Option<Self> {
        report.status()?;
        if !report.owes() {
            return None;
        }
        let policy = report.policy;
        Some(Self {
            policy,
            severity: policy.owes_as(report.severity()?, report.is_major()),
            clock: report.clock(),
            report,
        })
    }

    pub(super) fn term(&self, kind: DeadlineKind) -> Option<Term> {
        let is_older = |day| self.report.is_older_than(day);
        self.policy.term_of(kind, self.severity, is_older)
    }

    /// A deadline that is met once the report or a message says so.
    pub(super) fn deadline(&self, kind: DeadlineKind, role: Role, due: Due, met: Met) -> Deadline {
        Deadline {
            kind,
            step: None,
            action_item: None,
            action_title: None,
            name: None,
            role,
            owed_by: people::owing(&self.report, role),
            due: self.policy.zone.show(due.at),
            is_met: met.is_met,
            met_at: met.at.map(|at| self.policy.zone.show(at)),
            in_business_days: due.in_business_days,
            weight: Weight::Firm,
            explanation: due.because,
            path: self.report.document.path.clone(),
            span: self.place(kind),
        }
    }

    /// The field of the report that a deadline is about, else its status.
    fn place(&self, kind: DeadlineKind) -> Span {
        let field = match kind {
            DeadlineKind::OwnerNamed => FieldName::Owner,
            DeadlineKind::MeetingScheduled => FieldName::Meeting,
            _ => FieldName::Status,
        };
        let said = self.report.field(field);
        if said.is_there() {
            said.place()
        } else {
            self.report.field(FieldName::Status).place()
        }
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

    pub(super) fn or(self, other: Self) -> Self {
        if self.is_met { self } else { other }
    }

    /// Since when is known only of what is so.
    pub(super) fn sane(self) -> Self {
        Self {
            at: self.at.filter(|_| self.is_met),
            ..self
        }
    }
}

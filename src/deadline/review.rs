//! What process reviews owe.

use super::Anchor;
use super::Deadline;
use super::people;
use crate::config::Policy;
use crate::document::Document;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::rules;

/// The notes of one process review: due after its time, unless it was cancelled. Nothing where it
/// has no time that can be read, and where the policy wants none.
pub fn of_review(policy: &Policy, review: &Document) -> Option<Deadline> {
    let term = policy.review_notes?;
    let (at, span) = rules::moment(review, "scheduled_for")?;
    let status = review.text_of("status").unwrap_or_default();
    if status == "cancelled" {
        return None;
    }
    let anchor = Anchor::new(at, "the process review");
    let due = anchor.after(&policy.calendar, term);
    Some(Deadline {
        kind: DeadlineKind::ProcessReviewNotes,
        step: None,
        action_item: None,
        role: Role::Chair,
        owed_by: people::one(review, "chair").into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: status == "held",
        met_at: None,
        in_business_days: due.in_business_days,
        explanation: due.because,
        path: review.path.clone(),
        span,
    })
}

/// The next process review, where the policy wants one every so often: that long after `last`, the
/// last that was held. Nothing before the first. The incident commanders owe it together; the chair
/// of the last one is named, who knows them.
pub fn next_review(policy: &Policy, last: &Document) -> Option<Deadline> {
    let term = policy.review_every?;
    let (at, span) = rules::moment(last, "scheduled_for")?;
    let anchor = Anchor::new(at, "the last process review");
    let due = anchor.after(&policy.calendar, term);
    Some(Deadline {
        kind: DeadlineKind::NextProcessReview,
        step: None,
        action_item: None,
        role: Role::IncidentCommander,
        owed_by: people::one(last, "chair").into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: false,
        met_at: None,
        in_business_days: due.in_business_days,
        explanation: due.because,
        path: last.path.clone(),
        span,
    })
}

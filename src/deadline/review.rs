//! What process reviews owe.

use super::Anchor;
use super::Deadline;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Role;
use crate::postmortem::ProcessReview;

/// The notes of one process review: due after its time, unless it was cancelled. Nothing where it
/// has no time that can be read, and where the policy wants none.
pub fn of_review(review: &ProcessReview<'_>) -> Option<Deadline> {
    let policy = review.policy;
    let term = policy.review_notes?;
    let at = review.scheduled_for()?;
    if review.is_cancelled() {
        return None;
    }
    let anchor = Anchor::new(at, "the process review");
    let due = anchor.after(&policy.calendar, term);
    Some(Deadline {
        kind: DeadlineKind::ProcessReviewNotes,
        step: None,
        action_item: None,
        action_title: None,
        role: Role::Chair,
        owed_by: review.chair().map(str::to_owned).into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: review.is_held(),
        met_at: None,
        in_business_days: due.in_business_days,
        explanation: due.because,
        path: review.document.path.clone(),
        span: review.field(FieldName::ScheduledFor).place(),
    })
}

/// The next process review, where the policy wants one every so often: that long after `last`, the
/// last that was held. Nothing before the first. The incident commanders owe it together; the chair
/// of the last one is named, who knows them.
pub fn next_review(last: &ProcessReview<'_>) -> Option<Deadline> {
    let policy = last.policy;
    let term = policy.review_every?;
    let at = last.scheduled_for()?;
    let anchor = Anchor::new(at, "the last process review");
    let due = anchor.after(&policy.calendar, term);
    Some(Deadline {
        kind: DeadlineKind::NextProcessReview,
        step: None,
        action_item: None,
        action_title: None,
        role: Role::IncidentCommander,
        owed_by: last.chair().map(str::to_owned).into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: false,
        met_at: None,
        in_business_days: due.in_business_days,
        explanation: due.because,
        path: last.document.path.clone(),
        span: last.field(FieldName::ScheduledFor).place(),
    })
}

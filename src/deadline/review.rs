//! What process reviews owe.

use super::Anchor;
use super::Deadline;
use super::Weight;
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
        name: None,
        role: Role::Chair,
        owed_by: review.chair().map(str::to_owned).into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: review.is_held(),
        met_at: None,
        in_business_days: due.in_business_days,
        weight: Weight::Firm,
        explanation: due.because,
        path: review.document.path.clone(),
        span: review.field(FieldName::ScheduledFor).place(),
    })
}

/// The next process review, where the policy wants one every so often: that long after `last`, the
/// last that was held. Nothing before the first. The incident commanders owe it together: the chair of
/// the last one, and those who led the response to what it is to be about.
pub fn next_review(last: &ProcessReview<'_>, commanders: &[String]) -> Option<Deadline> {
    let policy = last.policy;
    let term = policy.review_every?;
    let at = last.scheduled_for()?;
    let anchor = Anchor::new(at, "the last process review");
    let due = anchor.after(&policy.calendar, term);
    let mut owed_by: Vec<String> = Vec::new();
    for person in last
        .chair()
        .into_iter()
        .chain(commanders.iter().map(String::as_str))
    {
        if !owed_by.iter().any(|it| policy.roster.is_same(it, person)) {
            owed_by.push(person.to_owned());
        }
    }
    Some(Deadline {
        kind: DeadlineKind::NextProcessReview,
        step: None,
        action_item: None,
        action_title: None,
        name: None,
        role: Role::IncidentCommander,
        owed_by,
        due: policy.zone.show(due.at),
        is_met: false,
        met_at: None,
        in_business_days: due.in_business_days,
        weight: Weight::Firm,
        explanation: due.because,
        path: last.document.path.clone(),
        span: last.field(FieldName::ScheduledFor).place(),
    })
}

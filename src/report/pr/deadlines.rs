//! The deadlines that a change moves or meets, and those that have passed.

use chrono::TimeDelta;

use crate::deadline;
use crate::deadline::Coverage;
use crate::deadline::Deadline;
use crate::deadline::State;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::report::moves;
use crate::report::overdue::words::lateness;
use crate::time::Moment;

/// How long before the meeting reviewers should have a report (DESIGN 4).
const READING_TIME: TimeDelta = TimeDelta::hours(24);

/// Deadlines that are at another moment or fall away, those that were not met before and are, and those
/// that have passed. Whether a process review
/// has looked at the incident is not in its own files, and nothing that this change could meet.
pub(super) fn of(
    before: Option<Postmortem<'_>>,
    after: Postmortem<'_>,
    (now, coverage): (Moment, Coverage),
) -> Vec<String> {
    let policy = after.policy;
    let what = |it: &Deadline| {
        let kind = it.kind.as_str();
        match (it.part(), &it.name) {
            (Some(name), Some(_)) => name.to_owned(),
            (Some(id), None) => format!("{kind} {id}"),
            (None, _) => kind.to_owned(),
        }
    };
    let old = before.map_or_else(Vec::new, |it| deadline::of_postmortem(it, coverage));
    let was_met = |it: &Deadline| old.iter().any(|old| what(old) == what(it) && old.is_met);
    let owed = deadline::of_postmortem(after, coverage);
    // What is owed anew follows from facts that are told; what was owed before is what people count on.
    let moved = moves::between(&old, &owed).into_iter();
    let moved = moved.filter(|it| it.was.is_some());
    let mut told: Vec<String> = moved.map(|it| it.to_string()).collect();
    for it in owed
        .iter()
        .filter(|it| it.kind != DeadlineKind::ProcessReview)
    {
        let due = it.due.to_short();
        match it.state(now, TimeDelta::zero()) {
            State::Met if before.is_some() && !was_met(it) => {
                told.push(format!("meets {}, due {due}", what(it)));
            }
            State::Overdue => {
                let late = lateness(&policy.calendar, it.due, now, it.in_business_days);
                let whose = match it.owed_by.as_slice() {
                    [] => "nobody named".to_owned(),
                    people => people.join(", "),
                };
                told.push(format!("{} is {late} late ({whose})", what(it)));
            }
            _ => {}
        }
    }
    let meeting = after.moment(FieldName::MeetingScheduledFor);
    let goes_to_reviewers = after.status() == Some(Status::InReview)
        && before.and_then(|it| it.status()) != Some(Status::InReview);
    if let Some(at) = meeting.filter(|it| goes_to_reviewers && *it > now) {
        let left = at.since(now);
        if left < READING_TIME {
            told.push(format!(
                "the meeting is in {} hours, less than the {} that reviewers should have",
                left.num_hours(),
                READING_TIME.num_hours()
            ));
        }
    }
    told
}

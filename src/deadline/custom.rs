//! The deadlines that a team adds: clocks that law or contract set.

use super::Anchor;
use super::Deadline;
use super::case::Case;
use super::case::Met;
use crate::config::CustomDeadline;
use crate::config::MetBy;
use crate::config::Whose;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::Said;
use crate::postmortem::StepState;

/// What of `deadlines.custom` a postmortem owes. Nothing where the moment from which it runs has not
/// come: the report is not resolved, or not reviewed.
pub(super) fn of_custom(postmortem: Postmortem<'_>, case: &Case<'_>, owed: &mut Vec<Deadline>) {
    for it in &case.policy.custom {
        if !is_bound(&case.report, it) {
            continue;
        }
        let Some(anchor) = anchor(&case.report, it.after) else {
            continue;
        };
        let due = anchor.after(&case.policy.calendar, it.within);
        let deadline = case.deadline(DeadlineKind::Custom, it.owed_by, due, met(postmortem, it));
        owed.push(Deadline {
            name: Some(it.name.clone()),
            ..deadline
        });
    }
}

/// Whether an incident owes it.
fn is_bound(report: &Report<'_>, it: &CustomDeadline) -> bool {
    let is_older = it.since.is_some_and(|since| report.is_older_than(since));
    let is_its = match &it.of {
        Whose::All => true,
        Whose::Major => report.is_major(),
        Whose::These(severities) => report.severity().is_some_and(|it| severities.contains(it)),
    };
    let holds = |field: &String| report.field_called(field).holds();
    !is_older && is_its && it.when.as_ref().is_none_or(holds)
}

/// From when on it runs. Where a report does not say yet when somebody noticed, it runs from when the
/// incident began, and the other way round: a clock of the law does not wait for a field.
fn anchor(report: &Report<'_>, field: FieldName) -> Option<Anchor> {
    let said = |field: FieldName| {
        let at = report.moment(field)?;
        Some(Anchor::new(at, format!("`{}`", field.as_str())))
    };
    let instead = match field {
        FieldName::StartedAt => Some(FieldName::DetectedAt),
        FieldName::DetectedAt => Some(FieldName::StartedAt),
        _ => None,
    };
    said(field).or_else(|| {
        let (instead, at) = instead.and_then(|it| Some((it, report.moment(it)?)))?;
        let (field, instead) = (field.as_str(), instead.as_str());
        let what = format!("`{instead}`, as there is no `{field}` yet");
        Some(Anchor::new(at, what))
    })
}

/// Whether it is met, and since when.
fn met(postmortem: Postmortem<'_>, it: &CustomDeadline) -> Met {
    match &it.met_by {
        MetBy::Field(field) => {
            let said: Said<'_> = postmortem.field_called(field);
            let at = said.moment();
            Met {
                is_met: said.holds(),
                at,
            }
        }
        MetBy::Message(name) => match postmortem.message(*name) {
            Some(message) => Met {
                is_met: message.is_settled(),
                at: message.sent_at(),
            },
            None => Met::is(false),
        },
        MetBy::Step(id) => Met::is(postmortem.step_state(id) != StepState::Open),
    }
    .sane()
}

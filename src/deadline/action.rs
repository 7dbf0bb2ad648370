//! Action items of a report, and the tweaks of a process review.

use super::Anchor;
use super::Deadline;
use super::Due;
use super::Weight;
use super::case::Case;
use crate::config::Policy;
use crate::document::Document;
use crate::model::ActionState;
use crate::model::DeadlineKind;
use crate::model::FieldName;
use crate::model::Role;
use crate::postmortem::ActionItem;
use crate::postmortem::IncidentClock;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::time;
use crate::time::Moment;
use crate::time::Term;

/// Until when the policy wants action items done, for the first two priorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemTerm {
    /// How long there is.
    pub term: Term,
    /// From when on: the end of the incident.
    pub since: Moment,
}

impl ItemTerm {
    /// When it is over.
    pub fn due(&self, policy: &Policy) -> Moment {
        policy.calendar.add(self.term, self.since)
    }
}

/// Until when the policy wants the action items of a report done: counted from the end of the
/// incident. Nothing before that, where the incident is older than `enforce_from`, or where the report
/// was adopted.
pub fn item_term(report: &Report<'_>) -> Option<ItemTerm> {
    let policy = report.policy;
    let IncidentClock::Runs(since) = report.clock() else {
        return None;
    };
    let severity = policy.owes_as(report.severity()?, report.is_major());
    let is_older = |day| report.is_older_than(day);
    let term = policy.term_of(DeadlineKind::ActionItem, severity, is_older)?;
    let is_held_to_it = !report.is_adopted() && !report.is_from_before();
    is_held_to_it.then_some(ItemTerm { term, since })
}

/// Whether an item is one of those that the policy wants done by then: by its priority.
pub fn is_urgent(policy: &Policy, item: &ActionItem<'_>) -> bool {
    let priority = item.field(FieldName::Priority).words();
    priority.is_some_and(|it| policy.has_deadline(it))
}

/// The action items of a report. Its own `due` counts where it is earlier than the policy's; what
/// is only proposed owes nothing.
pub(super) fn of_items(case: &Case<'_>, owed: &mut Vec<Deadline>) {
    let report = case.report.document;
    let term = item_term(&case.report);
    for item in case.report.action_items() {
        let by_policy = term.and_then(|it| policy_due(case, &item, it));
        owed.extend(of_item(case.policy, report, &item, by_policy));
    }
}

/// The action items of a report that was adopted, by their own `due` alone: the policy is younger than
/// they are.
pub(super) fn of_adopted(report: Report<'_>) -> Vec<Deadline> {
    if !report.is_adopted() || !report.may_owe() {
        return Vec::new();
    }
    let items = report.action_items();
    items
        .filter_map(|it| of_item(report.policy, report.document, &it, None))
        .collect()
}

/// The tweaks of a process review: action items that have their own `due` alone.
pub fn of_tweaks(review: &ProcessReview<'_>) -> Vec<Deadline> {
    let tweaks = review.tweaks();
    tweaks
        .filter_map(|it| of_item(review.policy, review.document, &it, None))
        .collect()
}

/// When the policy wants an item done, and how that came about.
fn policy_due(case: &Case<'_>, item: &ActionItem<'_>, term: ItemTerm) -> Option<Due> {
    if !is_urgent(case.policy, item) {
        return None;
    }
    let anchor = Anchor::new(term.since, "the incident was resolved");
    let due = anchor.after(&case.policy.calendar, term.term);
    let priority = item.field(FieldName::Priority).words()?;
    Some(Due {
        because: due.because.with(format!(", for {priority}")),
        ..due
    })
}

fn of_item(
    policy: &Policy,
    document: &Document,
    item: &ActionItem<'_>,
    by_policy: Option<Due>,
) -> Option<Deadline> {
    let state = item.state().unwrap_or(ActionState::Open);
    if state == ActionState::Proposed {
        return None;
    }
    let date = |field| time::parse_date(item.field(field).words()?).ok();
    let own = date(FieldName::Due).map(|date| {
        let due = policy.zone.end_of_day(date);
        Due::new(due, format!("its own `due`, {date}"))
    });
    let due = match (own, by_policy) {
        (Some(own), Some(policy)) if policy.at < own.at => Due {
            because: policy.because.with("; its own `due` is later"),
            ..policy
        },
        (Some(own), _) => own,
        (None, by_policy) => by_policy?,
    };
    let text = |field| item.field(field).words().map(str::to_owned);
    Some(Deadline {
        kind: DeadlineKind::ActionItem,
        step: None,
        action_item: text(FieldName::Id),
        action_title: text(FieldName::Title),
        name: None,
        role: Role::ActionItemOwner,
        owed_by: item
            .field(FieldName::Owner)
            .people()
            .map(str::to_owned)
            .collect(),
        due: policy.zone.show(due.at),
        is_met: state.is_over(),
        met_at: date(FieldName::DoneOn)
            .filter(|_| state == ActionState::Done)
            .map(|it| policy.zone.end_of_day(it)),
        in_business_days: due.in_business_days,
        weight: Weight::Firm,
        explanation: due.because,
        path: document.path.clone(),
        span: item.title_place(),
    })
}

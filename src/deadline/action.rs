//! Action items of a report, and the tweaks of a process review.

use super::Anchor;
use super::Deadline;
use super::Due;
use super::postmortem::Case;
use super::postmortem::Clock;
use crate::config::Policy;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::DeadlineKind;
use crate::model::Role;
use crate::time;

/// The action items of a report. Its own `due` counts where it is earlier than the policy's; what
/// is only proposed owes nothing.
pub(super) fn of_items(case: &Case<'_>, owed: &mut Vec<Deadline>) {
    let report = case.context.report();
    for (_, item) in case.context.action_items() {
        owed.extend(of_item(case.policy, report, item, policy_due(case, item)));
    }
}

/// The tweaks of a process review: action items that have their own `due` alone.
pub fn of_tweaks(policy: &Policy, review: &Document) -> Vec<Deadline> {
    let tweaks = review.field("tweaks").map_or(&[][..], Node::items);
    tweaks
        .iter()
        .filter(|it| it.is_map())
        .filter_map(|it| of_item(policy, review, it, None))
        .collect()
}

/// When the policy wants an item done: counted from the end of the incident, for the first two
/// priorities.
fn policy_due(case: &Case<'_>, item: &Node) -> Option<Due> {
    let Clock::Runs(resolved) = case.clock else {
        return None;
    };
    let priority = text(item, "priority")?;
    if !case.policy.has_deadline(priority) {
        return None;
    }
    let term = case.term(DeadlineKind::ActionItem)?;
    let anchor = Anchor::new(resolved, "the incident was resolved");
    let due = anchor.after(&case.policy.calendar, term);
    Some(Due {
        because: format!("{}, for {priority}", due.because),
        ..due
    })
}

fn of_item(
    policy: &Policy,
    document: &Document,
    item: &Node,
    by_policy: Option<Due>,
) -> Option<Deadline> {
    let state = text(item, "state").unwrap_or("open");
    if state == "proposed" {
        return None;
    }
    let date = |key| time::parse_date(text(item, key)?).ok();
    let own = date("due").map(|date| {
        let due = policy.zone.end_of_day(date);
        Due::new(due, format!("its own `due`, {date}"))
    });
    let due = match (own, by_policy) {
        (Some(own), Some(policy)) if policy.at < own.at => Due {
            because: format!("{}; its own `due` is later", policy.because),
            ..policy
        },
        (Some(own), _) => own,
        (None, by_policy) => by_policy?,
    };
    let is_done = state == "done";
    Some(Deadline {
        kind: DeadlineKind::ActionItem,
        step: None,
        action_item: text(item, "id").map(str::to_owned),
        role: Role::ActionItemOwner,
        owed_by: text(item, "owner").map(str::to_owned).into_iter().collect(),
        due: policy.zone.show(due.at),
        is_met: is_done || state == "wont-do",
        met_at: date("done_on")
            .filter(|_| is_done)
            .map(|it| policy.zone.end_of_day(it)),
        in_business_days: due.in_business_days,
        explanation: due.because,
        path: document.path.clone(),
        span: item.get("title").unwrap_or(item).span,
    })
}

fn text<'a>(item: &'a Node, key: &str) -> Option<&'a str> {
    let text = item.get(key)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

//! PM403: an urgent action item that is due later than the policy allows.

use super::Check;
use super::Context;
use super::Entry;
use super::actions;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::model::DeadlineKind;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM403",
    name: "due-later-than-policy",
    level: Level::Warning,
    summary: "an urgent action item that is due later than the policy allows",
    page: include_str!("pm403_due_later_than_policy.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let policy = context.policy;
    // Incidents from before the team began owe nothing.
    let is_old = policy
        .enforce_from
        .zip(context.incident_date())
        .is_some_and(|(from, date)| date < from);
    let (Some((resolved, resolved_span)), Some(severity)) =
        (context.moment("resolved_at"), context.severity())
    else {
        return;
    };
    let term = policy.term(
        DeadlineKind::ActionItem,
        policy.owes_as(severity, context.is_major()),
    );
    let Some(term) = term.filter(|_| !is_old) else {
        return;
    };
    let last = policy.calendar.add(term, resolved).date();
    for (index, item) in context.action_items() {
        if actions::is_done(item) || is_proposed(item) || !is_urgent(context, item) {
            continue;
        }
        let Some(due) = item.get("due") else {
            continue;
        };
        let Some(Ok(date)) = due.as_str().map(time::parse_date) else {
            continue;
        };
        let late = date.signed_duration_since(last).num_days();
        if late <= 0 {
            continue;
        }
        let plural = if late == 1 { "" } else { "s" };
        found.push(
            Diagnostic::new(
                &RULE,
                &context.report().path,
                due.span,
                format!(
                    "`due` is {late} day{plural} later than the policy allows: {} after the end \
                     of the incident are over on {last}",
                    term.in_words()
                ),
            )
            .help(format!(
                "bring it forward to {last}, split off what cannot be done by then, or waive it \
                 with a reason"
            ))
            .label(resolved_span, "the term is counted from here")
            .pointer(format!("/action_items/{index}/due")),
        );
    }
}

/// Whether nobody has agreed to it yet.
fn is_proposed(item: &Node) -> bool {
    item.get("state").and_then(Node::as_str) == Some("proposed")
}

/// Whether its priority is one of those that have a deadline by policy.
fn is_urgent(context: &Context<'_>, item: &Node) -> bool {
    item.get("priority")
        .and_then(Node::as_str)
        .is_some_and(|priority| context.policy.has_deadline(priority))
}

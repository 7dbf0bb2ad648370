//! PM403: an urgent action item that is due later than the policy allows.

use super::Check;
use super::Context;
use super::Entry;
use crate::deadline;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;

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
    let Some(term) = deadline::item_term(context) else {
        return;
    };
    let last = term.due(policy).date();
    for item in context.action_items() {
        if !item.owes() || !deadline::is_urgent(policy, &item) {
            continue;
        }
        let Some(date) = item.due() else {
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
                item.field(FieldName::Due).place(),
                format!(
                    "`due` is {late} day{plural} later than the policy allows: {} after the end \
                     of the incident are over on {last}",
                    term.term.in_words()
                ),
            )
            .gist(format!("`due` {date} is later than the policy allows"))
            .help(format!(
                "bring it forward to {last}, split off what cannot be done by then, or waive it \
                 with a reason"
            ))
            .label(
                context.field(FieldName::ResolvedAt).place(),
                "the term is counted from here",
            )
            .pointer(item.pointer_to(FieldName::Due)),
        );
    }
}

//! PM602: a step is marked as not applicable without a reason, or without a tick.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::postmortem::steps;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM602",
    name: "step-without-reason",
    level: Level::Error,
    summary: "a step is marked as not applicable without a reason, or without a tick",
    page: include_str!("pm602_step_without_reason.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(checklist) = &context.dossier.checklist else {
        return;
    };
    for task in &checklist.body.tasks {
        let Some(reason) = steps::not_applicable(&task.text) else {
            continue;
        };
        let name = task.id.as_ref().map_or("this step", |(id, _)| id.as_str());
        if reason.is_empty() {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &checklist.path,
                    task.marker,
                    format!("`{name}` does not apply, and nobody says why"),
                )
                .help("write a reason: `n/a: no customer noticed it`"),
            );
        } else if !task.checked {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &checklist.path,
                    task.marker,
                    format!("`{name}` is marked `n/a` and not ticked"),
                )
                .help("tick it")
                .fix(Fix::replace("tick it", task.marker, "[x]")),
            );
        }
    }
}

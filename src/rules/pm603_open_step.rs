//! PM603: a step is open that the status asks for.

use std::collections::BTreeMap;

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::postmortem::steps;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM603",
    name: "open-step",
    level: Level::Error,
    summary: "a step is open that the status asks for",
    page: include_str!("pm603_open_step.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(checklist) = &context.dossier.checklist else {
        return;
    };
    // Steps that stood there when the incident was a major one bind nobody any more.
    if !context.is_major() {
        return;
    }
    let mut settled: BTreeMap<&str, bool> = BTreeMap::new();
    for task in &checklist.body.tasks {
        if task.checked || steps::not_applicable(&task.text).is_some() {
            continue;
        }
        let Some((id, _)) = &task.id else {
            continue;
        };
        let Some(gate) = context.policy.gate(id) else {
            continue;
        };
        let mut is_settled = || {
            let known = settled.entry(id);
            *known.or_insert_with(|| context.is_settled(id))
        };
        if !context.has_reached(gate) || is_settled() {
            continue;
        }
        let gist = format!("`{id}` is open");
        found.push(
            Diagnostic::new(
                &RULE,
                &checklist.path,
                task.marker,
                format!("{gist}: it is required from {gate}"),
            )
            .gist(gist)
            .help("do it and tick it, or tick it and write `n/a:` and a reason"),
        );
    }
}

//! PM601: an item of the checklist names no step, an unknown one, or one that was named before.

use super::Check;
use super::Context;
use super::Entry;
use crate::config::Policy;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::likeness;
use crate::likeness::Among;
use crate::markdown::Task;
use crate::postmortem::steps;
use crate::source::Span;
use std::collections::BTreeMap;

/// How much of an unknown id is shown, in characters.
const SHOWN: usize = 60;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM601",
    name: "checklist-step",
    level: Level::Warning,
    summary: "an item of the checklist names no step, an unknown one, or one that was named before",
    page: include_str!("pm601_checklist_step.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(checklist) = &context.dossier.checklist else {
        return;
    };
    let mut seen: BTreeMap<(&str, String), &Task> = BTreeMap::new();
    for task in &checklist.body.tasks {
        let Some((id, place)) = &task.id else {
            found.push(
                Diagnostic::new(&RULE, &checklist.path, task.marker, "this item names no step")
                    .help("begin it with the step's id in backticks; `pmrepo checklist ask` adds a step of your own"),
            );
            continue;
        };
        if !context.policy.is_step(id) {
            found.push(unknown(context, checklist, id, *place));
            continue;
        }
        let whose = if context.policy.is_for_each_expert(id) {
            steps::expert(task).to_lowercase()
        } else {
            String::new()
        };
        if let Some(first) = seen.get(&(id.as_str(), whose.clone())) {
            found.push(
                Diagnostic::new(&RULE, &checklist.path, *place, format!("`{id}` stands here twice"))
                    .help("take one of the two away; where they differ, the one that is not ticked counts")
                    .label(first.marker, "the first one is here"),
            );
        } else {
            seen.insert((id.as_str(), whose), task);
        }
    }
}

/// An id that no step has. Where it is like one that a step has, the mending is no guess: nothing
/// else begins so.
fn unknown(context: &Context<'_>, checklist: &Document, id: &str, place: Span) -> Diagnostic {
    let shown: String = id.chars().take(SHOWN).collect();
    let message = format!("no step is called `{shown}`");
    let diagnostic = Diagnostic::new(&RULE, &checklist.path, place, message);
    match suggest(context.policy, id) {
        Some(meant) => diagnostic
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::replace(format!("write `{meant}`"), place, meant)),
        None => diagnostic.help(
            "list it under `checklist.add` in pmrepo.yaml, or begin its id with `ask.` where it is \
             a step of this incident alone",
        ),
    }
}

/// The id of a step that is most like a word that is none.
fn suggest<'a>(policy: &'a Policy, word: &str) -> Option<&'a str> {
    let ids = policy.steps.iter().map(|step| step.id.as_str());
    likeness::nearest_word(word, ids, Among::Kin)
}

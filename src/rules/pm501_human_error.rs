//! PM501: a person's error stands where an explanation belongs.

use super::Check;
use super::Context;
use super::Entry;
use super::Prose;
use super::language;
use super::language::Hit;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM501",
    name: "human-error",
    level: Level::Warning,
    summary: "a person's error stands where an explanation belongs",
    page: include_str!("pm501_human_error.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: PHRASES,
        prose: Prose::Report,
        check,
    },
};

/// What is looked for.
const PHRASES: &[&str] = &[
    "human error",
    "human errors",
    "human mistake",
    "human failure",
    "operator error",
    "operator mistake",
    "user error",
    "engineer error",
    "pilot error",
    "manual error",
    "mistakenly",
    "carelessness",
    "careless",
    "carelessly",
    "negligence",
    "negligent",
    "negligently",
    "incompetence",
    "incompetent",
    "sloppiness",
    "sloppy",
    "inattention",
    "inattentive",
    "lack of attention",
    "lack of care",
    "lack of discipline",
    "not paying attention",
    "stupid mistake",
    "silly mistake",
    "fat finger",
    "fat-finger",
    "fat-fingered",
    "fat fingered",
    "failed to follow",
    "did not follow the procedure",
    "didn't follow the procedure",
    "did not follow the process",
    "didn't follow the process",
    "did not follow the runbook",
    "didn't follow the runbook",
];

/// What may follow `error` where it is a thing that systems count or show.
const COUNTED: &[&str] = &[
    "rate", "rates", "message", "messages", "page", "pages", "budget", "log", "logs", "report",
    "reports", "code", "codes", "handling", "count", "counts",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        if explains(hit) {
            found.push(
                hit.finding(format!("`{}` is no explanation", hit.text))
                    .help(
                        "say what made the action look right at the time, and what let it through",
                    ),
            );
        }
    }
}

fn explains(hit: &Hit) -> bool {
    let machine = language::subject(&hit.before)
        .last()
        .is_some_and(|word| language::is_machine(word));
    let acts = matches!(hit.phrase, "mistakenly" | "failed to follow");
    let passive = hit.before.last().is_some_and(|word| {
        matches!(
            word.as_str(),
            "was" | "were" | "been" | "being" | "is" | "are"
        )
    });
    !COUNTED.contains(&hit.next())
        && !language::ends_with_negation(&hit.before)
        && (!acts || passive || !machine)
}

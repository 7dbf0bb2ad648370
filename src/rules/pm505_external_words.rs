//! PM505: a word in the message to customers alarms them or tells them nothing.

use super::Check;
use super::Context;
use super::Entry;
use super::Prose;
use super::language::Hit;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM505",
    name: "external-words",
    level: Level::Warning,
    summary: "a word in the message to customers alarms them or tells them nothing",
    page: include_str!("pm505_external_words.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: &[PHRASES],
        prose: Prose::External,
        check,
    },
};

/// What is looked for.
const PHRASES: &[&str] = &[
    "outage",
    "outages",
    "human error",
    "human errors",
    "operator error",
    "root cause",
    "root causes",
    "sev-1",
    "sev-2",
    "sev-3",
    "sev-4",
    "sev-5",
    "sev1",
    "sev2",
    "sev3",
    "sev4",
    "sev5",
    "sev 1",
    "sev 2",
    "sev 3",
    "sev 4",
    "sev 5",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        let (why, help) = advice(hit);
        found.push(hit.finding(format!("`{}` {why}", hit.text)).help(help));
    }
}

fn advice(hit: &Hit) -> (&'static str, &'static str) {
    match hit.phrase {
        "outage" | "outages" => (
            "sounds worse to a customer than what happened",
            "say what did not work, for whom and how long: \"the payment page was slow for an hour\"",
        ),
        "human error" | "human errors" | "operator error" => (
            "blames a person in front of customers",
            "say what in the system let it happen, and what has changed",
        ),
        "root cause" | "root causes" => (
            "tells a customer nothing",
            "say in a sentence what happened, in words that they know",
        ),
        _ => (
            "means nothing outside the company",
            "say what the customers could not do, and how long",
        ),
    }
}

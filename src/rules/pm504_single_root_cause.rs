//! PM504: the report names one root cause.

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
    code: "PM504",
    name: "single-root-cause",
    level: Level::Warning,
    summary: "the report names one root cause",
    page: include_str!("pm504_single_root_cause.md"),
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
    "root cause",
    "root-cause",
    "root cause:",
    "root-cause:",
    "sole cause",
    "only cause",
    "single cause",
];

/// What follows where the cause is not named but looked for.
const OPEN: &[&str] = &[
    "unknown", "not", "unclear", "still", "being", "under", "never", "yet", "to",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        if names_one(hit) {
            found.push(
                hit.finding(format!("`{}` names one cause for all of it", hit.text))
                    .help("list every factor that contributed; without any one of them it would not have gone that way"),
            );
        }
    }
}

fn names_one(hit: &Hit) -> bool {
    let turned = language::ends_with_negation(&hit.before)
        || hit
            .before
            .last()
            .is_some_and(|word| matches!(word.as_str(), "different" | "another" | "any" | "one"));
    if turned {
        return false;
    }
    if hit.phrase.ends_with(':') {
        return !hit.after.is_empty()
            && !hit
                .after
                .first()
                .is_some_and(|word| OPEN.contains(&word.as_str()));
    }
    let Some(verb) = hit.after.iter().take(10).position(|word| {
        matches!(
            word.as_str(),
            "was" | "is" | "were" | "lay" | "lies" | "turned"
        )
    }) else {
        // "X was the root cause": the verb stands before it.
        return hit
            .before
            .iter()
            .rev()
            .take(3)
            .any(|word| matches!(word.as_str(), "was" | "is" | "were" | "be" | "as"))
            && hit.after.first().is_none_or(|word| word != "analysis");
    };
    let rest = hit.after.get(verb + 1..).unwrap_or_default();
    let next = rest.first().map_or("", String::as_str);
    let found_only = matches!(next, "found" | "identified" | "discovered" | "confirmed")
        && rest
            .get(1)
            .is_none_or(|word| !matches!(word.as_str(), "as" | "to" | "in"));
    hit.after.first().is_none_or(|word| word != "analysis") && !OPEN.contains(&next) && !found_only
}

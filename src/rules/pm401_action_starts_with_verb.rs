//! PM401: an action item that does not begin with a verb.

use super::Check;
use super::Context;
use super::Entry;
use super::actions::Title;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM401",
    name: "action-starts-with-verb",
    level: Level::Warning,
    summary: "an action item that does not begin with a verb",
    page: include_str!("pm401_action_starts_with_verb.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// Words that no instruction begins with, and that no other language has.
const PLAINLY_NOT: [&str; 38] = [
    "the",
    "our",
    "this",
    "these",
    "those",
    "there",
    "they",
    "someone",
    "somebody",
    "everyone",
    "everybody",
    "need",
    "needs",
    "should",
    "must",
    "could",
    "would",
    "maybe",
    "perhaps",
    "possibly",
    "better",
    "more",
    "fewer",
    "faster",
    "additional",
    "missing",
    "proper",
    "improved",
    "added",
    "fixed",
    "updated",
    "created",
    "removed",
    "increased",
    "documented",
    "implemented",
    "investigated",
    "discussed",
];
/// Words that no English instruction begins with, and that are words of other languages too: they
/// count in a title that has an [`ENGLISH`] word besides.
const NOT_IN_ENGLISH: [&str; 10] = [
    "a", "all", "an", "any", "every", "i", "it", "some", "we", "you",
];
/// Words that are English and little else.
const ENGLISH: [&str; 14] = [
    "after", "and", "are", "before", "for", "need", "needs", "of", "should", "that", "the", "to",
    "when", "with",
];
/// What people write where they mean the verb.
const GERUNDS: [(&str, &str); 49] = [
    ("adding", "add"),
    ("allowing", "allow"),
    ("automating", "automate"),
    ("building", "build"),
    ("changing", "change"),
    ("checking", "check"),
    ("cleaning", "clean"),
    ("configuring", "configure"),
    ("considering", "consider"),
    ("creating", "create"),
    ("defining", "define"),
    ("deploying", "deploy"),
    ("disabling", "disable"),
    ("discussing", "discuss"),
    ("documenting", "document"),
    ("enabling", "enable"),
    ("enforcing", "enforce"),
    ("ensuring", "ensure"),
    ("evaluating", "evaluate"),
    ("exploring", "explore"),
    ("finding", "find"),
    ("fixing", "fix"),
    ("getting", "get"),
    ("having", "have"),
    ("implementing", "implement"),
    ("improving", "improve"),
    ("increasing", "increase"),
    ("introducing", "introduce"),
    ("investigating", "investigate"),
    ("looking", "look"),
    ("making", "make"),
    ("migrating", "migrate"),
    ("moving", "move"),
    ("providing", "provide"),
    ("reducing", "reduce"),
    ("refactoring", "refactor"),
    ("removing", "remove"),
    ("replacing", "replace"),
    ("researching", "research"),
    ("reviewing", "review"),
    ("rewriting", "rewrite"),
    ("setting", "set"),
    ("splitting", "split"),
    ("switching", "switch"),
    ("understanding", "understand"),
    ("updating", "update"),
    ("upgrading", "upgrade"),
    ("using", "use"),
    ("writing", "write"),
];
/// Nouns that other languages have taken over, or that may be part of a name: they count where one
/// of [`AFTER_A_NOUN`] follows.
const NOUNS: [&str; 24] = [
    "alarms",
    "alerting",
    "alerts",
    "analysis",
    "automation",
    "dashboard",
    "dashboards",
    "documentation",
    "guidelines",
    "improvement",
    "improvements",
    "investigation",
    "logging",
    "metrics",
    "monitoring",
    "notification",
    "notifications",
    "playbook",
    "runbook",
    "runbooks",
    "testing",
    "tests",
    "tracking",
    "training",
];
/// What follows a noun and never a verb's object.
const AFTER_A_NOUN: [&str; 7] = ["about", "for", "of", "on", "that", "to", "when"];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for title in context.titles() {
        let first = title.first();
        let verb = GERUNDS
            .iter()
            .find(|(gerund, _)| *gerund == first)
            .map(|(_, verb)| *verb);
        if verb.is_none() && !is_plainly_none(title) {
            continue;
        }
        let help = match verb {
            Some(verb) => format!("begin with the verb: `{} \u{2026}`", capital(verb)),
            None => {
                "say what is to be done, verb first: `Add \u{2026}`, `Remove \u{2026}`".to_owned()
            }
        };
        let message = format!(
            "an action item begins with a verb, not with \u{201c}{}\u{201d}",
            capital(first)
        );
        found.push(
            Diagnostic::new(&RULE, &context.report().path, title.node.span, message)
                .help(help)
                .pointer(title.pointer()),
        );
    }
}

/// Whether a title begins with a word that is no verb in the imperative, beyond doubt.
fn is_plainly_none(title: &Title<'_>) -> bool {
    let first = title.first();
    let second = title.words.get(1).map_or("", String::as_str);
    PLAINLY_NOT.contains(&first)
        || (NOT_IN_ENGLISH.contains(&first) && title.has_any(&ENGLISH))
        || (NOUNS.contains(&first) && AFTER_A_NOUN.contains(&second))
}

/// A word with a capital letter.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::AFTER_A_NOUN;
    use super::ENGLISH;
    use super::GERUNDS;
    use super::NOT_IN_ENGLISH;
    use super::NOUNS;

    #[test]
    fn the_word_lists_are_sorted() {
        assert!(NOT_IN_ENGLISH.is_sorted());
        assert!(ENGLISH.is_sorted());
        assert!(GERUNDS.is_sorted());
        assert!(NOUNS.is_sorted());
        assert!(AFTER_A_NOUN.is_sorted());
    }
}

//! PM502: the report tells what did not happen.

use super::Check;
use super::Context;
use super::Entry;
use super::Prose;
use super::language;
use super::language::Hit;
use super::people;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM502",
    name: "counterfactual",
    level: Level::Warning,
    summary: "the report tells what somebody should have done",
    page: include_str!("pm502_counterfactual.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: PHRASES,
        prose: Prose::Report,
        check,
    },
};

/// What is looked for. A participle must follow those that end in `have` or `'ve`.
const PHRASES: &[&str] = &[
    "should have",
    "should've",
    "should not have",
    "shouldn't have",
    "should never have",
    "should also have",
    "should probably have",
    "could have",
    "could've",
    "could easily have",
    "would have",
    "would've",
    "would not have",
    "wouldn't have",
    "would never have",
    "ought to have",
    "failed to",
    "neglected to",
    "did not bother",
    "didn't bother",
    "if only",
];

/// What may follow `could have` where the writer guesses at what did happen.
const GUESSES: &[&str] = &[
    "caused",
    "led",
    "contributed",
    "affected",
    "triggered",
    "happened",
    "resulted",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut names = None;
    for hit in context.hits(&RULE) {
        let names = names.get_or_insert_with(|| people::words(context));
        if judges(hit, names) {
            found.push(
                hit.finding(format!("`{}` tells what did not happen", hit.text),
                )
                .help("say what was done and known at the time; put what is to change into an action item"),
            );
        }
    }
}

fn judges(hit: &Hit, names: &[String]) -> bool {
    let who = language::subject(&hit.before);
    let last = who.last().map_or("", String::as_str);
    let person = language::is_person(who, names) || matches!(last, "we" | "i" | "you");
    let machine = language::is_machine(last);
    match hit.phrase {
        "failed to" => person,
        "neglected to" | "did not bother" | "didn't bother" => !machine,
        "if only" => hit.after.iter().take(8).any(|word| word == "had"),
        phrase => {
            let next = hit.next();
            // "It would have been slower" may be said of a machine, "it should have been tested"
            // is said to somebody.
            let passive = next == "been" && !phrase.starts_with("would");
            language::is_participle(next) && !is_guess(hit, next) && (person || passive || !machine)
        }
    }
}

/// Whether the writer guesses at what did happen ("could have caused", "could have been a bug"), or
/// begins a list of wishes ("what could have gone better").
fn is_guess(hit: &Hit, next: &str) -> bool {
    if !hit.phrase.starts_with("could") {
        return false;
    }
    let mut rest = hit.after.iter().skip(1).take(2).map(String::as_str);
    match next {
        "gone" => true,
        "been" => {
            !rest.clone().any(language::is_participle) || rest.any(|it| GUESSES.contains(&it))
        }
        next => GUESSES.contains(&next),
    }
}

//! PM503: a person stands as the cause.

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
    code: "PM503",
    name: "person-as-cause",
    level: Level::Warning,
    summary: "a person stands as the cause",
    page: include_str!("pm503_person_as_cause.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: PHRASES,
        prose: Prose::Report,
        check,
    },
};

/// Participles after which the person stands who broke something.
const PASSIVES: &[&str] = &["caused by", "broken by", "misconfigured by"];

/// Marks of a slip somewhere behind the subject of the sentence.
const SLIPS: &[&str] = &["by mistake", "by accident"];

/// What belongs to the person who is blamed with it.
const FAULTS: &[&str] = &[
    "mistake",
    "error",
    "fault",
    "oversight",
    "blunder",
    "failure to",
];

/// What is looked for: the three lists above, and verbs whose subject broke something.
const PHRASES: &[&str] = &[
    "broke",
    "caused",
    "forgot",
    "forgot to",
    "misconfigured",
    "mistyped",
    "misread",
    "mishandled",
    "messed up",
    "screwed up",
    "botched",
    "overlooked",
    "made a mistake",
    "made an error",
    "introduced a bug",
    "introduced an error",
    "introduced a regression",
    "accidentally deleted",
    "inadvertently deleted",
    "accidentally removed",
    "inadvertently removed",
    "pushed a bad",
    "pushed a broken",
    "pushed the wrong",
    "deployed a bad",
    "deployed a broken",
    "deployed the wrong",
    "ran the wrong",
    "entered the wrong",
    "deleted the wrong",
    "did not check",
    "didn't check",
    "was careless",
    "caused by",
    "broken by",
    "misconfigured by",
    "by mistake",
    "by accident",
    "mistake",
    "error",
    "fault",
    "oversight",
    "blunder",
    "failure to",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut people = None;
    for hit in context.hits(&RULE) {
        if hit.section == Some("Timeline") {
            continue;
        }
        let people = people.get_or_insert_with(|| people::words(context));
        if blames(hit, people) {
            found.push(
                hit.finding(format!("a person is the cause here: `{}`", hit.text))
                    .help("make the system the subject: say what made the action possible, and what it looked like at the time"),
            );
        }
    }
}

fn blames(hit: &Hit, names: &[String]) -> bool {
    let phrase = hit.phrase;
    if PASSIVES.contains(&phrase) {
        return (1..=3).any(|count| {
            hit.after
                .get(..count)
                .is_some_and(|words| language::is_person(words, names))
        });
    }
    if SLIPS.contains(&phrase) {
        return (1..=4).any(|count| {
            hit.before
                .get(..count)
                .is_some_and(|words| language::is_person(words, names))
        });
    }
    if FAULTS.contains(&phrase) {
        return owner_of_fault(&hit.before).is_some_and(|words| language::is_person(&words, names))
            && !matches!(
                hit.next(),
                "message" | "messages" | "rate" | "log" | "logs" | "code" | "page"
            );
    }
    language::is_person(language::subject(&hit.before), names)
}

/// The words up to an owner in the genitive: "the engineer's".
fn owner_of_fault(before: &[String]) -> Option<Vec<String>> {
    let (last, rest) = before.split_last()?;
    let owner = last
        .strip_suffix("'s")
        .or_else(|| last.strip_suffix("s'"))?;
    let mut words = rest.to_vec();
    words.push(owner.to_owned());
    Some(words)
}

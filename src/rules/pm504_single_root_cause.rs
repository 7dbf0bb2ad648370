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
        phrases: &[PHRASES],
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
    "primary cause",
    "main cause",
    "ultimate cause",
    "underlying cause",
    "fundamental cause",
    "real cause",
    "true cause",
    "actual cause",
    "sole cause",
    "only cause",
    "single cause",
    "sole reason",
    "solely due to",
    "due solely to",
    "solely caused by",
    "caused solely by",
];

/// What follows where the cause is not named but looked for.
const OPEN: &str = "\
    being currently hidden invisible never not ongoing pending presently still tbd to unclear under unknown yet";

/// What follows where several are named.
const SEVERAL: &str = "\
    both chain combination complex confluence interaction interplay many mix multiple number pair \
    sequence series set several systemic three threefold two twofold";

/// Words before it that make it one of several, or one of another incident.
const ONE_OF_SEVERAL: &str = "\
    a additional an another any different each further likely one other possible potential same \
    second secondary suspected third";

/// What somebody does about a cause that is not known yet.
const SOUGHT: &str = "\
    about after before confirm debug determine determining establish find finding for identify \
    identifying into investigate investigated investigating on once understand understanding \
    until when while";

/// How many words may stand between the cause and the verb: "of the latency in the morning".
const BETWEEN: usize = 10;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        // A timeline tells what was held for the cause at the time.
        if hit.section != Some("Timeline") && names_one(hit) {
            found.push(
                hit.finding(format!("`{}` names one cause for all of it", hit.text))
                    .help("list every factor that contributed; without any one of them it would not have gone that way"),
            );
        }
    }
}

fn names_one(hit: &Hit) -> bool {
    if language::ends_with_negation(&hit.before)
        || language::ends_with(&hit.before, 3, ONE_OF_SEVERAL)
        || hit
            .after
            .first()
            .is_some_and(|word| matches!(word.as_str(), "analysis" | "analyses"))
    {
        return false;
    }
    let names = |words: &[String]| {
        let first = words.first().map_or("", String::as_str);
        !first.is_empty()
            && !language::has(OPEN, first)
            && !words
                .iter()
                .take(4)
                .any(|word| language::has(SEVERAL, word))
    };
    if hit.phrase.ends_with(':') {
        return names(&hit.after);
    }
    if hit.phrase.contains("solely") {
        return true;
    }
    // "The root cause and the trigger".
    if hit.after.first().is_some_and(|word| word == "and") {
        return false;
    }
    let Some(rest) = behind_verb(&hit.after) else {
        return names_behind(hit);
    };
    names(rest) && !is_found_only(rest) && !is_sought(hit)
}

/// The words behind the verb, where one follows: "was", "has been".
fn behind_verb(after: &[String]) -> Option<&[String]> {
    let words = after.iter().map(String::as_str).take(BETWEEN);
    let next = after.iter().map(String::as_str).skip(1).chain([""]);
    let mut is_plain = true;
    let verb = words.zip(next).enumerate().find_map(|(at, (word, next))| {
        let is_one = language::has("is lay lies turned was", word);
        is_plain = is_plain && word != "and";
        let is_two = is_plain && language::has("has had", word) && next == "been";
        (is_one || is_two).then_some(at + usize::from(is_two))
    });
    after.get(verb? + 1..)
}

/// "X was the root cause": the verb stands before it.
fn names_behind(hit: &Hit) -> bool {
    let is_question = hit
        .before
        .first()
        .is_some_and(|word| matches!(word.as_str(), "is" | "was"));
    !is_question
        && language::ends_with(&hit.before, 3, "as be is was")
        && !hit
            .before
            .iter()
            .any(|word| language::has("exclude excluded rule ruled", word))
}

/// "The root cause was found at noon": what it was is not said.
fn is_found_only(rest: &[String]) -> bool {
    let word = |at: usize| rest.get(at).map_or("", String::as_str);
    let is_found = language::has(
        "addressed confirmed determined diagnosed discovered established fixed found identified \
         investigated isolated located pinpointed resolved understood",
        word(0),
    );
    is_found && !matches!(word(1), "as" | "to" | "that")
}

/// "We looked into the root cause".
fn is_sought(hit: &Hit) -> bool {
    language::ends_with(&hit.before, 2, SOUGHT)
}

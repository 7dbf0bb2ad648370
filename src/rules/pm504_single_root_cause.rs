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
    "main reason",
    "primary reason",
    "solely due to",
    "due solely to",
    "solely caused by",
    "caused solely by",
];

/// What follows where the cause is not named but looked for.
const OPEN: &str = "\
    being currently hidden invisible n na neither never none not ongoing pending presently see still \
    suspected tba tbd to unclear under unknown yet";

/// What may stand between the verb and what is named, beside adverbs: "so far".
const SO_FAR: &str = "at far last so soon";

/// What is done to a cause, and does not name it.
const FOUND: &str = "\
    addressed confirmed corrected covered described detailed determined diagnosed discovered \
    discussed documented eliminated established explained fixed found given identified investigated \
    isolated listed located mended mitigated patched pinpointed removed repaired resolved shown \
    understood";

/// Verbs before a cause that is named behind it: "confirmed the root cause to be a defect".
const NAMING: &str = "\
    confirmed confirms considers declared determined diagnosed established found gave gives identified \
    identifies lists names named pinpointed reported reports";

/// What somebody does who does not say it: "which of them was the root cause".
const UNSURE: &str = "\
    doubt doubted if unclear unsure whether wonder wondered";

/// What is denied with "not": "we don't think that it was the root cause".
const THINK: &str = "\
    assume believe certain clear convinced expect know known knew prove proven say sure tell think thought";

/// Words before "which" that ask.
const ASKING: &str =
    "ask asked clear decide determine establish find know on say see tell understand";

/// What follows where several are named.
const SEVERAL: &str = "\
    both chain combination complex confluence either interaction interplay many mix multiple number pair \
    sequence series set several systemic three threefold two twofold";

/// What a reason is given for that is the cause of an incident.
const INCIDENTS: &str = "degradation downtime failure incident outage";

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
    // "The main reason for the choice" is none of an incident.
    let is_reason = matches!(hit.phrase, "main reason" | "primary reason");
    let is_harm = |it: &String| language::has(INCIDENTS, it);
    if is_reason && !hit.after.iter().take(5).any(is_harm) {
        return false;
    }
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
    if let Some(rest) = behind_naming(hit) {
        return names(plain(rest));
    }
    let Some(rest) = behind_verb(&hit.after) else {
        return names_behind(hit);
    };
    let rest = plain(rest);
    names(rest) && !is_found_only(rest) && !is_sought(hit)
}

/// The words without the adverbs that they begin with.
fn plain(words: &[String]) -> &[String] {
    let is_kept = |word: &String| {
        let is_adverb = language::is_adverb(word) || word.ends_with("ly");
        language::has(OPEN, word)
            || language::has(SEVERAL, word)
            || !(is_adverb || language::has(SO_FAR, word))
    };
    let first = words.iter().position(is_kept);
    first.and_then(|at| words.get(at..)).unwrap_or_default()
}

/// The words behind "as" or "to be", where somebody names the cause so: "identified the root cause as a bug".
fn behind_naming(hit: &Hit) -> Option<&[String]> {
    let word = |at: usize| hit.after.get(at).map_or("", String::as_str);
    let from = match (word(0), word(1)) {
        ("as", "soon" | "quickly" | "early" | "fast" | "well" | "part" | "far") => None,
        ("as", _) => Some(1),
        ("to", "be") => Some(2),
        _ => None,
    };
    let is_named = language::ends_with(&hit.before, 3, NAMING);
    hit.after.get(from.filter(|_| is_named)?..)
}

/// The words behind the verb, where one follows: "was", "has been", "stemmed from".
fn behind_verb(after: &[String]) -> Option<&[String]> {
    let words = after.iter().map(String::as_str).take(BETWEEN);
    let next = after.iter().map(String::as_str).skip(1).chain([""]);
    let mut is_plain = true;
    let verb = words.zip(next).enumerate().find_map(|(at, (word, next))| {
        let is_one = language::has("is lay lies turned was", word);
        is_plain = is_plain && word != "and";
        let is_two = is_plain
            && ((language::has("has had", word) && next == "been")
                || (language::has("stemmed stems", word) && next == "from"));
        (is_one || is_two).then_some(at + usize::from(is_two))
    });
    after.get(verb? + 1..)
}

/// "X was the root cause": the verb stands before it.
fn names_behind(hit: &Hit) -> bool {
    let asks = "how is was what which why";
    let is_question = hit.before.first().is_some_and(|it| language::has(asks, it));
    !is_question
        && !is_unsure(&hit.before)
        && language::ends_with(&hit.before, 3, "as be is was")
        && !hit
            .before
            .iter()
            .any(|word| language::has("exclude excluded rule ruled", word))
}

/// Whether nobody says that it was: "we don't think that", "hard to tell which of them", "unclear whether".
fn is_unsure(before: &[String]) -> bool {
    let mut pairs = before.iter().zip(before.iter().skip(1));
    let is_open = |(word, next): (&String, &String)| {
        let is_denied = word.ends_with("n't")
            || language::has("cannot never no-one nobody not one unable", word);
        (is_denied && language::has(THINK, next))
            || (next == "which" && language::has(ASKING, word))
    };
    before.iter().any(|word| language::has(UNSURE, word)) || pairs.any(is_open)
}

/// "The root cause was found at noon": what it was is not said.
fn is_found_only(rest: &[String]) -> bool {
    let word = |at: usize| rest.get(at).map_or("", String::as_str);
    language::has(FOUND, word(0)) && !matches!(word(1), "as" | "to" | "that")
}

/// "We looked into the root cause".
fn is_sought(hit: &Hit) -> bool {
    language::ends_with(&hit.before, 2, SOUGHT)
}

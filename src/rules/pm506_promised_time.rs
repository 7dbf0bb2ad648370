//! PM506: the message to customers promises a time, or that it will never happen again.

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
    code: "PM506",
    name: "promised-time",
    level: Level::Warning,
    summary: "the message to customers promises a time, or that it will never happen again",
    page: include_str!("pm506_promised_time.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: &[PHRASES],
        prose: Prose::External,
        check,
    },
};

/// What is looked for. `by` and `within` count where a time follows and the sentence looks ahead.
const PHRASES: &[&str] = &[
    "by",
    "within",
    "never happen again",
    "not happen again",
    "won't happen again",
    "never occur again",
    "not occur again",
    "cannot happen again",
    "can't happen again",
    "never recur",
    "not recur",
    "we guarantee",
    "we can guarantee",
    "guaranteed to",
    "we promise",
    "tomorrow",
    "tonight",
    "later today",
    "next week",
    "on monday",
    "on tuesday",
    "on wednesday",
    "on thursday",
    "on friday",
    "on saturday",
    "on sunday",
];

/// Words that make a sentence one about what is to come.
const AHEAD: &str = "will shall going promise expect";

/// Phrases that promise nothing but where something is to be repaired then.
fn is_day(phrase: &str) -> bool {
    phrase.starts_with("on ")
        || language::has("tomorrow tonight", phrase)
        || phrase.contains("today")
        || phrase == "next week"
}

/// Verbs of what is over, or is now.
const OVER: &str = "are came did got had has have is took was went were";

/// Words of those who try: what they try they do not promise.
const EFFORT: &str = "\
    aim goal help hope learn reduce sure taken try trying want watch work working";

/// What is to be again once it is repaired.
const REPAIRED: &str = "\
    available back complete completed delivered done finished fixed gone normal online over paid \
    refunded repaired resolved restored running working";

/// Words for what those who write will send next.
const MESSAGES: &str = "message news post publish report share update updates write";

/// First words of a time.
const TIMES: &[&str] = &[
    "tomorrow",
    "today",
    "tonight",
    "noon",
    "midnight",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "next",
    "end",
];

/// Units of a span of time.
const UNITS: &[&str] = &[
    "seconds", "moments", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        let is_time = matches!(hit.phrase, "by" | "within");
        let is_again = hit.phrase.contains("again") || hit.phrase.contains("recur");
        if (is_day(hit.phrase) && !is_repaired_then(hit))
            || (is_time && !promises(hit))
            || (is_again && !is_for_ever(hit))
        {
            continue;
        }
        let (next, help) = if is_time {
            (
                hit.next(),
                "say what you are working on; give a time only for your next message",
            )
        } else {
            ("", "say what has changed and what you are still working on")
        };
        let quoted = format!("{} {next}", hit.text);
        found.push(
            hit.finding(format!("`{}` is a promise", quoted.trim_end()))
                .help(help),
        );
    }
}

/// Whether a time follows by which something is to be so; the time of the next message is none.
fn promises(hit: &Hit) -> bool {
    let word = |at: usize| hit.after.get(at).map_or("", String::as_str);
    if !is_ahead(hit) || is_about_message(hit) {
        return false;
    }
    if hit.phrase == "within" {
        // Something that is quick by nature is no promise, unless it is the repair.
        let is_quick = matches!(word(0), "minutes" | "seconds" | "moments");
        return (0..4).any(|at| UNITS.contains(&word(at)))
            && (!is_quick || hit.before.iter().any(|it| language::has(REPAIRED, it)));
    }
    (0..hit.after.len())
        .map(word)
        .find(|word| !matches!(*word, "the" | "this" | "early" | "late"))
        .is_some_and(|word| {
            TIMES.contains(&word) || word.starts_with(|first: char| first.is_ascii_digit())
        })
}

/// Whether those who write say when they will write again: "let you know", "inform you".
fn is_about_message(hit: &Hit) -> bool {
    let is_message = |word: &String| language::has(MESSAGES, word);
    let says = |words: &[String]| {
        let mut pairs = words.iter().zip(words.iter().skip(1));
        pairs.any(|(verb, whom)| {
            (language::has("contact email inform notify tell", verb)
                && language::has("all customers everybody everyone them you", whom))
                || (verb == "you" && whom == "know" && words.iter().any(|it| it == "let"))
        })
    };
    hit.before.iter().chain(&hit.after).any(is_message) || says(&hit.before) || says(&hit.after)
}

/// Whether something is to be repaired on that day; "by Friday" is looked at with its "by".
fn is_repaired_then(hit: &Hit) -> bool {
    let is_repaired = |word: &String| language::has(REPAIRED, word);
    let words = if hit.before.is_empty() {
        &hit.after
    } else {
        &hit.before
    };
    is_ahead(hit)
        && words.iter().any(is_repaired)
        && !is_about_message(hit)
        && !language::ends_with(&hit.before, 5, "before by not over until within")
}

/// Whether what has the time is to come: "will" stands before it, and nothing that is over since; or
/// the sentence begins with the time.
fn is_ahead(hit: &Hit) -> bool {
    let ahead = |word: &String| language::has(AHEAD, word) || word.ends_with("'ll");
    if hit.before.is_empty() {
        return hit.after.iter().any(ahead);
    }
    let Some(at) = hit.before.iter().rposition(ahead) else {
        return false;
    };
    let since = hit.before.get(at + 1..).unwrap_or_default();
    let is_over = |words: &[String]| matches!(words, [verb, ..] if language::has(OVER, verb));
    let is_perfect = since.first().is_some_and(|it| it == "have");
    is_perfect || !(0..since.len()).any(|at| since.get(at..).is_some_and(is_over))
}

/// Whether "not happen again" is said of what will be, and not of what one works for.
fn is_for_ever(hit: &Hit) -> bool {
    let is_certain = hit.phrase.starts_with("can")
        || hit.phrase.starts_with("won't")
        || language::ends_with(&hit.before, 2, "can cannot shall will won't we'll");
    let mut pairs = hit.before.iter().zip(hit.before.iter().skip(1));
    let is_open = pairs.any(|(not, promise)| {
        language::has("can't cannot don't not", not) && language::has("guarantee promise", promise)
    });
    is_certain && !is_open && !hit.before.iter().any(|word| language::has(EFFORT, word))
}

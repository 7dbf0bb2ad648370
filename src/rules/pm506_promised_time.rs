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
];

/// Words that make a sentence one about what is to come.
const AHEAD: &str = "will shall we'll going it'll they'll promise expect";

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
        if (is_time && !promises(hit)) || (is_again && !is_for_ever(hit)) {
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
    let is_message = |word: &String| language::has(MESSAGES, word);
    if !is_ahead(hit) || hit.before.iter().chain(&hit.after).any(is_message) {
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

/// Whether what has the time is to come: "will" stands before it, and nothing that is over since; or
/// the sentence begins with the time.
fn is_ahead(hit: &Hit) -> bool {
    let ahead = |word: &String| language::has(AHEAD, word);
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
    is_certain && !hit.before.iter().any(|word| language::has(EFFORT, word))
}

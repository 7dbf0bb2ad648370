//! PM506: the message to customers promises a time, or that it will never happen again.

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
    code: "PM506",
    name: "promised-time",
    level: Level::Warning,
    summary: "the message to customers promises a time, or that it will never happen again",
    page: include_str!("pm506_promised_time.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Language {
        phrases: PHRASES,
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
const AHEAD: &[&str] = &[
    "will", "shall", "we'll", "going", "it'll", "they'll", "promise", "expect",
];

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
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for hit in context.hits(&RULE) {
        let help = match hit.phrase {
            "by" | "within" if promises(hit) => {
                "say what you are working on; give a time only for your next message"
            }
            "by" | "within" => continue,
            _ => "say what has changed and what you are still working on",
        };
        let next = if matches!(hit.phrase, "by" | "within") {
            hit.next()
        } else {
            ""
        };
        let quoted = format!("{} {next}", hit.text);
        found.push(
            hit.finding(format!("`{}` is a promise", quoted.trim_end()))
                .help(help),
        );
    }
}

fn promises(hit: &Hit) -> bool {
    let mut words = hit.after.iter().map(String::as_str);
    let is_time = if hit.phrase == "within" {
        words.by_ref().take(4).any(|word| UNITS.contains(&word))
    } else {
        words
            .find(|word| !matches!(*word, "the" | "this" | "early" | "late"))
            .is_some_and(|word| {
                TIMES.contains(&word) || word.starts_with(|first: char| first.is_ascii_digit())
            })
    };
    let ahead = hit
        .before
        .iter()
        .chain(&hit.after)
        .any(|word| AHEAD.contains(&word.as_str()));
    is_time && ahead && !is_next_message(hit)
}

/// Whether what is promised is the next message: that much can be kept.
fn is_next_message(hit: &Hit) -> bool {
    hit.before.iter().any(|word| {
        matches!(
            word.as_str(),
            "update" | "message" | "write" | "post" | "report"
        )
    })
}

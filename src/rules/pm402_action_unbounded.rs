//! PM402: an action item of which nobody can say when it is done.

use super::Check;
use super::Context;
use super::Entry;
use super::actions::QUOTED;
use super::actions::Title;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM402",
    name: "action-unbounded",
    level: Level::Note,
    summary: "an action item of which nobody can say when it is done",
    page: include_str!("pm402_action_unbounded.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// Beginnings that promise to make something better.
const BETTER: [&str; 8] = [
    "improve",
    "enhance",
    "optimise",
    "optimize",
    "strengthen",
    "harden",
    "make better",
    "work on",
];
/// Words that say how much better, or by what.
const HOW_MUCH: [&str; 22] = [
    "above", "after", "before", "below", "by", "each", "every", "from", "instead", "so", "than",
    "that", "through", "to", "under", "until", "using", "via", "when", "where", "with", "within",
];
/// Beginnings that promise to look at something.
const LOOK: [&str; 16] = [
    "investigate",
    "explore",
    "look into",
    "look at",
    "consider",
    "think about",
    "discuss",
    "evaluate",
    "research",
    "analyse",
    "analyze",
    "dig into",
    "spike into",
    "examine",
    "assess",
    "study",
];
/// Words that name the question, or what comes of the look.
const QUESTION: [&str; 16] = [
    "and", "by", "decide", "document", "how", "if", "until", "what", "when", "where", "whether",
    "which", "who", "why", "with", "write",
];
/// Beginnings that nobody ever finishes.
const RESOLUTIONS: [&str; 22] = [
    "always",
    "never",
    "be careful",
    "be mindful",
    "be more",
    "communicate better",
    "communicate more",
    "do better",
    "increase awareness",
    "keep an eye",
    "monitor better",
    "monitor more",
    "pay attention",
    "pay closer attention",
    "pay more attention",
    "raise awareness",
    "remember to",
    "spread awareness",
    "take care",
    "take more care",
    "try harder",
    "try to",
];
/// Words that leave the end open.
const OPEN_ENDS: [&str; 22] = [
    "etc",
    "asap",
    "somehow",
    "and so on",
    "and the like",
    "and such",
    "as appropriate",
    "as much as possible",
    "as necessary",
    "as needed",
    "as soon as possible",
    "at all times",
    "if necessary",
    "if needed",
    "if possible",
    "in general",
    "should always",
    "should never",
    "when possible",
    "whenever possible",
    "where appropriate",
    "where possible",
];
/// Last words that do.
const LAST: [&str; 4] = ["better", "everything", "everywhere", "more"];
/// The most words of a title that is vague by its verb alone: more of them say more.
const MOST_WORDS: usize = 10;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for title in context.titles() {
        let Some((message, help)) = what_is_open(title) else {
            continue;
        };
        found.push(
            Diagnostic::new(&RULE, &context.report().path, title.node.span, message)
                .help(help)
                .pointer(title.pointer()),
        );
    }
}

/// What leaves a title without an end, and what to do about it.
fn what_is_open(title: &Title<'_>) -> Option<(String, &'static str)> {
    let message =
        |words: &str| format!("\u{201c}{words}\u{201d} leaves open when this action item is done");
    let last = title.words.last().map_or("", String::as_str);
    if let Some(words) = RESOLUTIONS.iter().find(|words| title.begins(words)) {
        let help = "name the one change that makes it so";
        return Some((message(words), help));
    }
    if let Some(words) = OPEN_ENDS.iter().find(|words| title.has(words)) {
        let help = "say all that belongs to it, and no more";
        return Some((message(words), help));
    }
    if LAST.contains(&last) && title.words.len() > 1 {
        let help = "say how much, or how many";
        return Some((message(last), help));
    }
    let is_exact = title
        .words
        .iter()
        .any(|word| word == QUOTED || word.contains(|it: char| it.is_ascii_digit()));
    if title.words.len() > MOST_WORDS || is_exact {
        return None;
    }
    if let Some(words) = BETTER.iter().find(|words| title.begins(words)) {
        let is_open = !title.has_any(&HOW_MUCH);
        let help = "say what will be different when it is done: a figure, an alert, a test";
        return is_open.then(|| (message(words), help));
    }
    let words = LOOK.iter().find(|words| title.begins(words))?;
    let is_open = !title.has_any(&QUESTION);
    let help = "say which question is answered when it is done: why, whether, how many";
    is_open.then(|| (message(words), help))
}

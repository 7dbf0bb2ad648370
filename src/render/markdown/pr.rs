//! The review of a change as one comment.

use super::super::sanitize;
use super::text;
use crate::check::Line;
use crate::diagnostic::Finding;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::report::Public;
use crate::report::pr::Kept;
use crate::report::pr::Postmortem;
use crate::report::pr::ProcessReview;
use crate::report::pr::QUESTIONS;
use crate::report::pr::View;

/// By this CI finds the comment that it wrote before. It cannot come from a document, whose `<` are
/// escaped.
const MARKER: &str = "<!-- pmrepo pr -->";
/// The longest comment, in bytes; forges take some more.
const LONGEST: usize = 58_000;
/// How much of one list is shown.
const MOST: usize = 20;

/// Writes the comment.
pub fn pr(view: &Public<View>) -> String {
    let mut out = format!("{MARKER}\n## Postmortems in this change\n");
    let configuration: Vec<String> = view.configuration.iter().map(|it| coded(it)).collect();
    list(&mut out, "Configuration and roster", &configuration);
    let has_postmortems = !view.postmortems.is_empty() || !view.kept.is_empty();
    if !has_postmortems && view.reviews.is_empty() {
        out.push_str("\nNone.\n");
    }
    let mut left = 0;
    let blocks = view.postmortems.iter().map(block);
    let blocks = blocks.chain(view.kept.iter().map(kept));
    for one in blocks.chain(view.reviews.iter().map(review)) {
        if left > 0 || out.len() + one.len() > LONGEST {
            left += 1;
        } else {
            out.push_str(&one);
        }
    }
    if left > 0 {
        out.push_str(&format!("\n… and {left} more: `pmrepo pr` shows them.\n"));
    }
    let others: Vec<String> = view.others.iter().map(finding).collect();
    let mut last = String::new();
    list(&mut last, "Elsewhere", &others);
    if has_postmortems {
        let questions = QUESTIONS.map(|it| format!("- {it}\n"));
        last.push_str(&format!(
            "\n### Questions to read with\n\n{}",
            questions.concat()
        ));
    }
    last.push_str(&squash(&view.squash));
    if out.len() + last.len() <= LONGEST + 2000 {
        out.push_str(&last);
    }
    out
}

/// The lines that the message of a squash merge has to hold, to be copied.
fn squash(lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.iter().map(|it| sanitize(&it.text).into()).collect();
    let lines = lines.join("\n");
    // The longest run of backticks in them does not end the block.
    let runs = lines.split(|it| it != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    format!("\n### In the message of a squash merge\n\n{fence}text\n{lines}\n{fence}\n")
}

fn block(it: &Postmortem) -> String {
    let mut out = format!("\n### {}\n\n", text(&it.id));
    let title = it.title.as_deref();
    let title = title.map_or_else(String::new, |title| format!("**{}**: ", text(title)));
    let status = |it: Option<Status>| it.map(|it| it.as_str().to_owned());
    let moves = moves(it.is_new, status(it.before), status(it.after));
    out.push_str(&format!("{title}{moves}.\n"));
    match it.next {
        Some(next) if it.lacking.is_empty() => out.push_str(&ready(next.as_str())),
        Some(next) => before(&mut out, next.as_str(), it.missing()),
        None => {}
    }
    list(&mut out, "What changes", &texts(&it.facts));
    let findings: Vec<String> = it.findings.iter().map(finding).collect();
    list(&mut out, "Findings", &findings);
    list(&mut out, "Deadlines", &texts(&it.deadlines));
    if !it.reviewers.is_empty() {
        let people = texts(&it.reviewers);
        out.push_str(&format!("\nReviewers might be {}.\n", people.join(", ")));
    } else if it.after == Some(Status::InReview) {
        out.push_str("\nNobody but the owner is named: ask somebody who was not there.\n");
    }
    out
}

/// A postmortem of which nothing is told but its name, and how much was found in it.
fn kept(it: &Kept) -> String {
    let mut out = format!("\n### {}\n", text(&it.name));
    let findings: Vec<String> = it.findings.iter().map(finding).collect();
    list(&mut out, "Findings", &findings);
    out
}

fn review(it: &ProcessReview) -> String {
    let moves = moves(it.is_new, it.before.clone(), it.after.clone());
    let mut out = format!("\n### Process review {}\n\nIt {moves}.\n", text(&it.id));
    if it.after.as_deref().and_then(ReviewStatus::parse) == Some(ReviewStatus::Scheduled) {
        let next = ReviewStatus::Held.as_str();
        if it.lacking.is_empty() {
            out.push_str(&ready(next));
        } else {
            before(&mut out, next, it.missing());
        }
    }
    list(&mut out, "What changes", &texts(&it.facts));
    let findings: Vec<String> = it.findings.iter().map(finding).collect();
    list(&mut out, "Findings", &findings);
    out
}

fn texts(all: &[String]) -> Vec<String> {
    all.iter().map(|it| text(it)).collect()
}

/// What becomes of a status.
fn moves(is_new: bool, before: Option<String>, after: Option<String>) -> String {
    let word = |it: Option<String>| it.map_or_else(|| "no status".to_owned(), |it| text(&it));
    if is_new {
        format!("is new, {}", word(after))
    } else if before == after {
        format!("stays {}", word(after))
    } else {
        format!("moves from {} to {}", word(before), word(after))
    }
}

/// That nothing is missing for the next status.
fn ready(next: &str) -> String {
    format!("\n- [x] Everything that {next} needs is there.\n")
}

/// What is missing for the next status, as a list to tick; what is told among the findings is told there.
fn before<'a>(out: &mut String, next: &str, missing: impl Iterator<Item = &'a Finding>) {
    let tick = |it: &Finding| format!("[ ] {}", coded(&it.message));
    let missing: Vec<String> = missing.map(tick).collect();
    list(out, &format!("Before {next}"), &missing);
}

fn finding(it: &Finding) -> String {
    format!(
        "{} {} {}:{}: {}",
        it.level.as_str(),
        it.rule.code,
        text(it.path.name()),
        it.start.line,
        coded(&it.message)
    )
}

/// A message, in which backticks stand around code, as Markdown. Whatever a document put into it is in
/// code, which holds nothing but itself, or escaped.
fn coded(message: &str) -> String {
    let mut shown = String::new();
    let mut parts = message.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        // The last backtick stands alone.
        if is_code && parts.peek().is_none() {
            shown.push_str("\\`");
            is_code = false;
        }
        let plain = sanitize(part);
        if is_code && !plain.trim().is_empty() {
            shown.push_str(&format!("`{plain}`"));
        } else {
            shown.push_str(&text(part));
        }
        is_code = !is_code;
    }
    shown
}

/// A list with a heading; nothing where it is empty.
fn list(out: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{heading}:\n\n"));
    for line in lines.iter().take(MOST) {
        out.push_str(&format!("- {line}\n"));
    }
    if lines.len() > MOST {
        out.push_str(&format!("- … and {} more\n", lines.len() - MOST));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::Event;
    use pulldown_cmark::Options;
    use pulldown_cmark::Parser;
    use pulldown_cmark::Tag;
    use pulldown_cmark::TagEnd;

    use super::*;

    #[test]
    fn what_stands_in_backticks_is_code_and_all_else_is_text() {
        assert_eq!(coded("`a_b` is <x>"), "`a_b` is \\<x\\>");
        assert_eq!(coded("`a`b` @all"), "`a`b\\` @&#8203;all");
        assert_eq!(coded("`` x"), " x");
        assert_eq!(coded("a_b"), "a\\_b");
    }

    proptest! {
        // A key may hold backticks, and so end the code that stands around it.
        #[test]
        fn nothing_in_a_message_is_markup_but_code(key in "[`\\\\*_\\[\\]()<>&@#!|~a1 /:.-]{0,16}") {
            let message = format!("`{key}` of a closed report changes");
            let shown = coded(&message);
            for event in Parser::new_ext(&format!("- error {shown}"), Options::all()) {
                let is_plain = matches!(
                    event,
                    Event::Text(_)
                        | Event::Code(_)
                        | Event::Start(Tag::List(_) | Tag::Item | Tag::Paragraph)
                        | Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::Paragraph)
                );
                prop_assert!(is_plain, "{event:?} {shown}");
            }
        }
    }
}

//! PM404: an action item whose dates cannot be right.

use chrono::NaiveDate;

use super::Check;
use super::Context;
use super::Entry;
use super::ReviewContext;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
use crate::source::Span;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM404",
    name: "action-dates",
    level: Level::Warning,
    summary: "an action item whose dates cannot be right",
    page: include_str!("pm404_action_dates.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

/// The states in which nothing is done yet, or never will be; another word is the schema's business.
const STATES: [&str; 4] = ["proposed", "open", "in-progress", "wont-do"];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    let start = context
        .moment("started_at")
        .or_else(|| context.moment("detected_at"));
    let before = context.incident_date().zip(start.map(|(_, span)| span));
    for (index, item) in context.action_items() {
        for field in ["due", "done_on"] {
            let Some((date, span)) = date(item, field) else {
                continue;
            };
            if let Some((start, start_span)) = before
                && date < start
            {
                let words = time::in_words(start.signed_duration_since(date));
                found.push(
                    Diagnostic::new(
                        &RULE,
                        &report.path,
                        span,
                        format!("`{field}` is {words} before the incident"),
                    )
                    .help("look at the year and the month")
                    .label(start_span, format!("the incident is of {start}"))
                    .pointer(format!("/action_items/{index}/{field}")),
                );
            }
        }
        undone(report, &format!("/action_items/{index}"), item, found);
    }
}

/// A tweak has no incident that it could be older than.
fn check_review(context: &ReviewContext<'_>, found: &mut Vec<Diagnostic>) {
    let review = context.document;
    let tweaks = review.field("tweaks").map_or(&[][..], Node::items);
    for (index, tweak) in tweaks.iter().enumerate() {
        undone(review, &format!("/tweaks/{index}"), tweak, found);
    }
}

/// Finds a day on which something was done that its state says is not.
fn undone(document: &Document, pointer: &str, item: &Node, found: &mut Vec<Diagnostic>) {
    let state = item.get("state");
    let word = state.and_then(Node::as_str).unwrap_or("");
    if let (Some((_, span)), Some(state)) = (date(item, "done_on"), state)
        && word != "done"
        && STATES.contains(&word)
    {
        found.push(
            Diagnostic::new(
                &RULE,
                &document.path,
                state.span,
                format!("the state is `{word}`, and `done_on` says that it is done"),
            )
            .help("write `state: done`, or take `done_on` out")
            .label(span, "`done_on` is here")
            .pointer(format!("{pointer}/state")),
        );
    }
}

/// The day that a field of an action item states, and its place.
fn date(item: &Node, field: &str) -> Option<(NaiveDate, Span)> {
    let node = item.get(field)?;
    Some((time::parse_date(node.as_str()?).ok()?, node.span))
}

//! PM705: a tweak to the process has no owner.

use super::Check;
use super::Entry;
use super::ReviewContext;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM705",
    name: "tweak-without-owner",
    level: Level::Warning,
    summary: "a tweak to the process has no owner",
    page: include_str!("pm705_tweak_without_owner.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::ProcessReview(check),
};

fn check(context: &ReviewContext<'_>, found: &mut Vec<Diagnostic>) {
    let review = context.document;
    if review.text_of("status") != Some("held") {
        return;
    }
    let tweaks = review.field("tweaks").map_or(&[][..], Node::items);
    for (index, tweak) in tweaks.iter().enumerate() {
        if !matches!(tweak.value, Value::Map(_))
            || tweak.at("owner").is_some_and(|it| !it.is_null())
        {
            continue;
        }
        if matches!(
            tweak.at("state").and_then(Node::as_str),
            Some("proposed" | "done" | "wont-do")
        ) {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                &review.path,
                place(tweak),
                "this tweak has no `owner`",
            )
            .help("write who does it; a team will do")
            .pointer(format!("/tweaks/{index}/owner")),
        );
    }
}

/// The tweak's id, else its title, else all of it.
fn place(tweak: &Node) -> Span {
    ["id", "title"]
        .into_iter()
        .find_map(|key| tweak.at(key))
        .map_or(tweak.span, |node| node.span)
}

//! PM303: a placeholder where text should be.

use super::Check;
use super::Context;
use super::Entry;
use super::leftovers::is_placeholder;
use super::people;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::Status;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM303",
    name: "placeholder-left",
    level: Level::Error,
    summary: "a placeholder where text should be",
    page: include_str!("pm303_placeholder_left.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// The fields with a text of one's own, by dotted name; people come besides.
const TEXTS: [&str; 5] = [
    "title",
    "impact.summary",
    "no_meeting_because",
    "no_action_items_because",
    "not_required_because",
];
/// The lists of such texts.
const LISTS: [&str; 2] = ["services", "contributing_factors"];
/// The lists of maps, and the keys in them that have such a text.
const MAPS: [(&str, &[&str]); 2] = [
    ("action_items", &["title", "ticket", "reason"]),
    ("waivers", &["reason"]),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    if !context.has_reached(Status::InReview) {
        return;
    }
    texts(context, &mut |node, pointer| {
        if let Some(text) = node.as_str().filter(|text| is_placeholder(text)) {
            found.push(finding(report, text, node.span).pointer(pointer()));
        }
    });
    for span in context.placeholders() {
        found.push(finding(report, span.of(&report.text), *span));
    }
}

fn finding(report: &Document, text: &str, span: Span) -> Diagnostic {
    let message = format!("\u{201c}{text}\u{201d} is a placeholder");
    Diagnostic::new(&RULE, &report.path, span, message)
        .help("write what belongs here, or take it out")
}

/// Shows `see` the values of the front matter that somebody wrote in their own words, each with
/// what makes its JSON pointer. Where the shape of a value is prescribed, the schema finds a
/// placeholder.
fn texts<'a>(context: &Context<'a>, see: &mut dyn FnMut(&'a Node, &dyn Fn() -> String)) {
    let report = context.report();
    let items = |list| report.field(list).map_or(&[][..], Node::items);
    for mention in people::mentioned(context) {
        see(mention.node, &|| mention.pointer());
    }
    for field in TEXTS {
        if let Some(node) = report.field(field) {
            see(node, &|| format!("/{}", field.replace('.', "/")));
        }
    }
    for list in LISTS {
        for (index, node) in items(list).iter().enumerate() {
            see(node, &|| format!("/{list}/{index}"));
        }
    }
    for (list, keys) in MAPS {
        for (index, item) in items(list).iter().enumerate() {
            for key in keys {
                if let Some(node) = item.get(key) {
                    see(node, &|| format!("/{list}/{index}/{key}"));
                }
            }
        }
    }
}

//! PM605: a message is said to be sent and has no text.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::postmortem::leftovers::leftover;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM605",
    name: "empty-message",
    level: Level::Warning,
    summary: "a message is said to be sent and has no text, or words of its template",
    page: include_str!("pm605_empty_message.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (_, message) in context.messages() {
        let sent = message.field(FieldName::SentAt);
        if !sent.is_there() {
            continue;
        }
        let path = &message.document.path;
        if message.is_empty() {
            let text = "a message that was sent and has no text";
            found.push(
                Diagnostic::new(&RULE, path, sent.place(), text)
                    .help("write down what was sent, or remove `sent_at`")
                    .pointer(FieldName::SentAt.pointer()),
            );
        } else if let Some(left) = leftover(message.document) {
            let text =
                "this was not said: the message was sent, and a comment or placeholder is left";
            found.push(
                Diagnostic::new(&RULE, path, left, text)
                    .help("write down what was sent in its place"),
            );
        }
    }
}

//! PM605: a message is said to be sent and has no text.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::markdown::BlockKind;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM605",
    name: "empty-message",
    level: Level::Warning,
    summary: "a message is said to be sent and has no text",
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
        let message = message.document;
        let is_empty = message.body.blocks.iter().all(|block| {
            matches!(block.kind, BlockKind::Comment | BlockKind::Heading) || block.span.is_empty()
        });
        if is_empty && !message.body.too_large {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &message.path,
                    sent.place(),
                    "a message that was sent and has no text",
                )
                .help("write down what was sent, or take `sent_at` away")
                .pointer(FieldName::SentAt.pointer()),
            );
        }
    }
}

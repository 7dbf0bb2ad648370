//! PM606: the message to customers was sent and nobody approved it.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM606",
    name: "message-unapproved",
    level: Level::Error,
    summary: "the message to customers was sent and nobody approved it",
    page: include_str!("pm606_message_unapproved.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(message) = context.dossier.messages.get("external") else {
        return;
    };
    let Some(sent) = message.field("sent_at") else {
        return;
    };
    if message.field("approved_by").is_none() {
        found.push(
            Diagnostic::new(
                &RULE,
                &message.path,
                sent.span,
                "`approved_by` is missing: the message to customers was sent",
            )
            .help("write who approved the text")
            .pointer("/approved_by"),
        );
    }
}

//! PM606: the message to customers was sent and nobody approved it.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::model::MessageName;

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
    let Some(message) = context.message(MessageName::External) else {
        return;
    };
    let sent = message.field(FieldName::SentAt);
    if sent.is_there() && !message.field(FieldName::ApprovedBy).is_there() {
        found.push(
            Diagnostic::new(
                &RULE,
                &message.document.path,
                sent.place(),
                "`approved_by` is missing: the message to customers was sent",
            )
            .help("write who approved the text")
            .pointer(FieldName::ApprovedBy.pointer()),
        );
    }
}

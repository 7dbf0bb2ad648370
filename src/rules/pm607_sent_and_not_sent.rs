//! PM607: a message is said to be sent and not to be sent.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM607",
    name: "sent-and-not-sent",
    level: Level::Error,
    summary: "a message is said to be sent and not to be sent",
    page: include_str!("pm607_sent_and_not_sent.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (_, message) in context.messages() {
        let (Some(sent), Some(not)) = (
            message.field(FieldName::SentAt).node(),
            message.field(FieldName::NotSentBecause).node(),
        ) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                &RULE,
                &message.document.path,
                not.span,
                "`not_sent_because` stands beside `sent_at`",
            )
            .help("keep the one that is true")
            .label(sent.span, "sent, it says here")
            .pointer(FieldName::NotSentBecause.pointer()),
        );
    }
}

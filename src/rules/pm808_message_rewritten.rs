//! PM808: a message changes after it was approved or sent.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM808",
    name: "message-rewritten",
    level: Level::Error,
    summary: "a message changes after it was approved or sent",
    page: include_str!("pm808_message_rewritten.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Change(check),
};

fn check(change: &Change<'_>, found: &mut Vec<Diagnostic>) {
    let report = change.after.report();
    for (name, old) in change.before.messages() {
        let (done, help) = if old.field(FieldName::SentAt).is_text() {
            (
                "sent",
                "what went out cannot be taken back; send another message",
            )
        } else if old.is_approved() {
            (
                "approved",
                "take `approved_by` and `approved_at` out, and have it approved again",
            )
        } else {
            continue;
        };
        let mut after = change.after.messages();
        let Some((_, new)) = after.find(|(it, _)| *it == name) else {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &report.path,
                    change.after.field(FieldName::Status).place(),
                    format!("`messages/{name}.md` was {done} and is removed"),
                )
                .help(help),
            );
            continue;
        };
        // An approval may be taken back, and then the text may change.
        if done == "approved" && !new.is_approved() {
            continue;
        }
        let (was, is) = (old.document, new.document);
        if old.words() != new.words() {
            let span = crate::source::Span::at(is.body.span.start);
            found.push(
                Diagnostic::new(
                    &RULE,
                    &is.path,
                    span,
                    format!("this was {done} with other words"),
                )
                .help(help),
            );
        }
        // What is recorded may be added to, and not changed.
        for entry in was.root().map_or(&[][..], |it| it.entries()) {
            let now = is.root().and_then(|it| it.get(&entry.key));
            if now.is_some_and(|it| it.to_json() == entry.value.to_json()) {
                continue;
            }
            found.push(
                Diagnostic::new(
                    &RULE,
                    &is.path,
                    is.place_of(&entry.key),
                    format!("`{}` changes after the message was {done}", entry.key),
                )
                .help(help)
                .pointer(format!("/{}", entry.key)),
            );
        }
    }
}

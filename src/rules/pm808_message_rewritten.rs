//! PM808: a message changes after it was approved or sent.

use super::Change;
use super::Check;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;

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
    for (name, old) in &change.before.dossier.messages {
        let (done, help) = if old.says("sent_at") {
            (
                "sent",
                "what went out cannot be taken back; send another message",
            )
        } else if old.says("approved_at") || old.says("approved_by") {
            (
                "approved",
                "take `approved_by` and `approved_at` out, and have it approved again",
            )
        } else {
            continue;
        };
        let Some(new) = change.after.dossier.messages.get(name) else {
            found.push(
                Diagnostic::new(
                    &RULE,
                    &report.path,
                    report.place_of("status"),
                    format!("`messages/{name}.md` was {done} and is taken away"),
                )
                .help(help),
            );
            continue;
        };
        // An approval may be taken back, and then the text may change.
        let is_open_again =
            done == "approved" && !new.says("approved_at") && !new.says("approved_by");
        if is_open_again {
            continue;
        }
        let text = |it: &Document| it.body.span.of(&it.text).trim().to_owned();
        if text(old) != text(new) {
            let span = crate::source::Span::at(new.body.span.start);
            found.push(
                Diagnostic::new(
                    &RULE,
                    &new.path,
                    span,
                    format!("this was {done} with other words"),
                )
                .help(help),
            );
        }
        // What is recorded may be added to, and not changed.
        for entry in old.root().map_or(&[][..], |it| it.entries()) {
            let now = new.root().and_then(|it| it.get(&entry.key));
            if now.is_some_and(|it| it.to_json() == entry.value.to_json()) {
                continue;
            }
            found.push(
                Diagnostic::new(
                    &RULE,
                    &new.path,
                    new.place_of(&entry.key),
                    format!("`{}` changes after the message was {done}", entry.key),
                )
                .help(help)
                .pointer(format!("/{}", entry.key)),
            );
        }
    }
}

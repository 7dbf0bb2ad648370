//! PM209: something has happened that is yet to come.

use chrono::TimeDelta;

use super::Check;
use super::Clock;
use super::Context;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::FieldName;
use crate::postmortem::ActionItem;
use crate::postmortem::Said;
use crate::schema::FieldKind;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM209",
    name: "in-the-future",
    level: Level::Error,
    summary: "a time in the future where only the past makes sense",
    page: include_str!("pm209_in_the_future.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

/// The times that a message states once it has been sent or approved.
const OF_MESSAGES: [FieldName; 4] = [
    FieldName::AttemptedAt,
    FieldName::PostedAt,
    FieldName::SentAt,
    FieldName::ApprovedAt,
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    for field in FieldName::OF_THE_PAST {
        // A team may take a field of such a name for something else.
        if context.fields.one(field.as_str()) == Some(FieldKind::Timestamp) {
            moment(report, field, context.field(field), context.clock, found);
        }
    }
    for (_, message) in context.messages() {
        for field in OF_MESSAGES {
            let said = message.field(field);
            moment(message.document, field, said, context.clock, found);
        }
    }
    for item in context.action_items() {
        done(report, &item, context.clock, found);
    }
}

fn check_review(notes: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    if notes.is_held() {
        let field = FieldName::ScheduledFor;
        moment(
            notes.document,
            field,
            notes.field(field),
            notes.clock,
            found,
        );
    }
    for tweak in notes.tweaks() {
        done(notes.document, &tweak, notes.clock, found);
    }
}

/// Finds a moment that is yet to come.
fn moment(
    document: &Document,
    field: FieldName,
    said: Said<'_>,
    clock: Clock,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(ahead) = said.moment().and_then(|it| clock.ahead(it)) {
        found.push(finding(document, field, said, ahead).pointer(field.pointer()));
    }
}

/// Finds a day on which something was done that is yet to come.
fn done(document: &Document, item: &ActionItem<'_>, clock: Clock, found: &mut Vec<Diagnostic>) {
    let field = FieldName::DoneOn;
    let said = item.field(field);
    if let Some(ahead) = said.date().and_then(|it| clock.days_ahead(it)) {
        found.push(finding(document, field, said, ahead).pointer(item.pointer_to(field)));
    }
}

fn finding(document: &Document, field: FieldName, said: Said<'_>, ahead: TimeDelta) -> Diagnostic {
    let ahead = time::in_words(ahead);
    Diagnostic::new(
        &RULE,
        &document.path,
        said.place(),
        format!("`{field}` is {ahead} in the future"),
    )
    .help("look at the date and at the offset; write it once it has happened")
}

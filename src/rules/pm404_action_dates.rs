//! PM404: an action item whose dates cannot be right.

use super::Check;
use super::Context;
use super::Entry;
use super::Notes;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::document::Document;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::postmortem::ActionItem;
use crate::time;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM404",
    name: "action-dates",
    level: Level::Warning,
    summary: "an action item whose dates cannot be right",
    page: include_str!("pm404_action_dates.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Both(check, check_review),
};

/// The days that an item states.
const DAYS: [FieldName; 2] = [FieldName::Due, FieldName::DoneOn];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let report = context.report();
    let began = context.began();
    for item in context.action_items() {
        for field in DAYS {
            let said = item.field(field);
            let (Some(date), Some((start_field, start))) = (said.date(), began) else {
                continue;
            };
            let start = context.policy.zone.date_of(start);
            if date < start {
                let words = time::in_words(start.signed_duration_since(date));
                found.push(
                    Diagnostic::new(
                        &RULE,
                        &report.path,
                        said.place(),
                        format!("`{field}` is {words} before the incident"),
                    )
                    // How many days that is hangs on the zone.
                    .gist(format!("`{field}` {date} is before the incident"))
                    .help("look at the year and the month")
                    .label(
                        context.field(start_field).place(),
                        format!("the incident is of {start}"),
                    )
                    .pointer(item.pointer_to(field)),
                );
            }
        }
        undone(report, &item, found);
    }
}

/// A tweak has no incident that it could be older than.
fn check_review(review: &Notes<'_>, found: &mut Vec<Diagnostic>) {
    for tweak in review.tweaks() {
        undone(review.document, &tweak, found);
    }
}

/// Finds a day on which something was done that its state says is not: nothing is done yet, or
/// never will be. Another word than a state is the schema's business.
fn undone(document: &Document, item: &ActionItem<'_>, found: &mut Vec<Diagnostic>) {
    let (said, done_on) = (item.field(FieldName::State), item.field(FieldName::DoneOn));
    let state = item.state().filter(|_| said.is_text());
    let Some(state) = state.filter(|it| *it != ActionState::Done) else {
        return;
    };
    if done_on.date().is_some() {
        found.push(
            Diagnostic::new(
                &RULE,
                &document.path,
                said.place(),
                format!("the state is `{state}`, and `done_on` says that it is done"),
            )
            .help("write `state: done`, or take `done_on` out")
            .label(done_on.place(), "`done_on` is here")
            .pointer(item.pointer_to(FieldName::State)),
        );
    }
}

//! PM203: an id whose date is not the incident's.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM203",
    name: "id-date",
    level: Level::Warning,
    summary: "an id whose date is not the incident's",
    page: include_str!("pm203_id_date.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// How many days the two dates may be apart: an incident may begin around midnight, and its id is
/// fixed at birth.
const MOST_DAYS: i64 = 1;

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(in_id) = context.dossier.id.date() else {
        return;
    };
    let Some((field, began)) = context.began() else {
        return;
    };
    let date = context.policy.zone.date_of(began);
    if (date - in_id).num_days().abs() <= MOST_DAYS {
        return;
    }
    found.push(
        Diagnostic::new(
            &RULE,
            &context.report().path,
            context.field(field).place(),
            format!("the incident began on {date}, and the id says {in_id}"),
        )
        // The day hangs on the zone.
        .gist(format!("the incident did not begin on {in_id}"))
        // It names no field by a pointer: it is the same whichever of the two says when the incident began.
        .help("fix the date, or give the directory the right one"),
    );
}

//! PM202: an incident that ends before it begins.

use super::Check;
use super::Context;
use super::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::model::FieldName;
use crate::schema::FieldKind;
use crate::time;
use crate::time::Moment;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PM202",
    name: "dates-out-of-order",
    level: Level::Error,
    summary: "an incident that ends before it begins",
    page: include_str!("pm202_dates_out_of_order.md"),
};

pub(super) const ENTRY: Entry = Entry {
    rule: &RULE,
    check: Check::Postmortem(check),
};

/// What comes before what, and how bad it is where it does not. The second of each pair is at
/// fault. The worst pairs of a field come first: only one of them is told.
const ORDER: [(FieldName, FieldName, Level); 13] = [
    (FieldName::StartedAt, FieldName::DetectedAt, Level::Error),
    (FieldName::StartedAt, FieldName::PagedAt, Level::Error),
    (FieldName::StartedAt, FieldName::MitigatedAt, Level::Error),
    (FieldName::StartedAt, FieldName::ResolvedAt, Level::Error),
    (FieldName::DetectedAt, FieldName::MitigatedAt, Level::Error),
    (FieldName::DetectedAt, FieldName::ResolvedAt, Level::Error),
    (FieldName::MitigatedAt, FieldName::ResolvedAt, Level::Error),
    (FieldName::StartedAt, FieldName::MeetingHeldAt, Level::Error),
    (FieldName::StartedAt, FieldName::ReviewedAt, Level::Error),
    (FieldName::ResolvedAt, FieldName::ReviewedAt, Level::Error),
    // A public word about maintenance that then went wrong, a page sent before anything was
    // noticed, a meeting while it still burns: odd, and possible.
    (FieldName::StartedAt, FieldName::PublicAt, Level::Warning),
    (FieldName::DetectedAt, FieldName::PagedAt, Level::Warning),
    (
        FieldName::ResolvedAt,
        FieldName::MeetingHeldAt,
        Level::Warning,
    ),
];

fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<FieldName> = Vec::new();
    // Each is read once: most are in several pairs.
    let mut read: Vec<(FieldName, Option<Moment>)> = Vec::new();
    let mut moment = |field: FieldName| {
        if let Some((_, known)) = read.iter().find(|it| it.0 == field) {
            return *known;
        }
        let moment = context.field(field).moment();
        read.push((field, moment));
        moment
    };
    for (first, second, level) in ORDER {
        // What is itself out of order says nothing about what follows it.
        if told.contains(&first) || told.contains(&second) {
            continue;
        }
        let (Some(begin), Some(end)) = (moment(first), moment(second)) else {
            continue;
        };
        // A team may take a field of such a name for something else.
        let is_moment =
            |it: FieldName| context.fields.one(it.as_str()) == Some(FieldKind::Timestamp);
        if end >= begin || !is_moment(first) || !is_moment(second) {
            continue;
        }
        told.push(second);
        let (before, after) = (context.field(first), context.field(second));
        let earlier = time::in_words(begin.since(end));
        found.push(
            Diagnostic::new(
                &RULE,
                &context.report().path,
                after.place(),
                format!("`{second}` is {earlier} before `{first}`"),
            )
            .help("look at the date and at the offset of both")
            .label(before.place(), format!("`{first}` is here"))
            .pointer(second.pointer())
            .level(level),
        );
    }
}

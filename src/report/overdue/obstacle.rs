//! What keeps a document from saying what is owed, and whose that may be.

use super::Clock;
use super::Unreadable;
use super::Whom;
use crate::corpus::CHECKLIST;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::Role;
use crate::postmortem::ActionItem;
use crate::postmortem::IncidentClock;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::rules;
use crate::time;
use crate::time::Moment;

/// Whether an incident began after the clock, and before the present that the snapshot knows: by what
/// its report says, else by its id.
pub(in crate::report) fn is_not_yet(
    postmortem: &Postmortem<'_>,
    clock: Clock,
    past: rules::Clock,
) -> bool {
    match (postmortem.began(), postmortem.dossier.id.date()) {
        (Some((_, at)), _) => rules::Clock::is_later(at, clock.now) && past.ahead(at).is_none(),
        // An id may be a day off.
        (None, Some(date)) => {
            let tomorrow = time::add_days(past.today, 1);
            tomorrow.is_some_and(|it| it < date) && date <= past.latest_day
        }
        (None, None) => false,
    }
}

/// Whom a report names that could be read as far as that: what it owes is theirs. Nobody where its
/// front matter cannot be read.
pub(super) fn concerned(postmortem: &Postmortem<'_>) -> Whom {
    if postmortem.report().front_matter.is_none() {
        return Whom::Unknown;
    }
    // Without these two it is nobody's yet, and anybody's.
    let mut leaders = [Role::Owner, Role::IncidentCommander].into_iter();
    if leaders.all(|it| postmortem.people(it).next().is_none()) {
        return Whom::Unknown;
    }
    let roles = Role::ALL.into_iter().flat_map(|it| postmortem.people(it));
    let items = postmortem.action_items();
    let items = items.flat_map(|it| it.field(FieldName::Owner).people());
    Whom::named(roles.chain(items))
}

/// What keeps a document from being read, and its line. A checklist has no front matter and needs
/// none.
pub(in crate::report) fn trouble(document: &Document) -> Option<(usize, String)> {
    let has_none = document.path.name() == CHECKLIST && document.faults.is_empty();
    if document.is_readable() || has_none {
        return None;
    }
    Some(match document.faults.first() {
        Some(fault) => (line_of(document, fault.span.start), fault.message.clone()),
        None => (1, "cannot be read".to_owned()),
    })
}

/// What a report that can be read does not say, and without which nobody knows what it owes: a
/// status, a severity, a date. One that is older than `enforce_from` or not required owes nothing.
pub(in crate::report) fn silence(report: &Report<'_>) -> Option<(usize, String)> {
    let lacks = |field: FieldName| {
        let said = report.field(field);
        let why = if said.is_there() {
            format!("`{}` is not a {field}", said.text().unwrap_or_default())
        } else {
            format!("`{field}` is missing")
        };
        (said.line(), why)
    };
    if report.status().is_none() {
        return Some(lacks(FieldName::Status));
    }
    if !report.owes() {
        return None;
    }
    if report.severity().is_none() {
        return Some(lacks(FieldName::Severity));
    }
    if report.clock() == IncidentClock::Unknown {
        let field = [
            FieldName::ResolvedAt,
            FieldName::StartedAt,
            FieldName::DetectedAt,
        ]
        .into_iter()
        .find(|it| report.field(*it).is_there());
        let line = |field| report.field(field).line();
        return Some(match field {
            Some(field) => (line(field), format!("`{field}` is not a timestamp")),
            None => (
                line(FieldName::StartedAt),
                "it says neither when the incident began nor when it ended".to_owned(),
            ),
        });
    }
    None
}

/// A time of a report that is yet to come where only the past makes sense: what is counted from it
/// would wait for ever.
pub(super) fn future(report: &Report<'_>, past: rules::Clock) -> Option<(usize, String)> {
    if !report.owes() {
        return None;
    }
    FieldName::OF_THE_PAST.into_iter().find_map(|field| {
        let said = report.field(field);
        let ahead = time::in_words(past.ahead(said.moment()?)?);
        Some((said.line(), format!("`{field}` is {ahead} in the future")))
    })
}

/// From when on no time of a report is yet to come: before that, nobody knows what it owes. `None` where
/// that never kept anybody.
pub(in crate::report) fn past_from(report: &Report<'_>) -> Option<Moment> {
    if !report.owes() {
        return None;
    }
    let moments = FieldName::OF_THE_PAST.into_iter();
    let moments = moments.filter_map(|it| report.moment(it));
    moments.max().map(rules::Clock::passes_at)
}

/// Action items that are still to be done, by a day that cannot be read.
pub(super) fn without_day<'a>(
    document: &Document,
    items: impl Iterator<Item = ActionItem<'a>>,
) -> Vec<Unreadable> {
    let mut found = Vec::new();
    for item in items {
        let due = item.field(FieldName::Due);
        let is_day = || due.words().is_some_and(|it| time::parse_date(it).is_ok());
        if due.is_there() && item.owes() && !is_day() {
            let id = item.id().unwrap_or("an action item");
            let why = format!("`due` of {id} is not a date");
            found.push(Unreadable {
                action_item: item.id().map(str::to_owned),
                whom: Whom::named(item.field(FieldName::Owner).people()),
                ..Unreadable::new(&document.path, due.line(), &why)
            });
        }
    }
    found
}

/// The line of a place in a document, from 1.
pub(in crate::report) fn line_of(document: &Document, offset: usize) -> usize {
    document.lines.position(&document.text, offset).line
}

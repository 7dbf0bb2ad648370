//! What keeps a document from saying what is owed, and whose that may be.

use super::Clock;
use super::Unreadable;
use super::Whom;
use crate::corpus::CHECKLIST;
use crate::deadline;
use crate::document::Document;
use crate::document::Trouble;
use crate::front_matter::FaultKind;
use crate::model::FieldName;
use crate::model::Role;
use crate::postmortem::ActionItem;
use crate::postmortem::Amiss;
use crate::postmortem::IncidentClock;
use crate::postmortem::Message;
use crate::postmortem::Postmortem;
use crate::postmortem::ProcessReview;
use crate::postmortem::Report;
use crate::postmortem::Said;
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

/// What keeps a document from being read, and its line: also where a part of its front matter was left out,
/// or which of two values it means is not known. A checklist has no front matter and needs none.
pub(in crate::report) fn trouble(document: &Document) -> Option<(usize, String)> {
    let has_none = document.path.name() == CHECKLIST && document.faults.is_empty();
    if has_none {
        return None;
    }
    let mut faults = document.faults.iter();
    let fault = if document.is_readable() {
        faults.find(|it| is_of_a_part(&it.kind))?
    } else {
        match faults.next() {
            Some(fault) => fault,
            None => return Some((1, "cannot be read".to_owned())),
        }
    };
    Some((line_of(document, fault.span.start), fault.message.clone()))
}

/// Whether a fault hides a part of what front matter says.
fn is_of_a_part(kind: &Trouble) -> bool {
    match kind {
        Trouble::FrontMatter(kind) => *kind != FaultKind::AmbiguousScalar,
        Trouble::File(_) | Trouble::NotUtf8 | Trouble::BodyTooLarge => false,
    }
}

/// What a report that can be read does not say, and without which nobody knows what it owes: a
/// status, a severity, a date. One that is older than `enforce_from` or not required owes nothing.
pub(in crate::report) fn silence(report: &Report<'_>) -> Option<(usize, String)> {
    let lacks = |field: FieldName| {
        let said = report.field(field);
        (said.line(), not_its_kind(said, field))
    };
    if report.status().is_none() {
        return Some(lacks(FieldName::Status));
    }
    if report.may_owe() && report.is_adopted_of_nothing() {
        let line = report.field(FieldName::AdoptedFrom).line();
        let why = format!("`{}` does not say of what", FieldName::AdoptedFrom);
        return Some((line, why));
    }
    if !report.owes() {
        return None;
    }
    if report.severity().is_none() {
        return Some(lacks(FieldName::Severity));
    }
    let major = report.field(FieldName::Major);
    if major.is_no_flag() {
        let why = format!("`{}` is not true or false", FieldName::Major);
        return Some((major.line(), why));
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

/// Why a field whose word says what is owed does not say it.
fn not_its_kind(said: Said<'_>, field: FieldName) -> String {
    match said.words() {
        Some(word) => format!("`{word}` is not a {field}"),
        None if said.is_there() => format!("`{field}` is not a word"),
        None => format!("`{field}` is missing"),
    }
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

/// What of a postmortem whose report says what is owed cannot be read all the same: something may be owed
/// beside that, by another day or by others. `is_ahead` says which moments are yet to come.
pub(in crate::report) fn amiss(
    postmortem: &Postmortem<'_>,
    is_ahead: impl Fn(Moment) -> bool,
) -> Vec<Unreadable> {
    if !postmortem.may_owe() {
        return Vec::new();
    }
    let amiss = postmortem.amiss();
    let mut found = in_items(postmortem, &amiss);
    if postmortem.owes() {
        let report = postmortem.report();
        let others = amiss.iter();
        let others = others.filter(|it| it.field != FieldName::ActionItems);
        found.extend(others.map(|it| Unreadable::new(&report.path, it.line(), &it.why)));
        let messages = postmortem.messages();
        found.extend(messages.filter_map(|(_, it)| of_message(it, &is_ahead)));
    }
    let is_confidential = postmortem.is_confidential();
    let id = &postmortem.dossier.id;
    let found = found.into_iter();
    found.map(|it| it.of(id, is_confidential)).collect()
}

/// A message that says in words that cannot be read, or with a time that is yet to come, whether it was sent.
fn of_message(message: Message<'_>, is_ahead: impl Fn(Moment) -> bool) -> Option<Unreadable> {
    if message.is_declined() {
        return None;
    }
    let sent = message.field(FieldName::SentAt);
    let why = match sent.moment() {
        Some(at) if is_ahead(at) => format!("`{}` is in the future", FieldName::SentAt),
        None if sent.is_there() => format!("`{}` is not a timestamp", FieldName::SentAt),
        _ => return None,
    };
    let path = &message.document.path;
    Some(Unreadable::new(path, sent.line(), &why))
}

/// What of the action items of a report cannot be read.
pub(in crate::report) fn of_items(report: &Report<'_>) -> Vec<Unreadable> {
    in_items(report, &report.amiss())
}

/// The same, from all that is amiss in it.
fn in_items(report: &Report<'_>, amiss: &[Amiss<'_>]) -> Vec<Unreadable> {
    let path = &report.document.path;
    let amiss = amiss.iter();
    let amiss = amiss.filter(|it| it.field == FieldName::ActionItems);
    let mut found: Vec<Unreadable> = amiss
        .map(|it| Unreadable::new(path, it.line(), &it.why))
        .collect();
    if report.may_owe() {
        let items = report.action_items();
        found.extend(items.filter_map(|it| of_item(report.document, &it, Some(report))));
    }
    found
}

/// What of the notes of a process review cannot be read beside when it is.
pub(in crate::report) fn of_review(review: &ProcessReview<'_>) -> Vec<Unreadable> {
    let document = review.document;
    let status = review.field(FieldName::Status);
    let mut found = Vec::new();
    if review.status().is_none() {
        let why = not_its_kind(status, FieldName::Status);
        found.push(Unreadable::new(&document.path, status.line(), &why));
    }
    let amiss = review.amiss().into_iter();
    found.extend(amiss.map(|it| Unreadable::new(&document.path, it.line(), &it.why)));
    let tweaks = review.tweaks();
    found.extend(tweaks.filter_map(|it| of_item(document, &it, None)));
    found
}

/// What of an action item that is still to be done cannot be read: its day, its owner and, in a report whose
/// policy has a term that hangs on that, its priority.
fn of_item(
    document: &Document,
    item: &ActionItem<'_>,
    report: Option<&Report<'_>>,
) -> Option<Unreadable> {
    if !item.owes() {
        return None;
    }
    let [due, owner, priority] =
        [FieldName::Due, FieldName::Owner, FieldName::Priority].map(|it| item.field(it));
    let is_day = || due.words().is_some_and(|it| time::parse_date(it).is_ok());
    let is_none_of_a_policys = |report: &Report<'_>| {
        let word = priority.words();
        let known = &report.policy.priorities;
        let is_known = word.is_some_and(|it| known.iter().any(|known| known == it));
        !is_known && deadline::item_term(report).is_some()
    };
    let (said, field, what) = if due.is_there() && !is_day() {
        (due, FieldName::Due, "a date")
    } else if owner.is_there() && owner.people().next().is_none() {
        (owner, FieldName::Owner, "a person")
    } else if priority.is_there() && report.is_some_and(is_none_of_a_policys) {
        (priority, FieldName::Priority, "a priority")
    } else {
        return None;
    };
    let id = item.id().unwrap_or("an action item");
    let why = format!("`{field}` of {id} is not {what}");
    Some(Unreadable {
        action_item: item.id().map(str::to_owned),
        whom: Whom::named(owner.people()),
        ..Unreadable::new(&document.path, said.line(), &why)
    })
}

/// The line of a place in a document, from 1.
pub(in crate::report) fn line_of(document: &Document, offset: usize) -> usize {
    document.lines.position(&document.text, offset).line
}

//! A calendar (RFC 5545). It is a snapshot that is published, without a `METHOD`: nobody is invited
//! by it, and a later one (`DTSTAMP`) replaces what has the same `UID`.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;
use icalendar::Calendar;
use icalendar::Component as _;
use icalendar::EventLike as _;
use icalendar::EventStatus;
use icalendar::Property;

use super::sanitize;
use crate::model::DeadlineKind;
use crate::report::calendar::Event;
use crate::report::calendar::Person;
use crate::report::calendar::Standing;
use crate::report::calendar::What;
use crate::report::calendar::When;
use crate::time::Moment;
use crate::time::add_days;

/// Who wrote it.
const PROGRAM: &str = concat!("-//pmrepo//pmrepo ", env!("CARGO_PKG_VERSION"), "//EN");
/// The name that calendar programs show.
const NAME: &str = "Postmortems";
/// How long a meeting is shown: no report says how long one is.
const MEETING: TimeDelta = TimeDelta::hours(1);
/// The most bytes of a line, its end not counted (RFC 5545, 3.1).
const MOST_BYTES: usize = 75;
/// The most bytes of an address: browsers follow none that is longer.
const LONGEST_ADDRESS: usize = 2_000;
/// The most characters of one text from a document: a calendar shows less.
const MOST_CHARACTERS: usize = 400;

/// Writes a calendar at a moment.
pub fn calendar(events: &[Event], as_of: Moment) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", PROGRAM))
        .name(NAME);
    for event in events {
        calendar.push(component(event, as_of));
    }
    fold(&calendar.done().to_string())
}

/// Folds each line anew: the crate lets the last part of one have 76 bytes.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut width = 0;
        for it in line.chars() {
            if width + it.len_utf8() > MOST_BYTES {
                out.push_str("\r\n ");
                width = 1;
            }
            out.push(it);
            width += it.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

fn component(event: &Event, as_of: Moment) -> icalendar::Event {
    let mut out = icalendar::Event::new();
    out.uid(&event.uid)
        .timestamp(utc(as_of))
        .summary(&summary(event))
        .description(&description(event))
        .categories([event.what.as_str()]);
    times(event, &mut out);
    if event.standing == Standing::Cancelled {
        out.status(EventStatus::Cancelled);
    }
    if let Some(url) = event.url.as_deref().and_then(address) {
        out.url(&url);
    }
    if !matches!(event.what, What::Deadline(_)) {
        people(event, &mut out);
    }
    out
}

/// When it is. A deadline takes nobody's time: it is a day, or a moment without a length.
fn times(event: &Event, out: &mut icalendar::Event) {
    match event.when {
        When::Day(day) => {
            out.starts(day);
            if let Some(next) = add_days(day, 1) {
                out.ends(next);
            }
        }
        When::From(at) => {
            out.starts(utc(at));
        }
    }
    match (event.what, event.when) {
        (What::Deadline(_), _) => {
            out.add_property("TRANSP", "TRANSPARENT");
        }
        (_, When::From(at)) if at.plus(MEETING) > at => {
            out.ends(utc(at.plus(MEETING)));
        }
        _ => {}
    }
}

/// Who leads a meeting and who comes. An attendee needs an organizer, and both an address.
fn people(event: &Event, out: &mut icalendar::Event) {
    let with_address = |it: &Person| Some((it.clone(), mailto(it.email.as_deref()?)?));
    let Some((lead, address)) = event.lead.as_ref().and_then(with_address) else {
        return;
    };
    let property = |key: &str, person: &Person, address: String| {
        let name = line(&person.name).replace('"', "'");
        Property::new(key, address)
            .add_parameter("CN", &name)
            .done()
    };
    out.append_property(property("ORGANIZER", &lead, address));
    for (person, address) in event.people.iter().filter_map(with_address) {
        out.append_multi_property(property("ATTENDEE", &person, address));
    }
}

/// The line that a calendar shows.
fn summary(event: &Event) -> String {
    let about = match &event.title {
        Some(title) => line(title),
        None => line(&event.subject),
    };
    match (event.what, event.standing) {
        (What::Meeting, Standing::Cancelled) => format!("Cancelled: postmortem review: {about}"),
        (What::Meeting, _) => format!("Postmortem review: {about}"),
        (What::ProcessReview, Standing::Cancelled) => format!("Cancelled: process review {about}"),
        (What::ProcessReview, _) => format!("Process review {about}"),
        (What::Deadline(kind), Standing::Met) => format!("Done: {} ({about})", owed(event, kind)),
        (What::Deadline(kind), _) => format!("Due: {} ({about})", owed(event, kind)),
    }
}

/// What is owed, as a person says it.
fn owed(event: &Event, kind: DeadlineKind) -> String {
    let part = |none: &str| event.part.as_deref().map_or(none.to_owned(), line);
    let words = match kind {
        DeadlineKind::OwnerNamed => "name an owner",
        DeadlineKind::MeetingScheduled => "schedule the review meeting",
        DeadlineKind::InternalNotice => "tell the stakeholders",
        DeadlineKind::InReview => "send the report to its reviewers",
        DeadlineKind::Reviewed => "have the report reviewed",
        DeadlineKind::ResultsMail => "mail the results",
        DeadlineKind::ExternalMessage => "publish the external message",
        DeadlineKind::ChecklistStep => return part("a step of the checklist"),
        DeadlineKind::ActionItem => return part("an action item"),
        DeadlineKind::ProcessReview => "look at the incident in a process review",
        DeadlineKind::ProcessReviewNotes => "write up the process review",
        DeadlineKind::NextProcessReview => "hold the next process review",
    };
    words.to_owned()
}

/// What a calendar shows of an event that is opened.
fn description(event: &Event) -> String {
    let mut lines = Vec::new();
    if event.title.is_some() {
        lines.push(match &event.severity {
            Some(severity) => format!("{}, {}", line(&event.subject), line(severity)),
            None => line(&event.subject),
        });
    }
    let names = |people: &[Person]| {
        let names: Vec<String> = people.iter().map(|it| line(&it.name)).collect();
        if names.is_empty() {
            "nobody is named".to_owned()
        } else {
            line(&names.join(", "))
        }
    };
    if let What::Deadline(_) = event.what {
        lines.push(format!("Owed by: {}", names(&event.people)));
    } else {
        if let Some(lead) = &event.lead {
            lines.push(format!("Led by: {}", line(&lead.name)));
        }
        if !event.people.is_empty() {
            lines.push(format!("With: {}", names(&event.people)));
        }
    }
    if let Some(owner) = &event.owner {
        lines.push(format!("Owner of the postmortem: {}", line(&owner.name)));
    }
    if let Some(explanation) = &event.explanation {
        lines.push(format!("Due: {}", line(explanation)));
    }
    lines.extend(event.url.as_deref().and_then(address));
    lines.join("\n")
}

/// A text of a document as one line: what does something else than be seen is written out.
fn line(text: &str) -> String {
    let shown = sanitize(text);
    if shown.chars().count() <= MOST_CHARACTERS {
        return shown.into_owned();
    }
    let mut short: String = shown.chars().take(MOST_CHARACTERS).collect();
    short.push('…');
    short
}

/// The address of a person's mail; `None` where it is none, or one that a calendar could take for
/// something else.
fn mailto(email: &str) -> Option<String> {
    let (name, domain) = email.split_once('@')?;
    let is_name = |it: char| it.is_ascii_alphanumeric() || "._+-".contains(it);
    let is_domain = |it: char| it.is_ascii_alphanumeric() || ".-".contains(it);
    let is_address = !name.is_empty()
        && !domain.is_empty()
        && name.chars().all(is_name)
        && domain.chars().all(is_domain);
    is_address.then(|| format!("mailto:{email}"))
}

/// An address of the web: what may not stand in one is written as `%20`.
fn address(url: &str) -> Option<String> {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    (out.len() <= LONGEST_ADDRESS).then_some(out)
}

fn utc(at: Moment) -> DateTime<Utc> {
    at.to_chrono().with_timezone(&Utc)
}

#[cfg(test)]
mod tests;

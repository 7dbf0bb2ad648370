//! A calendar (RFC 5545). It is a snapshot that is published, without a `METHOD`: nobody is invited
//! by it, and a later one (`DTSTAMP`) replaces what has the same `UID`.

use chrono::TimeDelta;

use super::address::address;
use super::sanitize;
use crate::model::DeadlineKind;
use crate::report::Public;
use crate::report::calendar::Event;
use crate::report::calendar::Events;
use crate::report::calendar::Person;
use crate::report::calendar::Standing;
use crate::report::calendar::What;
use crate::report::calendar::When;
use crate::time::Moment;
use crate::time::add_days;

mod lines;
use lines::Lines;

/// Who wrote it.
const PROGRAM: &str = concat!("-//pmrepo//pmrepo ", env!("CARGO_PKG_VERSION"), "//EN");
/// The name that calendar programs show.
const NAME: &str = "Postmortems";
/// How long a meeting is shown: no report says how long one is.
const MEETING: TimeDelta = TimeDelta::hours(1);
/// The most bytes of an address: browsers follow none that is longer.
const LONGEST_ADDRESS: usize = 2_000;
/// The most characters of one text from a document: a calendar shows less.
const MOST_CHARACTERS: usize = 400;

/// Writes a calendar at a moment.
pub fn calendar(events: &Public<Events>, as_of: Moment) -> String {
    let mut out = Lines::default();
    out.value("BEGIN", "VCALENDAR");
    out.value("VERSION", "2.0");
    out.text("PRODID", PROGRAM);
    out.text("NAME", NAME);
    out.text("X-WR-CALNAME", NAME);
    for event in &events.events {
        component(event, as_of, &mut out);
    }
    out.value("END", "VCALENDAR");
    out.into_text()
}

fn component(event: &Event, as_of: Moment, out: &mut Lines) {
    out.value("BEGIN", "VEVENT");
    out.text("DESCRIPTION", &description(event));
    if let Some(end) = end(event) {
        time("DTEND", end, out);
    }
    time("DTSTAMP", When::From(as_of), out);
    time("DTSTART", event.when, out);
    let meets = !matches!(event.what, What::Deadline(_));
    let people = if meets { people(event) } else { None };
    if let Some((lead, _)) = &people {
        mail("ORGANIZER", lead, out);
    }
    if event.standing == Standing::Cancelled {
        out.value("STATUS", "CANCELLED");
    }
    out.text("SUMMARY", &summary(event));
    // A deadline takes nobody's time.
    if !meets {
        out.value("TRANSP", "TRANSPARENT");
    }
    out.text("UID", &event.uid);
    if let Some(url) = event.url.as_deref().and_then(link) {
        out.value("URL", &url);
    }
    for person in people.iter().flat_map(|(_, all)| all) {
        mail("ATTENDEE", person, out);
    }
    out.text("CATEGORIES", event.what.as_str());
    out.value("END", "VEVENT");
}

/// When it ends. A deadline is a day, or a moment without a length.
fn end(event: &Event) -> Option<When> {
    match (event.what, event.when) {
        (_, When::Day(day)) => add_days(day, 1).map(When::Day),
        (What::Deadline(_), When::From(_)) => None,
        (_, When::From(at)) => {
            let end = at.plus(MEETING);
            (end > at).then_some(When::From(end))
        }
    }
}

fn time(name: &str, when: When, out: &mut Lines) {
    match when {
        When::Day(day) => out.parameter(name, "VALUE", "DATE", &day.format("%Y%m%d").to_string()),
        When::From(at) => out.value(name, &at.utc().format("%Y%m%dT%H%M%SZ").to_string()),
    }
}

/// Who leads a meeting and who comes. An attendee needs an organizer, and both an address.
fn people(event: &Event) -> Option<(Mail, Vec<Mail>)> {
    let lead = Mail::of(event.lead.as_ref()?)?;
    Some((lead, event.people.iter().filter_map(Mail::of).collect()))
}

/// A person whom a calendar program can write to.
struct Mail {
    name: String,
    address: String,
}

impl Mail {
    fn of(person: &Person) -> Option<Self> {
        Some(Self {
            // A parameter has no way to write a quotation mark.
            name: line(&person.name).replace('"', "'"),
            address: mailto(person.email.as_deref()?)?,
        })
    }
}

fn mail(name: &str, person: &Mail, out: &mut Lines) {
    out.parameter(name, "CN", &person.name, &person.address);
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
        DeadlineKind::Custom => return part("a deadline of the team's own"),
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
    lines.extend(event.url.as_deref().and_then(link));
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

/// An address of the web; `None` for one that is longer than calendars take.
fn link(url: &str) -> Option<String> {
    let url = address(url);
    (url.len() <= LONGEST_ADDRESS).then_some(url)
}

#[cfg(test)]
mod tests;

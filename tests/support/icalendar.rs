//! A strict reader of calendars: whatever RFC 5545 asks of one that a program writes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The properties of one event: by name, each with its parameters and its value as written.
pub(crate) type Event = BTreeMap<String, Vec<(String, String)>>;

/// Reads a calendar, or fails the test that it is no calendar in.
#[track_caller]
pub(crate) fn read(text: &str) -> Vec<Event> {
    let lines = unfold(text);
    let mut open: Vec<&str> = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    let mut of_calendar = Vec::new();
    for line in &lines {
        let (name, parameters, value) = split(line);
        match name {
            "BEGIN" => {
                let is_right = match open.as_slice() {
                    [] => value == "VCALENDAR" && of_calendar.is_empty(),
                    ["VCALENDAR"] => value == "VEVENT",
                    _ => false,
                };
                assert!(is_right, "{line} in {open:?}");
                open.push(value);
                if value == "VEVENT" {
                    events.push(Event::new());
                }
            }
            "END" => assert_eq!(open.pop(), Some(value), "{line}"),
            name if open == ["VCALENDAR"] => {
                assert!(events.is_empty(), "{line} behind an event");
                of_calendar.push(name);
            }
            name => {
                assert_eq!(open, ["VCALENDAR", "VEVENT"], "{line}");
                let event = events.last_mut().unwrap();
                let all = event.entry(name.to_owned()).or_default();
                all.push((parameters.to_owned(), value.to_owned()));
            }
        }
    }
    assert!(open.is_empty(), "{open:?} is left open");
    for name in ["VERSION", "PRODID"] {
        assert_eq!(of_calendar.iter().filter(|it| **it == name).count(), 1);
    }
    let mut uids = BTreeSet::new();
    for event in &events {
        judge(event);
        assert!(uids.insert(value(event, "UID").to_owned()), "{event:#?}");
    }
    events
}

/// The parameters and the value of a property that an event has once.
#[track_caller]
fn once<'a>(event: &'a Event, name: &str) -> (&'a str, &'a str) {
    let all = event.get(name).map_or(&[][..], Vec::as_slice);
    assert_eq!(all.len(), 1, "{name} in {event:#?}");
    let (parameters, value) = all.first().unwrap();
    (parameters, value)
}

/// The value of a property that an event has once.
#[track_caller]
pub(crate) fn value<'a>(event: &'a Event, name: &str) -> &'a str {
    once(event, name).1
}

/// A text as it was before it was escaped.
#[track_caller]
pub(crate) fn text(event: &Event, name: &str) -> String {
    let mut plain = String::new();
    let mut rest = value(event, name).chars();
    while let Some(it) = rest.next() {
        if it != '\\' {
            assert!(it != ',' && it != ';', "{it} in {name} of {event:#?}");
            plain.push(it);
            continue;
        }
        let escaped = rest.next().unwrap();
        assert!("nN\\,;".contains(escaped), "{escaped} in {event:#?}");
        plain.push(if "nN".contains(escaped) {
            '\n'
        } else {
            escaped
        });
    }
    plain
}

/// Whole lines: each ends with CR LF, none has more than 75 bytes or a control character.
#[track_caller]
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let body = text.strip_suffix("\r\n").unwrap();
    for line in body.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        assert!(!line.is_empty(), "an empty line");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().unwrap().push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A line's name, parameters and value.
#[track_caller]
fn split(line: &str) -> (&str, &str, &str) {
    let end = line.find([':', ';']).unwrap();
    let (name, rest) = line.split_at(end);
    assert!(
        name.chars().all(|it| it.is_ascii_uppercase() || it == '-'),
        "{line}"
    );
    let mut is_quoted = false;
    let colon = rest.find(|it| {
        is_quoted ^= it == '"';
        it == ':' && !is_quoted
    });
    let (parameters, value) = rest.split_at(colon.unwrap());
    (name, parameters, value.strip_prefix(':').unwrap())
}

/// What an event must have, and may have once.
#[track_caller]
fn judge(event: &Event) {
    for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION"] {
        value(event, name);
    }
    for (name, all) in event {
        assert!(all.len() == 1 || name == "ATTENDEE", "{name} in {event:#?}");
    }
    for name in ["SUMMARY", "DESCRIPTION", "UID"] {
        text(event, name);
    }
    let is_stamp = |it: &str| it.len() == 16 && it.ends_with('Z') && it.find('T') == Some(8);
    assert!(is_stamp(value(event, "DTSTAMP")), "{event:#?}");
    let (kind, start) = once(event, "DTSTART");
    let is_right = match kind {
        ";VALUE=DATE" => start.len() == 8,
        kind => kind.is_empty() && is_stamp(start),
    };
    assert!(is_right, "{event:#?}");
    if event.contains_key("DTEND") {
        let (other, end) = once(event, "DTEND");
        assert!(other == kind && end > start, "{event:#?}");
    }
    if event.contains_key("ATTENDEE") {
        value(event, "ORGANIZER");
    }
    for name in ["ORGANIZER", "ATTENDEE"] {
        for (_, address) in event.get(name).into_iter().flatten() {
            assert!(address.starts_with("mailto:"), "{event:#?}");
        }
    }
}

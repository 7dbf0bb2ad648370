use proptest::prelude::*;

use super::*;
use crate::source::RepoPath;
use crate::time::parse_timestamp;

#[path = "../../../tests/support/icalendar.rs"]
mod icalendar_reader;
use icalendar_reader::read;
use icalendar_reader::text;
use icalendar_reader::value;

fn at(text: &str) -> Moment {
    parse_timestamp(text).unwrap()
}

fn person(name: &str, email: &str) -> Person {
    Person {
        handle: "x".to_owned(),
        name: name.to_owned(),
        email: Some(email.to_owned()),
    }
}

fn event(what: What, title: &str) -> Event {
    Event {
        uid: "2026-03-10-a/x@pmrepo".to_owned(),
        what,
        subject: "2026-03-10-a".to_owned(),
        title: Some(title.to_owned()),
        severity: None,
        part: None,
        when: When::From(at("2026-03-12T10:00+01:00")),
        standing: Standing::Holds,
        owner: None,
        lead: Some(person("Carol", "carol@example.com")),
        people: vec![person("Ivan", "ivan@example.com")],
        url: None,
        explanation: None,
    }
}

fn written(event: &Event) -> icalendar_reader::Event {
    let events = Events {
        events: vec![event.clone()],
        ..Events::default()
    };
    let text = calendar(&events.public(), at("2026-04-01T12:00Z"));
    read(&text).remove(0)
}

#[test]
fn a_title_stays_a_title() {
    for title in [
        "a, b; c\\d",
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1",
        "\u{1b}[31mred\u{202e}",
        "障害報告 🚒 ".repeat(30).as_str(),
        "\\n\\,\\;",
        &" ".repeat(300),
        &"e\u{301}".repeat(200),
        "\u{2028}\u{85}\u{0}",
    ] {
        let read = written(&event(What::Meeting, title));
        assert_eq!(
            text(&read, "SUMMARY"),
            format!("Postmortem review: {}", line(title))
        );
    }
}

#[test]
fn a_line_is_folded_at_75_bytes_and_no_character_is_cut() {
    // The length of the last part goes through every value, with a space at its beginning too.
    for tail in 0..160 {
        for unit in ["x", "ä", "🚒", "a "] {
            let title = format!("{}{}", unit.repeat(40), "y".repeat(tail));
            let read = written(&event(What::Meeting, &title));
            assert_eq!(
                text(&read, "SUMMARY"),
                format!("Postmortem review: {title}")
            );
        }
    }
}

#[test]
fn what_is_long_is_cut() {
    let cut = line(&"ä".repeat(10_000));
    assert_eq!(cut.chars().count(), MOST_CHARACTERS + 1);
    assert!(cut.ends_with('…'));
}

#[test]
fn a_deadline_takes_no_time_and_a_meeting_an_hour() {
    let meeting = written(&event(What::Meeting, "A"));
    assert_eq!(value(&meeting, "DTSTART"), "20260312T090000Z");
    assert_eq!(value(&meeting, "DTEND"), "20260312T100000Z");
    assert!(!meeting.contains_key("TRANSP"));
    let timed = event(What::Deadline(DeadlineKind::InReview), "A");
    let moment = written(&timed);
    assert_eq!(value(&moment, "DTSTART"), "20260312T090000Z");
    assert!(!moment.contains_key("DTEND") && !moment.contains_key("ATTENDEE"));
    let day = written(&Event {
        when: When::Day("2026-02-28".parse().unwrap()),
        ..timed
    });
    assert_eq!(value(&day, "DTSTART"), "20260228");
    assert_eq!(value(&day, "DTEND"), "20260301");
    assert_eq!(value(&day, "TRANSP"), "TRANSPARENT");
    // At the ends of time there is no next day and no hour after.
    for when in [
        When::Day("9999-12-31".parse().unwrap()),
        When::From(Moment::last()),
    ] {
        written(&Event {
            when,
            ..event(What::Meeting, "A")
        });
    }
}

#[test]
fn an_attendee_has_an_address_and_an_organizer() {
    let mut it = event(What::Meeting, "A");
    it.people = vec![
        person("O'Brien, \"Bo\"; :x", "bo+x@example.com"),
        person("Mallory", "m@example.com\r\nATTENDEE:mailto:x@example.com"),
        person("Nobody", "nobody"),
    ];
    let read = written(&it);
    let attendees = &read["ATTENDEE"];
    assert_eq!(
        attendees.as_slice(),
        [(
            ";CN=\"O'Brien, 'Bo'; :x\"".to_owned(),
            "mailto:bo+x@example.com".to_owned()
        )]
    );
    let said = text(&read, "DESCRIPTION");
    assert!(said.contains("With: O'Brien, \"Bo\"; :x, Mallory, Nobody"));
    it.lead = None;
    assert!(!written(&it).contains_key("ATTENDEE"));
}

#[test]
fn an_address_of_the_web_is_one() {
    assert_eq!(
        link("https://a.example/x y\r\nURL:é").unwrap(),
        "https://a.example/x%20y%0D%0AURL:%C3%A9"
    );
    assert_eq!(link(&"é".repeat(1_000)), None);
    let path = RepoPath::new("postmortems/a b").unwrap().to_uri();
    assert_eq!(link(&path), Some(path));
}

#[test]
fn a_meeting_that_is_off_says_so() {
    let off = |what| {
        let read = written(&Event {
            standing: Standing::Cancelled,
            ..event(what, "A")
        });
        assert_eq!(value(&read, "STATUS"), "CANCELLED");
        text(&read, "SUMMARY")
    };
    assert_eq!(off(What::Meeting), "Cancelled: postmortem review: A");
    assert_eq!(off(What::ProcessReview), "Cancelled: process review A");
}

proptest! {
    #[test]
    fn whatever_is_written_can_be_read(
        title in any::<String>(),
        name in any::<String>(),
        email in any::<String>(),
        part in any::<String>(),
        url in any::<String>(),
        seconds in any::<i64>(),
    ) {
        let base = Event {
            part: Some(part.clone()),
            severity: Some(part),
            url: Some(url),
            when: When::From(Moment::from_unix(seconds, 0)),
            owner: Some(person(&name, &email)),
            lead: Some(person(&name, "carol@example.com")),
            people: vec![person(&name, &email), person(&name, "ivan@example.com")],
            explanation: Some(name.clone()),
            ..event(What::Meeting, &title)
        };
        let read = written(&base);
        prop_assert_eq!(
            text(&read, "SUMMARY"),
            format!("Postmortem review: {}", line(&title))
        );
        for kind in DeadlineKind::ALL {
            written(&Event { what: What::Deadline(kind), ..base.clone() });
        }
    }
}

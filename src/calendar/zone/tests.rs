use super::*;
use crate::time::parse_date;
use crate::time::parse_local;
use crate::time::parse_timestamp;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn at(name: &str, local: &str) -> String {
    zone(name).at(parse_local(local).unwrap()).to_string()
}

fn end(name: &str, date: &str) -> String {
    zone(name).end_of_day(parse_date(date).unwrap()).to_string()
}

#[test]
fn a_local_time_gets_the_offset_of_its_day() {
    assert_eq!(
        at("Europe/Berlin", "2026-07-01 14:03"),
        "2026-07-01T14:03:00+02:00"
    );
    assert_eq!(
        at("Europe/Berlin", "2026-12-01 14:03"),
        "2026-12-01T14:03:00+01:00"
    );
    assert_eq!(at("Etc/UTC", "2026-12-01 14:03"), "2026-12-01T14:03:00Z");
    assert_eq!(
        at("Asia/Kathmandu", "2026-12-01 14:03"),
        "2026-12-01T14:03:00+05:45"
    );
}

#[test]
fn a_time_in_a_gap_is_the_first_instant_after_it() {
    assert_eq!(
        at("Europe/Berlin", "2026-03-29 02:30"),
        "2026-03-29T03:00:00+02:00"
    );
    assert_eq!(
        at("Europe/Berlin", "2026-03-29 02:00"),
        "2026-03-29T03:00:00+02:00"
    );
    assert_eq!(
        at("Europe/Berlin", "2026-03-29 03:00"),
        "2026-03-29T03:00:00+02:00"
    );
    // Samoa left the whole of 30 December 2011 out.
    assert_eq!(
        end("Pacific/Apia", "2011-12-30"),
        "2011-12-31T00:00:00+14:00"
    );
}

#[test]
fn a_time_that_exists_twice_is_the_earlier_one() {
    assert_eq!(
        at("Europe/Berlin", "2026-10-25 02:30"),
        "2026-10-25T02:30:00+02:00"
    );
    assert_eq!(
        at("America/New_York", "2026-11-01 01:30"),
        "2026-11-01T01:30:00-04:00"
    );
}

#[test]
fn a_day_ends_with_its_last_second_even_where_that_exists_twice() {
    assert_eq!(
        end("Europe/Berlin", "2026-10-25"),
        "2026-10-25T23:59:59+01:00"
    );
    assert_eq!(
        end("Europe/Berlin", "2026-03-29"),
        "2026-03-29T23:59:59+02:00"
    );
    // Clocks went from midnight back to 23:00.
    assert_eq!(
        end("America/Sao_Paulo", "2018-02-17"),
        "2018-02-17T23:59:59-03:00"
    );
}

#[test]
fn a_day_may_begin_at_one_o_clock() {
    let day = parse_date("2018-11-04").unwrap();
    assert_eq!(
        zone("America/Sao_Paulo").start_of_day(day).to_string(),
        "2018-11-04T01:00:00-02:00"
    );
}

#[test]
fn the_local_date_is_that_of_the_zone() {
    let moment = parse_timestamp("2026-11-20T23:30Z").unwrap();
    assert_eq!(
        zone("Europe/Berlin").date_of(moment).to_string(),
        "2026-11-21"
    );
    assert_eq!(
        zone("America/New_York").date_of(moment).to_string(),
        "2026-11-20"
    );
    assert_eq!(zone("Etc/UTC").show(moment), moment);
}

#[test]
fn the_ends_of_time_are_no_danger() {
    for name in [
        "Etc/UTC",
        "Pacific/Apia",
        "America/New_York",
        "Europe/Berlin",
    ] {
        let zone = zone(name);
        for date in [
            NaiveDate::MIN,
            NaiveDate::MAX,
            parse_date("9999-12-31").unwrap(),
        ] {
            let _ = zone.end_of_day(date).to_string();
            let _ = zone.start_of_day(date).to_string();
        }
        let _ = zone.date_of(Moment::first());
        let _ = zone.date_of(Moment::last());
    }
}

#[test]
fn a_wrong_name_gets_a_suggestion() {
    for (name, suggestion) in [
        ("Europe/Berln", Some("Europe/Berlin")),
        ("europe/berlin", Some("Europe/Berlin")),
        ("Berlin", Some("Europe/Berlin")),
        ("America/New York", Some("America/New_York")),
        ("Asia/Calcuta", Some("Asia/Calcutta")),
        ("Londn", Some("Europe/London")),
        ("America/Los", Some("America/Los_Angeles")),
        ("Australia/Melb", Some("Australia/Melbourne")),
        ("Bangalore", Some("Asia/Kolkata")),
        ("Europe/Munich", Some("Europe/Berlin")),
        ("San Francisco", Some("America/Los_Angeles")),
        ("America/San_Francisco", Some("America/Los_Angeles")),
        // Another place than is meant: Bangkok, Canada's Atlantic, Mexico's General, Poland, Nassau, Zurich.
        ("Bangalor", None),
        ("Atlant", None),
        ("Genev", None),
        ("Portland", None),
        ("America/San", None),
        ("Europe/Muenich", None),
        ("Valencia", None),
        // More than one goes on from here.
        ("America/Port", None),
        ("US/East", None),
        ("Asia", None),
        ("Europe/", None),
        ("xyzzy", None),
        ("", None),
    ] {
        let Err(ZoneFault::Unknown {
            suggestion: got, ..
        }) = Zone::parse(name)
        else {
            panic!("{name:?} was read");
        };
        assert_eq!(got.as_deref(), suggestion, "{name:?}");
    }
    let fault = Zone::parse("Europe/Berln").unwrap_err();
    assert_eq!(fault.to_string(), "`Europe/Berln` is not a time zone");
    assert_eq!(fault.help(), "did you mean `Europe/Berlin`?");
    assert!(
        Zone::parse(&"x".repeat(100_000))
            .unwrap_err()
            .to_string()
            .len()
            < 200
    );
}

#[test]
fn a_word_for_a_zone_is_a_name_or_an_offset_never_an_abbreviation() {
    for (word, name) in [
        ("UTC", "Etc/UTC"),
        ("utc", "Etc/UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("+01:00", "+01:00"),
        ("-03:30", "-03:30"),
    ] {
        assert_eq!(Zone::parse_word(word).unwrap().to_string(), name);
    }
    for word in ["CET", "PST", "EST", "GMT", "IST", "BST", "EST5EDT", "Japan"] {
        let fault = Zone::parse_word(word).unwrap_err();
        assert!(
            matches!(fault, ZoneFault::Abbreviation { .. }),
            "{word}: {fault:?}"
        );
    }
    for word in ["+1", "+0100", "+99:00", "-3"] {
        let fault = Zone::parse_word(word).unwrap_err();
        assert!(
            matches!(fault, ZoneFault::Offset { .. }),
            "{word}: {fault:?}"
        );
    }
    for word in ["Europe/Nowhere", "headquarters", "UTC+1"] {
        let fault = Zone::parse_word(word).unwrap_err();
        assert!(
            matches!(fault, ZoneFault::Unknown { .. }),
            "{word}: {fault:?}"
        );
    }
}

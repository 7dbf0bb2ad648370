use super::*;

/// Saturday the 21st in Berlin, half past midnight; still the day before in UTC.
const NIGHT: &str = "2026-11-20T23:30:15Z";
/// Wednesday the 25th in Berlin, two in the afternoon.
const DAY: &str = "2026-11-25T13:00Z";

fn berlin() -> Zone {
    Zone::parse("Europe/Berlin").unwrap()
}

fn at(text: &str) -> Moment {
    parse_timestamp(text).unwrap()
}

fn past(text: &str, now: &str) -> Result<String, String> {
    let read = read_past(text, at(now), berlin());
    read.map(|it| it.at.to_short()).map_err(|it| it.to_string())
}

fn future(text: &str, now: &str) -> Result<String, String> {
    let read = read_future(text, at(now), berlin());
    read.map(|it| it.at.to_short()).map_err(|it| it.to_string())
}

#[test]
fn what_happened_is_typed_short_and_local() {
    for (text, moment) in [
        ("0:03", "2026-11-21T00:03+01:00"),
        (" today 00:03:22 ", "2026-11-21T00:03:22+01:00"),
        ("yesterday 9:30", "2026-11-20T09:30+01:00"),
        ("Yesterday at 9:30", "2026-11-20T09:30+01:00"),
        ("9:30 yesterday", "2026-11-20T09:30+01:00"),
        ("9:30am yesterday", "2026-11-20T09:30+01:00"),
        ("yesterday 9 pm", "2026-11-20T21:00+01:00"),
        ("Tomorrow  10:00", "2026-11-22T10:00+01:00"),
        ("2026-07-20 14:03", "2026-07-20T14:03+02:00"),
        ("2026-07-20T14:03", "2026-07-20T14:03+02:00"),
        ("2026-07-20 9:03", "2026-07-20T09:03+02:00"),
        ("2026-07-20 14:03Z", "2026-07-20T14:03Z"),
        ("2026-07-20T14:03:00-03:00", "2026-07-20T14:03-03:00"),
        ("now", "2026-11-21T00:30+01:00"),
        ("2 hours ago", "2026-11-20T22:30+01:00"),
        ("30s ago", "2026-11-21T00:29:45+01:00"),
        ("2h ago", "2026-11-20T22:30+01:00"),
        ("-2h", "2026-11-20T22:30+01:00"),
        ("2h", "2026-11-20T22:30+01:00"),
        ("an hour and 15 minutes ago", "2026-11-20T23:15+01:00"),
        ("90m ago", "2026-11-20T23:00+01:00"),
        ("2 days ago", "2026-11-19T00:30+01:00"),
        ("1w ago", "2026-11-14T00:30+01:00"),
        ("tuesday 03:12", "2026-11-17T03:12+01:00"),
        ("tue 03:12", "2026-11-17T03:12+01:00"),
        ("last Tuesday at 03:12", "2026-11-17T03:12+01:00"),
        ("saturday 00:12", "2026-11-21T00:12+01:00"),
        ("saturday 03:12", "2026-11-14T03:12+01:00"),
        ("last saturday 00:12", "2026-11-14T00:12+01:00"),
        // Of another zone, the day is the one that it is there.
        ("03:12 UTC", "2026-11-20T03:12Z"),
        ("03:12Z", "2026-11-20T03:12Z"),
        ("03:12+01:00", "2026-11-21T03:12+01:00"),
        ("00:12 +01:00", "2026-11-21T00:12+01:00"),
        ("yesterday 03:12 America/New_York", "2026-11-19T03:12-05:00"),
        // What is shown is read again.
        ("2026-07-20 14:03 CEST", "2026-07-20T14:03+02:00"),
        ("2026-11-20 14:03 cet", "2026-11-20T14:03+01:00"),
        // A quarter of an hour ago; nobody means tonight.
        ("23:55", "2026-11-20T23:55+01:00"),
        // In four minutes: clocks differ.
        ("0:34", "2026-11-21T00:34+01:00"),
    ] {
        assert_eq!(past(text, NIGHT).as_deref(), Ok(moment), "{text:?}");
    }
    // Ten minutes from now is a slip, and not the day before.
    assert_eq!(past("14:10", DAY).as_deref(), Ok("2026-11-25T14:10+01:00"));
}

#[test]
fn what_is_to_come_is_typed_short_and_local() {
    for (text, moment) in [
        ("15:00", "2026-11-25T15:00+01:00"),
        ("13:30", "2026-11-25T13:30+01:00"),
        ("10:00", "2026-11-26T10:00+01:00"),
        ("tomorrow 10:00", "2026-11-26T10:00+01:00"),
        ("friday 10:00", "2026-11-27T10:00+01:00"),
        ("tuesday 10:00", "2026-12-01T10:00+01:00"),
        ("wednesday 15:00", "2026-11-25T15:00+01:00"),
        ("wednesday 10:00", "2026-12-02T10:00+01:00"),
        ("next wednesday 15:00", "2026-12-02T15:00+01:00"),
        ("in 2 hours", "2026-11-25T16:00+01:00"),
        ("2h", "2026-11-25T16:00+01:00"),
        ("+2d", "2026-11-27T14:00+01:00"),
        ("2026-11-20 10:00", "2026-11-20T10:00+01:00"),
        ("yesterday 10:00", "2026-11-24T10:00+01:00"),
    ] {
        assert_eq!(future(text, DAY).as_deref(), Ok(moment), "{text:?}");
    }
}

#[test]
fn whole_days_keep_the_time_of_day_where_clocks_are_changed() {
    let now = "2026-03-30T10:00+02:00";
    assert_eq!(past("2 days ago", now).unwrap(), "2026-03-28T10:00+01:00");
    assert_eq!(past("48h ago", now).unwrap(), "2026-03-28T09:00+01:00");
}

#[test]
fn what_is_no_time_is_refused_with_the_reason_and_what_to_type() {
    for (text, said, help) in [
        ("", "`` is not a time that can be read", "`2 hours ago`"),
        (
            "noon",
            "`noon` is not a time that can be read",
            "`yesterday 9:30`",
        ),
        ("today", "`today` has no time of day", "`today 14:03`"),
        (
            "2026-11-20",
            "`2026-11-20` has no time of day",
            "`2026-11-20 14:03`",
        ),
        (
            "tusday 10:00",
            "`tusday 10:00` is not a time that can be read",
            "`tuesday`",
        ),
        (
            "2026-02-30 10:00",
            "`2026-02-30 10:00` names a date that does not exist",
            "calendar",
        ),
        (
            "2026-02-30T10:00Z",
            "`2026-02-30T10:00Z` names a date that does not exist",
            "calendar",
        ),
        (
            "25:00",
            "`25:00` names a time of day that does not exist",
            "23:59:59",
        ),
        (
            "13:00 pm",
            "`13:00 pm` names a time of day that does not exist",
            "23:59:59",
        ),
        (
            "2026-8-1 10:00",
            "`2026-8-1 10:00` is not a time that can be read",
            "`14:03`",
        ),
        (
            "9999-12-31T00:00Z",
            "`9999-12-31T00:00Z` lies outside the years 0001 to 9999",
            "year",
        ),
        (
            "14:03 PST",
            "`14:03 PST` cannot be read: `PST` is an abbreviation that does not name one time zone",
            "`UTC`",
        ),
        (
            "2026-07-20 14:03 CET",
            "`2026-07-20 14:03 CET` cannot be read: `CET` is an abbreviation that does not name one time zone",
            "`+01:00`",
        ),
        (
            "14:03 Europe/Berln",
            "`14:03 Europe/Berln` cannot be read: `Europe/Berln` is not a time zone",
            "`Europe/Berlin`",
        ),
        (
            "14:03+99:00",
            "`14:03+99:00` cannot be read: `+99:00` is not an offset from UTC",
            "`+01:00`",
        ),
        (
            "two hours ago",
            "`two hours ago` is not a number of minutes, hours, days or weeks",
            "`2 hours`",
        ),
        (
            "5bd ago",
            "`5bd ago` counts business days, which have no fixed length",
            "`3d`",
        ),
        (
            "14:03 15:03",
            "`14:03 15:03` is not a time that can be read",
            "`14:03`",
        ),
    ] {
        let fault = read_past(text, at(NIGHT), berlin()).unwrap_err();
        assert_eq!(fault.to_string(), said, "{text:?}");
        assert!(fault.help().contains(help), "{text:?}: {}", fault.help());
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused_with_both_that_could_be_meant() {
    let fault = read_past("2026-03-29 02:30", at(DAY), berlin()).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "`2026-03-29 02:30` does not exist in Europe/Berlin: the clocks went forward and skipped it"
    );
    assert_eq!(
        fault.help(),
        "type `2026-03-29T03:30+02:00` or `2026-03-29T01:30+01:00`, or the time that you mean"
    );
}

#[test]
fn a_time_that_exists_twice_is_the_first_one_and_that_is_said() {
    let read = |text: &str, now: &str| read_past(text, at(now), berlin()).unwrap();
    let twice = read("2026-10-25 02:30", DAY);
    assert_eq!(twice.at.to_short(), "2026-10-25T02:30+02:00");
    assert_eq!(
        twice.doubt().unwrap(),
        "2026-10-25 02:30 was there twice in Europe/Berlin, because the clocks were put back: taken \
         as the first one, 2026-10-25T02:30+02:00; for the second, type `2026-10-25T02:30+01:00`"
    );
    // Whoever says which, or types it while there was but one, is asked nothing.
    for (text, now, moment) in [
        ("2026-10-25 02:30 CET", DAY, "2026-10-25T02:30+01:00"),
        ("2026-10-25 02:30 CEST", DAY, "2026-10-25T02:30+02:00"),
        ("02:30", "2026-10-25T02:40+02:00", "2026-10-25T02:30+02:00"),
    ] {
        let one = read(text, now);
        assert_eq!((one.at.to_short().as_str(), one.doubt()), (moment, None));
    }
}

#[test]
fn what_was_understood_is_said_as_people_read_it() {
    let now = at("2026-11-24T02:20Z");
    for (text, words) in [
        ("03:12", "2026-11-24 03:12 CET, 8 minutes ago"),
        ("02:12 UTC", "2026-11-24 03:12 CET, 8 minutes ago"),
        ("now", "2026-11-24 03:20 CET, now"),
        (
            "2026-07-01 12:00:30",
            "2026-07-01 12:00:30 CEST, 145 days 16 hours ago",
        ),
    ] {
        assert_eq!(read_past(text, now, berlin()).unwrap().to_string(), words);
    }
    let soon = read_future("friday 10:00", now, berlin()).unwrap();
    assert_eq!(soon.to_string(), "2026-11-27 10:00 CET, in 3 days 6 hours");
    let fixed = Zone::parse_word("+05:30").unwrap();
    let words = read_past("now", now, fixed).unwrap().to_string();
    assert_eq!(words, "2026-11-24 07:50 +05:30, now");
}

#[test]
fn what_is_shown_is_read_as_the_same_moment() {
    for name in [
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Etc/UTC",
        "Australia/Lord_Howe",
    ] {
        let zone = Zone::parse(name).unwrap();
        for moment in [
            "2026-11-24T02:12Z",
            "2026-07-01T12:00:30Z",
            "2026-10-25T00:30Z",
            "2026-10-25T01:30Z",
        ] {
            let words = zone.words(at(moment));
            let read = read_past(&words, at(DAY), zone).map(|it| it.at);
            assert_eq!(read, Ok(at(moment)), "{words}");
        }
    }
}

#[test]
fn days_are_read_on_the_side_that_is_meant() {
    let read = |text: &str, toward| {
        read_date(text, toward, at(DAY), berlin())
            .map(|it| it.to_string())
            .map_err(|it| format!("{it}; {}", it.help()))
    };
    for (text, past, future) in [
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        (" today", "2026-11-25", "2026-11-25"),
        ("Yesterday", "2026-11-24", "2026-11-24"),
        ("tomorrow", "2026-11-26", "2026-11-26"),
        ("friday", "2026-11-20", "2026-11-27"),
        ("wednesday", "2026-11-25", "2026-11-25"),
        ("last wednesday", "2026-11-18", "2026-12-02"),
        ("7d", "2026-11-18", "2026-12-02"),
        ("1w", "2026-11-18", "2026-12-02"),
        ("-7d", "2026-11-18", "2026-11-18"),
        ("in 3 days", "2026-11-28", "2026-11-28"),
    ] {
        assert_eq!(read(text, Toward::Past).as_deref(), Ok(past), "{text}");
        assert_eq!(read(text, Toward::Future).as_deref(), Ok(future), "{text}");
    }
    for (text, said) in [
        (
            "2026-02-30",
            "`2026-02-30` names a date that does not exist; write a date that is in the calendar",
        ),
        (
            "fryday",
            "`fryday` is not a time that can be read; did you mean `friday`?",
        ),
        (
            "soonish",
            "`soonish` is not written as a date; type a day like `2026-11-20`, `tomorrow`, `friday` or `7d` (in seven days)",
        ),
        (
            "14:03",
            "`14:03` is not written as a date; type a day like `2026-11-20`, `tomorrow`, `friday` or `7d` (in seven days)",
        ),
    ] {
        assert_eq!(read(text, Toward::Future), Err(said.to_owned()));
    }
}

#[test]
fn the_clock_of_a_run_may_be_a_day() {
    let read = |text: &str| read_as_of(text, at(DAY), berlin()).map(Moment::to_short);
    for (text, moment) in [
        ("2026-11-20", "2026-11-20T23:59:59+01:00"),
        ("yesterday", "2026-11-24T23:59:59+01:00"),
        ("2026-11-20T14:03Z", "2026-11-20T14:03Z"),
        ("2h ago", "2026-11-25T12:00+01:00"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(moment));
    }
    for text in ["2026-02-30", "soon", ""] {
        assert!(read(text).is_err(), "{text}");
    }
}

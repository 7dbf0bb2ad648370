use super::*;

/// What is asked of a text: that it is a timestamp, or why not.
const TIMESTAMPS: &[(&str, Option<TimeFault>)] = &[
    ("2026-11-20T14:03Z", None),
    ("2026-11-20 14:03Z", None),
    ("2026-11-20T14:03:22Z", None),
    ("2026-11-20T14:03:22.1Z", None),
    ("2026-11-20T14:03:22.123456789+05:45", None),
    ("2026-11-20T14:03-15:59", None),
    ("2024-02-29T00:00Z", None),
    ("0001-01-02T00:00Z", None),
    ("9999-12-30T23:59:59Z", None),
    ("2026-11-20", Some(TimeFault::NoTime)),
    ("2026-02-30", Some(TimeFault::NoTime)),
    ("2026-11-20T14:03", Some(TimeFault::NoOffset)),
    ("2026-11-20 14:03:22", Some(TimeFault::NoOffset)),
    ("2026-11-20 14:03:22.5", Some(TimeFault::NoOffset)),
    ("2026-02-30T14:03Z", Some(TimeFault::NoSuchDate)),
    ("2026-02-29T14:03Z", Some(TimeFault::NoSuchDate)),
    ("2026-13-01T14:03Z", Some(TimeFault::NoSuchDate)),
    ("2026-00-00T14:03Z", Some(TimeFault::NoSuchDate)),
    ("0000-01-01T14:03Z", Some(TimeFault::NoSuchDate)),
    ("2026-11-20T25:00Z", Some(TimeFault::NoSuchTime)),
    ("2026-11-20T24:00Z", Some(TimeFault::NoSuchTime)),
    ("2026-11-20T14:60Z", Some(TimeFault::NoSuchTime)),
    ("2026-11-20T23:59:60Z", Some(TimeFault::NoSuchTime)),
    ("2026-11-20T14:03+16:00", Some(TimeFault::NoSuchOffset)),
    ("2026-11-20T14:03+99:99", Some(TimeFault::NoSuchOffset)),
    ("2026-11-20T14:03+01:60", Some(TimeFault::NoSuchOffset)),
    ("0001-01-01T00:00Z", Some(TimeFault::OutOfRange)),
    ("9999-12-31T00:00Z", Some(TimeFault::OutOfRange)),
    ("2026-8-1", Some(TimeFault::Shape)),
    ("2026-8-1T14:03Z", Some(TimeFault::Shape)),
    ("2026-08-1T14:03Z", Some(TimeFault::Shape)),
    ("26-08-01T14:03Z", Some(TimeFault::Shape)),
    ("+2026-08-01T14:03Z", Some(TimeFault::Shape)),
    ("-2026-08-01T14:03Z", Some(TimeFault::Shape)),
    ("12026-08-01T14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20t14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03z", Some(TimeFault::Shape)),
    ("2026-11-20  14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20\t14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20T14Z", Some(TimeFault::Shape)),
    ("2026-11-20T9:03Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03:2Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03:22.Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03:22,5Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03:22.1234567890Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03.5Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03 Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03 +01:00", Some(TimeFault::Shape)),
    ("2026-11-20T14:03+0100", Some(TimeFault::Shape)),
    ("2026-11-20T14:03+01", Some(TimeFault::Shape)),
    ("2026-11-20T14:03+1:00", Some(TimeFault::Shape)),
    ("2026-11-20T14:03UTC", Some(TimeFault::Shape)),
    ("2026-11-20T14:03ZZ", Some(TimeFault::Shape)),
    (" 2026-11-20T14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03Z ", Some(TimeFault::Shape)),
    ("2026-11-20T14:03Z\n", Some(TimeFault::Shape)),
    ("２０２６-11-20T14:03Z", Some(TimeFault::Shape)),
    ("2026-11-20T14:03\u{2212}01:00", Some(TimeFault::Shape)),
    ("2026-11-20T14:03\0Z", Some(TimeFault::Shape)),
    ("yesterday", Some(TimeFault::Shape)),
    ("", Some(TimeFault::Shape)),
    ("T", Some(TimeFault::Shape)),
];

/// Whether the fault is about how the text is written, not about what it says.
fn is_about_shape(fault: TimeFault) -> bool {
    matches!(
        fault,
        TimeFault::Shape | TimeFault::NoTime | TimeFault::NoOffset
    )
}

#[test]
fn a_timestamp_is_read_or_the_fault_says_why_not() {
    for (text, fault) in TIMESTAMPS {
        assert_eq!(parse_timestamp(text).err(), *fault, "{text:?}");
    }
}

#[test]
fn the_published_pattern_and_the_reader_agree_on_shape() {
    let pattern = regex::Regex::new(TIMESTAMP_PATTERN).unwrap();
    for (text, fault) in TIMESTAMPS {
        let has_shape = !fault.is_some_and(is_about_shape);
        assert_eq!(pattern.is_match(text), has_shape, "{text:?}");
    }
}

#[test]
fn the_published_pattern_and_the_reader_agree_on_mangled_timestamps() {
    let pattern = regex::Regex::new(TIMESTAMP_PATTERN).unwrap();
    let good = "2026-11-20T14:03:22.5+01:00";
    for at in 0..=good.len() {
        for piece in ["", "0", "9", ":", "-", "+", "Z", "T", " ", ".", "x", "é"] {
            for removed in 0..=2 {
                let rest = good.get(at + removed..).unwrap_or("");
                let text = format!("{}{piece}{rest}", good.get(..at).unwrap());
                let has_shape = !parse_timestamp(&text).is_err_and(is_about_shape);
                assert_eq!(pattern.is_match(&text), has_shape, "{text:?}");
            }
        }
    }
}

#[test]
fn a_date_has_one_shape() {
    let pattern = regex::Regex::new(DATE_PATTERN).unwrap();
    for (text, fault) in [
        ("2026-11-20", None),
        ("2024-02-29", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2026-02-30", Some(TimeFault::NoSuchDate)),
        ("0000-12-31", Some(TimeFault::NoSuchDate)),
        ("2026-8-1", Some(TimeFault::DateShape)),
        ("2026/08/01", Some(TimeFault::DateShape)),
        ("20260801", Some(TimeFault::DateShape)),
        ("2026-08-01T", Some(TimeFault::DateShape)),
        ("2026-08-01 ", Some(TimeFault::DateShape)),
        ("", Some(TimeFault::DateShape)),
    ] {
        assert_eq!(parse_date(text).err(), fault, "{text:?}");
        let has_shape = fault != Some(TimeFault::DateShape);
        assert_eq!(pattern.is_match(text), has_shape, "{text:?}");
    }
}

#[test]
fn a_clock_time_may_have_one_digit_for_the_hour() {
    for (text, clock) in [
        ("14:03", Ok("14:03:00")),
        ("9:30", Ok("09:30:00")),
        ("09:30:05", Ok("09:30:05")),
        ("24:00", Err(TimeFault::NoSuchTime)),
        ("9:3", Err(TimeFault::ClockShape)),
        ("930", Err(TimeFault::ClockShape)),
        ("9:30pm", Err(TimeFault::ClockShape)),
        ("", Err(TimeFault::ClockShape)),
    ] {
        let read = parse_clock(text).map(|clock| clock.to_string());
        assert_eq!(read, clock.map(str::to_owned), "{text:?}");
    }
}

#[test]
fn a_local_time_has_no_offset() {
    assert_eq!(
        parse_local("2026-11-20 14:03").unwrap().to_string(),
        "2026-11-20 14:03:00"
    );
    assert_eq!(parse_local("2026-11-20T14:03Z"), Err(TimeFault::Shape));
    assert_eq!(parse_local("2026-11-20"), Err(TimeFault::Shape));
    assert_eq!(parse_local("2026-11-31T14:03"), Err(TimeFault::NoSuchDate));
}

#[test]
fn an_offset_is_whole_minutes_that_some_place_has() {
    assert_eq!(parse_offset("Z").unwrap().local_minus_utc(), 0);
    assert_eq!(parse_offset("+05:45").unwrap().local_minus_utc(), 20_700);
    assert_eq!(parse_offset("-03:30").unwrap().local_minus_utc(), -12_600);
    assert_eq!(parse_offset("+16:00"), Err(TimeFault::NoSuchOffset));
    assert_eq!(parse_offset("CET"), Err(TimeFault::NoSuchOffset));
    assert_eq!(parse_offset("+1"), Err(TimeFault::NoSuchOffset));
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered_and_what_is_read_is_shown_so_that_it_reads_the_same(
        text in "[0-9TZ:. +-]{0,30}|[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-][01][0-9]:[0-5][0-9])",
    ) {
        if let Ok(moment) = parse_timestamp(&text) {
            assert_eq!(parse_timestamp(&moment.to_string()), Ok(moment));
            assert_eq!(parse_timestamp(&moment.to_short()), Ok(moment));
        }
        let _ = (parse_date(&text), parse_clock(&text), parse_local(&text), parse_offset(&text));
    }
}

use super::*;
use crate::time::parse_date;
use crate::time::parse_timestamp;

fn berlin(holidays: &[&str]) -> Calendar {
    Calendar::new(
        &[Weekday::Sat, Weekday::Sun],
        holidays.iter().map(|day| parse_date(day).unwrap()),
        Zone::parse("Europe/Berlin").unwrap(),
    )
    .unwrap()
}

fn add(calendar: &Calendar, term: &str, from: &str) -> String {
    calendar
        .add(term.parse().unwrap(), parse_timestamp(from).unwrap())
        .to_string()
}

#[test]
fn counting_starts_with_the_day_after_in_the_configured_zone() {
    let calendar = berlin(&[]);
    // A Friday evening in UTC is Saturday in Berlin already.
    assert_eq!(
        add(&calendar, "1d", "2026-11-20T22:59Z"),
        "2026-11-21T23:59:59+01:00"
    );
    assert_eq!(
        add(&calendar, "1d", "2026-11-20T23:00Z"),
        "2026-11-22T23:59:59+01:00"
    );
    assert_eq!(
        add(&calendar, "0d", "2026-11-20T23:00Z"),
        "2026-11-21T23:59:59+01:00"
    );
}

#[test]
fn calendar_days_may_end_on_a_weekend_and_business_days_never_do() {
    let calendar = berlin(&[]);
    let friday = "2026-11-20T14:03+01:00";
    assert_eq!(add(&calendar, "1d", friday), "2026-11-21T23:59:59+01:00");
    assert_eq!(add(&calendar, "1bd", friday), "2026-11-23T23:59:59+01:00");
    assert_eq!(add(&calendar, "5bd", friday), "2026-11-27T23:59:59+01:00");
    assert_eq!(add(&calendar, "0bd", friday), "2026-11-20T23:59:59+01:00");
    let saturday = "2026-11-21T14:03+01:00";
    assert_eq!(add(&calendar, "1bd", saturday), "2026-11-23T23:59:59+01:00");
    assert_eq!(add(&calendar, "0bd", saturday), "2026-11-23T23:59:59+01:00");
}

#[test]
fn holidays_are_no_business_days() {
    let calendar = berlin(&["2026-12-25", "2026-12-28"]);
    assert_eq!(
        add(&calendar, "1bd", "2026-12-24T12:00+01:00"),
        "2026-12-29T23:59:59+01:00"
    );
    assert_eq!(
        add(&calendar, "1d", "2026-12-24T12:00+01:00"),
        "2026-12-25T23:59:59+01:00"
    );
}

#[test]
fn hours_are_exact_and_shown_in_the_zone() {
    let calendar = berlin(&[]);
    // Across the change to summer time, 24 hours are not the same time of day.
    assert_eq!(
        add(&calendar, "24h", "2026-03-28T14:00+01:00"),
        "2026-03-29T15:00:00+02:00"
    );
}

#[test]
fn a_deadline_has_the_offset_of_its_own_day() {
    let calendar = berlin(&[]);
    assert_eq!(
        add(&calendar, "1d", "2026-03-28T14:00+01:00"),
        "2026-03-29T23:59:59+02:00"
    );
    assert_eq!(
        add(&calendar, "3d", "2026-10-23T14:00+02:00"),
        "2026-10-26T23:59:59+01:00"
    );
}

#[test]
fn a_term_counts_backwards_too() {
    let calendar = berlin(&[]);
    let monday = parse_timestamp("2026-11-23T10:00+01:00").unwrap();
    let before = |term: &str| calendar.before(term.parse().unwrap(), monday).to_string();
    assert_eq!(before("24h"), "2026-11-22T10:00:00+01:00");
    assert_eq!(before("1d"), "2026-11-22T23:59:59+01:00");
    assert_eq!(before("1bd"), "2026-11-20T23:59:59+01:00");
}

#[test]
fn the_ends_of_time_are_where_counting_stops() {
    let calendar = berlin(&[]);
    for term in ["10000h", "10000d", "10000bd"] {
        let term = term.parse().unwrap();
        assert_eq!(calendar.add(term, Moment::last()), Moment::last());
        assert_eq!(calendar.before(term, Moment::first()), Moment::first());
    }
}

#[test]
fn a_week_needs_a_business_day() {
    let all: Vec<_> = WEEKDAYS.iter().map(|(_, day)| *day).collect();
    assert_eq!(
        Calendar::new(&all, [], Zone::utc()),
        Err(CalendarFault::NoBusinessDay)
    );
    let first = parse_date("2026-01-01").unwrap();
    let many = (0..6_000).filter_map(|day| add_days(first, day));
    assert_eq!(
        Calendar::new(&[], many, Zone::utc()),
        Err(CalendarFault::TooManyHolidays)
    );
}

#[test]
fn weekdays_have_names() {
    assert_eq!(parse_weekday("Saturday"), Some(Weekday::Sat));
    assert_eq!(parse_weekday("sat"), None);
}

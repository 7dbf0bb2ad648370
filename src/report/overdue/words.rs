//! How late something is, in the words that a person uses.

use super::MOST_DAYS;
use super::business_days_between;
use crate::calendar::Calendar;
use crate::time;
use crate::time::Moment;

/// The distance between two moments: `3 days`, `2 business days`, `5 hours`. Days are counted by
/// the calendar's dates, as a person does: what was due yesterday evening is a day late.
pub fn lateness(
    calendar: &Calendar,
    earlier: Moment,
    later: Moment,
    in_business_days: bool,
) -> String {
    let zone = calendar.zone();
    let days = (zone.date_of(later) - zone.date_of(earlier)).num_days();
    if days <= 0 {
        return hours(earlier, later);
    }
    let business = if in_business_days && days <= i64::try_from(MOST_DAYS).unwrap_or(i64::MAX) {
        business_days_between(calendar, earlier, later)
    } else {
        0
    };
    match (business, days) {
        (0, 1) => "1 day".to_owned(),
        (0, days) => format!("{days} days"),
        (1, _) => "1 business day".to_owned(),
        (business, _) => format!("{business} business days"),
    }
}

/// What is less than a day: one unit is enough.
fn hours(earlier: Moment, later: Moment) -> String {
    let words = time::in_words(later.since(earlier));
    let mut parts = words.split(' ');
    match (parts.next(), parts.next()) {
        (Some(number), Some(unit)) => format!("{number} {unit}"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_dates_and_less_in_one_unit() {
        let calendar = Calendar::default();
        let at = |text| time::parse_timestamp(text).unwrap();
        for (due, now, business, words) in [
            // A Friday evening, looked at on the Monday after.
            (
                "2026-03-13T23:59:59Z",
                "2026-03-16T08:00:00Z",
                false,
                "3 days",
            ),
            (
                "2026-03-13T23:59:59Z",
                "2026-03-16T08:00:00Z",
                true,
                "1 business day",
            ),
            (
                "2026-03-13T23:59:59Z",
                "2026-03-14T08:00:00Z",
                true,
                "1 day",
            ),
            (
                "2026-03-13T10:00:00Z",
                "2026-03-13T12:30:00Z",
                true,
                "2 hours",
            ),
            (
                "2026-03-13T10:00:00Z",
                "2026-03-13T10:00:20Z",
                false,
                "20 seconds",
            ),
            (
                "2026-01-01T10:00:00Z",
                "2026-03-13T10:00:00Z",
                true,
                "71 days",
            ),
        ] {
            assert_eq!(lateness(&calendar, at(due), at(now), business), words);
        }
    }
}

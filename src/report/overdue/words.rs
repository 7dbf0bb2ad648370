//! How late something is, in the words that a person uses.

use std::fmt;

use super::MOST_DAYS;
use super::business_days_between;
use crate::calendar::Calendar;
use crate::time;
use crate::time::Moment;

/// How far two moments are apart, in one unit: that is enough for a person. It is kept for everything that is
/// owed, and made into words where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Nobody asks.
    None,
    /// `3 days`, `5 hours`.
    Of(u32, &'static str),
}

impl Distance {
    fn of(count: impl TryInto<u32>, unit: &'static str) -> Self {
        Self::Of(count.try_into().unwrap_or(u32::MAX), unit)
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Of(1, unit) => write!(f, "1 {unit}"),
            Self::Of(count, unit) => write!(f, "{count} {unit}s"),
        }
    }
}

/// The distance between two moments in words.
pub fn lateness(
    calendar: &Calendar,
    earlier: Moment,
    later: Moment,
    in_business_days: bool,
) -> String {
    distance(calendar, earlier, later, in_business_days).to_string()
}

/// The distance between two moments: `3 days`, `2 business days`, `5 hours`. Days are counted by
/// the calendar's dates, as a person does: what was due yesterday evening is a day late.
pub(super) fn distance(
    calendar: &Calendar,
    earlier: Moment,
    later: Moment,
    in_business_days: bool,
) -> Distance {
    let zone = calendar.zone();
    let days = (zone.date_of(later) - zone.date_of(earlier)).num_days();
    if days <= 0 {
        let (count, unit) = time::in_one_unit(later.since(earlier));
        return Distance::of(count, unit);
    }
    let business = if in_business_days && days <= i64::try_from(MOST_DAYS).unwrap_or(i64::MAX) {
        business_days_between(calendar, earlier, later)
    } else {
        0
    };
    match business {
        0 => Distance::of(days, "day"),
        business => Distance::of(business, "business day"),
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

//! Timestamps, dates, clock times and durations: the only place that reads dates.
//!
//! Text comes in through `parse_timestamp` and its neighbours, which check the exact shape before
//! they work out the value: a library that accepts `2026-8-1` would let in what no other reader of
//! the repository understands. Everything that computes stays inside `Moment::MIN` and
//! `Moment::MAX` by stopping there, so no arithmetic can fail.

mod day;
mod read;
mod span;
mod term;
mod words;

use std::fmt;

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, SecondsFormat, TimeDelta,
    Timelike, Utc,
};
use serde::{Serialize, Serializer};

pub use day::is_before;
pub use day::pattern_before;
pub use read::{
    DATE_PATTERN, TIMESTAMP_PATTERN, TimeFault, has_date_shape, has_timestamp_shape, parse_clock,
    parse_date, parse_half_day, parse_local, parse_offset, parse_timestamp,
};
pub use span::{Span, SpanFault, parse_span};
pub use term::{TERM_LIMIT, TERM_PATTERN, Term, TermFault};
pub use words::in_one_unit;
pub use words::in_words;

/// The first second that is a moment here: a day after the year 1 begins, so that it has a local
/// date of four digits at every offset.
const FIRST_SECOND: i64 = -62_135_510_400;
/// The last second that is a moment here, a day before the year 9999 ends, for the same reason.
const LAST_SECOND: i64 = 253_402_214_399;
/// The seconds in a minute: offsets are written in whole minutes.
const MINUTE: i32 = 60;

/// An instant together with the offset from UTC it was written with.
///
/// Two moments are equal, and are ordered, by the instant alone. It is shown and serialised as
/// RFC 3339 with seconds, at its own offset, `Z` for zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// Takes an instant; one outside the supported years (0001 to 9999) becomes the nearest inside.
    /// An offset with seconds (local mean times before standard time) is cut to minutes, the
    /// instant stays.
    pub fn new(at: DateTime<FixedOffset>) -> Self {
        Self::from_parts(
            at.timestamp(),
            at.timestamp_subsec_nanos(),
            at.offset().local_minus_utc(),
        )
    }

    /// The moment `seconds` after 1970-01-01T00:00Z, at `offset` seconds east of UTC, as git
    /// stores times. Whatever is out of range becomes the nearest value inside; an impossible
    /// offset becomes zero.
    pub fn from_unix(seconds: i64, offset: i32) -> Self {
        Self::from_parts(seconds, 0, offset)
    }

    fn from_parts(seconds: i64, nanos: u32, offset: i32) -> Self {
        let inside = seconds.clamp(FIRST_SECOND, LAST_SECOND);
        let nanos = if inside == seconds { nanos } else { 0 };
        let utc =
            DateTime::<Utc>::from_timestamp(inside, nanos.min(999_999_999)).unwrap_or_default();
        let offset = FixedOffset::east_opt(offset - offset % MINUTE).unwrap_or(Utc.fix());
        Self(utc.with_timezone(&offset))
    }

    /// A local date and time at an offset; outside the supported years the nearest inside.
    pub fn from_local(local: NaiveDateTime, offset: FixedOffset) -> Self {
        let seconds = local.and_utc().timestamp() - i64::from(offset.local_minus_utc());
        Self::from_parts(
            seconds,
            local.and_utc().timestamp_subsec_nanos(),
            offset.local_minus_utc(),
        )
    }

    /// Whether the instant lies inside the supported years, so that `new` would keep it.
    fn holds(local: NaiveDateTime, offset: FixedOffset) -> bool {
        let seconds = local.and_utc().timestamp() - i64::from(offset.local_minus_utc());
        (FIRST_SECOND..=LAST_SECOND).contains(&seconds)
    }

    /// The first moment there is.
    pub fn first() -> Self {
        Self::from_unix(FIRST_SECOND, 0)
    }

    /// The last moment there is.
    pub fn last() -> Self {
        Self::from_unix(LAST_SECOND, 0)
    }

    /// The same instant, shown at another offset.
    #[must_use]
    pub fn at_offset(self, offset: FixedOffset) -> Self {
        Self::new(self.0.with_timezone(&offset))
    }

    /// The moment `span` later (earlier where it is negative), at the same offset; it stops at the
    /// first and the last moment there is.
    #[must_use]
    pub fn plus(self, span: TimeDelta) -> Self {
        match self.0.checked_add_signed(span) {
            Some(at) => Self::new(at),
            None if span < TimeDelta::zero() => Self::first().at_offset(self.offset()),
            None => Self::last().at_offset(self.offset()),
        }
    }

    /// How long after `earlier` it is; negative where it is before.
    pub fn since(self, earlier: Self) -> TimeDelta {
        self.0.signed_duration_since(earlier.0)
    }

    /// Seconds since 1970-01-01T00:00Z; fractions are cut off.
    pub fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The offset it was written with.
    pub fn offset(self) -> FixedOffset {
        *self.0.offset()
    }

    /// The date at its own offset (for the date in the configured zone see `calendar::Zone`).
    pub fn date(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// The date and time at its own offset.
    pub fn local(self) -> NaiveDateTime {
        self.0.naive_local()
    }

    /// The date and time in UTC.
    pub fn utc(self) -> NaiveDateTime {
        self.0.naive_utc()
    }

    /// The instant as chrono has it.
    pub fn to_chrono(self) -> DateTime<FixedOffset> {
        self.0
    }

    /// The minute in which it lies: what nobody has said to the second.
    #[must_use]
    pub fn minute(self) -> Self {
        self.plus(TimeDelta::seconds(
            -self.unix().rem_euclid(i64::from(MINUTE)),
        ))
    }

    /// The form that people type: `2026-11-20T14:03+01:00`, without seconds where there are none.
    pub fn to_short(self) -> String {
        let local = self.local();
        let has_seconds =
            self.unix() % i64::from(MINUTE) != 0 || self.0.timestamp_subsec_nanos() != 0;
        if has_seconds {
            return self.to_string();
        }
        let zone = if self.offset().local_minus_utc() == 0 {
            "Z".to_owned()
        } else {
            self.offset().to_string()
        };
        let mut text = digits(local, 'T', false);
        text.push_str(&zone);
        text
    }

    /// The local date and time alone, for where the zone is said: `2026-11-20 14:03`, without seconds
    /// where there are none.
    pub fn to_local_words(self) -> String {
        let has_seconds = self.unix() % i64::from(MINUTE) != 0;
        digits(self.local(), ' ', has_seconds)
    }
}

/// A date and a time of day, with seconds or without. There are so many that no pattern is read for each.
fn digits(local: NaiveDateTime, between: char, with_seconds: bool) -> String {
    // No moment lies outside of the years 0001 to 9999.
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute) = (local.hour(), local.minute());
    let mut text = format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}");
    if with_seconds {
        // A leap second is the sixtieth.
        let second = local.second() + local.nanosecond() / 1_000_000_000;
        text.push_str(&format!(":{second:02}"));
    }
    text
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Moment {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        parse_timestamp(text)
    }
}

/// The date `days` later (earlier where negative); `None` outside the years 0001 to 9999.
pub fn add_days(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let date = date.checked_add_signed(TimeDelta::try_days(days)?)?;
    read::is_supported_year(date).then_some(date)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn moment(text: &str) -> Moment {
        parse_timestamp(text).unwrap()
    }

    #[test]
    fn it_is_shown_with_the_offset_it_was_written_with() {
        for (text, shown) in [
            ("2026-11-20T14:03Z", "2026-11-20T14:03:00Z"),
            ("2026-11-20 14:03+00:00", "2026-11-20T14:03:00Z"),
            ("2026-11-20T14:03-00:00", "2026-11-20T14:03:00Z"),
            ("2026-11-20 14:03:22+01:00", "2026-11-20T14:03:22+01:00"),
            (
                "2026-11-20T14:03:22.5-03:30",
                "2026-11-20T14:03:22.500-03:30",
            ),
        ] {
            assert_eq!(moment(text).to_string(), shown);
            assert_eq!(moment(shown), moment(text));
        }
        assert_eq!(
            serde_json::to_string(&moment("2026-11-20T14:03Z")).unwrap(),
            "\"2026-11-20T14:03:00Z\""
        );
    }

    #[test]
    fn the_short_form_drops_seconds_that_are_zero() {
        assert_eq!(
            moment("2026-11-20T14:03:00Z").to_short(),
            "2026-11-20T14:03Z"
        );
        assert_eq!(
            moment("2026-11-20T14:03:00+01:00").to_short(),
            "2026-11-20T14:03+01:00"
        );
        assert_eq!(
            moment("2026-11-20T14:03:09Z").to_short(),
            "2026-11-20T14:03:09Z"
        );
        assert_eq!(
            moment("2026-11-20T14:03:00.25Z").to_short(),
            "2026-11-20T14:03:00.250Z"
        );
    }

    #[test]
    fn moments_are_compared_by_instant() {
        let here = moment("2026-11-20T14:03+01:00");
        assert_eq!(here, moment("2026-11-20T13:03Z"));
        assert!(here < moment("2026-11-20T13:04Z"));
        assert_eq!(here.date().to_string(), "2026-11-20");
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_time() {
        let last = Moment::last();
        assert_eq!(last.to_string(), "9999-12-30T23:59:59Z");
        assert_eq!(Moment::first().to_string(), "0001-01-02T00:00:00Z");
        assert_eq!(last.plus(TimeDelta::MAX), last);
        assert_eq!(last.plus(TimeDelta::seconds(1)), last);
        assert_eq!(Moment::first().plus(TimeDelta::MIN), Moment::first());
        assert_eq!(Moment::from_unix(i64::MAX, i32::MAX), last);
        assert_eq!(Moment::from_unix(i64::MIN, i32::MIN), Moment::first());
        let east = FixedOffset::east_opt(86_340).unwrap();
        assert_eq!(
            last.at_offset(east).to_string(),
            "9999-12-31T23:58:59+23:59"
        );
        assert_eq!(Moment::from_local(NaiveDateTime::MAX, east), last);
        assert_eq!(
            Moment::from_local(NaiveDateTime::MIN, east),
            Moment::first()
        );
    }

    #[test]
    fn dates_never_leave_the_years_that_can_be_written() {
        let date = parse_date("9999-12-31").unwrap();
        assert_eq!(add_days(date, 1), None);
        assert_eq!(add_days(date, i64::MAX), None);
        assert_eq!(add_days(NaiveDate::MAX, 1), None);
        assert_eq!(add_days(parse_date("0001-01-01").unwrap(), -1), None);
        assert_eq!(
            add_days(parse_date("2026-12-31").unwrap(), 1),
            parse_date("2027-01-01").ok()
        );
    }

    #[test]
    fn an_offset_with_seconds_is_cut_to_minutes_and_the_instant_stays() {
        let odd = FixedOffset::east_opt(3_208).unwrap();
        let at = odd.with_ymd_and_hms(1850, 1, 1, 0, 0, 0).unwrap();
        let moment = Moment::new(at);
        assert_eq!(moment.unix(), at.timestamp());
        assert_eq!(moment.to_string(), "1849-12-31T23:59:32+00:53");
    }
}

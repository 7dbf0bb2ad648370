//! From text to timestamps, dates and clock times, shape first.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::Moment;

/// The shape of a timestamp as a regular expression that JSON Schema, Rust and Python read alike.
/// Text has this shape exactly where `parse_timestamp` does not answer with a fault of shape; that
/// the date and the time exist is not in it.
pub const TIMESTAMP_PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})$";

/// The shape of a date, as `TIMESTAMP_PATTERN` is that of a timestamp.
pub const DATE_PATTERN: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// The largest offset from UTC, in minutes, either way: a quarter of an hour short of 16 hours
/// leaves room for every offset that a place on earth ever had.
const OFFSET_LIMIT: i32 = 15 * 60 + 59;

/// The digits of the fraction of a second that count.
const FRACTION_DIGITS: u32 = 9;

/// Why a text is no timestamp, date or clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// It is written in another way than asked for.
    #[error("is not written as a timestamp")]
    Shape,
    /// It is a date where a timestamp is asked for.
    #[error("has no time of day")]
    NoTime,
    /// It would be a timestamp, had it an offset from UTC.
    #[error("has no offset from UTC")]
    NoOffset,
    /// Its date is in no calendar (30 February), or in the year 0000.
    #[error("names a date that does not exist")]
    NoSuchDate,
    /// Its time is on no clock (25:00, or a 60th second).
    #[error("names a time of day that does not exist")]
    NoSuchTime,
    /// No place has that offset from UTC.
    #[error("has an offset that does not exist")]
    NoSuchOffset,
    /// It lies in the first or the last day that four digits can write.
    #[error("lies outside the years 0001 to 9999")]
    OutOfRange,
    /// It is written in another way than a date.
    #[error("is not written as a date")]
    DateShape,
    /// It is written in another way than a time of day.
    #[error("is not written as a time of day")]
    ClockShape,
}

impl TimeFault {
    /// What to write instead: imperative, no full stop.
    pub fn help(self) -> &'static str {
        match self {
            Self::Shape => "write it like `2026-11-20T14:03Z` or `2026-11-20 14:03:22+01:00`",
            Self::NoTime => "add the time and the offset, like `2026-11-20T14:03+01:00`",
            Self::NoOffset => "add `Z` for UTC, or an offset like `+01:00`",
            Self::NoSuchDate => "write a date that is in the calendar",
            Self::NoSuchTime => "write a time from 00:00:00 to 23:59:59",
            Self::NoSuchOffset => "write `Z`, or an offset between -15:59 and +15:59",
            Self::OutOfRange => "write a year between 0001 and 9999",
            Self::DateShape => "write it like `2026-11-20`",
            Self::ClockShape => "write it like `14:03` or `14:03:22`",
        }
    }
}

/// Whether a date's year can be written with four digits and is not 0000.
pub(super) fn is_supported_year(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// Reads a timestamp: a date, `T` or a space, a time whose seconds (and fractions of them) are
/// optional, and `Z` or an offset.
pub fn parse_timestamp(text: &str) -> Result<Moment, TimeFault> {
    let mut rest = Cursor::new(text);
    let (local, offset) = timestamp_shape(&mut rest)?;
    let local = local.value()?;
    let offset = offset.value()?;
    if Moment::holds(local, offset) {
        Ok(Moment::from_local(local, offset))
    } else {
        Err(TimeFault::OutOfRange)
    }
}

/// Whether a text has the shape of a timestamp, be there such a time or not.
pub fn has_timestamp_shape(text: &str) -> bool {
    timestamp_shape(&mut Cursor::new(text)).is_ok()
}

/// Whether a text has the shape of a date, be there such a day or not.
pub fn has_date_shape(text: &str) -> bool {
    date_shape(text).is_ok()
}

/// Reads a date and a time without an offset, written as in a timestamp.
pub fn parse_local(text: &str) -> Result<NaiveDateTime, TimeFault> {
    let mut rest = Cursor::new(text);
    let local = rest.local().ok_or(TimeFault::Shape)?;
    rest.end().ok_or(TimeFault::Shape)?;
    local.value()
}

/// Reads a date: `YYYY-MM-DD`, years 0001 to 9999.
pub fn parse_date(text: &str) -> Result<NaiveDate, TimeFault> {
    date_shape(text)?.value()
}

/// Reads a time of day, `14:03` or `14:03:22`; the hour may have one digit.
pub fn parse_clock(text: &str) -> Result<NaiveTime, TimeFault> {
    let mut rest = Cursor::new(text);
    let clock = rest.short_clock().ok_or(TimeFault::ClockShape)?;
    rest.end().ok_or(TimeFault::ClockShape)?;
    clock.value()
}

/// How the halves of a day are written behind a time of twelve hours, and the hours that they add.
const HALVES: [(&str, u32); 8] = [
    ("a.m.", 0),
    ("p.m.", 12),
    ("A.M.", 0),
    ("P.M.", 12),
    ("am", 0),
    ("pm", 12),
    ("AM", 0),
    ("PM", 12),
];

/// Reads a time of day with the half that it is in: `10:47 PM`, `10:47pm`, `9:05:30 a.m.`
pub fn parse_half_day(text: &str) -> Result<NaiveTime, TimeFault> {
    let half = |(name, hours): &(&str, u32)| Some((text.strip_suffix(*name)?, *hours));
    let (digits, hours) = HALVES.iter().find_map(half).ok_or(TimeFault::ClockShape)?;
    let clock = parse_clock(digits.trim_end())?;
    let is_one = (1..=12).contains(&clock.hour());
    let hour = is_one.then(|| clock.hour() % 12 + hours);
    hour.and_then(|it| clock.with_hour(it))
        .ok_or(TimeFault::NoSuchTime)
}

/// Reads an offset from UTC: `Z`, or `+01:00`.
pub fn parse_offset(text: &str) -> Result<FixedOffset, TimeFault> {
    let mut rest = Cursor::new(text);
    let offset = rest.offset().ok_or(TimeFault::NoSuchOffset)?;
    rest.end().ok_or(TimeFault::NoSuchOffset)?;
    offset.value()
}

fn date_shape(text: &str) -> Result<DateShape, TimeFault> {
    let mut rest = Cursor::new(text);
    let date = rest.date().ok_or(TimeFault::DateShape)?;
    rest.end().ok_or(TimeFault::DateShape)?;
    Ok(date)
}

/// Reads the shape of a timestamp, and says what is missing where it is nearly one.
fn timestamp_shape(rest: &mut Cursor<'_>) -> Result<(LocalShape, OffsetShape), TimeFault> {
    let date = rest.date().ok_or(TimeFault::Shape)?;
    if rest.end().is_some() {
        return Err(TimeFault::NoTime);
    }
    rest.any(b"T ").ok_or(TimeFault::Shape)?;
    let clock = rest.clock().ok_or(TimeFault::Shape)?;
    if rest.end().is_some() {
        return Err(TimeFault::NoOffset);
    }
    let offset = rest.offset().ok_or(TimeFault::Shape)?;
    rest.end().ok_or(TimeFault::Shape)?;
    Ok((LocalShape { date, clock }, offset))
}

/// Three numbers that look like a date.
#[derive(Clone, Copy)]
struct DateShape {
    year: u32,
    month: u32,
    day: u32,
}

impl DateShape {
    fn value(self) -> Result<NaiveDate, TimeFault> {
        i32::try_from(self.year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, self.month, self.day))
            .filter(|date| is_supported_year(*date))
            .ok_or(TimeFault::NoSuchDate)
    }
}

/// Numbers that look like a time of day.
#[derive(Clone, Copy)]
struct ClockShape {
    hour: u32,
    minute: u32,
    second: u32,
    nano: u32,
}

impl ClockShape {
    fn value(self) -> Result<NaiveTime, TimeFault> {
        NaiveTime::from_hms_nano_opt(self.hour, self.minute, self.second, self.nano)
            .ok_or(TimeFault::NoSuchTime)
    }
}

/// A date and a time of day, before it is known whether they exist.
#[derive(Clone, Copy)]
struct LocalShape {
    date: DateShape,
    clock: ClockShape,
}

impl LocalShape {
    fn value(self) -> Result<NaiveDateTime, TimeFault> {
        Ok(self.date.value()?.and_time(self.clock.value()?))
    }
}

/// Numbers that look like an offset.
#[derive(Clone, Copy)]
struct OffsetShape {
    east: bool,
    hours: u32,
    minutes: u32,
}

impl OffsetShape {
    fn value(self) -> Result<FixedOffset, TimeFault> {
        let minutes = i32::try_from(self.hours * 60 + self.minutes).unwrap_or(i32::MAX);
        if self.minutes > 59 || minutes > OFFSET_LIMIT {
            return Err(TimeFault::NoSuchOffset);
        }
        let seconds = if self.east { minutes } else { -minutes } * 60;
        FixedOffset::east_opt(seconds).ok_or(TimeFault::NoSuchOffset)
    }
}

/// What is left of a text that is read from the left, byte by byte: everything that has a shape
/// here is ASCII.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.as_bytes(),
        }
    }

    /// Takes one byte, if it is among `wanted`.
    fn any(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        if !wanted.contains(first) {
            return None;
        }
        self.rest = rest;
        Some(*first)
    }

    /// Takes exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        let mut value = 0;
        for byte in head {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + u32::from(byte - b'0');
        }
        self.rest = rest;
        Some(value)
    }

    fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    fn date(&mut self) -> Option<DateShape> {
        let year = self.digits(4)?;
        self.any(b"-")?;
        let month = self.digits(2)?;
        self.any(b"-")?;
        let day = self.digits(2)?;
        Some(DateShape { year, month, day })
    }

    fn clock(&mut self) -> Option<ClockShape> {
        let hour = self.digits(2)?;
        self.after_hour(hour)
    }

    fn short_clock(&mut self) -> Option<ClockShape> {
        let hour = self.digits(2).or_else(|| self.digits(1))?;
        self.after_hour(hour)
    }

    fn after_hour(&mut self, hour: u32) -> Option<ClockShape> {
        self.any(b":")?;
        let minute = self.digits(2)?;
        let mut clock = ClockShape {
            hour,
            minute,
            second: 0,
            nano: 0,
        };
        if self.any(b":").is_some() {
            clock.second = self.digits(2)?;
            if self.any(b".").is_some() {
                clock.nano = self.fraction()?;
            }
        }
        Some(clock)
    }

    /// Takes the digits after the point, as nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        let mut value = self.digits(1)?;
        let mut taken = 1;
        while taken < FRACTION_DIGITS {
            let Some(digit) = self.digits(1) else {
                break;
            };
            value = value * 10 + digit;
            taken += 1;
        }
        Some(value * 10_u32.pow(FRACTION_DIGITS - taken))
    }

    fn local(&mut self) -> Option<LocalShape> {
        let date = self.date()?;
        self.any(b"T ")?;
        let clock = self.clock()?;
        Some(LocalShape { date, clock })
    }

    fn offset(&mut self) -> Option<OffsetShape> {
        let sign = self.any(b"Z+-")?;
        if sign == b'Z' {
            return Some(OffsetShape {
                east: true,
                hours: 0,
                minutes: 0,
            });
        }
        let hours = self.digits(2)?;
        self.any(b":")?;
        let minutes = self.digits(2)?;
        Some(OffsetShape {
            east: sign == b'+',
            hours,
            minutes,
        })
    }
}

#[cfg(test)]
mod tests;

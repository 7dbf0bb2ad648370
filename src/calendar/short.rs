//! Times as people type them on the command line: local and short.

use chrono::NaiveDate;

use super::Zone;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::add_days;
use crate::time::parse_clock;
use crate::time::parse_date;
use crate::time::parse_timestamp;

/// Why a text is no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` {fault}")]
pub struct ShortFault {
    /// What was typed.
    pub text: String,
    /// What is wrong with it.
    pub fault: TimeFault,
}

impl ShortFault {
    fn new(text: &str, fault: TimeFault) -> Self {
        Self {
            text: text.chars().take(80).collect(),
            fault,
        }
    }

    /// What to type instead: imperative, no full stop.
    pub fn help(&self) -> &'static str {
        match self.fault {
            TimeFault::Shape | TimeFault::ClockShape | TimeFault::NoTime => {
                "type it like `14:03`, `yesterday 9:30`, `2026-11-20 14:03`, `2026-11-20T14:03+01:00` or `now`"
            }
            fault => fault.help(),
        }
    }
}

/// Reads a time as it is typed: `now`, `14:03`, `today 14:03`, `yesterday 9:30`,
/// `tomorrow 10:00`, `2026-11-20 14:03`, or a whole timestamp.
///
/// What has no offset is in `zone`, and today is the day of `now` there.
pub fn read_short(text: &str, now: Moment, zone: Zone) -> Result<Moment, ShortFault> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Ok(zone.show(now));
    }
    match parse_timestamp(text) {
        Ok(moment) => return Ok(moment),
        // Nearly a timestamp: what is wrong with it is worth more than "not a time".
        Err(TimeFault::Shape | TimeFault::NoTime | TimeFault::NoOffset) => {}
        Err(fault) => return Err(ShortFault::new(text, fault)),
    }
    let today = zone.date_of(now);
    let (day, clock) = match text.split_once([' ', 'T']) {
        Some((day, clock)) if day.starts_with(|first: char| first.is_ascii_digit()) => {
            (parse_date(day), clock)
        }
        _ => match text.split_once(' ') {
            Some((word, clock)) => (day_called(word, today), clock),
            None => (Ok(today), text),
        },
    };
    let day = day.map_err(|fault| match fault {
        TimeFault::DateShape => ShortFault::new(text, TimeFault::Shape),
        fault => ShortFault::new(text, fault),
    })?;
    let clock = parse_clock(clock.trim()).map_err(|fault| match fault {
        TimeFault::ClockShape if parse_date(text).is_ok() => {
            ShortFault::new(text, TimeFault::NoTime)
        }
        TimeFault::ClockShape => ShortFault::new(text, TimeFault::Shape),
        fault => ShortFault::new(text, fault),
    })?;
    Ok(zone.at(day.and_time(clock)))
}

/// Reads the clock of a run: what `read_short` reads, or a date, which means the end of that day
/// in `zone`.
pub fn read_as_of(text: &str, now: Moment, zone: Zone) -> Result<Moment, ShortFault> {
    match parse_date(text.trim()) {
        Ok(date) => Ok(zone.end_of_day(date)),
        Err(TimeFault::NoSuchDate) => Err(ShortFault::new(text, TimeFault::NoSuchDate)),
        Err(_) => read_short(text, now, zone),
    }
}

fn day_called(word: &str, today: NaiveDate) -> Result<NaiveDate, TimeFault> {
    let days = match word.to_ascii_lowercase().as_str() {
        "today" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return Err(TimeFault::Shape),
    };
    add_days(today, days).ok_or(TimeFault::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, TimeFault> {
        // Half past midnight in Berlin, still the day before in UTC.
        let now = parse_timestamp("2026-11-20T23:30:15Z").unwrap();
        read_short(text, now, Zone::parse("Europe/Berlin").unwrap())
            .map(Moment::to_short)
            .map_err(|fault| fault.fault)
    }

    #[test]
    fn short_times_are_local() {
        for (text, moment) in [
            ("14:03", "2026-11-21T14:03+01:00"),
            ("14:03:22", "2026-11-21T14:03:22+01:00"),
            (" today 14:03 ", "2026-11-21T14:03+01:00"),
            ("yesterday 9:30", "2026-11-20T09:30+01:00"),
            ("Tomorrow  10:00", "2026-11-22T10:00+01:00"),
            ("2026-07-20 14:03", "2026-07-20T14:03+02:00"),
            ("2026-07-20T14:03", "2026-07-20T14:03+02:00"),
            ("2026-07-20 9:03", "2026-07-20T09:03+02:00"),
            ("2026-07-20 14:03Z", "2026-07-20T14:03Z"),
            ("2026-07-20T14:03:00-03:00", "2026-07-20T14:03-03:00"),
            ("now", "2026-11-21T00:30:15+01:00"),
            ("2026-03-29 02:30", "2026-03-29T03:00+02:00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(moment), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_reason() {
        for (text, fault) in [
            ("", TimeFault::Shape),
            ("noon", TimeFault::Shape),
            ("today", TimeFault::Shape),
            ("monday 10:00", TimeFault::Shape),
            ("2026-11-20", TimeFault::NoTime),
            ("2026-02-30 10:00", TimeFault::NoSuchDate),
            ("2026-02-30T10:00Z", TimeFault::NoSuchDate),
            ("25:00", TimeFault::NoSuchTime),
            ("2026-8-1 10:00", TimeFault::Shape),
            ("9999-12-31T00:00Z", TimeFault::OutOfRange),
            ("14:03 CET", TimeFault::Shape),
            ("14:03Z", TimeFault::Shape),
        ] {
            assert_eq!(read(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn the_clock_of_a_run_may_be_a_date() {
        let now = parse_timestamp("2026-11-20T12:00Z").unwrap();
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let read = |text: &str| read_as_of(text, now, zone).map(Moment::to_short);
        assert_eq!(read("2026-11-20").unwrap(), "2026-11-20T23:59:59+01:00");
        assert_eq!(read("2026-11-20T14:03Z").unwrap(), "2026-11-20T14:03Z");
        assert_eq!(read("2026-02-30").unwrap_err().fault, TimeFault::NoSuchDate);
        let fault = read("soon").unwrap_err();
        assert_eq!(fault.to_string(), "`soon` is not written as a timestamp");
    }
}

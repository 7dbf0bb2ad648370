//! The words of a time that somebody types: a day, a time of day, a zone, in any order.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::fault::Wrong;
use crate::calendar::WEEKDAYS;
use crate::calendar::parse_weekday;
use crate::likeness;
use crate::likeness::Among;
use crate::time::TimeFault;
use crate::time::parse_clock;
use crate::time::parse_date;

/// Days by their distance from today.
const DAYS: [(&str, i64); 3] = [("yesterday", -1), ("today", 0), ("tomorrow", 1)];
/// Words that say nothing.
const FILLERS: [&str; 4] = ["at", "on", "the", "this"];
/// The letters of the shortest word for a day of the week, as in `tue`.
const SHORT: usize = 3;

/// A day, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// This one.
    Date(NaiveDate),
    /// So many days from today.
    Away(i64),
    /// A day of the week; not today's where it says `last` or `next`.
    Week { weekday: Weekday, is_other: bool },
}

/// The words of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Words<'a> {
    pub(super) day: Option<Day>,
    pub(super) clock: Option<NaiveTime>,
    pub(super) zone: Option<&'a str>,
}

impl<'a> Words<'a> {
    /// Reads them; each may be there once.
    pub(super) fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut words = Self::default();
        let mut is_other = false;
        let mut rest = split(text).peekable();
        while let Some(word) = rest.next() {
            let word = word.trim_end_matches(',');
            let small = word.to_lowercase();
            if FILLERS.contains(&small.as_str()) {
                continue;
            }
            if small == "last" || small == "next" {
                is_other = true;
            } else if let Some(day) = day(&small, is_other)? {
                words.day.replace(day).map_or(Ok(()), |_| Err(shape()))?;
            } else if is_half(&small) {
                let clock = words.clock.ok_or_else(shape)?;
                words.clock = Some(half(clock, &small)?);
            } else if small.starts_with(|first: char| first.is_ascii_digit()) {
                if words.clock.is_some() {
                    return Err(shape());
                }
                let half = rest.peek().copied().filter(|it| is_half(it));
                words.clock_and_zone(word, half)?;
            } else if words.clock.is_some() && words.zone.is_none() {
                words.zone = Some(word);
            } else {
                return Err(unknown(&small));
            }
        }
        if words == Self::default() {
            return Err(shape());
        }
        Ok(words)
    }

    /// Reads a time of day, with what may be fastened to it: `14:03Z`, `14:03+01:00`, `3:12pm`.
    /// `next` is the half of the day that follows.
    fn clock_and_zone(&mut self, word: &'a str, next: Option<&str>) -> Result<(), Wrong> {
        let end = word
            .find(|it: char| !it.is_ascii_digit() && it != ':' && it != '.')
            .unwrap_or(word.len());
        let (digits, rest) = word.split_at_checked(end).ok_or_else(shape)?;
        let is_in_half = is_half(rest);
        let clock = if (is_in_half || next.is_some()) && !digits.contains(':') {
            parse_clock(&format!("{digits}:00"))
        } else {
            parse_clock(digits)
        };
        let clock = clock.map_err(|fault| match fault {
            TimeFault::ClockShape => shape(),
            fault => Wrong::Time(fault),
        })?;
        if is_in_half {
            self.clock = Some(half(clock, &rest.to_lowercase())?);
            return Ok(());
        }
        self.clock = Some(clock);
        if !rest.is_empty() {
            self.zone = Some(rest);
        }
        Ok(())
    }
}

/// The words of a text; the `T` between a date and a time parts them as a blank does.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|word| {
        let parted = word
            .split_once('T')
            .filter(|(day, _)| day.len() >= SHORT && parse_date(day) != Err(TimeFault::DateShape));
        match parted {
            Some((day, clock)) => [Some(day), Some(clock)],
            None => [Some(word), None],
        }
        .into_iter()
        .flatten()
    })
}

/// The day that a word names; `None` where it names none.
fn day(word: &str, is_other: bool) -> Result<Option<Day>, Wrong> {
    match parse_date(word) {
        Ok(date) => return Ok(Some(Day::Date(date))),
        Err(TimeFault::DateShape) => {}
        Err(fault) => return Err(fault.into()),
    }
    if let Some((_, days)) = DAYS.iter().find(|(name, _)| *name == word) {
        return Ok(Some(Day::Away(*days)));
    }
    let short = || {
        let mut names = WEEKDAYS.iter();
        let is_long = word.len() >= SHORT;
        names.find(|(name, _)| is_long && name.starts_with(word))
    };
    let weekday = parse_weekday(word).or_else(|| short().map(|(_, day)| *day));
    Ok(weekday.map(|weekday| Day::Week { weekday, is_other }))
}

/// Whether a word names a half of the day.
fn is_half(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// A time of day on a clock of twelve hours.
fn half(clock: NaiveTime, half: &str) -> Result<NaiveTime, Wrong> {
    use chrono::Timelike as _;
    let noon = TimeDelta::hours(12);
    match (clock.hour(), half) {
        (1..=11, "am") | (12, "pm") => Ok(clock),
        (12, _) => Ok(clock.overflowing_sub_signed(noon).0),
        (1..=11, _) => Ok(clock.overflowing_add_signed(noon).0),
        _ => Err(Wrong::Time(TimeFault::NoSuchTime)),
    }
}

fn shape() -> Wrong {
    Wrong::Time(TimeFault::Shape)
}

/// A word that is none of these: the day that it is nearly, else only that it is not read.
fn unknown(word: &str) -> Wrong {
    let days = DAYS.iter().map(|(name, _)| *name);
    let known = days.chain(WEEKDAYS.iter().map(|(name, _)| *name));
    likeness::nearest_word(word, known, Among::Kin).map_or_else(shape, Wrong::Like)
}

//! Times as people type them on the command line: local and short.
//!
//! Whatever says less than a whole moment is completed towards the past or towards the future: a
//! Tuesday on which something began is the last one, one on which people will meet is the next. What
//! was understood is handed back with the words to say it in.

mod fault;
mod relative;
mod words;

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use super::Local;
use super::Zone;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::add_days;
use crate::time::in_words;
use crate::time::parse_date;
use crate::time::parse_timestamp;

pub use fault::TypedFault;
use fault::Wrong;
use words::Day;
use words::Words;

/// How much later than the clock something may lie and still count as past: clocks differ.
const GRACE: TimeDelta = TimeDelta::minutes(5);
/// How long ago a time of day may be and still mean today where the future is meant: a meeting that
/// has just begun.
const JUST_BEGUN: TimeDelta = TimeDelta::hours(1);

/// On which side of now something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// It has happened.
    Past,
    /// It is to come.
    Future,
}

/// What was understood of a time that somebody typed.
///
/// It is shown as people read it: `2026-11-24 03:12 CET, 8 minutes ago`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The moment.
    pub at: Moment,
    /// The later one of the same name, where the clocks were put back over it.
    later: Option<Moment>,
    now: Moment,
    zone: Zone,
}

impl Understood {
    /// What there is to say where the clocks were put back over the time that was typed: which of the
    /// two was taken, and what to type for the other.
    pub fn doubt(&self) -> Option<String> {
        let later = self.later?;
        let first = self.zone.show(self.at);
        Some(format!(
            "{} was there twice in {}, because the clocks were put back: taken as the first one, {}; \
             for the second, type `{}`",
            first.local().format("%Y-%m-%d %H:%M"),
            self.zone,
            first.to_short(),
            self.zone.show(later).to_short(),
        ))
    }
}

impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&said(self.at, self.now, self.zone))
    }
}

/// A moment, and how far it lies from now: `2026-11-24 03:12 CET, 8 minutes ago`.
pub fn said(at: Moment, now: Moment, zone: Zone) -> String {
    let away = at.since(now);
    let words = zone.words(at);
    let away = match away.num_seconds() {
        -59..60 => "now".to_owned(),
        60.. => format!("in {}", in_words(away)),
        _ => format!("{} ago", in_words(away)),
    };
    format!("{words}, {away}")
}

/// Reads when something happened: `now`, `14:03`, `2 hours ago`, `-2h`, `yesterday 9:30`,
/// `tuesday 03:12` (the last one), `03:12 UTC`, `2026-11-20 14:03`, or a whole timestamp.
///
/// What names no zone is in `zone`, and today is the day of `now` there.
pub fn read_past(text: &str, now: Moment, zone: Zone) -> Result<Understood, TypedFault> {
    Reader::new(text, now, zone, Toward::Past).moment()
}

/// Reads when something will be, as `read_past` does: `14:03`, `in 2 hours`, `tomorrow 10:00`,
/// `tuesday 10:00` (the next one). What names a day that has passed is read as it stands.
pub fn read_future(text: &str, now: Moment, zone: Zone) -> Result<Understood, TypedFault> {
    Reader::new(text, now, zone, Toward::Future).moment()
}

/// Reads a day: `2026-11-20`, `today`, `yesterday`, `friday`, `in 3 days`, `7d`. A day of the week and
/// a bare length of time lie in the past or in the future, as it is asked for.
pub fn read_date(
    text: &str,
    toward: Toward,
    now: Moment,
    zone: Zone,
) -> Result<NaiveDate, TypedFault> {
    Reader::new(text, now, zone, toward).date()
}

/// Reads the clock of a run: what `read_past` reads, or a day, which means its end in `zone`.
pub fn read_as_of(text: &str, now: Moment, zone: Zone) -> Result<Moment, TypedFault> {
    let reader = Reader {
        grain: Grain::Second,
        ..Reader::new(text, now, zone, Toward::Past)
    };
    match Words::read(reader.text) {
        Ok(words) if words.day.is_some() && words.clock.is_none() => {
            reader.date().map(|date| zone.end_of_day(date))
        }
        _ => reader.moment().map(|it| it.at),
    }
}

/// What a text is read with.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    now: Moment,
    zone: Zone,
    toward: Toward,
    grain: Grain,
}

/// How exactly a moment is meant that is said by how far it is from now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    /// To the minute, where no seconds are said: nobody means those that the clock has.
    Minute,
    /// To the second.
    Second,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, now: Moment, zone: Zone, toward: Toward) -> Self {
        Self {
            text: text.trim(),
            now,
            zone,
            toward,
            grain: Grain::Minute,
        }
    }

    fn fault(&self, wrong: impl Into<Wrong>) -> TypedFault {
        TypedFault::new(self.text, wrong.into(), self.toward)
    }

    fn moment(self) -> Result<Understood, TypedFault> {
        if self.text.eq_ignore_ascii_case("now") {
            return Ok(self.once(self.meant(self.zone.show(self.now))));
        }
        match parse_timestamp(self.text) {
            Ok(moment) => return Ok(self.once(moment)),
            // Nearly a timestamp: what is wrong with it is worth more than "not a time".
            Err(TimeFault::Shape | TimeFault::NoTime | TimeFault::NoOffset) => {}
            Err(fault) => return Err(self.fault(fault)),
        }
        if let Some(away) = relative::read(self.text, self.toward) {
            let away = away.map_err(|it| self.fault(it))?;
            let there = away.from(self.now, self.zone);
            return Ok(self.once(if away.says_seconds() {
                there
            } else {
                self.meant(there)
            }));
        }
        let words = Words::read(self.text).map_err(|it| self.fault(it))?;
        let clock = words.clock.ok_or_else(|| self.fault(TimeFault::NoTime))?;
        // Whoever names a zone says in it which day is meant, too.
        let there = match words.zone {
            Some(word) => match Zone::parse_word(word) {
                Ok(zone) => Ok(zone),
                Err(fault) => Err((word, fault)),
            },
            None => Ok(self.zone),
        };
        match there {
            Ok(zone) => Self { zone, ..self }.in_zone(words.day, clock, None),
            // What we print is read again: `CET` says which hour is meant where one's zone has it.
            Err((word, fault)) => match self.in_zone(words.day, clock, Some(word)) {
                Err(it) if it.is_about_a_name() => Err(self.fault(fault)),
                found => found,
            },
        }
        .map(|it| Understood {
            zone: self.zone,
            ..it
        })
    }

    /// A moment that is said by how far it is from now.
    fn meant(&self, at: Moment) -> Moment {
        match self.grain {
            Grain::Minute => at.minute(),
            Grain::Second => at,
        }
    }

    fn once(&self, at: Moment) -> Understood {
        Understood {
            at,
            later: None,
            now: self.now,
            zone: self.zone,
        }
    }

    /// A time of day, on a day or on the one that is likeliest, in the zone; of two, the one that
    /// `called` names.
    fn in_zone(
        &self,
        day: Option<Day>,
        clock: NaiveTime,
        called: Option<&str>,
    ) -> Result<Understood, TypedFault> {
        let date = self.day(day, clock).map_err(|it| self.fault(it))?;
        let wanted = |it: &Moment| match called {
            Some(name) => self.zone.abbreviation(*it).eq_ignore_ascii_case(name),
            None => true,
        };
        let unknown = || self.fault(Wrong::Name);
        match self.zone.local(date.and_time(clock)) {
            Local::Once(at) if wanted(&at) => Ok(self.once(at)),
            Local::Once(_) => Err(unknown()),
            Local::Never(before, after) => Err(self.fault(Wrong::Never(self.zone, before, after))),
            Local::Twice(one, other) => match (wanted(&one), wanted(&other)) {
                (true, true) => Ok(self.likelier(one, other)),
                (true, false) => Ok(self.once(one)),
                (false, true) => Ok(self.once(other)),
                (false, false) => Err(unknown()),
            },
        }
    }

    /// Of two moments of one name, the one that lies on the side that is meant.
    fn likelier(&self, one: Moment, other: Moment) -> Understood {
        let has_been = |it: Moment| it <= self.now.plus(GRACE);
        match self.toward {
            Toward::Past if !has_been(other) => self.once(one),
            Toward::Future if has_been(one) && !has_been(other) => self.once(other),
            Toward::Past | Toward::Future => Understood {
                later: Some(other),
                ..self.once(one)
            },
        }
    }

    /// The day that is meant with a time of day.
    fn day(&self, day: Option<Day>, clock: NaiveTime) -> Result<NaiveDate, TimeFault> {
        let today = self.zone.date_of(self.now);
        let on = |days: i64| add_days(today, days).ok_or(TimeFault::OutOfRange);
        let at = |date: NaiveDate| self.zone.at(date.and_time(clock));
        match (day, self.toward) {
            (None, Toward::Past) => {
                let (tonight, yesterday) = (at(today).since(self.now), on(-1)?);
                // At ten past midnight, 23:55 was a quarter of an hour ago.
                let is_nearer = self.now.since(at(yesterday)) < tonight;
                Ok(if tonight > GRACE && is_nearer {
                    yesterday
                } else {
                    today
                })
            }
            (None, Toward::Future) if self.now.since(at(today)) > JUST_BEGUN => on(1),
            (None, Toward::Future) => Ok(today),
            (Some(Day::Week { weekday, is_other }), _) => {
                let away = at(today).since(self.now);
                let is_beyond = match self.toward {
                    Toward::Past => away > GRACE,
                    Toward::Future => -away > JUST_BEGUN,
                };
                let is_other = is_other || is_beyond;
                self.plain_day(Day::Week { weekday, is_other })
            }
            (Some(day), _) => self.plain_day(day),
        }
    }

    /// A day that no time of day is said of.
    fn plain_day(&self, day: Day) -> Result<NaiveDate, TimeFault> {
        let today = self.zone.date_of(self.now);
        let days = match day {
            Day::Date(date) => return Ok(date),
            Day::Away(days) => days,
            Day::Week { weekday, is_other } => {
                let days = i64::from(weekday.days_since(today.weekday()));
                match (self.toward, days) {
                    (Toward::Past, 0) if is_other => -7,
                    (Toward::Future, 0) if is_other => 7,
                    (_, 0) => 0,
                    (Toward::Past, days) => days - 7,
                    (Toward::Future, days) => days,
                }
            }
        };
        add_days(today, days).ok_or(TimeFault::OutOfRange)
    }

    fn date(self) -> Result<NaiveDate, TypedFault> {
        match parse_date(self.text) {
            Ok(date) => return Ok(date),
            Err(fault @ TimeFault::NoSuchDate) => return Err(self.fault(fault)),
            Err(_) => {}
        }
        if let Some(away) = relative::read(self.text, self.toward) {
            let away = away.map_err(|it| self.fault(it))?;
            return Ok(self.zone.date_of(away.from(self.now, self.zone)));
        }
        match Words::read(self.text) {
            Ok(Words {
                day: Some(day),
                clock: None,
                zone: None,
            }) => self.plain_day(day).map_err(|it| self.fault(it)),
            Err(wrong @ Wrong::Like(_)) => Err(self.fault(wrong)),
            _ => Err(self.fault(TimeFault::DateShape)),
        }
    }
}

#[cfg(test)]
mod tests;

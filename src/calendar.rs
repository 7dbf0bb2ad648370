//! Business days, holidays and the configured time zone: when a term is over.

mod holidays;
mod present;
mod typed;
mod zone;

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate, TimeDelta, Weekday};

use crate::time::Moment;
use crate::time::Term;
use crate::time::add_days;

pub use holidays::{Holiday, parse_holidays};
pub use present::Present;
pub use typed::{
    Toward, TypedFault, Understood, read_as_of, read_date, read_future, read_past, said,
};
pub use zone::{Local, Zone, ZoneFault, offset_sign};

/// The names of the days of the week, as the configuration writes them, Monday first.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// The most holidays a calendar takes: far more than any has, and few enough that a hostile list
/// cannot make counting business days slow.
pub const HOLIDAY_LIMIT: usize = 5_000;

/// The day of the week that `word` names, in any case; `None` where it names none.
pub fn parse_weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))
        .map(|(_, day)| *day)
}

/// Why days make no calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// No day of the week is left to work on.
    #[error("every day of the week is weekend, so that no business day is left")]
    NoBusinessDay,
    /// There are more holidays than `HOLIDAY_LIMIT`.
    #[error("there are more than {HOLIDAY_LIMIT} holidays")]
    TooManyHolidays,
}

/// Which days are business days, and in which zone days begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    weekend: Vec<Weekday>,
    holidays: BTreeSet<NaiveDate>,
    zone: Zone,
}

impl Default for Calendar {
    /// Saturday and Sunday are weekend, there are no holidays, the zone is UTC.
    fn default() -> Self {
        Self {
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: BTreeSet::new(),
            zone: Zone::utc(),
        }
    }
}

impl Calendar {
    /// A calendar with these days off, in this zone.
    pub fn new(
        weekend: &[Weekday],
        holidays: impl IntoIterator<Item = NaiveDate>,
        zone: Zone,
    ) -> Result<Self, CalendarFault> {
        if WEEKDAYS.iter().all(|(_, day)| weekend.contains(day)) {
            return Err(CalendarFault::NoBusinessDay);
        }
        let mut days = BTreeSet::new();
        for day in holidays {
            days.insert(day);
            if days.len() > HOLIDAY_LIMIT {
                return Err(CalendarFault::TooManyHolidays);
            }
        }
        Ok(Self {
            weekend: weekend.to_vec(),
            holidays: days,
            zone,
        })
    }

    /// The zone in which its days begin and end.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// Whether somebody works on that day: it is neither weekend nor a holiday.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The moment at which a term that begins at `from` is over, in the calendar's zone.
    ///
    /// Hours are exact. Days are counted from the day after that of `from`, and the term is over
    /// at the end of its last day (23:59:59 local time). Calendar days may end on any day;
    /// business days count business days only, and none at all still ends on the first business
    /// day that is not over. Past the year 9999 the answer is the last moment there is.
    pub fn add(&self, term: Term, from: Moment) -> Moment {
        self.over(term, from, 1)
    }

    /// The moment from which on a term is left until `until`: what `add` does, backwards. Day-based
    /// terms give the end of the day so many days before that of `until`.
    pub fn before(&self, term: Term, until: Moment) -> Moment {
        self.over(term, until, -1)
    }

    /// `step` is 1 for forwards, -1 for backwards.
    fn over(&self, term: Term, from: Moment, step: i64) -> Moment {
        let date = self.zone.date_of(from);
        let last = match term {
            Term::Hours(hours) => {
                let span = TimeDelta::hours(i64::from(hours) * step);
                return self.zone.show(from.plus(span));
            }
            Term::Days(days) => add_days(date, i64::from(days) * step),
            Term::BusinessDays(days) => self.business_day(date, days, step),
            // The same day of that month, else its last.
            Term::Months(months) if step < 0 => date.checked_sub_months(Months::new(months)),
            Term::Months(months) => date.checked_add_months(Months::new(months)),
        };
        match last {
            Some(last) => self.zone.end_of_day(last),
            None if step < 0 => self.zone.show(Moment::first()),
            None => self.zone.show(Moment::last()),
        }
    }

    /// The business day that is `days` business days from `date`; for 0 the day itself or the next
    /// one that is one.
    fn business_day(&self, date: NaiveDate, days: u32, step: i64) -> Option<NaiveDate> {
        let mut day = date;
        let mut left = days;
        if left == 0 && !self.is_business_day(day) {
            left = 1;
        }
        while left > 0 {
            day = add_days(day, step)?;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests;

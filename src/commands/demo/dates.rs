//! The dates of the demo: all of them count from the present.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;

use super::story::Day;
use crate::calendar::Calendar;
use crate::time::Moment;
use crate::time::Term;
use crate::time::add_days;
use crate::time::parse_clock;

/// The dates of one item, as its texts ask for them.
///
/// | function | gives |
/// |---|---|
/// | `on(2)`, `workday(2)` | the date two days, or two working days, after the item's own |
/// | `at(2, "14:03")`, `work(2, "14:03")` | the time on that day, with its offset |
/// | `say(2)`, `say_workday(2)` | the day in a sentence: `10 March` |
/// | `id("hall-two-cooling")` | another postmortem's id |
/// | `tick(reviewed)` | `x` or a blank, for the box of a task |
#[derive(Clone, Debug)]
pub(super) struct Dates {
    /// The item's own day.
    pub(super) day: NaiveDate,
    /// Which days are working days, and the zone.
    pub(super) calendar: Calendar,
}

impl Dates {
    /// A day that is counted from the item's own; `None` where the calendar ends before.
    pub(super) fn date(&self, day: Day) -> Option<NaiveDate> {
        match day {
            Day::Plain(days) => add_days(self.day, days),
            Day::Working(days) => {
                let zone = self.calendar.zone();
                let start = zone.start_of_day(self.day);
                let over = self.calendar.add(Term::BusinessDays(days), start);
                Some(zone.date_of(over))
            }
        }
    }

    /// A time of such a day.
    pub(super) fn moment(&self, day: Day, clock: &str) -> Option<Moment> {
        let clock = parse_clock(clock).ok()?;
        let local = self.date(day)?.and_time(clock);
        Some(self.calendar.zone().at(local))
    }

    /// Gives the functions to a template; `ids` are those of the postmortems, by name.
    pub(super) fn add_to(&self, environment: &mut Environment<'_>, ids: &BTreeMap<String, String>) {
        let dates = self.clone();
        environment.add_function("on", move |days: i64| dates.on(Day::Plain(days)));
        let dates = self.clone();
        environment.add_function("workday", move |days: u32| dates.on(Day::Working(days)));
        let dates = self.clone();
        environment.add_function("at", move |days: i64, clock: &str| {
            dates.at(Day::Plain(days), clock)
        });
        let dates = self.clone();
        environment.add_function("work", move |days: u32, clock: &str| {
            dates.at(Day::Working(days), clock)
        });
        let dates = self.clone();
        environment.add_function("say", move |days: i64| dates.say(Day::Plain(days)));
        let dates = self.clone();
        environment.add_function("say_workday", move |days: u32| {
            dates.say(Day::Working(days))
        });
        let ids = ids.clone();
        environment.add_function("id", move |name: &str| {
            ids.get(name).cloned().ok_or_else(|| {
                Error::new(
                    ErrorKind::InvalidOperation,
                    format!("no postmortem is called `{name}`"),
                )
            })
        });
        environment.add_function("tick", |done: bool| if done { "x" } else { " " });
    }

    fn on(&self, day: Day) -> Result<String, Error> {
        let date = self.date(day).ok_or_else(no_date)?;
        Ok(date.to_string())
    }

    fn at(&self, day: Day, clock: &str) -> Result<String, Error> {
        let moment = self.moment(day, clock).ok_or_else(no_date)?;
        Ok(moment.to_short())
    }

    fn say(&self, day: Day) -> Result<String, Error> {
        let date = self.date(day).ok_or_else(no_date)?;
        Ok(date.format("%-d %B").to_string())
    }
}

fn no_date() -> Error {
    Error::new(ErrorKind::InvalidOperation, "there is no such date")
}

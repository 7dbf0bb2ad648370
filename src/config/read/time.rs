//! The time zone, the working days, and the day from which on the rules hold.

use chrono::NaiveDate;
use chrono::Weekday;

use super::Keys;
use super::Reader;
use super::text;
use crate::calendar;
use crate::calendar::Calendar;
use crate::calendar::Zone;
use crate::front_matter::Node;
use crate::time;
use crate::time::TimeFault;

/// The key of the first day on which an entry counts.
pub(super) const SINCE: &str = "since";

impl Reader {
    pub(super) fn time(&mut self, keys: &mut Keys<'_>) {
        if let Some(node) = keys.take("timezone") {
            self.timezone(node);
        }
        if let Some(node) = keys.take("enforce_from") {
            self.config.policy.enforce_from = self.date(node, "/enforce_from");
        }
        let calendar = keys.take("calendar");
        let holidays = calendar.map_or_else(Vec::new, |node| self.calendar(node));
        let policy = &mut self.config.policy;
        match Calendar::new(&policy.weekend, holidays, policy.zone) {
            Ok(it) => policy.calendar = it,
            Err(error) => {
                if let Some(node) = calendar {
                    let help = "leave at least one day a week to work on, and few holidays";
                    let message = error.to_string();
                    self.wrong(node, "/calendar", message, Some(help.to_owned()));
                }
            }
        }
    }

    fn timezone(&mut self, node: &Node) {
        match self.sure(text(node)).map(Zone::parse) {
            Some(Ok(zone)) => self.config.policy.zone = zone,
            Some(Err(error)) => {
                self.wrong(node, "/timezone", error.to_string(), Some(error.help()));
            }
            None => {}
        }
    }

    /// The weekend, and the holidays that are listed.
    fn calendar(&mut self, node: &Node) -> Vec<NaiveDate> {
        let mut keys = self.keys(node);
        if let Some(days) = keys.take("weekend") {
            self.weekend(days);
        }
        let holidays = keys.take("holidays");
        self.no_more(&keys);
        match holidays {
            Some(file) if file.as_str().is_some() => {
                let path = self.path(file, "/calendar/holidays");
                self.config.holidays_file = path.map(|it| (it, file.span));
                Vec::new()
            }
            Some(list) => {
                let days = self.list(list).iter().enumerate();
                days.filter_map(|(index, it)| self.date(it, &format!("/calendar/holidays/{index}")))
                    .collect()
            }
            None => Vec::new(),
        }
    }

    fn weekend(&mut self, node: &Node) {
        let items = self.list(node).iter();
        let days = items.map(|it| calendar::parse_weekday(it.as_str()?));
        let days: Option<Vec<Weekday>> = days.collect();
        if let Some(days) = self.sure(days) {
            self.config.policy.weekend = days;
        }
    }

    /// The first day on which an entry counts.
    pub(super) fn since(&mut self, keys: &mut Keys<'_>, of: &str) -> Option<NaiveDate> {
        let node = keys.take(SINCE)?;
        self.date(node, &format!("{of}/{SINCE}"))
    }

    pub(super) fn date(&mut self, node: &Node, pointer: &str) -> Option<NaiveDate> {
        match node.as_str().map(time::parse_date) {
            Some(Ok(date)) => Some(date),
            Some(Err(fault)) if fault != TimeFault::DateShape => {
                let message = format!("this date {fault}");
                self.wrong(node, pointer, message, Some(fault.help().to_owned()));
                None
            }
            Some(Err(_)) | None => self.sure(None),
        }
    }
}

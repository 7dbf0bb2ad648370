//! The time zone, the working days, and the day from which on the rules hold.

use chrono::NaiveDate;

use super::Reader;
use crate::calendar;
use crate::calendar::Calendar;
use crate::calendar::WEEKDAYS;
use crate::calendar::Zone;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::time;

impl Reader {
    pub(super) fn time(&mut self, root: &Node) {
        if let Some(node) = root.get("timezone") {
            self.timezone(node);
        }
        if let Some(node) = root.get("enforce_from") {
            self.config.policy.enforce_from = self.date(node, "/enforce_from");
        }
        let calendar = root.get("calendar");
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
        let (message, help) = match node.as_str().map(Zone::parse) {
            Some(Ok(zone)) => {
                self.config.policy.zone = zone;
                return;
            }
            Some(Err(error)) => (error.to_string(), error.help()),
            None => (
                "a time zone's name is expected".to_owned(),
                "write one like Europe/Berlin".to_owned(),
            ),
        };
        self.wrong(node, "/timezone", message, Some(help));
    }

    /// The weekend, and the holidays that are listed.
    fn calendar(&mut self, node: &Node) -> Vec<NaiveDate> {
        self.known_keys(node, &["weekend", "holidays"], "/calendar");
        if let Some(days) = node.get("weekend") {
            self.weekend(days);
        }
        match node.get("holidays") {
            Some(file) if file.as_str().is_some() => {
                self.config.holidays_file = self.path(file, "/calendar/holidays");
                Vec::new()
            }
            Some(list) if matches!(list.value, Value::List(_)) => {
                let days = list.items().iter().enumerate();
                days.filter_map(|(index, it)| self.date(it, &format!("/calendar/holidays/{index}")))
                    .collect()
            }
            Some(other) => {
                let message = "a list of days is expected".to_owned();
                let help = "write [2026-12-25], or the path of an iCalendar file".to_owned();
                self.wrong(other, "/calendar/holidays", message, Some(help));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn weekend(&mut self, node: &Node) {
        let names: Vec<String> = WEEKDAYS.iter().map(|it| it.0.to_owned()).collect();
        let mut days = Vec::new();
        let words = self.words(node, "/calendar/weekend");
        let count = words.len();
        for (index, item) in words {
            let word = item.as_str().unwrap_or_default();
            if let Some(day) = calendar::parse_weekday(word) {
                days.push(day);
            } else {
                let pointer = format!("/calendar/weekend/{index}");
                self.none_of(item.span, word, &names, "days", &pointer);
            }
        }
        if days.len() == count {
            self.config.policy.weekend = days;
        }
    }

    fn date(&mut self, node: &Node, pointer: &str) -> Option<NaiveDate> {
        let (message, help) = match node.as_str().map(time::parse_date) {
            Some(Ok(date)) => return Some(date),
            Some(Err(fault)) => (format!("this date {fault}"), fault.help()),
            None => ("a date is expected".to_owned(), "write one like 2026-01-31"),
        };
        self.wrong(node, pointer, message, Some(help.to_owned()));
        None
    }
}

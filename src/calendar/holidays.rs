//! Holidays from an iCalendar file: whole-day events, and nothing else of the format.

use chrono::{NaiveDate, TimeDelta};

use super::HOLIDAY_LIMIT;
use crate::diagnostic::Fault;
use crate::source::LineIndex;
use crate::time::add_days;
use crate::time::parse_date;

/// The most days one event may last: longer ones are a slip in the year.
const LONGEST: i64 = 366;
/// The most bytes a message repeats of a line.
const EXCERPT: usize = 60;

/// A day off that the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// The event's summary; empty where it has none.
    pub name: String,
}

/// Reads the whole-day events of an iCalendar text: `DTSTART`, `DTEND` (the day after the last) or
/// `DURATION`, and `SUMMARY`. Cancelled events are left out. The days come sorted.
///
/// Events that repeat are faults, not days: which years they mean is for the program that wrote
/// the file to spell out.
pub fn parse_holidays(ics: &str) -> (Vec<Holiday>, Vec<Fault>) {
    let mut reader = Reader {
        text: ics,
        lines: LineIndex::new(ics),
        is_calendar: false,
        too_many: false,
        open: Vec::new(),
        event: None,
        days: Vec::new(),
        faults: Vec::new(),
    };
    for (number, line) in unfold(ics) {
        reader.line(number, &line);
    }
    reader.finish()
}

/// The lines of the text with their number, those that were folded put together again.
fn unfold(text: &str) -> Vec<(usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

/// A line's name, and its value behind the parameters, which may be quoted.
fn split(line: &str) -> Option<(&str, &str)> {
    let name_end = line.find([':', ';'])?;
    let mut quoted = false;
    for (at, character) in line.char_indices().skip_while(|(at, _)| *at < name_end) {
        match character {
            '"' => quoted = !quoted,
            ':' if !quoted => return Some((line.get(..name_end)?, line.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

/// An event that is being read.
#[derive(Default)]
struct Event {
    line: usize,
    start: Option<(usize, String)>,
    end: Option<(usize, String)>,
    duration: Option<(usize, String)>,
    repeats: Option<usize>,
    summary: String,
    cancelled: bool,
}

struct Reader<'a> {
    text: &'a str,
    lines: LineIndex,
    is_calendar: bool,
    too_many: bool,
    /// The components that are open, outermost first.
    open: Vec<String>,
    event: Option<Event>,
    days: Vec<Holiday>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let Some((name, value)) = split(line) else {
            if self.is_calendar {
                self.fault(
                    number,
                    "this line is not iCalendar: it has no `:`",
                    "remove it",
                );
            }
            return;
        };
        match name.to_ascii_uppercase().as_str() {
            "BEGIN" => self.begin(number, &value.trim().to_ascii_uppercase()),
            "END" => self.end(&value.trim().to_ascii_uppercase()),
            name => self.property(number, name, value),
        }
    }

    fn begin(&mut self, number: usize, component: &str) {
        self.is_calendar |= component == "VCALENDAR";
        if component == "VEVENT" && self.event.is_none() {
            self.event = Some(Event {
                line: number,
                ..Event::default()
            });
            self.open.clear();
        } else if self.event.is_some() {
            self.open.push(component.to_owned());
        }
    }

    fn end(&mut self, component: &str) {
        if component != "VEVENT" {
            if self.open.last().is_some_and(|open| open == component) {
                self.open.pop();
            }
            return;
        }
        if let Some(event) = self.event.take() {
            self.take(&event);
        }
    }

    fn property(&mut self, number: usize, name: &str, value: &str) {
        if !self.open.is_empty() {
            return;
        }
        let Some(event) = &mut self.event else {
            return;
        };
        let here = Some((number, value.trim().to_owned()));
        match name {
            "DTSTART" => event.start = here,
            "DTEND" => event.end = here,
            "DURATION" => event.duration = here,
            "RRULE" | "RDATE" => event.repeats = Some(number),
            "SUMMARY" => event.summary = value.replace("\\,", ",").replace("\\;", ";"),
            "STATUS" => event.cancelled = value.trim().eq_ignore_ascii_case("cancelled"),
            _ => {}
        }
    }

    fn take(&mut self, event: &Event) {
        if event.cancelled {
            return;
        }
        if let Some(line) = event.repeats {
            self.fault(
                line,
                "the event repeats, which is not read",
                "write an event for each year",
            );
            return;
        }
        let Some((first, after)) = self.range(event) else {
            return;
        };
        let mut day = first;
        while day < after {
            if self.days.len() >= HOLIDAY_LIMIT {
                if !self.too_many {
                    let message = format!("there are more than {HOLIDAY_LIMIT} holidays");
                    self.fault(event.line, &message, "keep the years that matter");
                }
                self.too_many = true;
                return;
            }
            self.days.push(Holiday {
                date: day,
                name: event.summary.clone(),
            });
            let Some(next) = add_days(day, 1) else {
                return;
            };
            day = next;
        }
    }

    /// The first day of the event and the one after its last.
    fn range(&mut self, event: &Event) -> Option<(NaiveDate, NaiveDate)> {
        let Some((line, text)) = &event.start else {
            self.fault(
                event.line,
                "the event has no `DTSTART`",
                "add `DTSTART;VALUE=DATE:…`",
            );
            return None;
        };
        let first = self.day(*line, "DTSTART", text)?;
        let (line, after) = match (&event.end, &event.duration) {
            (Some((line, text)), _) => (*line, self.day(*line, "DTEND", text)?),
            (None, Some((line, text))) => {
                let Some(days) = parse_days(text) else {
                    let message = format!("`DURATION` is `{}`, not days or weeks", clip(text));
                    self.fault(*line, &message, "write it like `P1D`");
                    return None;
                };
                (*line, first.checked_add_signed(TimeDelta::days(days))?)
            }
            (None, None) => (*line, add_days(first, 1)?),
        };
        // Some programs write the same day twice for an event of one day.
        let after = if after == first {
            add_days(first, 1)?
        } else {
            after
        };
        let days = after.signed_duration_since(first).num_days();
        if days < 1 {
            self.fault(line, "the event ends before it begins", "fix `DTEND`");
            return None;
        }
        if days > LONGEST {
            let message = format!("the event lasts {days} days");
            self.fault(
                line,
                &message,
                "fix `DTEND`: no holiday lasts more than a year",
            );
            return None;
        }
        Some((first, after))
    }

    fn day(&mut self, line: usize, name: &str, text: &str) -> Option<NaiveDate> {
        let day = parse_compact(text);
        if day.is_none() {
            let message = format!("`{name}` is `{}`, not a whole day", clip(text));
            self.fault(
                line,
                &message,
                "write it like `DTSTART;VALUE=DATE:20261225`",
            );
        }
        day
    }

    fn fault(&mut self, line: usize, message: &str, help: &str) {
        let span = self.lines.line_span(self.text, line).unwrap_or_default();
        self.faults.push(Fault::new(span, message).help(help));
    }

    fn finish(mut self) -> (Vec<Holiday>, Vec<Fault>) {
        if !self.is_calendar {
            self.faults.clear();
            self.days.clear();
            self.fault(
                1,
                "this is not an iCalendar file: it has no `BEGIN:VCALENDAR`",
                "export the holidays as iCalendar (`.ics`)",
            );
        } else if let Some(event) = self.event.take() {
            self.fault(event.line, "the event has no `END:VEVENT`", "end it");
        }
        self.days.sort_by_key(|day| day.date);
        self.faults.sort_by_key(|fault| fault.span);
        (self.days, self.faults)
    }
}

/// Reads `20261225`.
fn parse_compact(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    parse_date(&format!("{year}-{month}-{day}")).ok()
}

/// Reads `P3D` or `P1W` as days.
fn parse_days(text: &str) -> Option<i64> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (number, unit) = match text.strip_suffix('D') {
        Some(number) => (number, 1),
        None => (text.strip_suffix('W')?, 7),
    };
    let number: u16 = number.parse().ok()?;
    Some(i64::from(number) * unit)
}

fn clip(text: &str) -> String {
    text.chars().take(EXCERPT).collect()
}

#[cfg(test)]
mod tests;

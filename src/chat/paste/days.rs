//! The lines of a pasted log that only say which day it is.

use chrono::Datelike as _;
use chrono::Days;
use chrono::NaiveDate;

/// What Slack writes for the day of copying and the one before it.
const TODAY: &str = "Today";
const YESTERDAY: &str = "Yesterday";

/// A day that a log turns to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It says all.
    Day(NaiveDate),
    /// It says no year, as Slack does of days of the year in which it is read: `Tuesday March 12`.
    OfSomeYear(String),
    /// `Today`, `Yesterday`.
    Word(&'static str),
}

impl Turn {
    /// The day, where the log was at this one before; `before` is what it turned to last. `None`: it cannot
    /// be told.
    pub(super) fn after(&self, day: NaiveDate, before: Option<&Self>) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::OfSomeYear(words) => [day.year(), day.year() + 1]
                .iter()
                .find_map(|year| with_year(words, *year).filter(|it| *it >= day)),
            Self::Word(TODAY) if before == Some(&Self::Word(YESTERDAY)) => {
                day.checked_add_days(Days::new(1))
            }
            Self::Word(_) => None,
        }
    }

    /// As it is shown.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::OfSomeYear(words) => words.clone(),
            Self::Word(word) => (*word).to_owned(),
        }
    }
}

/// A line without the mark of a quotation.
pub(super) fn quoted(line: &str) -> &str {
    line.trim_start().strip_prefix('>').unwrap_or(line)
}

/// Reads a line that only says which day it is: `Tuesday, February 5th, 2019`, `2019-02-05`,
/// `Tuesday, March 12th`, `Today`.
pub(super) fn day(line: &str) -> Option<Turn> {
    let line = quoted(line).trim().trim_matches('-').trim();
    if let Some(word) = [TODAY, YESTERDAY].into_iter().find(|it| *it == line) {
        return Some(Turn::Word(word));
    }
    if line.len() > 40 || !line.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    let plain: String = line.replace(',', " ");
    let words: Vec<String> = plain
        .split_whitespace()
        .map(|it| {
            let digits = it.trim_end_matches(|it: char| it.is_ascii_lowercase());
            let is_ordinal = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
            if is_ordinal { digits } else { it }.to_owned()
        })
        .collect();
    let line = words.join(" ");
    let forms = [
        "%A %B %d %Y",
        "%B %d %Y",
        "%A %d %B %Y",
        "%d %B %Y",
        "%Y-%m-%d",
    ];
    let mut forms = forms.iter();
    let whole = forms.find_map(|it| NaiveDate::parse_from_str(&line, it).ok());
    // Seven years hold every weekday of each day but the last of February.
    let of_some_year = || (2000..2028).any(|year| with_year(&line, year).is_some());
    match whole {
        Some(day) => Some(Turn::Day(day)),
        None if words.len() == 3 && of_some_year() => Some(Turn::OfSomeYear(line)),
        None => None,
    }
}

/// A weekday, a month and a day in this year; `None` where the weekday is another.
fn with_year(words: &str, year: i32) -> Option<NaiveDate> {
    let whole = format!("{words} {year}");
    let mut forms = ["%A %B %d %Y", "%A %d %B %Y"].iter();
    forms.find_map(|it| NaiveDate::parse_from_str(&whole, it).ok())
}

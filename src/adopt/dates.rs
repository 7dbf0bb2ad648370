//! Dates as people write them, at the beginning of a text.

use chrono::Datelike as _;
use chrono::NaiveDate;
use chrono::Weekday;

use super::DayOrder;
use super::TwoWays;
use super::names;

/// The years that a date of an incident may have: what lies outside is a number of something else.
const YEARS: std::ops::RangeInclusive<u32> = 1980..=2100;

/// What stands in the place of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// A date that can be read in one way.
    Is(NaiveDate),
    /// One of numbers alone, day and month or month and day.
    TwoWays(TwoWays),
    /// A day and month without a year.
    NoYear {
        /// The month, from 1.
        month: u32,
        /// The day of the month.
        day: u32,
    },
    /// Something that is written as a date and is none; why.
    None(&'static str),
}

/// A date, and how many bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayAt {
    /// What it is.
    pub(super) day: Day,
    /// Its length in bytes.
    pub(super) len: usize,
    /// The order of day and month that it shows, because the other one would be no date.
    pub(super) shows: Option<DayOrder>,
}

/// A text that is read from the left.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, is_wanted: impl Fn(char) -> bool) -> Option<char> {
        let found = self.peek().filter(|it| is_wanted(*it))?;
        self.at += found.len_utf8();
        Some(found)
    }

    fn take_while(&mut self, most: usize, is_wanted: impl Fn(char) -> bool) -> &'a str {
        let start = self.at;
        for _ in 0..most {
            if self.take(&is_wanted).is_none() {
                break;
            }
        }
        self.text.get(start..self.at).unwrap_or("")
    }

    fn digits(&mut self) -> (&'a str, u32) {
        // One more than any number in a date has, so that a longer one is seen to be none.
        let digits = self.take_while(9, |it| it.is_ascii_digit());
        (digits, digits.parse().unwrap_or(0))
    }

    fn word(&mut self) -> &'a str {
        self.take_while(12, char::is_alphabetic)
    }

    fn blanks(&mut self) {
        self.take_while(4, |it| it == ' ' || it == '\t' || it == '\u{a0}');
    }
}

/// The date with which a text begins, a day of the week before it included; `None` where it begins
/// with something else.
pub(super) fn at_start(text: &str, order: Option<DayOrder>) -> Option<DayAt> {
    let mut cursor = Cursor { text, at: 0 };
    let mut said = None;
    if cursor.peek().is_some_and(char::is_alphabetic) {
        let mut ahead = cursor;
        if let Some(weekday) = names::weekday(ahead.word()) {
            ahead.take(|it| it == '.');
            ahead.take(|it| it == ',');
            ahead.blanks();
            for filler in ["the ", "den ", "le ", "el ", "dem "] {
                if ahead.rest().starts_with(filler) {
                    ahead.at += filler.len();
                }
            }
            if ahead.at > 0 && ahead.peek().is_some_and(char::is_alphanumeric) {
                said = Some(weekday);
                cursor = ahead;
            }
        }
    }
    let mut found = bare(&mut cursor, order)?;
    found.len = cursor.at;
    found.day = match (found.day, said) {
        (Day::Is(date), Some(weekday)) if date.weekday() != weekday => {
            Day::None("its day of the week is another one")
        }
        (Day::TwoWays(ways), Some(weekday)) => by_weekday(ways, weekday),
        (day, _) => day,
    };
    Some(found)
}

/// A date of two ways with its day of the week: the one way that agrees with it.
fn by_weekday(ways: TwoWays, weekday: Weekday) -> Day {
    match (
        ways.day_first.weekday() == weekday,
        ways.month_first.weekday() == weekday,
    ) {
        (true, false) => Day::Is(ways.day_first),
        (false, true) => Day::Is(ways.month_first),
        (true, true) => Day::TwoWays(ways),
        (false, false) => Day::None("its day of the week is another one"),
    }
}

fn bare(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<DayAt> {
    let first = cursor.peek()?;
    let found = if first.is_ascii_digit() {
        numbers(cursor, order)
    } else if first.is_alphabetic() {
        month_first(cursor)
    } else {
        None
    }?;
    // A date ends where its word does: `2020-11-03x` and `2020-11-031` are none.
    let ends = !cursor
        .peek()
        .is_some_and(|it| it.is_ascii_digit() || (it.is_alphabetic() && it != 'T' && it != 't'));
    ends.then_some(found)
}

fn is(date: Option<NaiveDate>) -> DayAt {
    let day = date.map_or(Day::None("there is no such date"), Day::Is);
    DayAt {
        day,
        len: 0,
        shows: None,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// What may stand between the numbers of a date.
fn is_separator(it: char) -> bool {
    matches!(
        it,
        '-' | '/' | '.' | '_' | '\u{2010}' | '\u{2011}' | '\u{2013}'
    )
}

/// A date that begins with a number.
fn numbers(cursor: &mut Cursor<'_>, order: Option<DayOrder>) -> Option<DayAt> {
    let (digits, first) = cursor.digits();
    match digits.len() {
        4 if YEARS.contains(&first) => year_first(cursor, first),
        8 => {
            let (year, rest) = (first / 10_000, first % 10_000);
            YEARS
                .contains(&year)
                .then(|| is(date(year, rest / 100, rest % 100)))
        }
        1 | 2 => {
            let mut ahead = *cursor;
            if let Some(found) = day_then_name(&mut ahead, first) {
                *cursor = ahead;
                return Some(found);
            }
            two_numbers(cursor, first, order)
        }
        _ => None,
    }
}

/// What follows a year: `-11-03`, `/11/03`, `-Nov-03`, ` November 3`, `年11月3日`.
fn year_first(cursor: &mut Cursor<'_>, year: u32) -> Option<DayAt> {
    if cursor.peek() == Some('年') {
        cursor.take(|_| true);
        let (_, month) = cursor.digits();
        cursor.take(|it| it == '月')?;
        let (_, day) = cursor.digits();
        cursor.take(|it| it == '日')?;
        return Some(is(date(year, month, day)));
    }
    let separator = cursor.take(|it| is_separator(it) || it == ' ')?;
    if cursor.peek().is_some_and(char::is_alphabetic) {
        let month = names::month(cursor.word())?;
        cursor.take(|it| is_separator(it) || it == ' ')?;
        let (digits, day) = cursor.digits();
        return (1..=2)
            .contains(&digits.len())
            .then(|| is(date(year, month, day)));
    }
    if separator == ' ' {
        return None;
    }
    let (month_digits, month) = cursor.digits();
    cursor.take(|it| it == separator)?;
    let (day_digits, day) = cursor.digits();
    let fits = (1..=2).contains(&month_digits.len()) && (1..=2).contains(&day_digits.len());
    fits.then(|| is(date(year, month, day)))
}

/// What follows a day of the month where a name comes: `. Februar 2020`, `rd of February, 2020`,
/// `-Nov-2020`.
fn day_then_name(cursor: &mut Cursor<'_>, day: u32) -> Option<DayAt> {
    for suffix in ["st", "nd", "rd", "th", "er", "º", "ª"] {
        if cursor.rest().starts_with(suffix) {
            cursor.at += suffix.len();
            break;
        }
    }
    cursor.take(|it| is_separator(it) || it == ' ');
    cursor.blanks();
    skip_of(cursor);
    let month = names::month(cursor.word())?;
    Some(end_with_year(cursor, month, day))
}

fn skip_of(cursor: &mut Cursor<'_>) {
    for of in ["of ", "de ", "del "] {
        if cursor.rest().starts_with(of) {
            cursor.at += of.len();
            return;
        }
    }
}

/// A date that begins with the name of its month: `Nov 3, 2020`, `November 3rd 2020`, `Nov-3-2020`.
fn month_first(cursor: &mut Cursor<'_>) -> Option<DayAt> {
    let month = names::month(cursor.word())?;
    cursor.take(|it| it == '.');
    cursor.take(|it| is_separator(it) || it == ' ')?;
    cursor.blanks();
    let (digits, day) = cursor.digits();
    if !(1..=2).contains(&digits.len()) {
        return None;
    }
    for suffix in ["st", "nd", "rd", "th"] {
        if cursor.rest().starts_with(suffix) {
            cursor.at += suffix.len();
            break;
        }
    }
    // `May 3:` may be a date, `may 3 times` is none: a day ends where a word does.
    if cursor.peek().is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some(end_with_year(cursor, month, day))
}

/// The year at the end of a date with a name, where there is one; behind the last day of a span of days
/// (`January 14-19, 2026`) it is that of the first one too.
fn end_with_year(cursor: &mut Cursor<'_>, month: u32, day: u32) -> DayAt {
    let mut span = *cursor;
    span.blanks();
    if span.take(|it| it == '-' || it == '–').is_some() {
        span.blanks();
        let (digits, last) = span.digits();
        let mut with_year = span;
        let found = end_of_date(&mut with_year, month, day);
        let is_span = (1..=2).contains(&digits.len()) && last > day;
        if let (true, Day::Is(_)) = (is_span, found.day) {
            *cursor = with_year;
            return found;
        }
    }
    end_of_date(cursor, month, day)
}

fn end_of_date(cursor: &mut Cursor<'_>, month: u32, day: u32) -> DayAt {
    let mut ahead = *cursor;
    ahead.take(|it| it == '.');
    ahead.take(|it| is_separator(it) || it == ',');
    ahead.blanks();
    skip_of(&mut ahead);
    let (digits, year) = ahead.digits();
    // Not the hours of a time: `3 Nov 2010:14`.
    let is_year = digits.len() == 4 && YEARS.contains(&year) && ahead.peek() != Some(':');
    if is_year {
        *cursor = ahead;
        return is(date(year, month, day));
    }
    let exists = date(2000, month, day).is_some();
    DayAt {
        day: if exists {
            Day::NoYear { month, day }
        } else {
            Day::None("there is no such date")
        },
        len: 0,
        shows: None,
    }
}

/// A date that begins with one or two digits and goes on in numbers: `03-11-2020`, `3/11/20`.
fn two_numbers(cursor: &mut Cursor<'_>, first: u32, order: Option<DayOrder>) -> Option<DayAt> {
    let separator = cursor.take(is_separator)?;
    let (digits, second) = cursor.digits();
    if !(1..=2).contains(&digits.len()) {
        return None;
    }
    cursor.take(|it| it == separator)?;
    cursor.take(|it| it == ' ' && separator == '.');
    let (digits, year) = cursor.digits();
    if digits.len() == 2 && separator != '.' {
        // `10-11-12` may be a version or an address; with `/` it is meant as a date.
        let is_like = (1..=31).contains(&first) && (1..=31).contains(&second);
        return (separator == '/' && is_like).then_some(DayAt {
            day: Day::None("its year has two digits"),
            len: 0,
            shows: None,
        });
    }
    if digits.len() != 4 || !YEARS.contains(&year) {
        return None;
    }
    let day_first = date(year, second, first);
    let month_first = date(year, first, second);
    let mut found = is(None);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => found = is(Some(one)),
        (Some(day_first), Some(month_first)) => {
            let ways = TwoWays {
                day_first,
                month_first,
            };
            found.day = match order {
                Some(DayOrder::DayFirst) => Day::Is(day_first),
                Some(DayOrder::MonthFirst) => Day::Is(month_first),
                None => Day::TwoWays(ways),
            };
        }
        (Some(one), None) => {
            found = is(Some(one));
            found.shows = Some(DayOrder::DayFirst);
        }
        (None, Some(other)) => {
            found = is(Some(other));
            found.shows = Some(DayOrder::MonthFirst);
        }
        (None, None) => {}
    }
    Some(found)
}

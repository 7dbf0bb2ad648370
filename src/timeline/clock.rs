//! What stands in the place of a time: a timestamp, a date and time, or a time of day, each with a
//! zone behind it or none. Of a span, which says when it began and when it ended, it is the beginning.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::zone;
use super::zone::Named;
use crate::calendar::Zone;
use crate::source::Span;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::parse_clock;
use crate::time::parse_date;
use crate::time::parse_half_day;
use crate::time::parse_local;
use crate::time::parse_timestamp;

/// A time as it is written.
#[derive(Clone, Debug)]
pub(super) enum Written {
    /// With its offset.
    Moment(Moment),
    /// A date and time.
    Local(NaiveDateTime, Option<Named>),
    /// A time of day.
    Clock(NaiveTime, Option<Named>),
}

impl Written {
    /// The same in a zone that is named beside it, where it has none of its own.
    pub(super) fn or_in(self, beside: Option<Named>) -> Self {
        match self {
            Self::Local(local, None) => Self::Local(local, beside),
            Self::Clock(clock, None) => Self::Clock(clock, beside),
            other => other,
        }
    }
}

/// How many words a time is at most: `2026-11-20 10:47 PM – 11:05 PM`.
const WORDS: usize = 6;

/// How many bytes a time has at most, without its zone: nothing behind them begins one.
const LONGEST: usize = 64;

/// How long a date is: `2026-11-20`.
const DATE: usize = 10;

/// What stands between the two times of a span, the longer before what is in it.
const BETWEEN: [&str; 6] = [" to ", " - ", "–", "—", "→", "-"];

/// The minutes of offsets from UTC to the west that no whole hours are: Newfoundland, Caracas, the
/// Marquesas.
const WEST: [(u32, u32); 4] = [(2, 30), (3, 30), (4, 30), (9, 30)];

/// What may stand around a time in a list item: "**14:03** – paged".
const AROUND: [char; 16] = [
    '*', '_', '`', '[', ']', '(', ')', '~', ',', '-', '–', '—', ':', '|', ' ', '\t',
];

/// Reads a stretch of text that is to be a time, and nothing else.
pub(super) fn read(text: &str, span: Span) -> Result<Written, TimeFault> {
    let words = span.of(text);
    let fault = match bare(words) {
        Ok(written) => return Ok(written),
        Err(fault) => fault,
    };
    if matches!(span_of(words), Some(Between::Unclear)) {
        return Err(fault);
    }
    // A time, then a zone: the shortest time that leaves one.
    let signs = words
        .char_indices()
        .take_while(|(at, _)| *at <= LONGEST)
        .skip(1);
    for (at, sign) in signs {
        if !sign.is_whitespace() && !matches!(sign, '(' | '[' | 'Z' | '+' | '-' | '\u{2212}') {
            continue;
        }
        let head = words.get(..at).unwrap_or("");
        // Of blanks behind each other the first will do.
        if head.ends_with(char::is_whitespace) {
            continue;
        }
        let behind = Span::new(span.start + at, span.end);
        let named = || zone::behind(text, behind);
        match bare(head) {
            Ok(Written::Local(local, None)) => {
                if let Some(named) = named() {
                    return Ok(Written::Local(local, Some(named)));
                }
            }
            Ok(Written::Clock(clock, None)) => {
                if let Some(named) = named() {
                    return Ok(Written::Clock(clock, Some(named)));
                }
            }
            _ => {}
        }
    }
    Err(fault)
}

/// Reads a time, or the beginning of a span, without a zone behind it.
fn bare(words: &str) -> Result<Written, TimeFault> {
    let written = point(words);
    // What has no dash but those of its date is no span.
    let is_whole = || words.rfind('-').is_none_or(|at| at < DATE);
    match written {
        Err(TimeFault::NoSuchTime) => return written,
        Ok(Written::Moment(_)) if is_whole() => return written,
        _ => {}
    }
    match span_of(words) {
        Some(Between::Times(began)) => Ok(began),
        // What is written as RFC 3339 has it is what it looks like.
        Some(Between::Unclear) => written.map_err(|_| TimeFault::Shape),
        None => written,
    }
}

/// Reads one time without a zone behind it.
fn point(words: &str) -> Result<Written, TimeFault> {
    match parse_clock(words) {
        Ok(clock) => return Ok(Written::Clock(clock, None)),
        Err(TimeFault::NoSuchTime) => return Err(TimeFault::NoSuchTime),
        Err(_) => {}
    }
    match parse_timestamp(words) {
        Ok(moment) => return Ok(Written::Moment(moment)),
        Err(TimeFault::NoOffset) => return Ok(Written::Local(parse_local(words)?, None)),
        Err(fault) if !has_half(words) => return Err(fault),
        Err(_) => {}
    }
    let parts = words.split_once([' ', 'T']);
    let dated = parts.and_then(|(date, clock)| Some((parse_date(date).ok()?, clock)));
    match dated {
        Some((date, clock)) => {
            let local = date.and_time(parse_half_day(clock.trim_start())?);
            Ok(Written::Local(local, None))
        }
        None => Ok(Written::Clock(parse_half_day(words)?, None)),
    }
}

/// Whether a time is one of twelve hours.
fn has_half(words: &str) -> bool {
    words.ends_with(['m', 'M']) || words.ends_with(".m.") || words.ends_with(".M.")
}

/// Two times with a mark between them.
enum Between {
    /// A span, which began then.
    Times(Written),
    /// A span, or a time and an offset: `10:00-11:00`; or one whose half of the day nobody knows.
    Unclear,
}

/// Reads a span: `10:00–10:15`, `10:47 PM to 11:05 PM`; `None` where it is none.
fn span_of(words: &str) -> Option<Between> {
    if words.len() > LONGEST {
        return None;
    }
    let (mark, (began, ended)) = BETWEEN
        .iter()
        .find_map(|mark| Some((*mark, words.rsplit_once(*mark)?)))?;
    if mark == "-" && began.ends_with(char::is_whitespace) {
        return None;
    }
    let (began, ended) = (began.trim_end(), ended.trim_start());
    let (start, end) = (point(began).ok()?, point(ended).ok()?);
    if has_half(ended) && !has_half(began) {
        return Some(Between::Unclear);
    }
    let is_offset = |it: NaiveTime| {
        it.hour() <= 12 && (it.minute() == 0 || WEST.contains(&(it.hour(), it.minute())))
    };
    match (&start, end) {
        (Written::Clock(..) | Written::Local(..), Written::Clock(end, _)) if mark == "-" => {
            // `2026-11-20T10:00-05:15` is a timestamp.
            let is_unclear = is_offset(end) || began.contains('T');
            Some(if is_unclear && !has_half(ended) {
                Between::Unclear
            } else {
                Between::Times(start)
            })
        }
        _ => Some(Between::Times(start)),
    }
}

/// The time that a list item or a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leading {
    /// Where it stands, with its zone.
    pub time: Span,
    /// What follows, without the marks between.
    pub event: Span,
}

/// Where the time stands that a list item or a line of `text` begins with, and what follows; `None` where
/// it begins with something else.
pub fn leading(text: &str, span: Span) -> Option<Leading> {
    let (_, place, zone, event) = begins(text, span)?;
    let end = zone.map_or(place.end, |it| it.end);
    let time = Span::new(place.start, end);
    Some(Leading { time, event })
}

/// The same: the time, where it stands, where its zone, and what follows.
pub(super) fn begins(text: &str, span: Span) -> Option<(Written, Span, Option<Span>, Span)> {
    let trim = |span: Span| {
        let words = span.of(text);
        let start = span.start + (words.len() - words.trim_start_matches(AROUND).len());
        Span::new(start.min(span.end), span.end)
    };
    let marker = marker(span.of(text));
    let begin = trim(Span::new(span.start + marker, span.end));
    let words = begin.of(text);
    let mut ends = words
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain([words.len()]);
    let mut best = None;
    for _ in 0..WORDS {
        let end = ends.next()?;
        let word = words.get(..end).unwrap_or("").trim_end_matches(AROUND);
        // The `Z` of `10:00Z` is the zone behind it.
        let local = word.strip_suffix('Z').filter(|_| bare(word).is_err());
        let word = local.unwrap_or(word);
        if let Ok(written) = bare(word) {
            let place = Span::new(begin.start, begin.start + word.len());
            best = Some((written, place));
        } else if best.is_some() {
            break;
        }
    }
    let (written, place) = best?;
    // Not trimmed: the sign of an offset is its own.
    let named = zone::at_beginning(text, Span::new(place.end, span.end));
    let named = named.or_else(|| zulu(text, Span::new(place.end, span.end)));
    let end = named.as_ref().map_or(place.end, |it| it.0.end);
    let rest = behind(text, Span::new(end, span.end));
    let zone = named.as_ref().map(|it| it.0);
    let written = match written {
        Written::Local(local, _) => Written::Local(local, named),
        Written::Clock(clock, _) => Written::Clock(clock, named),
        moment @ Written::Moment(_) => moment,
    };
    Some((written, place, zone, rest))
}

/// The `Z` with which a text begins, which is UTC; `None` where it is the beginning of a word.
fn zulu(text: &str, span: Span) -> Option<Named> {
    let rest = span.of(text).trim_start_matches([' ', '\t']);
    let behind = rest.strip_prefix('Z')?;
    let is_word = behind.starts_with(char::is_alphanumeric);
    let at = span.end - rest.len();
    (!is_word).then(|| (Span::new(at, at + 1), Ok(Zone::utc())))
}

/// How many marks one may have around the other behind a time.
const MARKS: usize = 8;

/// What follows a time: without the marks that end there, and what parts the two. Marks and brackets that begin
/// there and end further on are around words of their own.
fn behind(text: &str, span: Span) -> Span {
    let is_mark = |it: char| matches!(it, '*' | '_' | '`' | '~');
    let opens = |it: char| is_mark(it) || matches!(it, '[' | '(');
    let parts = |it: char| AROUND.contains(&it) && !opens(it);
    let mut rest = span.of(text).trim_start_matches(is_mark);
    for _ in 0..MARKS {
        rest = rest.trim_start_matches(parts);
        let Some(first) = rest.chars().next().filter(|it| opens(*it)) else {
            break;
        };
        let words = rest.trim_start_matches(first);
        let run = rest.get(..rest.len() - words.len()).unwrap_or("");
        let is_around = match first {
            '[' => words.contains(']'),
            '(' => words.contains(')'),
            _ => words.contains(run),
        };
        if is_around {
            break;
        }
        rest = words;
    }
    Span::new(span.end - rest.len(), span.end)
}

/// How many bytes the marker of a list item takes that is no mark around words: `+ `, `12. `, `3) `.
fn marker(words: &str) -> usize {
    let digits = words.len()
        - words
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .len();
    let rest = words.get(digits..).unwrap_or_default();
    let is_marker = match digits {
        0 => rest.starts_with("+ "),
        1..=9 => rest.starts_with(". ") || rest.starts_with(") "),
        _ => false,
    };
    if is_marker { digits + 1 } else { 0 }
}

/// The date that a title names, alone or among other words: "2026-11-20", "Friday, 2026-11-20"; `None`
/// where it names none or several.
pub fn date_in(title: &str) -> Option<NaiveDate> {
    let mut dates = title
        .split(|c: char| c.is_whitespace() || "(),;:*_`[]".contains(c))
        .filter_map(|word| parse_date(word).ok());
    dates.next().filter(|_| dates.next().is_none())
}

//! What stands in the place of a time: a timestamp, a date and time, or a time of day, each with a
//! zone behind it or none.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::zone;
use super::zone::Named;
use crate::source::Span;
use crate::time::Moment;
use crate::time::TimeFault;
use crate::time::parse_clock;
use crate::time::parse_date;
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

/// How many words a time and its date are at most.
const WORDS: usize = 2;

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
    // A time, then a zone: the shortest time that leaves one.
    for (at, sign) in words.char_indices().skip(1) {
        if !sign.is_whitespace() && !matches!(sign, '(' | '[' | 'Z' | '+' | '-' | '\u{2212}') {
            continue;
        }
        let head = words.get(..at).unwrap_or("").trim_end();
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

/// Reads a time without a zone behind it.
fn bare(words: &str) -> Result<Written, TimeFault> {
    match parse_clock(words) {
        Ok(clock) => return Ok(Written::Clock(clock, None)),
        Err(TimeFault::NoSuchTime) => return Err(TimeFault::NoSuchTime),
        Err(_) => {}
    }
    match parse_timestamp(words) {
        Ok(moment) => Ok(Written::Moment(moment)),
        Err(TimeFault::NoOffset) => Ok(Written::Local(parse_local(words)?, None)),
        Err(fault) => Err(fault),
    }
}

/// What a list item or a line begins with: a time, where it stands, and what follows; `None` where it
/// begins with something else.
pub(super) fn leading(text: &str, span: Span) -> Option<(Written, Span, Span)> {
    let trim = |span: Span| {
        let words = span.of(text);
        let start = span.start + (words.len() - words.trim_start_matches(AROUND).len());
        Span::new(start.min(span.end), span.end)
    };
    let begin = trim(span);
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
        if let Ok(written) = bare(word) {
            let place = Span::new(begin.start, begin.start + word.len());
            best = Some((written, place, trim(Span::new(place.end, span.end))));
        } else if best.is_some() {
            break;
        }
    }
    let (written, place, rest) = best?;
    let named = zone::at_beginning(text, rest);
    let rest = named
        .as_ref()
        .map_or(rest, |it| trim(Span::new(it.0.end, span.end)));
    let written = match written {
        Written::Local(local, _) => Written::Local(local, named),
        Written::Clock(clock, _) => Written::Clock(clock, named),
        moment @ Written::Moment(_) => moment,
    };
    Some((written, place, rest))
}

/// The date that a title names, alone or among other words: "2026-11-20", "Friday, 2026-11-20".
pub(super) fn date_in(title: &str) -> Option<NaiveDate> {
    let mut dates = title
        .split(|c: char| c.is_whitespace() || "(),;:".contains(c))
        .filter_map(|word| parse_date(word).ok());
    dates.next().filter(|_| dates.next().is_none())
}

//! A date, a time of day and a zone, in the orders in which people write them.

use chrono::NaiveDate;
use chrono::NaiveTime;

use super::DayOrder;
use super::clocks;
use super::clocks::Behind;
use super::dates;
use super::dates::Day;
use super::zones;
use super::zones::Named;

/// What stands in the place of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The date, where there is one.
    pub(super) day: Option<Day>,
    /// The time of day, where there is one.
    pub(super) clock: Option<NaiveTime>,
    /// Whether one is written, be it none that there is (`25:00`, `--:--`).
    pub(super) has_clock: bool,
    /// The zone, where one is named.
    pub(super) zone: Option<Named>,
    /// Whether it says that it is not exact.
    pub(super) is_about: bool,
    /// The order of day and month that it shows.
    pub(super) shows: Option<DayOrder>,
    /// Where it begins, behind what stands before it, and where it ends, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

impl Stamp {
    /// The date, where it is understood.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self.day {
            Some(Day::Is(date)) => Some(date),
            _ => None,
        }
    }
}

/// What may stand before a time without changing it.
const BEFORE: [(&str, bool); 29] = [
    ("at ", false),
    ("on ", false),
    ("from ", false),
    ("since ", false),
    ("around ", true),
    ("about ", true),
    ("approximately ", true),
    ("approx. ", true),
    ("approx ", true),
    ("roughly ", true),
    ("ca. ", true),
    ("ca ", true),
    ("circa ", true),
    ("c. ", true),
    ("~ ", true),
    ("~", true),
    ("≈ ", true),
    ("≈", true),
    ("um ", false),
    ("am ", false),
    ("gegen ", true),
    ("ab ", false),
    ("vers ", true),
    ("à ", false),
    ("le ", false),
    ("el ", false),
    ("a las ", false),
    ("@ ", false),
    ("@", false),
];

/// What may stand between a date and a time of day.
const BETWEEN: [&str; 16] = [
    ", at ", " at ", ", ", " @ ", " - ", " – ", " — ", " um ", ", um ", " à ", " a las ", ": ",
    ",", "T", "t", " ",
];

/// The marks that may stand around a time.
const MARKS: [char; 22] = [
    '*', '_', '`', '[', '(', ' ', '\t', '\u{a0}', '-', '–', '—', '•', '·', '|', '"', '<', '>', '→',
    '🕐', '🕒', '⏰', '\u{fe0f}',
];

/// The time with which a text begins, behind marks and words that may stand before one; `None` where
/// it begins with something else.
pub(super) fn at_start(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    let mut rest = text.trim_start_matches(MARKS);
    let mut is_about = false;
    for _ in 0..2 {
        let found = BEFORE.iter().find(|(word, _)| {
            rest.get(..word.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(word))
        });
        let Some((word, about)) = found else {
            break;
        };
        rest = rest.get(word.len()..)?.trim_start_matches(MARKS);
        is_about |= about;
    }
    let start = text.len() - rest.len();
    let mut stamp = date_first(rest, order).or_else(|| clock_first(rest, order))?;
    stamp.is_about |= is_about;
    stamp.start += start;
    stamp.end += start;
    Some(stamp)
}

fn date_first(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    let found = dates::at_start(text, order)?;
    let mut stamp = Stamp {
        day: Some(found.day),
        shows: found.shows,
        end: found.len,
        ..Stamp::default()
    };
    let after = text.get(found.len..).unwrap_or("");
    let between = BETWEEN.iter().find_map(|between| {
        let rest = after.strip_prefix(between)?;
        let bare = rest.trim_start_matches([' ', '*', '_', '`', '[']);
        let (bare, about) = about(bare);
        let clock = clocks::at_start(bare, Behind::Date)?;
        Some((after.len() - bare.len(), clock, about))
    });
    let Some((gap, clock, is_about)) = between else {
        return Some(stamp);
    };
    stamp.clock = clock.clock;
    stamp.has_clock = true;
    stamp.is_about = is_about;
    stamp.end = found.len + gap + clock.len;
    with_zone(text, &mut stamp);
    Some(stamp)
}

/// A word for "about" before a time of day.
fn about(text: &str) -> (&str, bool) {
    let words = BEFORE.iter().filter(|it| it.1);
    for (word, _) in words {
        if let Some(rest) = text.strip_prefix(word) {
            return (rest.trim_start(), true);
        }
    }
    (text, false)
}

fn clock_first(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    let clock = clocks::at_start(text, Behind::Nothing)?;
    let mut stamp = Stamp {
        clock: clock.clock,
        has_clock: true,
        end: clock.len,
        ..Stamp::default()
    };
    with_zone(text, &mut stamp);
    let after = text.get(stamp.end..).unwrap_or("");
    for between in [" on ", ", ", " am ", " le ", " el ", " (", " "] {
        let Some(rest) = after.strip_prefix(between) else {
            continue;
        };
        let Some(found) = dates::at_start(rest, order) else {
            continue;
        };
        // `14:03 5 May` is a time and a date; a number of numbers alone may be anything else.
        stamp.day = Some(found.day);
        stamp.shows = found.shows;
        stamp.end += between.len() + found.len;
        break;
    }
    Some(stamp)
}

/// Takes the zone behind a time, where one is named.
fn with_zone(text: &str, stamp: &mut Stamp) {
    let after = text.get(stamp.end..).unwrap_or("");
    // `08:20 - 08:24` is a span of time; an offset stands right behind, and one that begins with a
    // minus only in a timestamp, which has a `T`.
    let bare = after.trim_start_matches([' ', '\t']);
    let is_signed = bare.starts_with(['+', '-', '–', '\u{2212}']);
    let is_stamp = text.get(..stamp.end).is_some_and(|it| it.contains('T'));
    if is_signed && !bare.starts_with('+') && (bare.len() != after.len() || !is_stamp) {
        return;
    }
    if let Some((named, len)) = zones::at_start(after) {
        stamp.zone = Some(named);
        stamp.end += len;
    }
}

/// The first time of day or date with which a text ends: `First detected: 2020-09-28 13:14`.
pub(super) fn at_end(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    let bare = text.trim_end_matches(['.', ' ', '*', '_', '`', ')', ']']);
    // A time has few words: of more the first letters are no part of it.
    let mut from = bare.len();
    let mut starts = Vec::new();
    for _ in 0..6 {
        let Some(at) = bare
            .get(..from)
            .and_then(|it| it.rfind([' ', '\t', '(', '[']))
        else {
            break;
        };
        starts.push(at + 1);
        from = at;
    }
    starts.iter().rev().find_map(|start| {
        let mut stamp = at_start(bare.get(*start..)?, order)?;
        stamp.start += start;
        stamp.end += start;
        let is_all = bare.get(stamp.end..)?.trim().is_empty();
        (is_all && stamp.start >= *start).then_some(stamp)
    })
}

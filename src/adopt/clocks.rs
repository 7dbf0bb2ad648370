//! Times of day as people write them, at the beginning of a text.

use chrono::NaiveTime;

/// A time of day, and how many bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockAt {
    /// The time; `None` where it is written as one and is none (`25:00`, `--:--`).
    pub(super) clock: Option<NaiveTime>,
    /// Its length in bytes.
    pub(super) len: usize,
}

/// Where a time of day stands: behind a date, more shapes can be nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A date.
    Date,
    /// Something else, or nothing.
    Nothing,
}

fn digits(text: &str) -> (usize, u32) {
    let count = text.bytes().take(7).take_while(u8::is_ascii_digit).count();
    (
        count,
        text.get(..count)
            .and_then(|it| it.parse().ok())
            .unwrap_or(0),
    )
}

/// The time of day with which a text begins; `None` where it begins with something else.
pub(super) fn at_start(text: &str, behind: Behind) -> Option<ClockAt> {
    if text.starts_with("--:--") || text.starts_with("??:??") || text.starts_with("XX:XX") {
        return Some(ClockAt {
            clock: None,
            len: 5,
        });
    }
    let (count, hour) = digits(text);
    let rest = text.get(count..)?;
    if !(1..=2).contains(&count) {
        return four_digits(text, count, hour, behind);
    }
    let separator = rest.chars().next().unwrap_or(' ');
    let with_minutes = match separator {
        ':' | '.' | 'h' | 'H' | '\u{2236}' => minutes(rest.get(separator.len_utf8()..)?),
        _ => None,
    };
    let Some((minute, second, len)) = with_minutes else {
        return whole_hour(text, count, hour);
    };
    let mut end = count + separator.len_utf8() + len;
    let after = text.get(end..).unwrap_or("");
    let half = half(after);
    // `10.47` alone is a number.
    let is_plain =
        separator != '.' || behind == Behind::Date || half.is_some() || oclock(after).is_some();
    let is_cut = after.starts_with(|it: char| it.is_ascii_digit())
        || (after.starts_with(':')
            && after
                .get(1..2)
                .is_some_and(|it| it.as_bytes().iter().all(u8::is_ascii_digit)));
    if !is_plain || is_cut {
        return None;
    }
    let hour = match half {
        Some((is_afternoon, len)) => {
            end += len;
            of_half(hour, is_afternoon)
        }
        None => Some(hour),
    };
    if half.is_none() {
        end += oclock(after).unwrap_or(0);
        if text
            .get(end..)
            .unwrap_or("")
            .starts_with(char::is_alphabetic)
            && !text.get(end..).unwrap_or("").starts_with('Z')
            && oclock(after).is_none()
            && separator != ':'
        {
            return None;
        }
    }
    let clock = hour.and_then(|hour| NaiveTime::from_hms_opt(hour, minute, second));
    Some(ClockAt { clock, len: end })
}

/// Minutes, and seconds with a fraction where they are there, and how many bytes they take.
fn minutes(text: &str) -> Option<(u32, u32, usize)> {
    let (count, minute) = digits(text);
    if count != 2 {
        return None;
    }
    let rest = text.get(2..)?;
    let Some(seconds) = rest.strip_prefix([':', '.']) else {
        return Some((minute, 0, 2));
    };
    let (count, second) = digits(seconds);
    if count != 2
        || (rest.starts_with('.') && seconds.len() > 2 && !seconds.starts_with(char::is_whitespace))
    {
        return Some((minute, 0, 2));
    }
    let fraction = seconds.get(2..).unwrap_or("");
    let length = fraction
        .strip_prefix(['.', ','])
        .map_or(0, |it| digits(it).0);
    let length = if length > 0 { length + 1 } else { 0 };
    Some((minute, second, 2 + 1 + 2 + length))
}

/// `1047` where nothing else can stand: behind a date, or with `Z` or `UTC` behind it.
fn four_digits(text: &str, count: usize, number: u32, behind: Behind) -> Option<ClockAt> {
    if count != 4 {
        return None;
    }
    let rest = text.get(4..)?;
    let zone = rest.trim_start_matches(' ');
    let has_zone = ["Z", "UTC", "GMT", "hrs", "h ", "hours"].iter().any(|it| {
        zone.strip_prefix(it)
            .is_some_and(|it| !it.starts_with(|it: char| it.is_alphanumeric()))
    });
    let ends = !rest.starts_with(|it: char| it.is_alphanumeric() || it == '-' || it == '/');
    let is_meant = has_zone || (behind == Behind::Date && ends);
    if !is_meant {
        return None;
    }
    let clock = NaiveTime::from_hms_opt(number / 100, number % 100, 0);
    let len = if zone.starts_with("hrs") {
        4 + (rest.len() - zone.len()) + 3
    } else {
        4
    };
    Some(ClockAt { clock, len })
}

/// `10pm`, `10 a.m.`, `10h`, `10 Uhr`.
fn whole_hour(text: &str, count: usize, hour: u32) -> Option<ClockAt> {
    let rest = text.get(count..)?;
    if let Some((is_afternoon, len)) = half(rest) {
        let hour = of_half(hour, is_afternoon);
        return Some(ClockAt {
            clock: hour.and_then(|it| NaiveTime::from_hms_opt(it, 0, 0)),
            len: count + len,
        });
    }
    if let Some(len) = oclock(rest) {
        return Some(ClockAt {
            clock: NaiveTime::from_hms_opt(hour, 0, 0),
            len: count + len,
        });
    }
    None
}

/// The half of the day with which a text begins: whether it is the second, and how many bytes it
/// takes.
fn half(text: &str) -> Option<(bool, usize)> {
    let bare = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let gap = text.len() - bare.len();
    if gap > 3 {
        return None;
    }
    for (word, is_afternoon) in [
        ("a.m.", false),
        ("p.m.", true),
        ("a.m", false),
        ("p.m", true),
        ("am", false),
        ("pm", true),
    ] {
        let head = bare.get(..word.len()).unwrap_or("");
        let tail = bare.get(word.len()..).unwrap_or("");
        if head.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_alphanumeric) {
            return Some((is_afternoon, gap + word.len()));
        }
    }
    None
}

/// `Uhr`, where a text begins with it, with the blank before it.
fn oclock(text: &str) -> Option<usize> {
    let bare = text.trim_start_matches([' ', '\u{a0}']);
    let gap = text.len() - bare.len();
    let rest = bare
        .strip_prefix("Uhr")
        .or_else(|| bare.strip_prefix("uhr"))?;
    (gap < 4 && !rest.starts_with(char::is_alphanumeric)).then_some(gap + 3)
}

/// The hour of a clock of twelve hours in one of its halves; a clock of 24 hours that says a half
/// nevertheless (`14:03 PM`) is read where both agree.
fn of_half(hour: u32, is_afternoon: bool) -> Option<u32> {
    match (hour, is_afternoon) {
        (0 | 12, false) => Some(0),
        (1..=11, false) | (12..=23, true) => Some(hour),
        (1..=11, true) => Some(hour + 12),
        _ => None,
    }
}

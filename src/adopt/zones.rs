//! Zones as people name them, and the moments that they make of local times.

use chrono::NaiveDateTime;

use crate::calendar::Local;
use crate::calendar::Zone;
use crate::calendar::ZoneFault;
use crate::time::Moment;

/// How many words a zone has at most: "Central European Summer Time".
const WORDS: usize = 4;

/// The most bytes of a zone's name.
const LONGEST: usize = 48;

/// What people call several zones, although one place may be meant by it more often.
const SEVERAL: [&str; 5] = [
    "central",
    "central time",
    "ct",
    "eastern",
    "central standard time",
];

/// Names of a place's time whether its clocks are changed or not.
const ALL_YEAR: [&str; 3] = ["et", "mt", "pt"];

/// A zone as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// One zone.
    Is(Zone),
    /// An abbreviation, and the zones whose clocks may show it: it is understood at a time when all of
    /// them do, and mean the same.
    Shown(String, Vec<Zone>),
    /// Several zones, or none that is known: the words.
    Unclear(String),
}

impl Named {
    /// The moment of a local time; else why there is none, in lower case.
    pub(super) fn moment(&self, local: NaiveDateTime) -> Result<Moment, String> {
        match self {
            Self::Is(zone) => once(*zone, local),
            Self::Shown(name, zones) => {
                let mut moments = zones.iter().map(|zone| {
                    let moment = once(*zone, local).ok()?;
                    zone.abbreviation(moment)
                        .eq_ignore_ascii_case(name)
                        .then_some(moment)
                });
                let first = moments.next().flatten();
                first
                    .filter(|first| moments.all(|it| it == Some(*first)))
                    .ok_or_else(|| match zones.as_slice() {
                        [_] => format!("clocks did not show `{name}` on that day"),
                        _ => format!("`{name}` is what several times are called"),
                    })
            }
            Self::Unclear(words) => Err(format!("`{words}` does not name one time zone")),
        }
    }
}

/// The moment of a local time that is there once.
fn once(zone: Zone, local: NaiveDateTime) -> Result<Moment, String> {
    match zone.local(local) {
        Local::Once(moment) => Ok(moment),
        Local::Twice(..) => Err(format!(
            "that time was there twice in {}",
            zone.short_name()
        )),
        Local::Never(..) => Err(format!("that time was not there in {}", zone.short_name())),
    }
}

/// Reads words that are to name a zone and nothing else; `None` where they are something else.
pub(super) fn read(words: &str) -> Option<Named> {
    let words = words.trim_matches(|it: char| it.is_whitespace() || "()[]*_`.,:".contains(it));
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    let small = words.to_lowercase();
    if matches!(
        small.as_str(),
        "utc" | "gmt" | "z" | "zulu" | "coordinated universal time"
    ) {
        return (small != "z" || words == "Z").then(|| Named::Is(Zone::utc()));
    }
    if SEVERAL.contains(&small.as_str()) {
        let is_meant = words.starts_with(char::is_uppercase);
        return is_meant.then(|| Named::Unclear(words.to_owned()));
    }
    // Letters alone are no offset, and no name that the database has.
    let is_plain = words
        .chars()
        .all(|it| it.is_alphabetic() || it.is_whitespace());
    match (!is_plain).then(|| Zone::parse_word(words)) {
        Some(Ok(zone)) => return Some(Named::Is(zone)),
        Some(Err(
            ZoneFault::Offset {
                meant: Some(it), ..
            }
            | ZoneFault::Unknown {
                suggestion: Some(it),
                ..
            },
        )) if is_offset(words) => {
            return Zone::parse(&it).ok().map(Named::Is);
        }
        _ => {}
    }
    let meant = Zone::meant_by(words);
    let is_short = words.len() <= 5 && words.bytes().all(|it| it.is_ascii_uppercase());
    let is_name = words.starts_with(char::is_uppercase);
    let zones: Vec<Zone> = meant.iter().filter_map(|it| Zone::parse(it).ok()).collect();
    match zones.as_slice() {
        [] if words.contains('/') && words.split('/').all(|it| !Zone::meant_by(it).is_empty()) => {
            Some(Named::Unclear(words.to_owned()))
        }
        [] => None,
        [one] if is_short && !ALL_YEAR.contains(&small.as_str()) => {
            Some(Named::Shown(words.to_owned(), vec![*one]))
        }
        [one] if is_short || is_name => Some(Named::Is(*one)),
        several if is_short => Some(Named::Shown(words.to_owned(), several.to_vec())),
        _ if is_name => Some(Named::Unclear(words.to_owned())),
        _ => None,
    }
}

/// Whether words are written as an offset from UTC.
fn is_offset(words: &str) -> bool {
    let upper = words.to_ascii_uppercase();
    let bare = upper
        .strip_prefix("UTC")
        .or_else(|| upper.strip_prefix("GMT"))
        .unwrap_or(&upper)
        .trim_start();
    bare.strip_prefix(['+', '-', '\u{2212}', '–'])
        .is_some_and(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit()))
}

/// The zone with which a text begins, in brackets or not, and how many bytes it takes; an offset that
/// follows an abbreviation in brackets settles it.
pub(super) fn at_start(text: &str) -> Option<(Named, usize)> {
    let trimmed = text.trim_start_matches([' ', '\t', '\u{a0}']);
    let gap = text.len() - trimmed.len();
    let open = trimmed.starts_with(['(', '[']);
    let inner = if open { trimmed.get(1..)? } else { trimmed };
    let (named, len) = words_at_start(inner)?;
    let mut end = gap + usize::from(open) + len;
    if open {
        let rest = text.get(end..).unwrap_or("");
        let close = rest.find([')', ']']).filter(|it| *it < LONGEST)?;
        // More words in the brackets are about something else.
        if !rest.get(..close)?.trim().is_empty() {
            return None;
        }
        end += close + 1;
    }
    if matches!(named, Named::Shown(..) | Named::Unclear(_)) {
        let rest = text.get(end..).unwrap_or("");
        if let Some((settled, more)) = in_brackets(rest) {
            return Some((settled, end + more));
        }
    }
    Some((named, end))
}

/// An offset in brackets behind an abbreviation: `PST (UTC-7)`.
pub(super) fn in_brackets(text: &str) -> Option<(Named, usize)> {
    let trimmed = text.trim_start_matches(' ');
    let inner = trimmed.strip_prefix(['(', '['])?;
    let close = inner.find([')', ']']).filter(|it| *it < LONGEST)?;
    let words = inner.get(..close)?.trim();
    if !is_offset(words) {
        return None;
    }
    let named = read(words)?;
    Some((named, text.len() - trimmed.len() + close + 2))
}

fn words_at_start(text: &str) -> Option<(Named, usize)> {
    let ends = |it: char| it.is_whitespace() || "()[]|,;*`。".contains(it);
    let first_end = text.find(ends).unwrap_or(text.len());
    let mut stops = vec![first_end];
    for _ in 1..WORDS {
        let from = *stops.last()?;
        let rest = text.get(from..)?;
        let Some(next) = rest.strip_prefix(' ') else {
            break;
        };
        let len = next.find(ends).unwrap_or(next.len());
        if len == 0 {
            break;
        }
        stops.push(from + 1 + len);
    }
    for (count, end) in stops.iter().enumerate().rev() {
        let words = text.get(..*end)?;
        let words = words.trim_end_matches(['.', ':', '-', '–', '—', '!', '?', '_']);
        // Of several words only what ends in "time" is a name, or an offset.
        let small = words.to_lowercase();
        if count > 0 && !small.ends_with("time") && !is_offset(words) {
            continue;
        }
        // Of one word a name in small letters is a word of the text, and so is a place.
        if count == 0
            && words.len() > 5
            && !words.contains('/')
            && !is_offset(words)
            && words != "Pacific"
            && words != "Central"
            && words != "Eastern"
        {
            continue;
        }
        if let Some(named) = read(words) {
            return Some((named, words.len()));
        }
    }
    None
}

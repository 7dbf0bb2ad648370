//! How long something lasted, as documents write it.

use chrono::TimeDelta;

use super::text;

/// A length of time, and how exactly it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    /// How long.
    pub(super) span: TimeDelta,
    /// How far off it may be: half of its smallest unit.
    pub(super) slack: TimeDelta,
}

/// The units, and their seconds.
const UNITS: [(&[&str], i64); 5] = [
    (
        &[
            "s", "sec", "secs", "second", "seconds", "sekunden", "secondes", "segundos",
        ],
        1,
    ),
    (
        &[
            "m", "min", "mins", "minute", "minutes", "minuten", "minutos",
        ],
        60,
    ),
    (
        &[
            "h", "hr", "hrs", "hour", "hours", "stunde", "stunden", "heure", "heures", "hora",
            "horas", "std",
        ],
        3_600,
    ),
    (
        &[
            "d", "day", "days", "tag", "tage", "jour", "jours", "dia", "dias",
        ],
        86_400,
    ),
    (
        &[
            "w", "week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas",
        ],
        604_800,
    ),
];

/// The length with which words begin; `None` where they begin with something else, or say that it is
/// not exact.
pub(super) fn read(words: &str) -> Option<Length> {
    let plain = text::plain(words).to_lowercase();
    let mut rest = plain.trim();
    let mut total = 0_i64;
    let mut smallest: Option<i64> = None;
    loop {
        let digits = rest.bytes().take(7).take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 6 {
            break;
        }
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let after = rest.get(digits..)?;
        let after = after.trim_start_matches([' ', '-']);
        let letters = after
            .find(|it: char| !it.is_alphabetic())
            .unwrap_or(after.len());
        let unit = after.get(..letters)?;
        let (_, seconds) = UNITS.iter().find(|it| it.0.contains(&unit))?;
        total = total.checked_add(number.checked_mul(*seconds)?)?;
        smallest = Some(smallest.map_or(*seconds, |it| it.min(*seconds)));
        rest = after.get(letters..)?.trim_start_matches([',', ' ', '.']);
        for and in ["and ", "und ", "et ", "y ", "& "] {
            rest = rest.strip_prefix(and).unwrap_or(rest);
        }
    }
    let smallest = smallest?;
    // `2 hours of downtime in two regions` is about something else, and so is `7h (in working hours)`;
    // the times themselves are not: `2h 34m (14:22 - 16:56)`.
    let is_alone = rest.trim_end_matches('.').is_empty()
        || rest
            .strip_prefix('(')
            .is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    is_alone.then(|| Length {
        span: TimeDelta::seconds(total),
        slack: TimeDelta::seconds((smallest / 2).max(60)),
    })
}

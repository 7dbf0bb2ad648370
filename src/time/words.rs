//! Durations as a person says them.

use chrono::TimeDelta;

/// Units of a duration, greatest first, in seconds.
const UNITS: [(u64, &str); 4] = [
    (86_400, "day"),
    (3_600, "hour"),
    (60, "minute"),
    (1, "second"),
];

/// A duration in words: `3 days`, `2 hours 5 minutes`, `45 seconds`.
///
/// At most two units that follow each other are named, the rest is cut off. Which of two moments
/// is the later is the caller's to say: a negative duration reads like a positive one.
pub fn in_words(span: TimeDelta) -> String {
    let seconds = span.num_seconds().unsigned_abs();
    let first = first_unit(seconds);
    let mut rest = seconds;
    let mut words = Vec::new();
    for (size, unit) in UNITS.iter().skip(first).take(2) {
        let number = rest / size;
        rest %= size;
        if number > 0 {
            let plural = if number == 1 { "" } else { "s" };
            words.push(format!("{number} {unit}{plural}"));
        }
    }
    if words.is_empty() {
        return "0 seconds".to_owned();
    }
    words.join(" ")
}

/// The greatest unit of which a duration has one, as one of them is called, and how many it has.
pub fn in_one_unit(span: TimeDelta) -> (u64, &'static str) {
    let seconds = span.num_seconds().unsigned_abs();
    let unit = UNITS.get(first_unit(seconds));
    unit.map_or((seconds, "second"), |(size, unit)| (seconds / size, *unit))
}

/// Which unit is named first.
fn first_unit(seconds: u64) -> usize {
    let first = UNITS.iter().position(|(size, _)| seconds >= *size);
    first.unwrap_or(UNITS.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_units_are_enough_for_a_person() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (45, "45 seconds"),
            (60, "1 minute"),
            (61, "1 minute 1 second"),
            (7_500, "2 hours 5 minutes"),
            (7_259, "2 hours"),
            (86_400, "1 day"),
            (86_459, "1 day"),
            (90_000, "1 day 1 hour"),
            (3 * 86_400, "3 days"),
            (-7_500, "2 hours 5 minutes"),
        ] {
            assert_eq!(in_words(TimeDelta::seconds(seconds)), words);
        }
        assert_eq!(in_words(TimeDelta::MIN), in_words(TimeDelta::MAX));
    }

    #[test]
    fn hours_and_minutes_that_are_apart_are_not_joined() {
        // A day and five minutes: the hours are none, so the day stands alone.
        assert_eq!(in_words(TimeDelta::seconds(86_700)), "1 day");
    }
}

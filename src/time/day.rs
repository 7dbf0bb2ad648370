//! The day that is written at the beginning of a timestamp: what `since` in the configuration goes by,
//! so that a schema's pattern and the program read it alike.

use chrono::NaiveDate;

/// How long a date is.
const LENGTH: usize = 10;

/// Whether a text begins with a day before another one. What begins with no day is before none.
pub fn is_before(text: &str, day: NaiveDate) -> bool {
    let is_in_shape = |text: &str| {
        text.bytes().enumerate().all(|(at, it)| match at {
            4 | 7 => it == b'-',
            _ => it.is_ascii_digit(),
        })
    };
    let written = text.get(..LENGTH).filter(|it| is_in_shape(it));
    written.is_some_and(|it| *it < *day.to_string())
}

/// The regular expression for JSON Schema of texts that begin with a day before another one.
pub fn pattern_before(day: NaiveDate) -> String {
    let day = day.to_string();
    let mut ways = Vec::new();
    for (at, digit) in day.bytes().enumerate() {
        if !matches!(digit, b'1'..=b'9') {
            continue;
        }
        let (start, rest) = (day.get(..at), day.get(at + 1..));
        let rest = rest.unwrap_or_default().chars();
        let rest = rest.map(|it| if it == '-' { "-" } else { "[0-9]" });
        let lower = char::from(digit - 1);
        let rest: String = rest.collect();
        ways.push(format!("{}[0-{lower}]{rest}", start.unwrap_or_default()));
    }
    format!("^({})", ways.join("|"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_pattern_holds_exactly_what_is_before(
            day in (1i32..9999, 1u32..=12, 1u32..=28),
            text in "[0-9]{3,4}-[0-9]{2}-[0-9]{1,2}(T10:00Z)?",
        ) {
            let day = NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap();
            let pattern = regex::Regex::new(&pattern_before(day)).unwrap();
            prop_assert_eq!(pattern.is_match(&text), is_before(&text, day));
            let others = [day.pred_opt(), Some(day), day.succ_opt()];
            for other in others.into_iter().flatten() {
                let text = format!("{other}T10:00Z");
                prop_assert_eq!(pattern.is_match(&text), other < day);
                prop_assert_eq!(is_before(&text, day), other < day);
            }
        }
    }
}

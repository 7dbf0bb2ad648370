//! How long something lasts, as people type it: `7d`, `1w`, `2 hours`, `1h30m`.

use chrono::TimeDelta;

use super::TERM_LIMIT;

/// What every unit is called, and how long one of it is.
const UNITS: [(&[&str], Unit); 5] = [
    (&["s", "sec", "secs", "second", "seconds"], Unit::Seconds(1)),
    (
        &["m", "min", "mins", "minute", "minutes"],
        Unit::Seconds(60),
    ),
    (&["h", "hr", "hrs", "hour", "hours"], Unit::Seconds(3_600)),
    (&["d", "day", "days"], Unit::Days(1)),
    (&["w", "week", "weeks"], Unit::Days(7)),
];

/// One of a unit.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Seconds(u32),
    Days(u32),
}

/// How long something lasts. Days are kept apart from hours: a day that the clocks are changed on
/// has not 24 of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Whole days.
    pub days: u32,
    /// Seconds besides.
    pub seconds: u32,
}

/// Why a text is no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanFault {
    /// It is written in another way.
    #[error("is not a number of minutes, hours, days or weeks")]
    Shape,
    /// Business days depend on the day from which one counts.
    #[error("counts business days, which have no fixed length")]
    BusinessDays,
    /// It is longer than `TERM_LIMIT` days.
    #[error("is longer than {TERM_LIMIT} days")]
    TooLong,
}

impl SpanFault {
    /// What to write instead: imperative, no full stop.
    pub fn help(self) -> &'static str {
        match self {
            Self::Shape => "type it like `30m`, `24h`, `7d`, `1w` or `2 hours`",
            Self::BusinessDays => "type hours, days or weeks: `24h`, `3d`, `1w`",
            Self::TooLong => "type a shorter one",
        }
    }
}

impl Span {
    /// How long it is where no clock is changed.
    pub fn length(self) -> TimeDelta {
        TimeDelta::days(self.days.into()) + TimeDelta::seconds(self.seconds.into())
    }
}

/// Reads how long something lasts: numbers with their units, the greater ones first or not, blanks
/// anywhere. Case does not matter.
pub fn parse_span(text: &str) -> Result<Span, SpanFault> {
    let text = text.trim().to_lowercase();
    if text == "half an hour" {
        return Ok(Span {
            days: 0,
            seconds: 30 * 60,
        });
    }
    let mut rest = text.as_str();
    let mut span = Span::default();
    loop {
        let (number, after) = number(rest)?;
        let after = after.trim_start();
        let letters = after
            .find(|it: char| !it.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (word, after) = after.split_at_checked(letters).ok_or(SpanFault::Shape)?;
        if word == "bd" {
            return Err(SpanFault::BusinessDays);
        }
        let known = UNITS.iter().find(|(names, _)| names.contains(&word));
        let (_, unit) = known.ok_or(SpanFault::Shape)?;
        let (sum, size) = match unit {
            Unit::Seconds(size) => (&mut span.seconds, size),
            Unit::Days(size) => (&mut span.days, size),
        };
        let more = number.checked_mul(*size).ok_or(SpanFault::TooLong)?;
        *sum = sum.checked_add(more).ok_or(SpanFault::TooLong)?;
        rest = after.trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
        if rest.is_empty() {
            break;
        }
    }
    if span.length() > TimeDelta::days(TERM_LIMIT.into()) {
        return Err(SpanFault::TooLong);
    }
    Ok(span)
}

/// The number at the beginning, and what follows it; `a` and `an` are one.
fn number(text: &str) -> Result<(u32, &str), SpanFault> {
    for article in ["an ", "a "] {
        if let Some(rest) = text.strip_prefix(article) {
            return Ok((1, rest));
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).ok_or(SpanFault::Shape)?;
    if number.is_empty() {
        return Err(SpanFault::Shape);
    }
    // Only a number that is far too long fails to parse here: it has nothing but digits.
    let number = number.parse().map_err(|_| SpanFault::TooLong)?;
    Ok((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_people_type_it() {
        for (text, days, seconds) in [
            ("7d", 7, 0),
            ("1w", 7, 0),
            ("24h", 0, 86_400),
            ("90m", 0, 5_400),
            ("1h30m", 0, 5_400),
            ("1 hour and 30 minutes", 0, 5_400),
            (" 2 Hours ", 0, 7_200),
            ("1w 2d", 9, 0),
            ("an hour", 0, 3_600),
            ("half an hour", 0, 1_800),
            ("a week", 7, 0),
            ("0d", 0, 0),
            ("45 s", 0, 45),
        ] {
            assert_eq!(parse_span(text), Ok(Span { days, seconds }), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused_with_the_reason() {
        for (text, fault) in [
            ("", SpanFault::Shape),
            ("d", SpanFault::Shape),
            ("7", SpanFault::Shape),
            ("-7d", SpanFault::Shape),
            ("7 months", SpanFault::Shape),
            ("7d3", SpanFault::Shape),
            ("５d", SpanFault::Shape),
            ("5bd", SpanFault::BusinessDays),
            ("10001d", SpanFault::TooLong),
            ("4000000000w", SpanFault::TooLong),
            ("99999999999999999999h", SpanFault::TooLong),
        ] {
            assert_eq!(parse_span(text), Err(fault), "{text:?}");
        }
    }
}

//! How long somebody has: hours, calendar days or business days.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The most hours or days a term may have: 27 years of days, so that no arithmetic overflows and
/// counting business days stays cheap.
pub const TERM_LIMIT: u32 = 10_000;

/// The most months that a term may have.
const MONTH_LIMIT: u32 = 120;

/// How many days a month has at least and at most.
const LEAST_OF_MONTH: u32 = 28;
const MOST_OF_MONTH: u32 = 31;

/// The shape of a term as a regular expression for JSON Schema; it holds exactly what `Term` reads.
pub const TERM_PATTERN: &str =
    "^((0|[1-9][0-9]{0,3}|10000)(h|d|bd)|([1-9][0-9]?|1[01][0-9]|120)months?)$";

/// How long somebody has from a moment on; `calendar::Calendar` says when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Exact hours: `24h`.
    Hours(u32),
    /// Calendar days: `3d`.
    Days(u32),
    /// Business days: `5bd`.
    BusinessDays(u32),
    /// Calendar months, at least one: `1month`, `3months`.
    Months(u32),
}

/// Why a text is no term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermFault {
    /// It is written in another way.
    #[error(
        "is not a number of hours (`24h`), days (`3d`), business days (`5bd`) or months (`1month`)"
    )]
    Shape,
    /// It has more than `TERM_LIMIT` hours or days.
    #[error("is longer than {TERM_LIMIT} hours or days, or {MONTH_LIMIT} months")]
    TooLong,
}

impl TermFault {
    /// What to write instead: imperative, no full stop.
    pub fn help(self) -> &'static str {
        match self {
            Self::Shape => "write it like `24h`, `3d`, `5bd` or `1month`",
            Self::TooLong => "write a shorter one, or `none` where nothing is owed",
        }
    }
}

impl FromStr for Term {
    type Err = TermFault;

    fn from_str(text: &str) -> Result<Self, TermFault> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at_checked(digits).ok_or(TermFault::Shape)?;
        let make = match unit {
            "h" => Self::Hours,
            "d" => Self::Days,
            "bd" => Self::BusinessDays,
            "month" | "months" => Self::Months,
            _ => return Err(TermFault::Shape),
        };
        if number.is_empty() || (number.len() > 1 && number.starts_with('0')) {
            return Err(TermFault::Shape);
        }
        // Only a number that is far too long fails to parse here: it has nothing but digits.
        let number: u32 = number.parse().map_err(|_| TermFault::TooLong)?;
        match make(number) {
            Self::Months(0) => Err(TermFault::Shape),
            Self::Months(MONTH_LIMIT..) if number > MONTH_LIMIT => Err(TermFault::TooLong),
            _ if number > TERM_LIMIT => Err(TermFault::TooLong),
            term => Ok(term),
        }
    }
}

impl Term {
    /// The same in days where it has months, each as short as months are; else itself.
    #[must_use]
    pub fn at_least(self) -> Self {
        match self {
            Self::Months(number) => Self::Days(number * LEAST_OF_MONTH),
            other => other,
        }
    }

    /// The same in days where it has months, each as long as months are; else itself.
    #[must_use]
    pub fn at_most(self) -> Self {
        match self {
            Self::Months(number) => Self::Days(number * MOST_OF_MONTH),
            other => other,
        }
    }

    /// The term in words: `3 days`, `1 business day`.
    pub fn in_words(self) -> String {
        let (number, unit) = match self {
            Self::Hours(number) => (number, "hour"),
            Self::Days(number) => (number, "day"),
            Self::BusinessDays(number) => (number, "business day"),
            Self::Months(number) => (number, "month"),
        };
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {unit}{plural}")
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(number) => write!(f, "{number}h"),
            Self::Days(number) => write!(f, "{number}d"),
            Self::BusinessDays(number) => write!(f, "{number}bd"),
            Self::Months(1) => f.write_str("1month"),
            Self::Months(number) => write!(f, "{number}months"),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: &[(&str, Result<Term, TermFault>)] = &[
        ("24h", Ok(Term::Hours(24))),
        ("3d", Ok(Term::Days(3))),
        ("5bd", Ok(Term::BusinessDays(5))),
        ("0d", Ok(Term::Days(0))),
        ("10000bd", Ok(Term::BusinessDays(10_000))),
        ("1month", Ok(Term::Months(1))),
        ("12months", Ok(Term::Months(12))),
        ("120months", Ok(Term::Months(120))),
        ("121months", Err(TermFault::TooLong)),
        ("0months", Err(TermFault::Shape)),
        ("10001d", Err(TermFault::TooLong)),
        ("99999999999999999999h", Err(TermFault::TooLong)),
        ("03d", Err(TermFault::Shape)),
        ("00d", Err(TermFault::Shape)),
        ("-3d", Err(TermFault::Shape)),
        ("3", Err(TermFault::Shape)),
        ("d", Err(TermFault::Shape)),
        ("3D", Err(TermFault::Shape)),
        ("3 d", Err(TermFault::Shape)),
        ("3w", Err(TermFault::Shape)),
        ("3d ", Err(TermFault::Shape)),
        ("３d", Err(TermFault::Shape)),
        ("none", Err(TermFault::Shape)),
        ("", Err(TermFault::Shape)),
    ];

    #[test]
    fn a_term_is_read_or_refused_with_a_reason() {
        for (text, term) in CASES {
            assert_eq!(text.parse::<Term>(), *term, "{text:?}");
            if let Ok(term) = term {
                assert_eq!(term.to_string(), *text);
            }
        }
    }

    #[test]
    fn the_published_pattern_holds_exactly_what_is_read() {
        let pattern = regex::Regex::new(TERM_PATTERN).unwrap();
        for (text, term) in CASES {
            assert_eq!(pattern.is_match(text), term.is_ok(), "{text:?}");
        }
    }

    #[test]
    fn it_is_said_in_words() {
        assert_eq!(Term::BusinessDays(1).in_words(), "1 business day");
        assert_eq!(Term::Hours(24).in_words(), "24 hours");
        assert_eq!(Term::Days(0).in_words(), "0 days");
    }
}

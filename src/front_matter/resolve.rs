//! What a plain scalar means: YAML 1.2's core schema, as `serde_yaml` reads it.

use serde_json::Number;

use super::Value;

/// The words for truth values that YAML 1.1 has besides `true` and `false`.
const TRUTHS: [(&str, &str); 6] = [
    ("yes", "`true`"),
    ("on", "`true`"),
    ("y", "`true`"),
    ("no", "`false`"),
    ("off", "`false`"),
    ("n", "`false`"),
];

/// The length of the longest of them.
const LONGEST_TRUTH: usize = 3;

/// What YAML 1.1 makes of a plain scalar that YAML 1.2 takes for text.
pub(super) fn in_yaml_1_1(text: &str) -> Option<&'static str> {
    let truth = TRUTHS
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word));
    if let Some((_, meaning)) = truth {
        return is_in_one_case(text).then_some(meaning);
    }
    number_in_yaml_1_1(unsigned(text))
}

/// What number YAML 1.1 alone reads in a text without its sign: one whose digits stand in groups, or to
/// the base of 60.
fn number_in_yaml_1_1(text: &str) -> Option<&'static str> {
    let (first, rest) = text.split_once(':').unwrap_or((text, ""));
    if !rest.is_empty() {
        let is_part = |it: &str| {
            (1..=2).contains(&it.len())
                && is_of(it, |byte| byte.is_ascii_digit())
                && it.parse::<u8>().is_ok_and(|value| value < 60)
        };
        let whole = match rest.split_once('.') {
            Some((whole, part)) if is_of(part, is_grouped) => whole,
            Some(_) => return None,
            None => rest,
        };
        let is_base_60 =
            begins_with_digit(first) && is_of(first, is_grouped) && whole.split(':').all(is_part);
        return is_base_60.then_some("a number to the base of 60");
    }
    if !text.contains('_') {
        return None;
    }
    let is_number = match text.get(..2) {
        Some("0b") => text
            .get(2..)
            .is_some_and(|it| is_of(it, |byte| matches!(byte, b'0' | b'1' | b'_'))),
        Some("0x") => text
            .get(2..)
            .is_some_and(|it| is_of(it, |byte| byte.is_ascii_hexdigit() || byte == b'_')),
        _ => {
            let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "+0"));
            let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
            let begins_well =
                begins_with_digit(whole) || whole.is_empty() && begins_with_digit(part);
            begins_well
                && is_of(whole, is_grouped)
                && is_of(part, is_grouped)
                && exponent
                    .strip_prefix(['+', '-'])
                    .is_some_and(|it| is_of(it, |byte| byte.is_ascii_digit()))
        }
    };
    is_number.then_some("a number")
}

fn is_of(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(is)
}

fn is_grouped(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

/// A number without its sign.
fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// Whether a word is written small, in capitals, or with one capital at its beginning.
fn is_in_one_case(word: &str) -> bool {
    let is_large = |byte: u8| byte.is_ascii_uppercase();
    !word.bytes().skip(1).any(is_large) || word.bytes().all(is_large)
}

/// How another reader takes a plain scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OtherReading {
    /// Readers of YAML 1.1 as this, where it is text here.
    Meaning(&'static str),
    /// Others as a number, where it is text here: `08`.
    Number,
    /// Others as a number, those of YAML 1.1 and of 1.2 not as the same: `012`.
    Numbers,
    /// As text, where it is a number here.
    Text,
}

/// What other readers take a plain scalar for, where that is something else than it is here.
pub(super) fn other_reading(text: &str) -> Option<OtherReading> {
    let is_number = text.starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it));
    if text.len() > LONGEST_TRUTH && !is_number {
        return None;
    }
    if leads_with_zero(unsigned(text)) {
        let is_octal = is_of(unsigned(text), |byte| (b'0'..=b'7').contains(&byte));
        return Some(if is_octal {
            OtherReading::Numbers
        } else {
            OtherReading::Number
        });
    }
    if is_number_here_alone(text) {
        return Some(OtherReading::Text);
    }
    in_yaml_1_1(text).map(OtherReading::Meaning)
}

/// Whether what is a number here is text to readers of YAML 1.1 or 1.2: `0b101`, `0o17`, `-0x1f`,
/// `1e3`.
fn is_number_here_alone(text: &str) -> bool {
    let digits = unsigned(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let is_signed = digits.len() < text.len();
    let may_be = match digits.get(..2) {
        Some("0b" | "0o") => true,
        Some("0x") => is_signed,
        _ => digits
            .split_once(['e', 'E'])
            .is_some_and(|(first, exponent)| {
                !first.contains('.') || !exponent.starts_with(['-', '+'])
            }),
    };
    may_be && matches!(plain(text), Some(Value::Number(_)))
}

/// Whether digits begin with a zero that they could do without: they are text here, and a number to
/// readers of YAML 1.2; `012` is twelve there, and ten in YAML 1.1.
fn leads_with_zero(digits: &str) -> bool {
    digits.len() > 1 && digits.starts_with('0') && is_of(digits, |byte| byte.is_ascii_digit())
}

/// A plain scalar's value; `None` for a number that cannot be compared (`.nan`, `.inf`, a whole
/// number of more than 64 bits, which a fraction would only be near).
pub(super) fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => return None,
        _ => {}
    }
    let unsigned = unsigned(text);
    let begins_well = unsigned.starts_with(|it: char| it.is_ascii_digit() || it == '.');
    if !begins_well {
        return Some(Value::Text(text.to_owned()));
    }
    let Some((is_negative, base, digits)) = whole(text) else {
        let value = fraction(text, unsigned).map(Value::Number);
        return Some(value.unwrap_or_else(|| Value::Text(text.to_owned())));
    };
    let number = if is_negative {
        let value = i64::from_str_radix(&format!("-{digits}"), base);
        value.ok().map(Number::from)
    } else {
        u64::from_str_radix(digits, base).ok().map(Number::from)
    };
    number.map(Value::Number)
}

/// The sign, base and digits of a whole number; `None` for what is written otherwise.
fn whole(text: &str) -> Option<(bool, u32, &str)> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = match digits.get(..2) {
        Some("0x") => (16, digits.get(2..)?),
        Some("0o") => (8, digits.get(2..)?),
        Some("0b") => (2, digits.get(2..)?),
        _ => (10, digits),
    };
    let all_digits = !digits.is_empty() && digits.chars().all(|it| it.is_digit(base));
    // A number with a leading zero is text to `serde_yaml`: nobody knows which base was meant.
    let is_unclear = base == 10 && leads_with_zero(digits);
    (all_digits && !is_unclear).then_some((is_negative, base, digits))
}

fn fraction(text: &str, unsigned: &str) -> Option<Number> {
    let shape = unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !shape || leads_with_zero(unsigned) {
        return None;
    }
    let value: f64 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    Number::from_f64(value)
}

#[cfg(test)]
mod tests {
    use super::OtherReading;
    use super::other_reading;

    #[test]
    fn what_other_readers_take_for_something_else_is_known() {
        for text in [
            "0b101", "-0b1", "+0b1", "0o7", "-0o7", "-0x1f", "+0x1F", "1e3", "1.5e3", "-2E5",
        ] {
            assert_eq!(other_reading(text), Some(OtherReading::Text), "{text}");
        }
        for text in [
            "no", "1:30", "1:30.5", "-1:30:00", "1_0:30", "1_000", "1_0.5", ".5_0", "1_0.5e+3",
            "0x1_0", "-0x1_f", "0b1_1",
        ] {
            let found = other_reading(text);
            assert!(matches!(found, Some(OtherReading::Meaning(_))), "{text}");
        }
        for text in ["08", "09", "0189", "-08", "+0009"] {
            assert_eq!(other_reading(text), Some(OtherReading::Number), "{text}");
        }
        for text in ["012", "-017", "+00"] {
            assert_eq!(other_reading(text), Some(OtherReading::Numbers), "{text}");
        }
        for text in [
            "0",
            "5",
            "-5",
            "0x1f",
            "1.5",
            "1.5e+3",
            "0b",
            "0b2",
            "0o8",
            "0xyz",
            "e3",
            "1e",
            "3e3x",
            "2026-11-20",
            "nope",
            "0x1_g",
            "0b1_2",
            "1:60.5",
            "1:30.x",
            "1_0.5e3",
            "1_2.3.4",
            "08-15",
            "08:",
        ] {
            assert_eq!(other_reading(text), None, "{text}");
        }
    }
}

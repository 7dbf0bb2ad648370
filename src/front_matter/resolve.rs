//! What a plain scalar means: YAML 1.2's core schema, as `serde_yaml` reads it.

use serde_json::Number;

use super::Value;

/// What YAML 1.1 makes of a plain scalar that YAML 1.2 takes for text.
pub(super) fn in_yaml_1_1(text: &str) -> Option<&'static str> {
    const TRUE: [&str; 3] = ["yes", "on", "y"];
    const FALSE: [&str; 3] = ["no", "off", "n"];
    let one_case = text == text.to_lowercase()
        || text == text.to_uppercase()
        || text.chars().next().is_some_and(char::is_uppercase)
            && text.chars().skip(1).all(char::is_lowercase);
    let lower = text.to_lowercase();
    if one_case && TRUE.contains(&&*lower) {
        return Some("`true`");
    }
    if one_case && FALSE.contains(&&*lower) {
        return Some("`false`");
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<&str> = digits.split(':').collect();
    let base_60 = parts.len() > 1
        && parts.iter().skip(1).all(|it| {
            (1..=2).contains(&it.len())
                && it.bytes().all(|byte| byte.is_ascii_digit())
                && it.parse::<u8>().is_ok_and(|value| value < 60)
        })
        && parts
            .first()
            .is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    if base_60 {
        return Some("a number to the base of 60");
    }
    let grouped = digits.contains('_')
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.');
    grouped.then_some("a number")
}

/// Whether a number is written so that YAML 1.1 reads another one: `012` is ten there.
pub(super) fn is_octal_in_yaml_1_1(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte))
}

/// A plain scalar's value; `None` for a number that JSON has no word for (`.nan`, `.inf`).
pub(super) fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => return None,
        _ => {}
    }
    Some(number(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number))
}

fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let first = unsigned.bytes().next()?;
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    whole(text).or_else(|| fraction(text, unsigned))
}

fn whole(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
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
    let leads_with_zero = base == 10 && digits.len() > 1 && digits.starts_with('0');
    if !all_digits || leads_with_zero {
        return None;
    }
    if negative {
        let value = i64::from_str_radix(&format!("-{digits}"), base).ok()?;
        Some(value.into())
    } else {
        Some(u64::from_str_radix(digits, base).ok()?.into())
    }
}

fn fraction(text: &str, unsigned: &str) -> Option<Number> {
    let shape = unsigned
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let leads_with_zero = unsigned.len() > 1
        && unsigned.starts_with('0')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if !shape || leads_with_zero {
        return None;
    }
    let value: f64 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    Number::from_f64(value)
}

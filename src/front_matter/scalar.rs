//! Writing values so that every reader of YAML takes them as they are meant.

use serde_json::Value as Json;

use super::Value;
use super::resolve;
use crate::time;

/// A text as a YAML scalar: plain where that is safe for readers of YAML 1.1 and 1.2, else in
/// double quotes.
pub fn scalar(text: &str) -> String {
    if is_safe_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for it in text.chars() {
        match it {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(it)));
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// A value as YAML on one line. Times and dates stand without quotes, as people write them.
pub fn flow(value: &Json) -> String {
    match value {
        Json::String(text) if time::parse_timestamp(text).is_ok() => text.clone(),
        Json::String(text) if time::parse_date(text).is_ok() => text.clone(),
        Json::String(text) => scalar(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) => {
            let entries: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar(key), flow(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether a text may stand without quotes, also inside a list in brackets.
fn is_safe_plain(text: &str) -> bool {
    let starts_well = text.starts_with(char::is_alphabetic);
    let ends_well = text.ends_with(|it: char| it.is_alphanumeric() || matches!(it, '.' | ')'));
    let holds_nothing_odd = text.chars().all(|it| {
        it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.' | '(' | ')' | '/' | '+')
    });
    starts_well
        && ends_well
        && holds_nothing_odd
        && matches!(resolve::plain(text), Some(Value::Text(_)))
        && resolve::in_yaml_1_1(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn what_is_written_is_read_back_as_the_same_text() {
        for text in [
            "no",
            "on",
            "1:30",
            "2026-08-01",
            "null",
            "@carol",
            "a: b",
            "# x",
            "",
            " ",
            "it's",
            "\"q\"",
            "a\nb",
            "\u{1b}[31m",
            "\u{85}",
            "- x",
            "12",
            "0x1f",
            "~",
            "plain words",
            "ü",
            "a, b",
            "[x]",
            "&a",
            "*a",
            "!t",
            "%x",
            "`x`",
            "x:",
            "tab\tx",
            "\u{2028}",
            "y",
        ] {
            let yaml = format!("key: {}\n", scalar(text));
            let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
            assert_eq!(value["key"].as_str(), Some(text), "{yaml}");
            let (root, faults) = super::super::read_yaml(&yaml);
            assert_eq!(faults, [], "{yaml}");
            assert_eq!(
                root.unwrap().get("key").unwrap().as_str(),
                Some(text),
                "{yaml}"
            );
        }
    }
}

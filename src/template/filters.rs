//! How values get into templates: a value must never become more than the text that it is.

use std::fmt::Write;

use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;
use minijinja::value::ValueKind;

use crate::front_matter;

/// Gives the filters to an environment.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("yaml", yaml);
    environment.add_filter("prose", |text: &str| prose(text));
    environment.add_filter("comment", |text: &str| comment(text));
}

/// A value as YAML on one line: a text in quotes where it needs them, a list in brackets.
fn yaml(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String => Ok(front_matter::scalar(value.as_str().unwrap_or(""))),
        ValueKind::Bool | ValueKind::Number => Ok(value.to_string()),
        ValueKind::None => Ok("null".to_owned()),
        ValueKind::Seq | ValueKind::Iterable => {
            let mut list = String::from("[");
            for (at, item) in value.try_iter()?.enumerate() {
                if at > 0 {
                    list.push_str(", ");
                }
                list.push_str(&yaml(&item)?);
            }
            list.push(']');
            Ok(list)
        }
        kind => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("the filter `yaml` writes no {kind}"),
        )),
    }
}

/// A text as one line of Markdown that shows it as it is: nothing in it is taken for markup, and a
/// table cell stays one cell.
pub fn prose(text: &str) -> String {
    let line = one_line(text);
    let mut shown = String::with_capacity(line.len());
    let mut before = None;
    let mut rest = line.chars().peekable();
    while let Some(it) = rest.next() {
        let is_markup = match it {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '&' => true,
            '_' => {
                let inside = |it: Option<&char>| it.is_some_and(|it| it.is_alphanumeric());
                !(inside(before.as_ref()) && inside(rest.peek()))
            }
            '#' | '+' | '-' | '>' | '=' | '~' => before.is_none(),
            '.' | ')' => rest.peek().is_none_or(|it| *it == ' ') && is_number(&shown),
            _ => false,
        };
        if is_markup {
            shown.push('\\');
        }
        shown.push(it);
        before = Some(it);
    }
    shown
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|it| it.is_ascii_digit())
}

/// A text for inside of an HTML comment: one line that cannot end the comment.
pub(super) fn comment(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for it in one_line(text).chars() {
        match it {
            '<' | '>' => shown.push(' '),
            '-' if shown.ends_with('-') => {
                let _ = write!(shown, " {it}");
            }
            it => shown.push(it),
        }
    }
    shown
}

/// A text on one line, without control characters, byte order marks and what turns the direction
/// of writing.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| !matches!(it, '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|it| if matches!(it, '\u{2028}' | '\u{2029}') { ' ' } else { it })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

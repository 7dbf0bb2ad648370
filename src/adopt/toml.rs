//! Front matter in TOML, between lines of three pluses.

use serde_json::Map;
use serde_json::Value as Json;

use crate::source::Span;

/// The most bytes that are read.
const MOST: usize = 64 * 1024;

/// What stands between the lines of pluses, and where the body begins.
pub(super) struct Front {
    /// The keys and values; else why they cannot be read.
    pub(super) read: Result<Map<String, Json>, String>,
    /// What lies between the fences.
    pub(super) inner: Span,
    /// Where the body begins.
    pub(super) body: usize,
}

/// The front matter in TOML with which a text begins, behind a byte order mark.
pub(super) fn read(text: &str) -> Option<Front> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = mark;
    let mut lines = text.get(mark..)?.split_inclusive('\n');
    let open = lines.next().filter(|it| it.trim_end() == "+++")?;
    at += open.len();
    let begin = at;
    for line in lines {
        if line.trim_end() == "+++" {
            let inner = Span::new(begin, at);
            return Some(Front {
                read: parse(inner.of(text)),
                inner,
                body: at + line.len(),
            });
        }
        at += line.len();
    }
    None
}

fn parse(text: &str) -> Result<Map<String, Json>, String> {
    if text.len() > MOST {
        return Err(format!(
            "{} bytes of TOML are more than is read",
            text.len()
        ));
    }
    let table: ::toml::Table = text
        .parse()
        .map_err(|fault: ::toml::de::Error| crate::markdown::one_line(fault.message()))?;
    Ok(table
        .into_iter()
        .map(|(key, value)| (key, json(value)))
        .collect())
}

fn json(value: ::toml::Value) -> Json {
    match value {
        ::toml::Value::String(text) => Json::String(text),
        ::toml::Value::Integer(number) => number.into(),
        ::toml::Value::Float(number) => number.into(),
        ::toml::Value::Boolean(it) => it.into(),
        ::toml::Value::Datetime(stamp) => Json::String(stamp.to_string()),
        ::toml::Value::Array(items) => items.into_iter().map(json).collect(),
        ::toml::Value::Table(table) => Json::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, json(value)))
                .collect(),
        ),
    }
}

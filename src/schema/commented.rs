//! Every key of `pmrepo.yaml` in a comment, from its schema: what it means, and its default or an
//! example. Without the first `#` of a line the key counts.

use serde_json::Map;
use serde_json::Value;

use super::Name;
use crate::front_matter::scalar;

/// How wide a comment is, in columns.
const WIDTH: usize = 79;
/// How many definitions may name each other before one says what it is.
const DEPTH: usize = 8;

/// The keys of `pmrepo.yaml` that are not `there` yet.
pub fn commented(there: &dyn Fn(&str) -> bool) -> String {
    let schema = Name::Config.json();
    let mut text = String::new();
    for (key, of) in properties(&schema) {
        if !there(key) {
            text.push('\n');
            text.push_str(&comment(&schema, of, 0));
            text.push_str(&lines(&schema, key, of, 0));
        }
    }
    text
}

/// The keys that a part of the schema describes.
fn properties(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let keys = of.get("properties").and_then(Value::as_object);
    keys.into_iter().flat_map(Map::iter)
}

/// A word of a part of the schema, or of the definition that it names.
fn word<'a>(schema: &'a Value, of: &'a Value, word: &str) -> Option<&'a Value> {
    let mut of = of;
    for _ in 0..DEPTH {
        if let Some(value) = of.get(word) {
            return Some(value);
        }
        let name = of.get("$ref")?.as_str()?.strip_prefix('#')?;
        of = schema.pointer(name)?;
    }
    None
}

/// What a key means, in comment lines.
fn comment(schema: &Value, of: &Value, depth: usize) -> String {
    let Some(about) = word(schema, of, "description").and_then(Value::as_str) else {
        return String::new();
    };
    let indent = "  ".repeat(depth);
    let start = match depth {
        0 => "# ".to_owned(),
        _ => format!("#{indent}# "),
    };
    let mut text = String::new();
    let mut line = start.clone();
    for word in about.split_whitespace() {
        if line.len() > start.len() && line.len() + word.len() > WIDTH {
            text.push_str(line.trim_end());
            text.push('\n');
            line.clone_from(&start);
        }
        line.push_str(word);
        line.push(' ');
    }
    text.push_str(line.trim_end());
    text.push('\n');
    text
}

/// A key with its default, an example, or the keys below it.
fn lines(schema: &Value, key: &str, of: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let key = scalar(key);
    let example = word(schema, of, "examples").and_then(|it| it.get(0));
    let constant = word(schema, of, "const");
    if let Some(value) = word(schema, of, "default").or(constant).or(example) {
        return match value {
            Value::Object(entries) if depth == 0 => {
                let entries = entries.iter();
                let below = entries.map(|(key, it)| format!("#  {}: {}\n", scalar(key), flow(it)));
                format!("#{key}:\n{}", below.collect::<String>())
            }
            value => format!("#{indent}{key}: {}\n", flow(value)),
        };
    }
    let mut text = format!("#{indent}{key}:\n");
    for (key, of) in properties(of) {
        text.push_str(&comment(schema, of, depth + 1));
        text.push_str(&lines(schema, key, of, depth + 1));
    }
    text
}

/// A value on one line of YAML.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, it)| format!("{}: {}", scalar(key), flow(it)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

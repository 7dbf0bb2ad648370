//! What the schema of reports asks for in its blocks, and what of that another one does not ask any
//! more.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value;
use serde_json::json;

use crate::config::Scale;
use crate::front_matter;
use crate::front_matter::Node;
use crate::model::Severity;
use crate::model::Status;
use crate::validator::Validator;

/// A block of a schema that some report does not have to satisfy any more.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// The block, in the words of today.
    pub block: Value,
    /// The field that it is about, in words.
    pub field: String,
    /// When it asked, in words.
    pub when: String,
}

/// The blocks of one schema that another one asks less than, in any report; `severities` are the words
/// of the other one, and `days` those that a block may tell incidents apart by.
pub fn lost(
    (before, after): (&Value, &Value),
    scale: &Scale,
    severities: &[Severity],
    days: &[NaiveDate],
) -> Vec<Lost> {
    let new = blocks(after);
    let known: BTreeSet<String> = new.iter().map(Value::to_string).collect();
    let mut lost = blocks(before);
    for block in &mut lost {
        rename(block, scale);
    }
    lost.retain(|it| !known.contains(&it.to_string()));
    if lost.is_empty() {
        return Vec::new();
    }
    let definitions = after.get("$defs").cloned().unwrap_or_default();
    let samples = samples(severities, &ages(days));
    let mut by_demand: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (block, asked) in new.iter().zip(asked(&new, &definitions, &samples)) {
        let then = block.get("then").map(Value::to_string);
        let asked_of = by_demand.entry(then.unwrap_or_default()).or_default();
        asked_of.extend(asked);
    }
    let of_lost = asked(&lost, &definitions, &samples);
    let is_less = |(block, asked): &(Value, BTreeSet<usize>)| {
        let enough = enough(block).into_iter();
        let still: Vec<_> = enough.filter_map(|it| by_demand.get(&it)).collect();
        let mut asked = asked.iter();
        asked.any(|it| !still.iter().any(|all| all.contains(it)))
    };
    let less = lost.into_iter().zip(of_lost).filter(is_less);
    less.map(|(block, _)| Lost {
        field: field(&block),
        when: when(&block),
        block,
    })
    .collect()
}

fn blocks(schema: &Value) -> Vec<Value> {
    let blocks = schema.get("allOf").and_then(Value::as_array);
    blocks.cloned().unwrap_or_default()
}

/// When a block asks, in words.
fn when(block: &Value) -> String {
    let title = block.get("title").and_then(Value::as_str);
    title.unwrap_or("before").to_owned()
}

/// Puts the words of today for the severities that a block names.
fn rename(block: &mut Value, scale: &Scale) {
    match block {
        Value::Object(map) => {
            for (key, value) in map {
                match value.get_mut("enum").and_then(Value::as_array_mut) {
                    Some(words) if key == "severity" => {
                        let now = |it: &Value| scale.now(it.as_str()?);
                        *words = words.iter().filter_map(now).map(|it| json!(it)).collect();
                    }
                    _ => rename(value, scale),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                rename(item, scale);
            }
        }
        _ => {}
    }
}

/// What is enough for what a block asks for: that, and of several ways each alone.
fn enough(block: &Value) -> Vec<String> {
    let then = block.get("then");
    let ways = then.and_then(|it| it.get("anyOf")?.as_array());
    let all = then.into_iter().chain(ways.into_iter().flatten());
    all.map(Value::to_string).collect()
}

/// The field that a block is about, in words.
fn field(block: &Value) -> String {
    if let Some(said) = block.get("description").and_then(Value::as_str) {
        return said.to_owned();
    }
    let mut parts = Vec::new();
    let mut place = block.get("then");
    while let Some(at) = place {
        let required = at.get("required").and_then(|it| it.get(0)?.as_str());
        let properties = at.get("properties").and_then(Value::as_object);
        let next = required.or_else(|| properties?.keys().next().map(String::as_str));
        let Some(name) = next else {
            break;
        };
        parts.push(name);
        place = properties.and_then(|it| it.get(name));
    }
    format!("`{}`", parts.join("."))
}

/// Front matter of every kind that the condition of a block can tell apart.
fn samples(severities: &[Severity], ages: &[String]) -> Vec<Node> {
    let mut samples = Vec::new();
    for status in Status::ALL {
        for severity in severities {
            let severity = json!(severity);
            let start = format!("status: {status}\nseverity: {severity}\n");
            for major in ["", "major: true\n"] {
                let texts = ages.iter().map(|age| format!("{start}{major}{age}"));
                samples.extend(texts.filter_map(|it| front_matter::read_yaml(&it).0));
            }
        }
    }
    samples
}

/// The beginnings of incidents on either side of some days, as fields.
fn ages(days: &[NaiveDate]) -> Vec<String> {
    let mut ages = vec![String::new()];
    for day in days {
        for day in [day.pred_opt(), Some(*day)].into_iter().flatten() {
            ages.push(format!("started_at: {day}T12:00Z\n"));
            ages.push(format!("detected_at: {day}T12:00Z\n"));
        }
    }
    ages
}

/// For each block of which samples it asks something: their places in the list.
fn asked(blocks: &[Value], definitions: &Value, samples: &[Node]) -> Vec<BTreeSet<usize>> {
    let conditions = blocks.iter().map(|it| {
        let condition = it.get("if").cloned().unwrap_or(Value::Bool(true));
        json!({ "if": condition, "then": false })
    });
    let conditions: Vec<Value> = conditions.collect();
    let schema = json!({ "$defs": definitions, "allOf": conditions });
    let validator = Validator::new(&schema);
    let mut asked = vec![BTreeSet::new(); blocks.len()];
    for (sample, node) in samples.iter().enumerate() {
        for breach in validator.breaches(node) {
            let place = breach.schema.strip_prefix("/allOf/");
            let place = place.and_then(|it| it.split('/').next()?.parse::<usize>().ok());
            if let Some(of) = place.and_then(|it| asked.get_mut(it)) {
                of.insert(sample);
            }
        }
    }
    asked
}

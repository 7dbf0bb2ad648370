//! The places of a schema, by the names of fields.

use serde_json::Value;

/// What a schema says of a dotted field (`roles.scribe`), references followed.
pub fn field<'a>(schema: &'a Value, dotted: &str) -> Option<&'a Value> {
    dotted.split('.').try_fold(schema, |place, key| {
        followed(schema, place.get("properties")?.get(key)?)
    })
}

/// The target of a reference, or the place itself.
fn followed<'a>(schema: &'a Value, place: &'a Value) -> Option<&'a Value> {
    match place.get("$ref").and_then(Value::as_str) {
        Some(target) => schema.pointer(target.strip_prefix('#')?),
        None => Some(place),
    }
}

/// The keys of the group in which the last key of a way belongs, in the order of the schema.
pub fn siblings(schema: &Value, way: &[&str]) -> Vec<String> {
    let parent = way.split_last().map_or(&[][..], |(_, parent)| parent);
    let group = if parent.is_empty() {
        Some(schema)
    } else {
        field(schema, &parent.join("."))
    };
    group
        .and_then(|it| it.get("properties"))
        .and_then(Value::as_object)
        .map_or_else(Vec::new, |it| it.keys().cloned().collect())
}

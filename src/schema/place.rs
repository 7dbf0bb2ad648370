//! The places of a schema, by the names of fields.

use serde_json::Value;

/// How many references are followed into one another: a configuration's fragments may refer to each
/// other, so that there is no end of them.
const MOST_REFERENCES: usize = 16;
/// The title of a block that asks whatever the status is.
const ALWAYS: &str = "always";

/// What a schema says of a dotted field (`roles.scribe`), references followed. In a map of names and
/// values every name is one.
pub fn field<'a>(schema: &'a Value, dotted: &str) -> Option<&'a Value> {
    dotted.split('.').try_fold(schema, |place, key| {
        let properties = place.get("properties");
        let own = properties.and_then(|it| it.get(key));
        let any = || {
            let any = place.get("additionalProperties")?;
            (any.is_object() && properties.is_none() && !key.is_empty()).then_some(any)
        };
        followed(schema, own.or_else(any)?)
    })
}

/// The target of a reference, or the place itself.
pub(super) fn followed<'a>(schema: &'a Value, place: &'a Value) -> Option<&'a Value> {
    match place.get("$ref").and_then(Value::as_str) {
        Some(target) => schema.pointer(target.strip_prefix('#')?),
        None => Some(place),
    }
}

/// Everything that a place says, references followed: of several ways to write a field, each.
pub(super) fn ways<'a>(schema: &'a Value, place: &'a Value) -> Vec<&'a Value> {
    let mut found = Vec::new();
    collect(schema, place, MOST_REFERENCES, &mut found);
    found
}

fn collect<'a>(schema: &'a Value, place: &'a Value, depth: usize, found: &mut Vec<&'a Value>) {
    let (Some(depth), Some(place)) = (depth.checked_sub(1), followed(schema, place)) else {
        return;
    };
    found.push(place);
    if place.get("$ref").is_some() {
        collect(schema, place, depth, found);
    }
    for several in ["anyOf", "oneOf", "allOf"] {
        let all = place.get(several).and_then(Value::as_array);
        for one in all.into_iter().flatten() {
            collect(schema, one, depth, found);
        }
    }
}

/// The types that a place names.
pub(super) fn types(place: &Value) -> Vec<&str> {
    match place.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
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

/// The fields of which one will do, as the blocks of a schema ask for them under some condition:
/// `no_meeting_because` where there is no `meeting.scheduled_for`. What is always asked for is not
/// among them: of the two times one is needed at once, and both are wanted.
pub fn alternatives(schema: &Value) -> Vec<Vec<String>> {
    let blocks = schema.get("allOf").and_then(Value::as_array);
    let conditional = blocks.into_iter().flatten();
    conditional
        .filter(|block| block.get("title").and_then(Value::as_str) != Some(ALWAYS))
        .filter_map(|block| block.get("then")?.get("anyOf")?.as_array())
        .map(|ways| ways.iter().filter_map(asked_for).collect())
        .collect()
}

/// The dotted field that a way asks for.
fn asked_for(way: &Value) -> Option<String> {
    let first = way.get("required")?.as_array()?.first()?.as_str()?;
    let deeper = way
        .get("properties")
        .and_then(|it| asked_for(it.get(first)?));
    Some(match deeper {
        Some(deeper) => format!("{first}.{deeper}"),
        None => first.to_owned(),
    })
}

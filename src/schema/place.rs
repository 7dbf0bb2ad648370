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

/// A property that a group of fields may have.
#[derive(Clone, Copy, Debug)]
pub struct Property<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it means.
    pub about: Option<&'a str>,
}

/// The step of a way that leads into a list: to any of its items.
pub const ITEM: &str = "[]";

/// The properties of the group to which a way leads, in the order of the schema.
pub fn properties<'a>(schema: &'a Value, way: &[&str]) -> Vec<Property<'a>> {
    let mut places = ways(schema, schema);
    for step in way {
        let next = places.into_iter().filter_map(|it| {
            if *step == ITEM {
                return it.get("items");
            }
            let own = it.get("properties").and_then(|it| it.get(step));
            own.or_else(|| it.get("additionalProperties").filter(|it| it.is_object()))
        });
        places = next.flat_map(|it| ways(schema, it)).collect();
    }
    let mut found: Vec<Property<'_>> = Vec::new();
    for place in places {
        let own = place.get("properties").and_then(Value::as_object);
        for (name, of) in own.into_iter().flatten() {
            if !found.iter().any(|it| it.name == name) {
                let about = |it: &'a Value| it.get("description").and_then(Value::as_str);
                let target = || followed(schema, of).and_then(about);
                let about = about(of).or_else(target);
                found.push(Property { name, about });
            }
        }
    }
    found
}

/// In which blocks of a schema a dotted field is asked for, by their titles in plain words.
pub fn asked_when<'a>(schema: &'a Value, dotted: &str) -> Vec<&'a str> {
    let blocks = schema.get("allOf").and_then(Value::as_array);
    let asks = |block: &&Value| {
        let way: Vec<&str> = dotted.split('.').collect();
        let then = block.get("then").unwrap_or(block);
        let several = ["anyOf", "allOf", "oneOf"].into_iter();
        let several = several.filter_map(|it| then.get(it)?.as_array()).flatten();
        std::iter::once(then)
            .chain(several)
            .any(|it| asks_for(it, &way))
    };
    let blocks = blocks.into_iter().flatten().filter(asks);
    let mut titles: Vec<&str> = blocks.filter_map(|it| it.get("title")?.as_str()).collect();
    titles.dedup();
    titles
}

/// Whether a way asks for the field to which these keys lead.
fn asks_for(place: &Value, way: &[&str]) -> bool {
    let Some((first, rest)) = way.split_first() else {
        return false;
    };
    if rest.is_empty() {
        let required = place.get("required").and_then(Value::as_array);
        return required.is_some_and(|it| it.iter().any(|it| it == first));
    }
    let below = place.get("properties").and_then(|it| it.get(first));
    below.is_some_and(|it| asks_for(it, rest))
}

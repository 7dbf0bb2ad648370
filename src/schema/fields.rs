//! The fields of a front matter with the kind of each, as plain data.

use std::sync::LazyLock;

use serde_json::Value;

use super::kind::FieldKind;
use super::overlay::effective;
use super::published::Name;
use crate::config::Config;
use crate::front_matter::Node;
use crate::front_matter::pointer;

/// The most places of a schema that are looked at for one field at the top, and the most references that are followed into
/// one another: a configuration's fragments may refer to each other, so that there is no end of them.
const MOST_PLACES: usize = 500;
const MOST_REFERENCES: usize = 16;
/// What stands behind the name of a list for each of its items.
const EACH: &str = "[]";

/// A field, at whatever depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its dotted name; `[]` stands for each item of a list: `action_items[].due`.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The words that it may hold, where they are counted.
    pub words: Vec<String>,
    way: Vec<Step>,
}

/// A step from a node to one within it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Items,
}

/// A value that a document has in a field.
#[derive(Clone, Debug)]
pub struct FieldValue<'a> {
    /// The field.
    pub field: &'a Field,
    /// The value.
    pub node: &'a Node,
    /// Which item, for each list on the way.
    items: Vec<usize>,
}

/// The fields of a front matter, in the order of its schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    all: Vec<Field>,
}

static REPORT: LazyLock<Fields> = LazyLock::new(|| Fields::of(&Name::Postmortem.json()));
static MESSAGE: LazyLock<Fields> = LazyLock::new(|| Fields::of(&Name::Message.json()));
static REVIEW: LazyLock<Fields> = LazyLock::new(|| Fields::of(&Name::ProcessReview.json()));

impl Fields {
    /// The fields of a report, before any configuration.
    pub fn published() -> &'static Self {
        &REPORT
    }

    /// The fields of a message.
    pub fn of_message() -> &'static Self {
        &MESSAGE
    }

    /// The fields of a process review's notes.
    pub fn of_review() -> &'static Self {
        &REVIEW
    }

    /// The fields of a report where a configuration holds.
    pub fn of_report(config: &Config) -> Self {
        if config.fields.is_empty() {
            REPORT.clone()
        } else {
            Self::of(&effective(Name::Postmortem, config))
        }
    }

    /// The fields that a schema describes.
    pub fn of(schema: &Value) -> Self {
        let mut collector = Collector {
            schema,
            followed: Vec::new(),
            left: MOST_PLACES,
            fields: Vec::new(),
        };
        collector.place(schema, "", &[]);
        Self {
            all: collector.fields,
        }
    }

    /// Every field, in the order of the schema.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.all.iter()
    }

    /// The field of a dotted name, be it one value or a list of them.
    pub fn called(&self, name: &str) -> Option<&Field> {
        let is_called = |it: &Field| it.name == name || it.name.strip_suffix(EACH) == Some(name);
        self.all.iter().find(|it| is_called(it))
    }

    /// What a field holds that has one value, by dotted name.
    pub fn one(&self, name: &str) -> Option<FieldKind> {
        self.kind(|it| it == name)
    }

    /// What the items of a field hold that is a list, by its dotted name.
    pub fn items(&self, name: &str) -> Option<FieldKind> {
        self.kind(|it| it.strip_suffix(EACH) == Some(name))
    }

    /// The kind of whatever is called so. Where a field may be this or that, a kind with a name
    /// says more.
    fn kind(&self, is_called: impl Fn(&str) -> bool) -> Option<FieldKind> {
        let called = self.all.iter().filter(|it| is_called(&it.name));
        called.map(|it| it.kind).min()
    }

    /// The values that a document has in its fields of some kinds.
    pub fn values<'a>(&'a self, root: &'a Node, kinds: &[FieldKind]) -> Vec<FieldValue<'a>> {
        let mut found = Vec::new();
        let mut items = Vec::new();
        for field in self.all.iter().filter(|it| kinds.contains(&it.kind)) {
            collect(field, &field.way, root, &mut items, &mut found);
        }
        found
    }
}

/// Follows the steps that are left of a field's way; `items` are those on the way here.
fn collect<'a>(
    field: &'a Field,
    way: &'a [Step],
    node: &'a Node,
    items: &mut Vec<usize>,
    found: &mut Vec<FieldValue<'a>>,
) {
    match way.split_first() {
        None => found.push(FieldValue {
            field,
            node,
            items: items.clone(),
        }),
        Some((Step::Key(key), rest)) => {
            if let Some(node) = node.get(key) {
                collect(field, rest, node, items, found);
            }
        }
        Some((Step::Items, rest)) => {
            for (index, node) in node.items().iter().enumerate() {
                items.push(index);
                collect(field, rest, node, items, found);
                items.pop();
            }
        }
    }
}

impl FieldValue<'_> {
    /// The JSON pointer of the value.
    pub fn pointer(&self) -> String {
        let mut items = self.items.iter();
        let mut pointer = String::new();
        for step in &self.field.way {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&pointer::part(key)),
                Step::Items => {
                    let index = items.next().copied().unwrap_or_default();
                    pointer.push_str(&index.to_string());
                }
            }
        }
        pointer
    }

    /// What to call the field: its dotted name; within an item, from there.
    pub fn name(&self) -> &str {
        let name = self.field.name.trim_end_matches(EACH);
        name.rsplit("[].").next().unwrap_or(name)
    }
}

/// Goes through a schema for its fields.
struct Collector<'a> {
    schema: &'a Value,
    /// The references that are being followed: one that leads back to itself has no end.
    followed: Vec<&'a str>,
    /// How many more places are looked at for this field.
    left: usize,
    fields: Vec<Field>,
}

impl<'a> Collector<'a> {
    /// Finds the fields of a place in the schema, to which a way leads that has a name.
    fn place(&mut self, place: &'a Value, name: &str, way: &[Step]) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        self.left = left;
        if let Some(target) = place.get("$ref").and_then(Value::as_str) {
            self.reference(target, name, way);
        }
        for several in ["anyOf", "oneOf", "allOf"] {
            let ways = place.get(several).and_then(Value::as_array);
            for one in ways.into_iter().flatten() {
                self.place(one, name, way);
            }
        }
        let properties = place.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            let name = if name.is_empty() {
                key.clone()
            } else {
                format!("{name}.{key}")
            };
            if way.is_empty() {
                self.left = MOST_PLACES;
            }
            self.place(property, &name, &stepped(way, Step::Key(key.clone())));
        }
        let types: Vec<&str> = match place.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if let Some(items) = place.get("items") {
            self.place(items, &format!("{name}{EACH}"), &stepped(way, Step::Items));
        } else if types.contains(&"array") {
            let each = stepped(way, Step::Items);
            self.add(&format!("{name}{EACH}"), FieldKind::Other, &each, place);
        }
        let scalar = types.iter().find(|it| !matches!(**it, "array" | "object"));
        match scalar {
            Some(it) => self.add(name, FieldKind::of_type(it), way, place),
            None if place.get("enum").is_some() => {
                self.add(name, FieldKind::Other, way, place);
            }
            None => {}
        }
    }

    fn reference(&mut self, target: &'a str, name: &str, way: &[Step]) {
        if let Some(kind) = FieldKind::of_reference(target) {
            let target = target.strip_prefix('#');
            let place = target.and_then(|it| self.schema.pointer(it));
            self.add(name, kind, way, place.unwrap_or(&Value::Null));
            return;
        }
        if self.followed.contains(&target) || self.followed.len() == MOST_REFERENCES {
            return;
        }
        let Some(place) = target
            .strip_prefix('#')
            .and_then(|it| self.schema.pointer(it))
        else {
            return;
        };
        self.followed.push(target);
        self.place(place, name, way);
        self.followed.pop();
    }

    fn add(&mut self, name: &str, kind: FieldKind, way: &[Step], place: &Value) {
        // Several ways to write a field may be of one kind.
        let is_there = |it: &Field| it.kind == kind && it.name == name;
        if !way.is_empty() && !self.fields.iter().any(is_there) {
            self.fields.push(Field {
                name: name.to_owned(),
                kind,
                words: words(place),
                way: way.to_vec(),
            });
        }
    }
}

/// The words that a place allows, where it counts them.
fn words(place: &Value) -> Vec<String> {
    let words = place.get("enum").and_then(Value::as_array);
    let words = words.into_iter().flatten().filter_map(Value::as_str);
    words.map(str::to_owned).collect()
}

/// A way with one more step.
fn stepped(way: &[Step], step: Step) -> Vec<Step> {
    way.iter().cloned().chain([step]).collect()
}

#[cfg(test)]
mod tests;

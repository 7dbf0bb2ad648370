//! The fields of a front matter with the kind of each, as plain data.

use std::sync::LazyLock;

use serde_json::Value;

use super::kind::FieldKind;
use super::overlay::effective;
use super::published::Name;
use crate::config::Config;
use crate::front_matter::Node;

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
        for field in self.all.iter().filter(|it| kinds.contains(&it.kind)) {
            collect(field, &field.way, root, &[], &mut found);
        }
        found
    }
}

/// Follows the steps that are left of a field's way.
fn collect<'a>(
    field: &'a Field,
    way: &'a [Step],
    node: &'a Node,
    items: &[usize],
    found: &mut Vec<FieldValue<'a>>,
) {
    match way.split_first() {
        None => found.push(FieldValue {
            field,
            node,
            items: items.to_vec(),
        }),
        Some((Step::Key(key), rest)) => {
            if let Some(node) = node.get(key) {
                collect(field, rest, node, items, found);
            }
        }
        Some((Step::Items, rest)) => {
            for (index, node) in node.items().iter().enumerate() {
                let items: Vec<usize> = items.iter().copied().chain([index]).collect();
                collect(field, rest, node, &items, found);
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
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
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
            self.add(
                &format!("{name}{EACH}"),
                FieldKind::Other,
                &stepped(way, Step::Items),
            );
        }
        let scalar = types.iter().find(|it| !matches!(**it, "array" | "object"));
        match scalar {
            Some(it) => self.add(name, FieldKind::of_type(it), way),
            None if place.get("enum").is_some() => self.add(name, FieldKind::Other, way),
            None => {}
        }
    }

    fn reference(&mut self, target: &'a str, name: &str, way: &[Step]) {
        if let Some(kind) = FieldKind::of_reference(target) {
            self.add(name, kind, way);
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

    fn add(&mut self, name: &str, kind: FieldKind, way: &[Step]) {
        // Several ways to write a field may be of one kind.
        let is_there = |it: &Field| it.kind == kind && it.name == name;
        if !way.is_empty() && !self.fields.iter().any(is_there) {
            self.fields.push(Field {
                name: name.to_owned(),
                kind,
                way: way.to_vec(),
            });
        }
    }
}

/// A way with one more step.
fn stepped(way: &[Step], step: Step) -> Vec<Step> {
    way.iter().cloned().chain([step]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::settle;

    fn names(fields: &Fields, kinds: &[FieldKind]) -> Vec<String> {
        let of_kind = fields.iter().filter(|it| kinds.contains(&it.kind));
        of_kind.map(|it| it.name.clone()).collect()
    }

    #[test]
    fn every_published_field_has_a_kind_and_every_kind_a_field() {
        let all = [
            Fields::published(),
            Fields::of_message(),
            Fields::of_review(),
        ];
        let nameless: Vec<String> = all
            .iter()
            .flat_map(|it| names(it, &[FieldKind::Other]))
            .collect();
        assert_eq!(nameless, [""; 0], "a field spells out what it holds");
        for (name, kind) in FieldKind::DEFINED {
            let is_there = all
                .iter()
                .any(|it| it.iter().any(|field| field.kind == kind))
                || kind == FieldKind::WholeNumber;
            assert!(is_there, "no field is a {name}");
        }
        for name in [
            Name::Postmortem,
            Name::Message,
            Name::ProcessReview,
            Name::People,
        ] {
            assert!(!spells_out_a_pattern(&name.json(), false), "{name:?}");
        }
    }

    /// Whether a pattern stands elsewhere than in a definition.
    fn spells_out_a_pattern(place: &Value, is_defined: bool) -> bool {
        match place {
            Value::Object(map) => map.iter().any(|(key, value)| match key.as_str() {
                "pattern" => !is_defined && value.is_string(),
                "$defs" => value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .any(|(name, value)| {
                        spells_out_a_pattern(value, FieldKind::of_definition(name).is_some())
                    }),
                _ => spells_out_a_pattern(value, is_defined),
            }),
            Value::Array(items) => items.iter().any(|it| spells_out_a_pattern(it, is_defined)),
            _ => false,
        }
    }

    #[test]
    fn moments_days_and_people_are_where_they_have_always_been() {
        let report = Fields::published();
        assert_eq!(
            names(report, &[FieldKind::Timestamp, FieldKind::Date]),
            [
                "started_at",
                "detected_at",
                "paged_at",
                "mitigated_at",
                "resolved_at",
                "public_at",
                "meeting.scheduled_for",
                "meeting.held_at",
                "reviewed_at",
                "action_items[].due",
                "action_items[].done_on",
                "waivers[].until",
            ]
        );
        assert_eq!(
            names(report, &[FieldKind::Person, FieldKind::PersonOrTeam]),
            [
                "owner",
                "roles.incident_commander",
                "roles.deputy",
                "roles.scribe",
                "roles.subject_matter_experts[]",
                "roles.customer_liaison",
                "roles.internal_liaison",
                "roles.shadow",
                "responders[]",
                "meeting.attendees[]",
                "meeting.facilitator",
                "action_items[].owner",
            ]
        );
        let review = Fields::of_review();
        assert_eq!(
            names(review, &[FieldKind::Person, FieldKind::PersonOrTeam]),
            ["chair", "attendees[]", "invited[]", "tweaks[].owner"]
        );
        assert_eq!(
            names(Fields::of_message(), &[FieldKind::Timestamp]),
            ["sent_at", "approved_at"]
        );
        assert_eq!(report.one("impact.users_affected"), Some(FieldKind::Count));
        assert_eq!(report.items("related"), Some(FieldKind::PostmortemId));
        assert_eq!(report.one("major"), Some(FieldKind::YesOrNo));
    }

    #[test]
    fn fragments_that_refer_to_each_other_have_an_end() {
        let mut text =
            "fields:\n  again: {$ref: \"#\"}\n  me: {$ref: \"#/properties/me\"}\n".to_owned();
        for at in 0..40 {
            let next = format!("{{$ref: \"#/properties/f{}\"}}", at + 1);
            text.push_str(&format!(
                "  f{at}: {{properties: {{x: {next}, y: {next}}}}}\n"
            ));
        }
        text.push_str("  f40: {$ref: \"#/$defs/date\"}\n");
        let (config, faults) = Config::read(&text);
        assert_eq!(faults, []);
        let fields = Fields::of_report(&config);
        assert_eq!(fields.one("f40"), Some(FieldKind::Date));
        assert_eq!(fields.one("f38.x.y"), Some(FieldKind::Date));
        assert_eq!(fields.one("again.owner"), Some(FieldKind::Person));
        assert!(fields.iter().count() < 50 * MOST_PLACES);
        settle(&mut Config::read(&text).0);
    }

    #[test]
    fn a_value_says_where_it_stands() {
        let (root, _) = crate::front_matter::read_yaml("a/b: [{c: [x, y]}]\n");
        let root = root.unwrap();
        let fields = Fields::of(&serde_json::json!({"properties": {"a/b": {"items": {
            "properties": {"c": {"items": {"$ref": "#/$defs/text"}}},
        }}}}));
        let found = fields.values(&root, &[FieldKind::Text]);
        let pointers: Vec<String> = found.iter().map(FieldValue::pointer).collect();
        assert_eq!(pointers, ["/a~1b/0/c/0", "/a~1b/0/c/1"]);
        assert_eq!(found.first().unwrap().name(), "c");
    }
}

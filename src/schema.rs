//! The published schemas, what the configuration makes of them, and their faults in our words.

mod additions;
mod instance;
mod overlay;
mod people;
mod validator;
mod words;

pub use additions::settle;
pub use overlay::effective;
pub use people::of_people;
pub use validator::Validator;

use serde_json::Value;

/// The schemas that are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A report's front matter.
    Postmortem,
    /// The front matter of a process review's notes.
    ProcessReview,
    /// A message's front matter.
    Message,
    /// `pmrepo.yaml`.
    Config,
    /// `people.yaml`.
    People,
    /// What `--format json` prints.
    Output,
}

impl Name {
    /// Every schema.
    pub const ALL: [Self; 6] = [
        Self::Postmortem,
        Self::ProcessReview,
        Self::Message,
        Self::Config,
        Self::People,
        Self::Output,
    ];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortem => "postmortem",
            Self::ProcessReview => "process-review",
            Self::Message => "message",
            Self::Config => "config",
            Self::People => "people",
            Self::Output => "output",
        }
    }

    /// The schema as it is published, before any configuration.
    pub fn text(self) -> &'static str {
        match self {
            Self::Postmortem => include_str!("../schema/postmortem.schema.json"),
            Self::ProcessReview => include_str!("../schema/process-review.schema.json"),
            Self::Message => include_str!("../schema/message.schema.json"),
            Self::Config => include_str!("../schema/config.schema.json"),
            Self::People => include_str!("../schema/people.schema.json"),
            Self::Output => include_str!("../schema/output.schema.json"),
        }
    }

    /// The published schema as JSON.
    fn json(self) -> Value {
        // The texts are part of the program, and a test reads them all.
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

/// What kind of fault the schema found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFaultKind {
    /// Something is not there.
    Missing,
    /// Something is there that nobody knows.
    UnknownKey,
    /// A value of another type.
    WrongType,
    /// A value that is none of those allowed.
    NotAllowed,
    /// Text that is not written as it should be.
    BadFormat,
    /// A list or text with nothing in it.
    TooFew,
}

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

/// Whether a field holds a moment.
pub fn is_timestamp(field: &Value) -> bool {
    let pattern = field.get("pattern").and_then(Value::as_str);
    pattern.is_some_and(|it| it.contains("[T ]"))
}

/// Whether a field holds a person, or a list of persons.
pub fn is_person(schema: &Value, field: &Value) -> bool {
    let one = match field.get("items") {
        Some(items) => followed(schema, items),
        None => Some(field),
    };
    let pattern = one.and_then(|it| it.get("pattern")).and_then(Value::as_str);
    pattern.is_some_and(|it| it.starts_with("^@?"))
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

//! Whether a node keeps to a schema, where that can be said at once: most documents do, and the library takes
//! longer to get ready than a commit should take. What is not sure is for the library, and so is what is wrong.

use std::cell::RefCell;
use std::collections::HashMap;

use jsonschema::JsonType;
use serde_json::Map;
use serde_json::Value as Json;

use super::forms::Form;
use crate::front_matter::Node;
use crate::front_matter::Value;

/// The most keys of one map: each is looked for among all of them, which for few is quicker than any order.
const MOST_KEYS: usize = 256;

/// The keywords that ask for nothing.
const TELLING: [&str; 6] = [
    "title",
    "description",
    "examples",
    "default",
    "$comment",
    "$defs",
];
/// The same at the top of a schema.
const TELLING_OF_ALL: [&str; 2] = ["$schema", "$id"];

/// A schema, made ready in a moment.
#[derive(Debug, Default)]
pub(super) struct Quick {
    /// The schema itself is the first, and those within it follow. None has another within it that it is in.
    schemas: Vec<Asks>,
}

/// The place of a schema in the list of them.
type At = usize;

/// What a schema asks of a node: all of these; `None` where it asks what is not understood here.
type Asks = Option<Vec<Ask>>;

/// One thing that a schema asks of a node.
#[derive(Debug)]
enum Ask {
    /// There may be no such node.
    Nothing,
    /// To be of one of these types.
    Types(Vec<JsonType>),
    /// To be one of these.
    OneOf(Vec<Json>),
    /// A text: to have a form.
    Form(Form),
    /// A number: to be no less.
    AtLeast(i64),
    /// A list: to have so many items.
    Items(u64),
    /// A list: what its items must keep to.
    Each(At),
    /// A map: to have these keys.
    Keys(Vec<String>),
    /// A map: what the values of its keys must keep to, and those of all others.
    Values(Vec<(String, At)>, Option<At>),
    /// To keep to all of these.
    All(Vec<At>),
    /// To keep to one of these.
    Any(Vec<At>),
    /// Not to keep to this.
    Not(At),
    /// Where it keeps to the first, to keep to the second, else to the third.
    If(At, Option<At>, Option<At>),
}

/// What is known of a node and a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    Yes,
    No,
    /// The library knows.
    Unsure,
}

impl Quick {
    pub(super) fn new(schema: &Json) -> Self {
        let mut reader = Reader {
            top: schema,
            schemas: Vec::new(),
            referred: HashMap::new(),
        };
        reader.schema(schema, true);
        Self {
            schemas: reader.schemas,
        }
    }

    /// Whether a node keeps to the schema.
    pub(super) fn keeps(&self, node: &Node) -> Keeps {
        let held = Held {
            quick: self,
            top: node,
            of_top: RefCell::new(vec![None; self.schemas.len()]),
        };
        held.keeps_to(node, 0)
    }
}

/// A document that is held against a schema.
struct Held<'a> {
    quick: &'a Quick,
    top: &'a Node,
    /// What is known of the whole document, by schema: dozens of blocks ask first whether it is in review.
    of_top: RefCell<Vec<Option<Keeps>>>,
}

impl Held<'_> {
    fn keeps_to(&self, node: &Node, at: At) -> Keeps {
        let is_top = std::ptr::eq(node, self.top);
        let known = || self.of_top.borrow().get(at).copied().flatten();
        if let Some(known) = is_top.then(known).flatten() {
            return known;
        }
        let Some(Some(asks)) = self.quick.schemas.get(at) else {
            return Keeps::Unsure;
        };
        let keeps = all(asks.iter().map(|ask| self.meets(node, ask)));
        if let Some(known) = self.of_top.borrow_mut().get_mut(at).filter(|_| is_top) {
            *known = Some(keeps);
        }
        keeps
    }

    fn meets(&self, node: &Node, ask: &Ask) -> Keeps {
        let to = |at: &At| self.keeps_to(node, *at);
        match (ask, &node.value) {
            (Ask::Nothing, _) => Keeps::No,
            (_, Value::Map(entries)) if entries.len() > MOST_KEYS => Keeps::Unsure,
            (Ask::Types(types), _) => any(types.iter().map(|it| is_of(node, *it))),
            (Ask::OneOf(options), _) => any(options.iter().map(|it| is_equal(node, it))),
            (Ask::Form(form), Value::Text(text)) if form.surely_has(text) => Keeps::Yes,
            (Ask::Form(_), Value::Text(_)) => Keeps::Unsure,
            (Ask::AtLeast(least), Value::Number(number)) => match number.as_i64() {
                Some(number) => (number >= *least).into(),
                None => Keeps::Unsure,
            },
            (Ask::Items(least), Value::List(items)) => (items.len() as u64 >= *least).into(),
            (Ask::Each(at), Value::List(items)) => {
                all(items.iter().map(|it| self.keeps_to(it, *at)))
            }
            (Ask::Keys(keys), Value::Map(entries)) => {
                let has = |key: &String| entries.iter().any(|it| it.key == *key);
                keys.iter().all(has).into()
            }
            (Ask::Values(known, None), Value::Map(entries)) => {
                let value = |key: &String| Some(&entries.iter().find(|it| it.key == *key)?.value);
                let asked = known.iter().filter_map(|(key, at)| Some((value(key)?, at)));
                all(asked.map(|(value, at)| self.keeps_to(value, *at)))
            }
            (Ask::Values(known, Some(others)), Value::Map(entries)) => {
                // Most maps have their keys in the order of the schema: each is looked for behind the one before.
                let mut next = 0;
                let mut of = |key: &String| {
                    let mut all = known.iter().enumerate().cycle().skip(next);
                    let (at, found) = all.by_ref().take(known.len()).find(|it| it.1.0 == *key)?;
                    next = at + 1;
                    Some(&found.1)
                };
                let asked = entries
                    .iter()
                    .map(|it| (&it.value, of(&it.key).unwrap_or(others)));
                all(asked.map(|(value, at)| self.keeps_to(value, *at)))
            }
            (Ask::All(ways), _) => all(ways.iter().map(to)),
            (Ask::Any(ways), _) => any(ways.iter().map(to)),
            (Ask::Not(at), _) => to(at).other(),
            (Ask::If(condition, then, otherwise), _) => {
                let holds = |it: &Option<At>| it.as_ref().map_or(Keeps::Yes, to);
                match to(condition) {
                    Keeps::Yes => holds(then),
                    Keeps::No => holds(otherwise),
                    Keeps::Unsure => Keeps::Unsure,
                }
            }
            // A keyword asks nothing of a node of another type.
            _ => Keeps::Yes,
        }
    }
}

impl Keeps {
    fn other(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unsure => Self::Unsure,
        }
    }
}

impl From<bool> for Keeps {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

/// Whether all hold: one that does not decides.
fn all(asked: impl Iterator<Item = Keeps>) -> Keeps {
    let mut sofar = Keeps::Yes;
    for it in asked {
        match it {
            Keeps::Yes => {}
            Keeps::No => return Keeps::No,
            Keeps::Unsure => sofar = Keeps::Unsure,
        }
    }
    sofar
}

/// Whether one holds: one that does decides.
fn any(asked: impl Iterator<Item = Keeps>) -> Keeps {
    all(asked.map(Keeps::other)).other()
}

/// Whether a node is of a type.
fn is_of(node: &Node, wanted: JsonType) -> Keeps {
    let is = match &node.value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        // `1.0` is a whole number too, to some.
        Value::Number(it) if it.is_f64() && wanted == JsonType::Integer => return Keeps::Unsure,
        Value::Number(_) if wanted == JsonType::Integer => JsonType::Integer,
        Value::Number(_) => JsonType::Number,
        Value::Text(_) => JsonType::String,
        Value::List(_) => JsonType::Array,
        Value::Map(_) => JsonType::Object,
    };
    (is == wanted).into()
}

/// Whether two values are the same, where that is plain.
fn is_equal(node: &Node, expected: &Json) -> Keeps {
    match (&node.value, expected) {
        (Value::Text(text), Json::String(expected)) => (text == expected).into(),
        (Value::Bool(is), Json::Bool(expected)) => (is == expected).into(),
        (Value::Null, Json::Null) => Keeps::Yes,
        (Value::Number(_), Json::Number(_))
        | (Value::List(_), Json::Array(_))
        | (Value::Map(_), Json::Object(_)) => Keeps::Unsure,
        _ => Keeps::No,
    }
}

/// Reads a schema.
struct Reader<'a> {
    top: &'a Json,
    schemas: Vec<Asks>,
    /// What references lead to, by themselves; `None` while that is read: what refers to itself may have no end.
    referred: HashMap<&'a str, Option<At>>,
}

impl<'a> Reader<'a> {
    /// Takes a schema into the list.
    fn schema(&mut self, schema: &'a Json, is_top: bool) -> At {
        let at = self.schemas.len();
        self.schemas.push(None);
        let asks = match schema {
            Json::Bool(true) => Some(Vec::new()),
            Json::Bool(false) => Some(vec![Ask::Nothing]),
            Json::Object(keywords) => self.asks(keywords, is_top),
            _ => None,
        };
        if let Some(known) = self.schemas.get_mut(at) {
            *known = asks;
        }
        at
    }

    fn schemas(&mut self, schemas: &'a Json) -> Option<Vec<At>> {
        let schemas = schemas.as_array()?.iter();
        Some(schemas.map(|it| self.schema(it, false)).collect())
    }

    fn asks(&mut self, keywords: &'a Map<String, Json>, is_top: bool) -> Asks {
        let mut asks = Vec::new();
        for (keyword, value) in keywords {
            let ask = match keyword.as_str() {
                it if TELLING.contains(&it) => continue,
                it if is_top && TELLING_OF_ALL.contains(&it) => continue,
                // With `if` and with `properties`, and alone nothing.
                "then" | "else" if keywords.contains_key("if") => continue,
                "additionalProperties" if keywords.contains_key("properties") => continue,
                "$ref" => Ask::All(vec![self.referred(value.as_str()?)?]),
                "type" => Ask::Types(types(value)?),
                "enum" => Ask::OneOf(value.as_array()?.clone()),
                "const" => Ask::OneOf(vec![value.clone()]),
                "pattern" => Ask::Form(Form::of(value.as_str()?)?),
                "minimum" => Ask::AtLeast(value.as_i64()?),
                "minItems" => Ask::Items(value.as_u64()?),
                "items" => Ask::Each(self.schema(value, false)),
                "required" => Ask::Keys(texts(value)?),
                "properties" => {
                    let named = value.as_object()?.iter();
                    let known = named.map(|(name, it)| (name.clone(), self.schema(it, false)));
                    let known = known.collect();
                    let others = keywords.get("additionalProperties");
                    Ask::Values(known, others.map(|it| self.schema(it, false)))
                }
                "additionalProperties" => Ask::Values(Vec::new(), Some(self.schema(value, false))),
                "allOf" => Ask::All(self.schemas(value)?),
                "anyOf" => Ask::Any(self.schemas(value)?),
                "not" => Ask::Not(self.schema(value, false)),
                "if" => {
                    let mut branch = |it| Some(self.schema(keywords.get(it)?, false));
                    let (then, otherwise) = (branch("then"), branch("else"));
                    Ask::If(self.schema(value, false), then, otherwise)
                }
                _ => return None,
            };
            asks.push(ask);
        }
        Some(asks)
    }

    /// What a reference within the schema leads to.
    fn referred(&mut self, reference: &'a str) -> Option<At> {
        if let Some(at) = self.referred.get(reference) {
            return *at;
        }
        let top = self.top;
        let found = top.pointer(reference.strip_prefix('#')?)?;
        self.referred.insert(reference, None);
        let at = self.schema(found, false);
        self.referred.insert(reference, Some(at));
        Some(at)
    }
}

fn types(value: &Json) -> Option<Vec<JsonType>> {
    let named = |it: &Json| it.as_str()?.parse().ok();
    match value {
        Json::Array(names) => names.iter().map(named).collect(),
        name => Some(vec![named(name)?]),
    }
}

fn texts(value: &Json) -> Option<Vec<String>> {
    let texts = value.as_array()?.iter();
    texts.map(|it| Some(it.as_str()?.to_owned())).collect()
}

//! JSON Schema over nodes: the one place that knows the library, and what it finds as plain values.

mod forms;
mod quick;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use crate::front_matter::Node;
use crate::front_matter::pointer;
use quick::Keeps;
use quick::Quick;

/// A schema that nodes are held against.
#[derive(Debug)]
pub struct Validator {
    schema: Value,
    quick: Quick,
    /// `None` where it is no schema. It takes some milliseconds, and is done for the first node that does not
    /// plainly keep to the schema.
    compiled: OnceLock<Option<jsonschema::Validator>>,
}

/// One thing in which a node does not keep to the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach<'a> {
    /// The JSON pointer of the place in the instance.
    pub instance: String,
    /// The JSON pointer of the keyword in the schema that asks for more, references followed.
    pub schema: String,
    /// The title of the block that asked.
    pub title: Option<&'a str>,
    /// What that block says of the ways that there are.
    pub ways: Option<&'a str>,
    /// The places of the schema that speak of this value on the way to that keyword, from the outside
    /// in: a definition comes behind what refers to it.
    pub asked: Vec<Asked<'a>>,
    /// What is wrong.
    pub wrong: Wrong<'a>,
}

/// A place of the schema that speaks of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The place.
    pub schema: &'a Value,
    /// The name of the definition that it is.
    pub definition: Option<&'a str>,
}

/// What is wrong, as far as the words for it differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// A key is not there.
    Missing(String),
    /// None of several ways was taken; what is wrong with each.
    NoWay(Vec<Vec<Breach<'a>>>),
    /// Keys are there that the schema does not know.
    Unknown(Vec<String>),
    /// What is wrong with the name of a key.
    Name(String),
    /// It is of another type than this.
    Type(String),
    /// It is none of these.
    Options(Vec<String>),
    /// It is text of another form.
    Pattern,
    /// A list or text is too short.
    TooFew,
    /// Another keyword of JSON Schema is not met.
    Other(String),
}

/// The most of the library's own words that is shown, in characters.
const LONGEST_REASON: usize = 200;

impl Validator {
    /// Makes a schema ready.
    pub fn new(schema: &Value) -> Self {
        Self {
            quick: Quick::new(schema),
            schema: schema.clone(),
            compiled: OnceLock::new(),
        }
    }

    fn compiled(&self) -> Option<&jsonschema::Validator> {
        let compile = || {
            jsonschema::draft202012::options()
                .should_validate_formats(false)
                .build(&self.schema)
                .ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    /// Why a fragment makes no schema where it may refer to `definitions`; `None` where it does.
    pub fn fault_of(fragment: &Value, definitions: &Value) -> Option<String> {
        let schema = serde_json::json!({
            "$defs": definitions,
            "properties": { "it": fragment },
        });
        let error = jsonschema::draft202012::options()
            .should_validate_formats(false)
            .build(&schema)
            .err()?;
        let place = error.instance_path().to_string();
        let place = place.strip_prefix("/properties/it").unwrap_or(&place);
        let why: String = error.to_string().chars().take(LONGEST_REASON).collect();
        Some(if place.is_empty() {
            why
        } else {
            format!("{why} (at `{place}`)")
        })
    }

    /// The schema.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// Whether the schema is one.
    pub fn is_usable(&self) -> bool {
        self.compiled().is_some()
    }

    /// In what a node does not keep to the schema, in the order of the schema.
    pub fn breaches(&self, root: &Node) -> Vec<Breach<'_>> {
        if self.quick.keeps(root) == Keeps::Yes {
            return Vec::new();
        }
        let json = root.to_json();
        let compiled = self.compiled().filter(|it| !it.is_valid(&json));
        let errors = compiled.into_iter().flat_map(|it| it.iter_errors(&json));
        errors.map(|error| self.breach(&error)).collect()
    }

    fn breach(&self, error: &ValidationError<'_>) -> Breach<'_> {
        let schema = error.schema_path().to_string();
        let evaluation = error.evaluation_path().to_string();
        let block = block(&self.schema, &evaluation);
        let text = |key: &str| block.and_then(|it| it.get(key)).and_then(Value::as_str);
        let wrong = match error.kind() {
            Kind::Required { property } => {
                Wrong::Missing(property.as_str().unwrap_or_default().to_owned())
            }
            Kind::AnyOf { context } => Wrong::NoWay(
                context
                    .iter()
                    .map(|way| way.iter().map(|it| self.breach(it)).collect())
                    .collect(),
            ),
            Kind::PropertyNames { error } => {
                Wrong::Name(error.instance().as_str().unwrap_or_default().to_owned())
            }
            Kind::AdditionalProperties { unexpected } => Wrong::Unknown(unexpected.clone()),
            Kind::Type { kind } => Wrong::Type(format!("{kind:?}")),
            Kind::Enum { options } => Wrong::Options(
                options
                    .as_array()
                    .map_or(&[][..], Vec::as_slice)
                    .iter()
                    .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
                    .collect(),
            ),
            Kind::Pattern { .. } => Wrong::Pattern,
            Kind::MinItems { .. } | Kind::MinLength { .. } => Wrong::TooFew,
            other => Wrong::Other(other.keyword().to_owned()),
        };
        Breach {
            instance: error.instance_path().to_string(),
            schema,
            title: text("title"),
            ways: text("description"),
            asked: asked(&self.schema, &evaluation),
            wrong,
        }
    }
}

/// The places that speak of one value on the way to a keyword, from the outside in.
fn asked<'a>(schema: &'a Value, evaluation: &str) -> Vec<Asked<'a>> {
    let top = Asked {
        schema,
        definition: None,
    };
    let mut asked = vec![top];
    let mut place = schema;
    let mut before = String::new();
    let steps: Vec<&str> = evaluation.split('/').skip(1).collect();
    for step in steps.split_last().map_or(&[][..], |(_, steps)| steps) {
        let step = pointer::key(step);
        let target = place.get("$ref").and_then(Value::as_str);
        let target = target.filter(|_| step == "$ref");
        let next = match (target, place) {
            (Some(target), _) => target.strip_prefix('#').and_then(|it| schema.pointer(it)),
            (None, Value::Array(items)) => step.parse::<usize>().ok().and_then(|it| items.get(it)),
            (None, _) => place.get(&*step),
        };
        let Some(next) = next else {
            return asked;
        };
        if target.is_none() && step != "anyOf" && before != "anyOf" {
            asked.clear();
        }
        // The library leaves out how it came to the definition of a key's name.
        let defined = place.as_object().filter(|_| before == "$defs");
        let defined = defined.and_then(|it| it.get_key_value(&*step));
        asked.push(Asked {
            schema: next,
            definition: target
                .and_then(|it| it.strip_prefix("#/$defs/"))
                .or(defined.map(|(name, _)| name.as_str())),
        });
        place = next;
        before = step;
    }
    asked
}

/// The innermost block with a title on the way to the place that found fault: a member of an
/// `allOf`.
fn block<'a>(schema: &'a Value, evaluation: &str) -> Option<&'a Value> {
    let mut block = None;
    let mut place = schema;
    for part in evaluation.split('/').skip(1) {
        let part = pointer::key(part);
        if part == "$ref" {
            let target = place.get("$ref").and_then(Value::as_str)?;
            place = schema.pointer(target.strip_prefix('#')?)?;
            continue;
        }
        place = match place {
            Value::Array(items) => {
                let item = items.get(part.parse::<usize>().ok()?)?;
                if item.get("title").is_some() && item.get("then").is_some() {
                    block = Some(item);
                }
                item
            }
            other => match other.get(&*part) {
                Some(next) => next,
                None => return block,
            },
        };
    }
    block
}

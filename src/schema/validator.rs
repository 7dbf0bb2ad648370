//! The one place that knows the JSON Schema library, but for [`Instance`].

use std::collections::BTreeSet;

use jsonschema::Draft;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::SchemaFaultKind;
use super::instance::Instance;
use super::words;
use crate::diagnostic::Fault;
use crate::front_matter::FrontMatter;

/// A compiled schema.
#[derive(Debug)]
pub struct Validator {
    schema: Value,
    /// `None` where the configuration's own fragments are no schema; `pmrepo.yaml` says so then.
    compiled: Option<jsonschema::Validator<Instance>>,
}

/// What the library found, in a form that the words are made from.
pub(super) struct Found<'a> {
    /// The place in the document.
    pub(super) instance: String,
    /// The place in the schema.
    pub(super) schema: String,
    /// The title of the block that asked, and what it says of the ways that there are.
    pub(super) title: Option<&'a str>,
    pub(super) ways: Option<&'a str>,
    /// What is wrong.
    pub(super) wrong: Wrong,
}

/// What is wrong, as far as the words differ.
pub(super) enum Wrong {
    Missing(String),
    NoWay,
    Unknown(Vec<String>),
    Type(String),
    Options(Vec<String>),
    Pattern,
    TooFew,
    Other(String),
}

/// The most of the library's own words that is shown, in characters.
const LONGEST_REASON: usize = 200;

impl Validator {
    /// Compiles a schema. Takes some milliseconds: not for a commit that touches no postmortem.
    pub fn new(schema: &Value) -> Self {
        let compiled = jsonschema::options_for::<Instance>()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(false)
            .build(schema)
            .ok();
        Self {
            schema: schema.clone(),
            compiled,
        }
    }

    /// Why a fragment makes no schema where it may refer to `definitions`; `None` where it does.
    pub(super) fn fault_of(fragment: &Value, definitions: &Value) -> Option<String> {
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

    /// Whether the schema is one.
    pub fn is_usable(&self) -> bool {
        self.compiled.is_some()
    }

    /// The faults of a front matter, in the order of their places; one for each field.
    pub fn faults(&self, front_matter: &FrontMatter) -> Vec<Fault<SchemaFaultKind>> {
        let Some(compiled) = &self.compiled else {
            return Vec::new();
        };
        if compiled.is_valid(&front_matter.root) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let mut told = BTreeSet::new();
        for error in compiled.iter_errors(&front_matter.root) {
            for fault in words::faults(&self.found(&error), front_matter, &self.schema) {
                if told.insert(fault.pointer.clone()) {
                    faults.push(fault);
                }
            }
        }
        // What hangs on a field that is itself at fault is not told apart.
        let pointers: Vec<String> = faults.iter().map(|it| it.pointer.clone()).collect();
        faults.retain(|fault| {
            !pointers.iter().any(|it| {
                fault
                    .pointer
                    .strip_prefix(&**it)
                    .is_some_and(|rest| rest.starts_with('/'))
            })
        });
        faults.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
        faults
    }

    fn found(&self, error: &ValidationError<'_>) -> Found<'_> {
        let schema = error.schema_path().to_string();
        let evaluation = error.evaluation_path().to_string();
        let block = block(&self.schema, &evaluation);
        let text = |key: &str| block.and_then(|it| it.get(key)).and_then(Value::as_str);
        let wrong = match error.kind() {
            Kind::Required { property } => {
                Wrong::Missing(property.as_str().unwrap_or_default().to_owned())
            }
            Kind::AnyOf { .. } => Wrong::NoWay,
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
        Found {
            instance: error.instance_path().to_string(),
            schema,
            title: text("title"),
            ways: text("description"),
            wrong,
        }
    }
}

/// The innermost block with a title on the way to the place that found fault: a member of an
/// `allOf`.
fn block<'a>(schema: &'a Value, evaluation: &str) -> Option<&'a Value> {
    let mut block = None;
    let mut place = schema;
    for part in evaluation.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
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

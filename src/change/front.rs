//! Fields of a report's text: set, removed, made longer, and the prompts gone that they answer.

use serde_json::Value;

use crate::corpus::Files;
use crate::front_matter::edit;
use crate::front_matter::edit::EditError;
use crate::model::FieldName;
use crate::model::TemplateName;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::template;
use crate::tree::Edits;

/// What becomes of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Becomes {
    /// It has a value.
    Value(Value),
    /// Its list has more items, at the end.
    Longer(Vec<Value>),
    /// Its list has some items less: their places.
    Shorter(Vec<usize>),
    /// It is not there.
    Gone,
}

/// Sets fields of a report to values, if every edit is what was meant; null removes a field.
pub(super) fn edits(
    root: &Root,
    files: &Files,
    values: &[(&str, Value)],
) -> Result<Edits, Refusal> {
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let values: Vec<(&str, Becomes)> = values
        .iter()
        .map(|(name, value)| match value {
            Value::Null => (*name, Becomes::Gone),
            value => (*name, Becomes::Value(value.clone())),
        })
        .collect();
    let path = &files.report.path;
    let mut edits = Edits::none();
    let text = written(root, files, &schema, &values)?;
    edits.change(path, root.text_of(path)?, text);
    Ok(edits)
}

/// The text of a new report with more fields set.
pub(super) fn put(
    root: &Root,
    text: String,
    values: &[(FieldName, Value)],
) -> Result<String, Refusal> {
    if values.is_empty() {
        return Ok(text);
    }
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let mut text = text;
    for (field, value) in values {
        let becomes = Becomes::Value(value.clone());
        text = one(&text, field.as_str(), &becomes, &schema)
            .map_err(|it| Refusal::unreadable(format!("the new report: {it}")))?;
    }
    let names = values.iter().map(|(field, _)| field.as_str());
    answered(root, &schema, &text, names)
}

/// The text of a report with fields set, and without the prompts that they answer.
pub(super) fn written(
    root: &Root,
    files: &Files,
    schema: &Value,
    values: &[(&str, Becomes)],
) -> Result<String, Refusal> {
    let path = &files.report.path;
    let mut text = root.text_of(path)?;
    for (name, becomes) in values {
        text = one(&text, name, becomes, schema).map_err(|it| {
            Refusal::unreadable(format!("{path}: {it}"))
                .hint(format!("`pmrepo check {}` says more", files.id))
                .about(path)
        })?;
    }
    let names = values.iter().map(|(name, _)| *name);
    answered(root, schema, &text, names)
}

/// The text with one field set.
fn one(text: &str, name: &str, becomes: &Becomes, schema: &Value) -> Result<String, EditError> {
    let way: Vec<&str> = name.split('.').collect();
    let first: Vec<&str> = way.iter().copied().take(1).collect();
    let mut keys = schema::siblings(schema, &first);
    keys.extend(schema::siblings(schema, &way));
    let order: Vec<&str> = keys.iter().map(String::as_str).collect();
    match becomes {
        Becomes::Value(value) => edit::set(text, &way, value, &order),
        Becomes::Gone => edit::remove(text, &way),
        Becomes::Shorter(places) => {
            // From the end on, so that the places before stay as they are.
            let places = places.iter().rev().map(usize::to_string);
            places.into_iter().try_fold(text.to_owned(), |text, place| {
                let way: Vec<&str> = way.iter().copied().chain([place.as_str()]).collect();
                edit::remove(&text, &way)
            })
        }
        Becomes::Longer(items) => edit::append(text, &way, items, &order),
    }
}

/// The text of a report without the prompts of a new report that fields answer, be it because another
/// field does as well.
fn answered<'a>(
    root: &Root,
    schema: &Value,
    text: &str,
    names: impl Iterator<Item = &'a str>,
) -> Result<String, Refusal> {
    let instead = schema::alternatives(schema);
    let mut done: Vec<&str> = Vec::new();
    for name in names {
        done.push(name);
        done.extend(
            instead
                .iter()
                .filter(|it| it.iter().any(|it| it == name))
                .flatten()
                .map(String::as_str),
        );
    }
    let own = root.own_template(TemplateName::Report)?;
    let template = own
        .as_deref()
        .unwrap_or(template::built_in(TemplateName::Report));
    let headings: Vec<&str> = template.lines().map(str::trim).collect();
    Ok(edit::without_prompts(
        text,
        &|it| done.contains(&it),
        &|line| line.starts_with("# ") && headings.contains(&line),
    ))
}

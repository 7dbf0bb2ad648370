//! Setting fields of a report, in place: what would be wrong is refused, and nothing is guessed.

mod list;
mod status;
mod value;
mod verdict;

use serde_json::Value;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::SetSaid;
use super::major;
use super::telling;
use crate::corpus::Dossier;
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
use value::Becomes;
use verdict::Verdict;

/// How a value goes into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It is the value; without one the field goes.
    Is,
    /// Its items are added to the list.
    Add,
    /// Its items are taken out of the list.
    Remove,
}

/// What is to become of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The field; a dot leads into a group.
    pub field: &'a str,
    /// How the value goes into it.
    pub manner: Manner,
    /// The value, as people write it: a short time, `me`, a list with commas.
    pub value: &'a str,
}

/// Sets fields: all of them, or none. What a raised severity asks for is scaffolded; what the schema
/// or a rule refuses in what is set is refused.
pub fn set(
    root: &Root,
    files: &Files,
    settings: &[Setting<'_>],
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    once(settings)?;
    let before = Dossier::read(files, &root.snapshot().reader());
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let reader = value::Reader {
        schema: &schema,
        by,
        root,
        files,
        report: &before.report,
    };
    let mut values: Vec<(&str, Becomes)> = Vec::new();
    for setting in settings {
        values.push((setting.field, reader.read(setting)?));
    }
    let status = values
        .iter()
        .find(|(field, _)| *field == FieldName::Status.as_str());
    if let Some((_, Becomes::Value(Value::String(word)))) = status {
        let more = status::go(root, &before, word, by)?;
        values.extend(more.map(|(field, value)| (field, Becomes::Value(value))));
    }
    let text = written(root, files, &schema, &values)?;
    let scaffolds = major::scaffolds(root, files, &before, &text)?;
    let edits = scaffolds.edits;
    let after = before.over(&root.snapshot().over(edits.texts(root.snapshot())));
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    Verdict::new(root, (&before, &after), &names, by).must_hold()?;
    let mut says = vec![Said::Wrote(files.report.path.clone())];
    for setting in settings {
        if let Some(understood) = reader.understood(setting) {
            says.push(Said::Set(SetSaid::Understood {
                field: setting.field.to_owned(),
                when: understood.to_string(),
            }));
            let doubt = understood.doubt().map(SetSaid::Doubt);
            says.extend(doubt.map(Said::Set));
        }
    }
    says.extend(scaffolds.says);
    let told = telling::of(root, (&before, &after), &names, root.clock(by.now));
    says.extend(told.into_iter().map(Said::Set));
    let headline = Headline::of(&files.id, format!("set {}", names.join(", ")));
    Ok(Draft::make((root, by), headline, edits, says)?.lenient())
}

/// Refuses a field that is named twice, or once by itself and once with what lies in it.
fn once(settings: &[Setting<'_>]) -> Result<(), Refusal> {
    for (at, setting) in settings.iter().enumerate() {
        let name = setting.field;
        let is_within = |it: &Setting<'_>| {
            let rest = it.field.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let others = settings.iter().enumerate();
        let mut others = others.filter(|(other, _)| *other != at);
        if let Some((_, other)) = others.find(|(_, it)| is_within(it)) {
            let refusal = Refusal::usage(if other.field == name {
                format!("`{name}` is set twice")
            } else {
                format!("`{name}` and `{}` are both set", other.field)
            });
            return Err(refusal.hint(match other.manner {
                Manner::Is => "set each field once",
                Manner::Add | Manner::Remove => "separate the items with commas: `+=a,b`",
            }));
        }
    }
    Ok(())
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

/// The text of a report with fields set, and without the prompts that they answer.
fn written(
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
        Becomes::Longer(items) => items.iter().try_fold(text.to_owned(), |text, item| {
            edit::append(&text, &way, item, &order)
        }),
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

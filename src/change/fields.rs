//! Setting fields of a report, in place: what would be wrong is refused, and nothing is guessed.

mod list;
mod missing;
mod status;
mod value;

pub use missing::begin;
use serde_json::Value;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::SetSaid;
use super::front;
use super::front::Becomes;
use super::major;
use super::reading;
use super::telling;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::document::Sort;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;

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

impl<'a> Setting<'a> {
    /// What one word sets: `FIELD=VALUE`, `FIELD+=VALUE` or `FIELD-=VALUE`.
    pub fn read(word: &'a str) -> Result<Self, Refusal> {
        let Some((name, value)) = word.split_once('=') else {
            return Err(Refusal::usage(format!("`{word}` sets nothing")).hint("write FIELD=VALUE"));
        };
        let (name, manner) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
            (Some(name), _) => (name, Manner::Add),
            (_, Some(name)) => (name, Manner::Remove),
            (None, None) => (name, Manner::Is),
        };
        Ok(Self {
            field: name.trim(),
            manner,
            value,
        })
    }
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
    let text = front::written(root, files, &schema, &values)?;
    let scaffolds = major::scaffolds(root, files, &before, &text)?;
    let edits = scaffolds.edits;
    let after = before.over(&root.snapshot().over(edits.texts(root.snapshot())));
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
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
    Draft::make((root, by), headline, edits, says)
}

/// Says when an incident was over, and sets what else is said; one that is over already stays as it is.
pub fn resolve(
    root: &Root,
    files: &Files,
    (at, settings): (&str, &[Setting<'_>]),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let report = reading::today(root, &files.report.path, Sort::WithFrontMatter);
    let field = FieldName::ResolvedAt;
    let said = Report::new(&root.config.policy, &report).field(field);
    if said.is_there() {
        let id = &files.id;
        let unread = || {
            said.text()
                .unwrap_or("a time that cannot be read")
                .to_owned()
        };
        let zone = root.config.policy.zone;
        let when = said.moment().map_or_else(unread, |it| zone.words(it));
        return Err(
            Refusal::not_ready(format!("{id} is resolved already: {when}"))
                .hint(format!(
                    "to write another time: pmrepo set {id} {field}=WHEN"
                ))
                .hint(format!("if it goes on: pmrepo reopen {id} --because WHY")),
        );
    }
    let over = Setting {
        field: field.as_str(),
        manner: Manner::Is,
        value: at,
    };
    let all: Vec<Setting<'_>> = [over].into_iter().chain(settings.iter().copied()).collect();
    set(root, files, &all, by)
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

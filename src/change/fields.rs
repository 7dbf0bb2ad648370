//! Setting fields of a report, in place.

use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::TypedFault;
use crate::calendar::Understood;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::front_matter::edit;
use crate::likeness;
use crate::likeness::Among;
use crate::model::FieldName;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::schema;
use crate::schema::FieldKind;
use crate::tree::Edits;

/// How a value goes into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It is the value.
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

/// Sets fields: all of them, or none.
pub fn set(
    root: &Root,
    files: &Files,
    settings: &[Setting<'_>],
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let reader = root.snapshot().reader();
    let setter = Setter {
        schema: schema::effective(schema::Name::Postmortem, &root.config),
        by,
        root,
        report: &Document::read(&reader, &files.report, Sort::WithFrontMatter),
    };
    let mut values = Vec::new();
    for setting in settings {
        values.push((setting.field, setter.value(setting)?));
    }
    let edits = edits(root, files, &values)?;
    let says = vec![Said::Wrote(files.report.path.clone())];
    let names: Vec<&str> = settings.iter().map(|it| it.field).collect();
    let headline = Headline::of(&files.id, format!("set {}", names.join(", ")));
    Draft::make((root, by), headline, edits, says)
}

/// Sets fields of a report to values, if every edit is what was meant.
pub(super) fn edits(
    root: &Root,
    files: &Files,
    values: &[(&str, Value)],
) -> Result<Edits, Refusal> {
    let path = &files.report.path;
    let before = root.text_of(path)?;
    let mut text = before.clone();
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    for (name, value) in values {
        let way: Vec<&str> = name.split('.').collect();
        let first: Vec<&str> = way.iter().copied().take(1).collect();
        let mut keys = schema::siblings(&schema, &first);
        keys.extend(schema::siblings(&schema, &way));
        let order: Vec<&str> = keys.iter().map(String::as_str).collect();
        text = edit::set(&text, &way, value, &order).map_err(|it| {
            Refusal::unreadable(format!("{path}: {it}"))
                .hint(format!("`pmrepo check {}` says more", files.id))
        })?;
    }
    let mut edits = Edits::none();
    edits.change(path, before, text);
    Ok(edits)
}

/// What values are read with.
struct Setter<'a> {
    schema: Value,
    by: &'a By<'a>,
    root: &'a Root,
    report: &'a Document,
}

impl Setter<'_> {
    /// What a word means for a field: by what that holds.
    fn value(&self, setting: &Setting<'_>) -> Result<Value, Refusal> {
        let Setting {
            field: name,
            manner,
            value: text,
        } = *setting;
        let Some(field) = schema::field(&self.schema, name) else {
            return Err(self.unknown(name));
        };
        let fields = self.root.fields();
        // The items of a list of groups are no values.
        let is_list = field.get("type").and_then(Value::as_str) == Some("array");
        let items = fields.items(name).or(is_list.then_some(FieldKind::Other));
        match (fields.one(name), items) {
            (one, None) if manner == Manner::Is => self.one(name, text, one),
            (_, None) => Err(Refusal::usage(format!("`{name}` is no list"))
                .hint(format!("set it with `{name}=VALUE`"))),
            (Some(one), Some(_)) if manner == Manner::Is && !text.contains(',') => {
                self.one(name, text, Some(one))
            }
            (_, Some(kind)) => {
                let items = text.split(',').map(str::trim).filter(|it| !it.is_empty());
                let items: Vec<String> = items
                    .map(|it| self.word(name, it, kind))
                    .collect::<Result<_, _>>()?;
                Ok(json!(self.list(name, items, manner)?))
            }
        }
    }

    /// What a word means where a field has one value; `None` where the schema does not say what.
    fn one(&self, name: &str, text: &str, kind: Option<FieldKind>) -> Result<Value, Refusal> {
        Ok(match kind {
            Some(FieldKind::YesOrNo) if text == "true" || text == "false" => json!(text == "true"),
            Some(FieldKind::WholeNumber | FieldKind::Count) => number_or_text(text),
            Some(kind) => json!(self.word(name, text, kind)?),
            None => json!(text),
        })
    }

    /// A time: a meeting is to come, all else has been.
    fn moment(&self, name: &str, text: &str) -> Result<Understood, TypedFault> {
        let zone = self.root.config.policy.zone;
        if name == FieldName::MeetingScheduledFor.as_str() {
            return calendar::read_future(text, self.by.now, zone);
        }
        calendar::read_past(text, self.by.now, zone)
    }

    /// What is written for a word.
    fn word(&self, name: &str, text: &str, kind: FieldKind) -> Result<String, Refusal> {
        let policy = &self.root.config.policy;
        match kind {
            FieldKind::Timestamp => self
                .moment(name, text)
                .map(|it| it.at.to_short())
                .map_err(|it| it.refuse(&format!("`{name}`"))),
            FieldKind::Date => calendar::read_date(text, Toward::Past, self.by.now, policy.zone)
                .map(|it| it.to_string())
                .map_err(|it| it.refuse(&format!("`{name}`"))),
            FieldKind::Person => self.by.workspace.person(policy, text),
            FieldKind::PersonOrTeam if !text.contains('/') => {
                self.by.workspace.person(policy, text)
            }
            _ => Ok(text.to_owned()),
        }
    }

    /// The items of a list once a change is made to it.
    fn list(&self, name: &str, items: Vec<String>, manner: Manner) -> Result<Vec<String>, Refusal> {
        if manner == Manner::Is {
            return Ok(items);
        }
        let nodes = self.report.field(name).map_or(&[][..], Node::items);
        let mut list: Vec<String> = nodes
            .iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect();
        if list.len() != nodes.len() {
            return Err(
                Refusal::not_ready(format!("`{name}` holds more than words"))
                    .hint("change it in the editor: `pmrepo edit`"),
            );
        }
        for item in items {
            let is_there = list.contains(&item);
            match manner {
                Manner::Remove if !is_there => {
                    return Err(Refusal::not_found(format!("`{item}` is not in `{name}`"))
                        .hint(format!("it holds {}", list.join(", "))));
                }
                Manner::Remove => list.retain(|it| *it != item),
                Manner::Add | Manner::Is if is_there => {}
                Manner::Add | Manner::Is => list.push(item),
            }
        }
        Ok(list)
    }

    fn unknown(&self, name: &str) -> Refusal {
        let way: Vec<&str> = name.split('.').collect();
        let group = way.split_last().map_or(&[][..], |(_, group)| group);
        let last = way.last().copied().unwrap_or(name);
        let keys = schema::siblings(&self.schema, &way).into_iter();
        let keys = keys.map(|key| {
            let full: Vec<&str> = group.iter().copied().chain([key.as_str()]).collect();
            let full = full.join(".");
            (key, full)
        });
        let like = likeness::nearest(last, keys, Among::Names);
        Refusal::not_found(format!("`{name}` is no field")).hint(match like {
            Some(like) => format!("did you mean `{like}`?"),
            None => "`pmrepo schema` lists them".to_owned(),
        })
    }
}

fn number_or_text(text: &str) -> Value {
    text.parse::<u64>()
        .map_or_else(|_| json!(text), |it| json!(it))
}

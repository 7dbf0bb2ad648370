//! `pmrepo set`: changes fields, in place.

use clap_complete::ArgValueCandidates;
use serde_json::Value;
use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::calendar;
use crate::corpus::Files;
use crate::document::Document;
use crate::document::Sort;
use crate::front_matter::Node;
use crate::front_matter::edit;
use crate::likeness;
use crate::likeness::Among;
use crate::render::sanitize;
use crate::root::Root;
use crate::schema;
use crate::schema::FieldKind;
use crate::time;
use crate::time::Moment;
use crate::tree::Edits;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Set fields of a postmortem, in place
///
/// Only the bytes change that must: comments, order and line endings stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pmrepo set checkout owner=carol 'resolved_at=today 14:03'
  pmrepo set checkout roles.scribe=bob services=checkout,payments
  pmrepo set checkout services+=search tags-=draft")]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// FIELD=VALUE; a dot leads into a group (roles.scribe=bob), a comma separates a list's items;
    /// FIELD+=VALUE and FIELD-=VALUE add to a list and take away
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// How a value goes into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// It is the value.
    Is,
    /// Its items are added to the list.
    Add,
    /// Its items are taken out of the list.
    Remove,
}

/// Runs it. All fields are set, or none.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    // An id has no `=`: where the first word has one, the id was left out.
    let (id, first) = if args.id.contains('=') {
        (None, Some(&args.id))
    } else {
        (Some(args.id.as_str()), None)
    };
    let fields: Vec<&String> = first.into_iter().chain(&args.fields).collect();
    if fields.is_empty() {
        return Err(Refusal::usage("nothing to set").hint("write FIELD=VALUE behind the id"));
    }
    let (root, files) = workspace.find_to_write(id)?;
    let report = Document::read(
        &workspace.snapshot.reader(),
        &files.report,
        Sort::WithFrontMatter,
    );
    let setting = Setting {
        schema: schema::effective(schema::Name::Postmortem, &root.config),
        now: ctx.now(root.config.policy.zone)?,
        workspace: &workspace,
        root: &root,
        report: &report,
    };
    let mut changes = Vec::new();
    for field in fields {
        let Some((name, text)) = field.split_once('=') else {
            return Err(Refusal::usage(format!("`{field}` sets nothing")).hint("write FIELD=VALUE"));
        };
        let (name, manner) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
            (Some(name), _) => (name, Manner::Add),
            (_, Some(name)) => (name, Manner::Remove),
            (None, None) => (name, Manner::Is),
        };
        let name = name.trim();
        changes.push((name.to_owned(), setting.value(name, text, manner)?));
    }
    write(&workspace, &root, &files, &changes)?;
    print(&format!("{}\n", sanitize(files.report.path.as_str())))?;
    Ok(Ending::Clean)
}

/// Sets fields of a report and writes it, once, if every edit is what was meant.
pub(super) fn write(
    workspace: &Workspace,
    root: &Root,
    files: &Files,
    changes: &[(String, Value)],
) -> Result<(), Refusal> {
    let path = &files.report.path;
    let before = root.text_of(path)?;
    let mut text = before.clone();
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    for (name, value) in changes {
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
    workspace.apply(&edits)?;
    Ok(())
}

/// What values on the command line are read with.
struct Setting<'a> {
    schema: Value,
    now: Moment,
    workspace: &'a Workspace,
    root: &'a Root,
    report: &'a Document,
}

impl Setting<'_> {
    /// What a word means for a field: by what that holds.
    fn value(&self, name: &str, text: &str, manner: Manner) -> Result<Value, Refusal> {
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

    /// What is written for a word.
    fn word(&self, name: &str, text: &str, kind: FieldKind) -> Result<String, Refusal> {
        let policy = &self.root.config.policy;
        match kind {
            FieldKind::Timestamp => calendar::read_short(text, self.now, policy.zone)
                .map(Moment::to_short)
                .map_err(|it| Refusal::usage(format!("`{name}`: {it}")).hint(it.help())),
            FieldKind::Date => time::parse_date(text.trim())
                .map(|it| it.to_string())
                .map_err(|it| Refusal::usage(format!("`{name}`: `{text}` {it}")).hint(it.help())),
            FieldKind::Person => self.workspace.person(policy, text),
            FieldKind::PersonOrTeam if !text.contains('/') => self.workspace.person(policy, text),
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

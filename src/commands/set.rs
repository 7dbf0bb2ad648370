//! `pmrepo set`: changes fields, in place.

use clap_complete::ArgValueCandidates;
use serde_json::Value;
use serde_json::json;

use super::Ctx;
use super::Error;
use super::Status;
use super::completions;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use super::writing::Tree;
use crate::calendar;
use crate::check::Root;
use crate::corpus::Files;
use crate::front_matter::edit;
use crate::schema;
use crate::time::Moment;

/// Set fields of a postmortem, in place
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// FIELD=VALUE; a dot leads into a group (roles.scribe=bob), a comma separates a list's items
    #[arg(required = true, value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Runs it. All fields are set, or none.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let workspace = Workspace::open(ctx, &State::Worktree)?;
    let root = workspace.one_root()?;
    let files = workspace.find(&root, &args.id)?;
    let now = ctx.now(root.config.policy.zone)?;
    let mut changes = Vec::new();
    for field in &args.fields {
        let Some((name, text)) = field.split_once('=') else {
            return Err(Error::new(format!("`{field}` sets nothing")).hint("write FIELD=VALUE"));
        };
        changes.push((
            name.trim().to_owned(),
            value(&root, now, name.trim(), text)?,
        ));
    }
    write(&workspace, &root, &files, &changes)?;
    print(&format!("{}\n", files.report.path))?;
    Ok(Status::Clean)
}

/// Sets fields of a report and writes it, once, if every edit is what was meant.
pub(super) fn write(
    workspace: &Workspace,
    root: &Root,
    files: &Files,
    changes: &[(String, Value)],
) -> Result<(), Error> {
    let Some(top) = &workspace.top else {
        return Err(Error::new("a bare repository has no files to write")
            .hint("run it in a clone, and push"));
    };
    let path = &files.report.path;
    let bytes = workspace
        .snapshot
        .read(path)
        .map_err(|it| Error::new(format!("{path}: {it}")))?;
    let mut text =
        String::from_utf8(bytes).map_err(|_| Error::new(format!("{path} is not UTF-8")))?;
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    for (name, value) in changes {
        let way: Vec<&str> = name.split('.').collect();
        let first: Vec<&str> = way.iter().copied().take(1).collect();
        let mut keys = schema::siblings(&schema, &first);
        keys.extend(schema::siblings(&schema, &way));
        let order: Vec<&str> = keys.iter().map(String::as_str).collect();
        text = edit::set(&text, &way, value, &order).map_err(|it| {
            Error::new(format!("{path}: {it}"))
                .hint(format!("`pmrepo check {}` says more", files.id))
        })?;
    }
    Tree::new(top)?.replace(path, &text)
}

/// What a word on the command line means for a field: by the type that the schema gives it.
fn value(root: &Root, now: Moment, name: &str, text: &str) -> Result<Value, Error> {
    let schema = schema::effective(schema::Name::Postmortem, &root.config);
    let Some(field) = schema::field(&schema, name) else {
        return Err(Error::new(format!("`{name}` is no field")).hint("`pmrepo schema` lists them"));
    };
    if schema::is_timestamp(field) {
        return calendar::read_short(text, now, root.config.policy.zone)
            .map(|moment| json!(moment.to_short()))
            .map_err(|it| Error::new(format!("`{name}`: {it}")).hint(it.help()));
    }
    Ok(match field.get("type").and_then(Value::as_str) {
        Some("array") => text
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect(),
        Some("boolean") if text == "true" || text == "false" => json!(text == "true"),
        Some("integer") => text
            .parse::<u64>()
            .map_or_else(|_| json!(text), |it| json!(it)),
        None if field.get("anyOf").is_some() => text
            .parse::<u64>()
            .map_or_else(|_| json!(text), |it| json!(it)),
        _ => json!(text),
    })
}

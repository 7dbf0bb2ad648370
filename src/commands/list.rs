//! `pmrepo list`: what there is.

use clap::ValueEnum;
use comfy_table::Table;

use super::Ctx;
use super::Error;
use super::Status;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use crate::render::json;
use crate::render::sanitize;
use crate::report::list;
use crate::report::list::Filter;
use crate::report::list::Row;
use crate::time;

/// List postmortems, newest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Read a commit instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Only with this status (may be given again, as all that follow)
    #[arg(long)]
    status: Vec<String>,
    /// Only of this severity
    #[arg(long)]
    severity: Vec<String>,
    /// Only of this owner
    #[arg(long, value_name = "PERSON")]
    owner: Vec<String>,
    /// Only with this person in any part
    #[arg(long, value_name = "PERSON")]
    who: Vec<String>,
    /// Only about this service
    #[arg(long)]
    service: Vec<String>,
    /// Only with this tag
    #[arg(long)]
    tag: Vec<String>,
    /// Only incidents from this day on
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only incidents up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Print the paths of the reports alone, a line each
    #[arg(long, conflicts_with = "format")]
    path: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let date = |text: &Option<String>, flag: &str| match text {
        Some(text) => time::parse_date(text)
            .map(Some)
            .map_err(|it| Error::new(format!("{flag}: `{text}` {it}")).hint(it.help())),
        None => Ok(None),
    };
    let filter = Filter {
        statuses: args.status.clone(),
        severities: args.severity.clone(),
        owners: args.owner.clone(),
        who: args.who.clone(),
        services: args.service.clone(),
        tags: args.tag.clone(),
        since: date(&args.since, "--since")?,
        until: date(&args.until, "--until")?,
    };
    let state = match &args.rev {
        Some(revision) => State::Revision(revision.clone()),
        None => State::Worktree,
    };
    let workspace = Workspace::open(ctx, &state)?;
    let mut rows = Vec::new();
    for root in workspace.roots()? {
        let layout = root.layout(&workspace.snapshot)?;
        let policy = &root.config.policy;
        rows.extend(list::list(policy, &layout, &workspace.snapshot, &filter));
    }
    let text = match args.format {
        _ if args.path => rows
            .iter()
            .map(|row| format!("{}\n", sanitize(row.path.as_str())))
            .collect(),
        Format::Json => json::list(workspace.snapshot.name(), &rows),
        Format::Human => table(&rows),
    };
    print(&text)?;
    Ok(Status::Clean)
}

fn table(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "no postmortems\n".to_owned();
    }
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["ID", "STATUS", "SEVERITY", "OWNER", "TITLE"]);
    for row in rows {
        let cell = |text: &Option<String>| sanitize(text.as_deref().unwrap_or("-"));
        let status = if row.is_readable {
            cell(&row.status)
        } else {
            "unreadable".to_owned()
        };
        table.add_row([
            sanitize(&row.id),
            status,
            cell(&row.severity),
            cell(&row.owner),
            cell(&row.title),
        ]);
    }
    let lines: Vec<String> = table.lines().map(|it| it.trim().to_owned()).collect();
    format!("{}\n", lines.join("\n"))
}

//! `pmrepo list`: what there is.

use super::Ctx;
use super::Error;
use super::Status;
use super::completions;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use crate::render::Detail;
use crate::render::Format;
use crate::render::sanitize;
use crate::report::list;
use crate::report::list::Filter;
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
    #[arg(long, add = completions::statuses())]
    status: Vec<String>,
    /// Only of this severity
    #[arg(long, add = completions::severities())]
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
    let text = if args.path {
        rows.iter()
            .map(|row| format!("{}\n", sanitize(row.path.as_str())))
            .collect()
    } else {
        let look = ctx.look(Detail::Folded);
        args.format.list(workspace.snapshot.name(), &rows, &look)
    };
    print(&text)?;
    Ok(Status::Clean)
}

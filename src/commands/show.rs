//! `pmrepo show`: where one postmortem stands, and what it lacks.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Error;
use super::Status;
use super::completions;
use super::print;
use super::workspace::State;
use super::workspace::Which;
use super::workspace::Workspace;
use crate::check::Root;
use crate::commands::format::Format;
use crate::corpus::Dossier;
use crate::render::Detail;
use crate::render::sanitize;
use crate::report::history;
use crate::report::show;

/// Show where a postmortem stands, and what it lacks for its next status
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    #[command(flatten)]
    which: Which,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Print the path of its directory alone: cd "$(pmrepo show --path checkout)"
    #[arg(long, conflicts_with = "format")]
    path: bool,
    /// Show what became of it instead: when it appeared, moved and reached each status, by whom, and
    /// how that compares with what it claims
    #[arg(long, conflicts_with = "path")]
    history: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let workspace = Workspace::open(ctx, &args.which.state())?;
    let roots = workspace.roots()?;
    let files = workspace.find(&roots, args.id.as_deref())?;
    if args.path {
        let path = workspace.usable(&files.directory);
        print(&format!("{}\n", sanitize(&path)))?;
        return Ok(Status::Clean);
    }
    let is_of = |root: &&Root| {
        root.config.paths.postmortems.is_root()
            || root
                .directory
                .join(root.config.paths.postmortems.as_str())
                .is_some_and(|it| files.directory.below(&it).is_some())
    };
    let root = roots.iter().find(is_of).ok_or_else(Error::no_root)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    if args.history {
        let repo = workspace.repo.as_ref();
        let repo = repo.ok_or_else(|| Error::new("there is no git repository here"))?;
        let commit = match args.which.state() {
            State::Revision(_) => workspace.snapshot.commit_id(),
            _ => repo.head(),
        };
        let policy = &root.config.policy;
        let view = history::history(repo, commit, policy, &dossier)?;
        print(&args.format.history(workspace.snapshot.name(), &view))?;
        return Ok(Status::Clean);
    }
    let today = root.today(ctx.now(root.config.policy.zone)?);
    let view = show::show(root, &files, &dossier, today);
    let look = ctx.look(Detail::Folded);
    print(&args.format.show(workspace.snapshot.name(), &view, &look))?;
    Ok(Status::Clean)
}

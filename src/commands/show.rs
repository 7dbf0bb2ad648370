//! `pmrepo show`: where one postmortem stands, and what it lacks.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use crate::commands::format::Format;
use crate::commands::which::Which;
use crate::corpus::Dossier;
use crate::render::Detail;
use crate::render::sanitize;
use crate::report::history;
use crate::report::show;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Show where a postmortem stands, and what is missing for its next status
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
    /// Show its history instead: when it appeared, moved and reached each status, by whom, and
    /// how that compares with what it claims
    #[arg(long, conflicts_with = "path")]
    history: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let (root, files) = workspace.find(args.id.as_deref())?;
    if args.path {
        let path = workspace.usable(&files.directory);
        print(&format!("{}\n", sanitize(&path)))?;
        return Ok(Ending::Clean);
    }
    let zone = root.config.policy.zone;
    let look = ctx.look(Detail::Folded).seen(&workspace.here, [zone]);
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    if args.history {
        let repo = workspace.repo.as_ref();
        let repo = repo.ok_or_else(|| Refusal::repository("there is no git repository here"))?;
        let commit = match args.which.state() {
            State::Revision(_) => workspace.snapshot.commit_id(),
            _ => repo.head(),
        };
        let policy = &root.config.policy;
        let view = history::history(repo, commit, policy, &dossier)?;
        let name = workspace.snapshot.name();
        print(&args.format.history(name, &view, &look))?;
        return Ok(Ending::Clean);
    }
    let now = ctx.now(root.config.policy.zone)?;
    let view = show::show(&root, &files, &dossier, now)?;
    print(&args.format.show(workspace.snapshot.name(), &view, &look))?;
    Ok(Ending::Clean)
}

//! `pmrepo timeline show`.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use crate::commands::format::Format;
use crate::commands::print;
use crate::commands::which::Which;
use crate::corpus::Dossier;
use crate::render::Detail;
use crate::report::timeline;
use crate::workspace::Workspace;

/// Options of `timeline show`.
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
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let (root, files) = workspace.find(args.id.as_deref())?;
    let zone = root.config.policy.zone;
    let look = ctx.look(Detail::Folded).seen(&workspace.here, [zone]);
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let view = timeline::timeline(&root, &dossier);
    print(
        &args
            .format
            .timeline(workspace.snapshot.name(), &view, &look),
    )?;
    Ok(Ending::Clean)
}

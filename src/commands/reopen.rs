//! `pmrepo reopen`: takes a postmortem back.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out;
use super::completions;
use crate::change;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Take a postmortem one step back, or an incident that goes on out of its end
///
/// What is closed becomes reviewed, what is reviewed goes back into review. In a draft, and in a report
/// that is in review, the incident is not resolved any more. A closed report's commit carries a line
/// that allows it: `Pmrepo-Allow: PM801` and the reason.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    because: String,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(args.id.as_deref())?;
    let by = ctx.by(&workspace, &root)?;
    let draft = change::reopen::reopen(&root, &files, &args.because, &by)?;
    carry_out(ctx, &workspace, &draft, &args.writing)?;
    Ok(Ending::Clean)
}

//! `pmrepo reopen`: takes a postmortem back.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use crate::change;

/// Move a postmortem one status back, or say that its incident still goes on
///
/// A closed postmortem goes back to reviewed, a reviewed one to in-review. From a draft, or a report in
/// review, `resolved_at` is removed. Going back from closed or reviewed needs the line
/// `Pmrepo-Allow: PM801 REASON` in the commit's message, which --commit writes.
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
    let id = args.id.as_deref();
    carry_out_on(id, ctx, &args.writing, &|root, files, by| {
        change::reopen::reopen(root, files, &args.because, by)
    })
}

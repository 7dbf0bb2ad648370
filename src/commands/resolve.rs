//! `pmrepo resolve`: says when an incident was over.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use super::roles::RoleArgs;
use crate::change;

/// Record when an incident was over, and who owns its postmortem
///
/// The deadlines count from that time; they are shown.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// When it was over: 14:03, "yesterday 9:30", "20 minutes ago"
    #[arg(long, value_name = "WHEN", default_value = "now")]
    at: String,
    #[command(flatten)]
    people: RoleArgs,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let experts = args.people.experts();
    let people = args.people.settings(&experts);
    let id = args.id.as_deref();
    carry_out_on(id, ctx, &args.writing, &|root, files, by| {
        change::fields::resolve(root, files, (&args.at, &people), by)
    })
}

//! `pmrepo meeting`: the meeting in which a postmortem is reviewed.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use crate::change;
use crate::change::meeting::Meeting;

/// Plan the review meeting of a postmortem, or record that it was held
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// When it is: "tomorrow 14:00", "2026-11-30 14:00"
    #[arg(long, aliases = ["at", "scheduled-for"], value_name = "WHEN")]
    on: Option<String>,
    /// When it was: 14:00, "yesterday 14:00"
    #[arg(long, aliases = ["held-at"], value_name = "WHEN")]
    held: Option<String>,
    /// Who was there, or comes: alice,bob (may be given again)
    #[arg(long, value_name = "PERSON", value_delimiter = ',', num_args = 1..)]
    attendees: Vec<String>,
    /// Who led it
    #[arg(long, value_name = "PERSON")]
    facilitator: Option<String>,
    /// Where it can be seen
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    recording: Option<String>,
    /// Why there is none
    #[arg(
        long,
        value_name = "REASON",
        conflicts_with_all = ["on", "held", "attendees", "facilitator", "recording"]
    )]
    none_because: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let known = Meeting {
        on: args.on.as_deref(),
        held: args.held.as_deref(),
        attendees: &args.attendees,
        facilitator: args.facilitator.as_deref(),
        recording: args.recording.as_deref(),
        none_because: args.none_because.as_deref(),
    };
    let id = args.id.as_deref();
    carry_out_on(id, ctx, &args.writing, &|root, files, by| {
        change::meeting::meeting(root, files, &known, by)
    })
}

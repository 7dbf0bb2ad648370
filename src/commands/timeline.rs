//! `pmrepo timeline`: rows out of chat logs, rows by hand, and the timeline as it is.

mod import;
mod show;
mod source;

use clap_complete::ArgValueCandidates;

pub(super) use source::LogArgs;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use crate::calendar;
use crate::change::timeline;

/// Bring chat logs into the timeline, and add rows to it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show which rows a chat log or a transcript gives; --write adds them
    ///
    /// Reads exports of Slack (directory or zip) and answers of its API, logs pasted from Slack,
    /// Mattermost's bulk exports, logs of IRC and `MeetBot`, `WebVTT` transcripts, and CSV or JSON lines
    /// with time, author and text. Rows say what the messages say, and name them.
    Import(Box<import::Args>),
    /// Show the timeline, with how long after the start each row was
    Show(show::Args),
    /// Add a row
    Add {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// What happened
        event: String,
        /// When: 14:03, "yesterday 9:30", 2026-11-20T14:03Z
        #[arg(long, value_name = "WHEN", default_value = "now")]
        at: String,
        /// What shows it: a link, or the key of a message
        #[arg(long)]
        evidence: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Turn bullets that begin with a time into rows of a table
    Table {
        /// The postmortem's id, or a part of it; inside its directory it may be left out
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        Action::Import(args) => import::run(args, ctx),
        Action::Show(args) => show::run(args, ctx),
        Action::Add {
            id,
            event,
            at,
            evidence,
            writing,
        } => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            let at = calendar::read_past(at, by.now, root.config.policy.zone);
            let at = at.map_err(|it| it.refuse("--at"))?.at;
            timeline::add(root, files, (at, event, evidence.as_deref()), by)
        }),
        Action::Table { id, writing } => {
            carry_out_on(id.as_deref(), ctx, writing, &|root, files, by| {
                timeline::table(root, files, by)
            })
        }
    }
}

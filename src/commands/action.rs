//! `pmrepo action`: action items across the repository.

mod change;
mod list;

use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::completions;
use crate::change::items;
use crate::change::items::Terms;

/// Action items across the repository: list them, add some, move them on
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List action items, what is due first
    List(list::Args),
    /// Add one to a postmortem
    Add(change::AddArgs),
    /// Work on it has begun
    Start {
        /// The item: ID/AI-3, or AI-3 inside the postmortem's directory
        item: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// It is done
    Done {
        /// The item: ID/AI-3, or AI-3 inside the postmortem's directory
        item: String,
        /// The day; today by default
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Its ticket, where it had none
        #[arg(long)]
        ticket: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// It will not be done
    Drop {
        /// The item: ID/AI-3, or AI-3 inside the postmortem's directory
        item: String,
        /// Why
        #[arg(long, value_name = "REASON")]
        because: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Set the day by which it is done; a later one needs a reason
    Due {
        /// The item: ID/AI-3, or AI-3 inside the postmortem's directory
        item: String,
        /// The day
        date: String,
        /// Why it is later than before
        #[arg(long, value_name = "REASON")]
        because: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Take on what was proposed: who does it, and by when
    Accept {
        /// The item: ID/AI-3, or AI-3 inside the postmortem's directory
        item: String,
        /// The person or team who does it; `me` is git's user.email
        #[arg(long, value_name = "PERSON|TEAM")]
        owner: Option<String>,
        /// The day by which it is done
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
        /// Where the work is tracked
        #[arg(long)]
        ticket: Option<String>,
        /// How urgent it is
        #[arg(long)]
        priority: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Propose an item for every TODO in the report and in the notes
    Collect {
        /// The postmortem's id, or a part of it; inside its directory it may be left out
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Take the states of tickets from a tracker's export
    ///
    /// A CSV file with a line of headings: `ticket` and `state`, and if it likes `date` and
    /// `reason`. Items are found by their ticket. All is written, or nothing.
    Import {
        /// The file
        #[arg(value_hint = clap::ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        Action::List(args) => list::run(args, ctx),
        Action::Add(args) => change::add(args, ctx),
        Action::Start { item, writing } => change::item((item, writing), ctx, &|root, it, by| {
            items::start(root, it, by)
        }),
        Action::Done {
            item,
            on,
            ticket,
            writing,
        } => change::item((item, writing), ctx, &|root, it, by| {
            let on = on.as_deref().map(|it| change::done_on(it, root, by));
            items::done(root, it, (on.transpose()?, ticket.as_deref()), by)
        }),
        Action::Drop {
            item,
            because,
            writing,
        } => change::item((item, writing), ctx, &|root, it, by| {
            items::drop(root, it, because, by)
        }),
        Action::Due {
            item,
            date,
            because,
            writing,
        } => change::item((item, writing), ctx, &|root, it, by| {
            items::due(
                root,
                it,
                (change::due(date, root, by)?, because.as_deref()),
                by,
            )
        }),
        Action::Accept {
            item,
            owner,
            due,
            ticket,
            priority,
            writing,
        } => change::item((item, writing), ctx, &|root, it, by| {
            let terms = Terms {
                owner: owner.as_deref(),
                due: due
                    .as_deref()
                    .map(|it| change::due(it, root, by))
                    .transpose()?,
                ticket: ticket.as_deref(),
                priority: priority.as_deref(),
            };
            items::accept(root, it, &terms, by)
        }),
        Action::Collect { id, writing } => change::collect(id.as_deref(), writing, ctx),
        Action::Import { file, writing } => change::import(file, writing, ctx),
    }
}

//! `pmrepo action`: action items across the repository.

mod change;
mod list;
mod ticket;

use std::path::PathBuf;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::agree::Agreeing;
use super::completions;
use super::writing::Committing;
use crate::change::fields::Setting;
use crate::change::items;
use crate::change::items::Terms;
use crate::commands::timeline::LogArgs;

/// List, add and update action items
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

/// The item that is meant.
#[derive(Debug, clap::Args)]
struct Named {
    /// The item: ID/AI-3, ID AI-3, or AI-3 inside the postmortem's directory
    #[arg(value_name = "ITEM", required = true, num_args = 1..=2)]
    words: Vec<String>,
}

fn nothing(what: &str) -> Refusal {
    Refusal::usage(format!("{what} is missing"))
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List action items, what is due first
    List(list::Args),
    /// Add one to a postmortem
    Add(change::AddArgs),
    /// Mark an item as in progress
    Start {
        #[command(flatten)]
        item: Named,
        #[command(flatten)]
        writing: Writing,
    },
    /// It is done
    Done {
        #[command(flatten)]
        item: Named,
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
        #[command(flatten)]
        item: Named,
        /// Why
        #[arg(long, value_name = "REASON")]
        because: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Set the due date; a later one needs a reason
    Due {
        /// The item, as `ID/AI-3` or `ID AI-3` (inside the postmortem's directory AI-3), and the day
        #[arg(value_names = ["ITEM", "DATE"], required = true, num_args = 2..=3)]
        words: Vec<String>,
        /// Why it is later
        #[arg(long, value_name = "REASON")]
        because: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Accept a proposed item: who does it, and by when
    Accept {
        #[command(flatten)]
        item: Named,
        /// The person or team who does it; `me` is who git says you are
        #[arg(long, value_name = "PERSON|TEAM")]
        owner: Option<String>,
        /// The due date
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
    /// Set fields of an item: title, owner, due, ticket, priority, kind, state, `done_on`, reason
    ///
    /// FIELD= removes a field. What is done gets its day, what will not be done needs a reason and
    /// nothing else, a later day a new reason.
    Set {
        /// The item, as `ID/AI-3` or `ID AI-3` (inside the postmortem's directory AI-3), then FIELD=VALUE
        #[arg(value_names = ["ITEM", "FIELD=VALUE"], required = true, num_args = 1..)]
        words: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Propose an item for every TODO in the report, in the notes and in a chat log
    Collect {
        /// The postmortem's id, or a part of it; inside its directory it may be left out
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: Option<String>,
        /// A chat log, as `pmrepo timeline import` reads it; `-` is standard input
        #[arg(value_name = "LOG", value_hint = clap::ValueHint::AnyPath)]
        log: Option<PathBuf>,
        #[command(flatten)]
        how: Box<LogArgs>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Make a ticket for an item in the tracker, and link both ways
    ///
    /// `tracker` in pmrepo.yaml says where: `gh` and `glab` make it with the user's own login, Jira with
    /// `PMREPO_JIRA_TOKEN`. A ticket that was made before for the item is taken.
    Ticket {
        #[command(flatten)]
        item: Named,
        #[command(flatten)]
        agreeing: Agreeing,
        #[command(flatten)]
        committing: Committing,
    },
    /// Read the states of tickets back from the tracker, which owns them
    Sync {
        #[command(flatten)]
        writing: Writing,
    },
    /// Take the states of tickets from a tracker's export
    ///
    /// A CSV file with a line of headings: `ticket` and `state`, and, if you like, `date` and
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
        Action::Start { item, writing } => {
            change::item((&item.words, writing), ctx, &|root, it, by| {
                items::start(root, it, by)
            })
        }
        Action::Done {
            item,
            on,
            ticket,
            writing,
        } => change::item((&item.words, writing), ctx, &|root, it, by| {
            let on = on.as_deref().map(|it| change::done_on(it, root, by));
            items::done(root, it, (on.transpose()?, ticket.as_deref()), by)
        }),
        Action::Drop {
            item,
            because,
            writing,
        } => change::item((&item.words, writing), ctx, &|root, it, by| {
            items::drop(root, it, because, by)
        }),
        Action::Due {
            words,
            because,
            writing,
        } => {
            let (date, item) = words.split_last().ok_or_else(|| nothing("the day"))?;
            change::item((item, writing), ctx, &|root, it, by| {
                let due = (change::due(date, root, by)?, because.as_deref());
                items::due(root, it, due, by)
            })
        }
        Action::Set { words, writing } => {
            let at = words.iter().position(|it| it.contains('='));
            let (item, settings) = words.split_at(at.unwrap_or(words.len()));
            let settings = settings.iter().map(|it| Setting::read(it));
            let settings: Vec<Setting<'_>> = settings.collect::<Result<_, _>>()?;
            change::item((item, writing), ctx, &|root, it, by| {
                items::set(root, it, &settings, by)
            })
        }
        Action::Accept {
            item,
            owner,
            due,
            ticket,
            priority,
            writing,
        } => change::item((&item.words, writing), ctx, &|root, it, by| {
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
        Action::Collect {
            id,
            log,
            how,
            writing,
        } => change::collect((id.as_deref(), log.as_deref(), how), writing, ctx),
        Action::Ticket {
            item,
            agreeing,
            committing,
        } => ticket::make(&change::word(&item.words)?, (agreeing, committing), ctx),
        Action::Sync { writing } => ticket::sync(writing, ctx),
        Action::Import { file, writing } => change::import(file, writing, ctx),
    }
}

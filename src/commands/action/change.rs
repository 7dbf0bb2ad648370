//! Adding action items and moving them on.

use std::path::Path;

use chrono::NaiveDate;
use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::completions;
use crate::calendar;
use crate::calendar::Toward;
use crate::change::By;
use crate::change::Draft;
use crate::change::items;
use crate::change::items::New;
use crate::change::items::Terms;
use crate::change::items::Tickets;
use crate::commands::carry_out_aside;
use crate::commands::carry_out_found;
use crate::commands::given;
use crate::commands::timeline::LogArgs;
use crate::commands::words::one_of;
use crate::model::ActionKind;
use crate::model::ActionState;
use crate::report::actions::Item;
use crate::root::Root;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Options of `action add`.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// The postmortem's id, or a part of it; or a process review's
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// What to do: start with a verb, and make clear when it is done
    title: String,
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
    /// What it is for
    #[arg(long, value_parser = one_of(ActionKind::ALL.map(ActionKind::as_str)))]
    kind: Option<String>,
    /// Only propose it: it owes nothing until it is accepted
    #[arg(long)]
    proposed: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Adds an item.
pub(super) fn add(args: &AddArgs, ctx: &Ctx) -> Result<Ending, Refusal> {
    let find = |it: &Workspace| items::find(it, Some(&args.id));
    carry_out_found(ctx, &args.writing, &find, &|root, place, by| {
        let day = args.due.as_deref().map(|it| due(it, root, by));
        let new = New {
            title: &args.title,
            kind: args.kind.as_deref(),
            terms: Terms {
                owner: args.owner.as_deref(),
                due: day.transpose()?,
                ticket: args.ticket.as_deref(),
                priority: args.priority.as_deref(),
            },
            state: if args.proposed {
                ActionState::Proposed
            } else {
                ActionState::Open
            },
        };
        items::add(root, place, &new, by)
    })
}

/// Makes something of the item that words mean: `ID/AI-3`, `ID AI-3`, or `AI-3` alone.
pub(super) fn item(
    (words, writing): (&[String], &Writing),
    ctx: &Ctx,
    make: &dyn Fn(&Root, &Item, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    let word = word(words)?;
    carry_out_found(ctx, writing, &|it| items::find_item(it, &word), make)
}

/// The one word for an item that words mean.
pub(super) fn word(words: &[String]) -> Result<String, Refusal> {
    match words {
        [word] => Ok(word.clone()),
        [id, name] => Ok(format!("{}/{name}", id.trim_end_matches('/'))),
        _ => Err(Refusal::usage("which item?").hint("write `ID/AI-3`, or `ID AI-3`")),
    }
}

/// Proposes an item for every TODO, of a log too where one is named.
pub(super) fn collect(
    (id, log, how): (Option<&str>, Option<&Path>, &LogArgs),
    writing: &Writing,
    ctx: &Ctx,
) -> Result<Ending, Refusal> {
    // A log that comes on standard input is read once.
    let find = |it: &Workspace| {
        let (root, place) = items::find(it, id)?;
        let todos = match log {
            Some(log) => how.todos(log, ctx, (&root, &place))?,
            None => Vec::new(),
        };
        Ok((root, (place, todos)))
    };
    carry_out_found(ctx, writing, &find, &|root, (place, todos), by| {
        items::collect(root, place, todos, by)
    })
}

/// Takes the states of tickets from a tracker's export.
pub(super) fn import(file: &Path, writing: &Writing, ctx: &Ctx) -> Result<Ending, Refusal> {
    let export = given::text(file, given::EXPORT, ctx)?;
    let tickets = Tickets::read(&file.display().to_string(), export.as_bytes())?;
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let root = workspace.root_to_write()?;
    let draft = items::import(&root, &tickets, &ctx.by(&workspace, &root)?)?;
    carry_out_aside(ctx, &workspace, &draft, writing)?;
    Ok(Ending::Clean)
}

/// The day by which something is to be done.
pub(super) fn due(text: &str, root: &Root, by: &By<'_>) -> Result<NaiveDate, Refusal> {
    calendar::read_date(text, Toward::Future, by.now, root.config.policy.zone)
        .map_err(|it| it.refuse("the day it is due"))
}

/// The day on which something was done.
pub(super) fn done_on(text: &str, root: &Root, by: &By<'_>) -> Result<NaiveDate, Refusal> {
    calendar::read_date(text, Toward::Past, by.now, root.config.policy.zone)
        .map_err(|it| it.refuse("--on"))
}

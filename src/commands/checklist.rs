//! `pmrepo checklist`: each role's steps after an incident.

mod list;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use crate::change::steps;
use crate::change::steps::Tick;
use crate::change::steps::Which;
use crate::model::Role;

/// Show each role's steps after an incident, and tick them
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(flatten)]
    list: list::ListArgs,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write the checklist of a postmortem that has none
    New {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Tick steps
    Done {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// The steps, or the ends of their ids
        #[arg(required = true, add = ArgValueCandidates::new(completions::steps))]
        steps: Vec<String>,
        /// A word about how it was done
        #[arg(long)]
        note: Option<String>,
        /// Whose step, where several have it; `me` is who git says you are
        #[arg(long, value_name = "PERSON")]
        who: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Mark a step as not applicable, and say why
    Skip {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// The step, or the end of its id
        #[arg(add = ArgValueCandidates::new(completions::steps))]
        step: String,
        /// Why
        #[arg(long, value_name = "REASON")]
        because: String,
        /// Whose step, where several have it
        #[arg(long, value_name = "PERSON")]
        who: Option<String>,
        /// Do not ask where the step is ticked as done
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        writing: Writing,
    },
    /// Ask somebody for help: a step is written for their role
    Ask {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// The role: deputy, internal-liaison, …
        role: String,
        /// What is to be done
        text: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        None => list::run(&args.list, ctx),
        Some(Action::New { id, writing }) => {
            carry_out_on(Some(id), ctx, writing, &|root, files, by| {
                steps::begin(root, files, by)
            })
        }
        Some(Action::Done {
            id,
            steps: words,
            note,
            who,
            writing,
        }) => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            let which = Which {
                words,
                who: who.as_deref(),
            };
            steps::tick(root, files, which, note.as_deref(), by)
        }),
        Some(Action::Skip {
            id,
            step,
            because,
            who,
            yes,
            writing,
        }) => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            let who = who.as_deref();
            let is_done = || steps::is_done(root, files, (step, who), by);
            let tick = if *yes || (ctx.env.can_ask() && is_done()? && gives_way(ctx, step)?) {
                Tick::GivesWay
            } else {
                Tick::Stays
            };
            steps::pass(root, files, (step, who, tick), because, by)
        }),
        Some(Action::Ask {
            id,
            role,
            text,
            writing,
        }) => carry_out_on(Some(id), ctx, writing, &|root, files, by| {
            steps::ask(root, files, (role_called(role)?, text), by)
        }),
    }
}

/// Whether the tick of a step gives way: somebody said that it is done.
fn gives_way(ctx: &Ctx, step: &str) -> Result<bool, Refusal> {
    let question = format!("`{step}` is ticked as done. Say that it does not apply after all");
    let answer = ctx.env.prompt().confirm(&question, false);
    answer.map_err(|it| Refusal::from(it).hint("--yes never asks"))
}

/// The role that a word means.
fn role_called(word: &str) -> Result<Role, Refusal> {
    Role::called(word).ok_or_else(|| {
        let known: Vec<String> = Role::of_checklist().filter_map(Role::slug).collect();
        Refusal::usage(format!("`{word}` is not a role with a checklist"))
            .hint(format!("one of {}", known.join(", ")))
    })
}

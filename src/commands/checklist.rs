//! `pmrepo checklist`: each role's steps after an incident.

mod list;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::carry_out_on;
use super::completions;
use crate::change::steps;
use crate::change::steps::Which;
use crate::model::Role;

/// Each role's steps after an incident: what is open, and ticking it
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
        /// Whose step, where several have it; `me` is git's user.email
        #[arg(long, value_name = "PERSON")]
        who: Option<String>,
    },
    /// Say that a step does not apply, and why
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
    },
    /// Ask somebody for help: a step is written for their role
    Ask {
        /// The postmortem's id, or a part of it
        #[arg(add = ArgValueCandidates::new(completions::ids))]
        id: String,
        /// The role: deputy, `internal_liaison`, …
        role: String,
        /// What is to be done
        text: String,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    match &args.action {
        None => list::run(&args.list, ctx),
        Some(Action::Done {
            id,
            steps: words,
            note,
            who,
        }) => carry_out_on(id, ctx, &|root, files, by| {
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
        }) => carry_out_on(id, ctx, &|root, files, by| {
            steps::pass(root, files, (step, who.as_deref()), because, by)
        }),
        Some(Action::Ask { id, role, text }) => carry_out_on(id, ctx, &|root, files, _| {
            steps::ask(root, files, role_called(role)?, text)
        }),
    }
}

/// The role that a word means: its key, or its title.
fn role_called(word: &str) -> Result<Role, Refusal> {
    let plain = |it: &str| it.replace(['-', ' '], "_").to_lowercase();
    let is_called = |it: Option<&str>| it.is_some_and(|it| plain(it) == plain(word));
    Role::of_checklist()
        .find(|it| is_called(it.key()) || is_called(it.title()))
        .ok_or_else(|| {
            let known: Vec<&str> = Role::of_checklist().filter_map(Role::key).collect();
            Refusal::usage(format!("`{word}` is no role"))
                .hint(format!("one of {}", known.join(", ")))
        })
}

//! `pmrepo action list`.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::change::items;
use crate::change::items::Place;
use crate::commands::completions;
use crate::commands::format::ActionFormat;
use crate::commands::print;
use crate::commands::say_unread;
use crate::commands::which::Which;
use crate::commands::words::one_of;
use crate::model::ActionState;
use crate::render::Detail;
use crate::report::actions;
use crate::report::actions::Filter;
use crate::report::asked::Asked;
use crate::report::asked::Word;
use crate::workspace::Workspace;

/// Options of `action list`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only of this postmortem or process review: its id, or a part of it
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    #[command(flatten)]
    which: Which,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    format: ActionFormat,
    /// Only of this person or team (may be given again, like all that follow)
    #[arg(long, value_name = "PERSON|TEAM")]
    owner: Vec<String>,
    /// Only in this state; by default all that are not done
    #[arg(long, value_parser = one_of(ActionState::ALL.map(ActionState::as_str)))]
    state: Vec<String>,
    /// Only of this priority
    #[arg(long)]
    priority: Vec<String>,
    /// Only of this kind
    #[arg(long)]
    kind: Vec<String>,
    /// Only about this service
    #[arg(long)]
    service: Vec<String>,
    /// Only what is late, as `overdue` says: by its own day, or by the policy's where that is earlier
    #[arg(long)]
    overdue: bool,
    /// Done and dropped items too
    #[arg(long)]
    all: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &args.which.state())?;
    let mut listed = Vec::new();
    let mut unread = Vec::new();
    let id = args.id.as_deref();
    let meant = id.map(|id| items::find_to_read(&workspace, id));
    let meant = meant.transpose()?;
    let meant = meant.as_ref().map(Place::path);
    let walk = workspace.walk(&ctx.present)?;
    let asked = Asked::of(&workspace, walk.roots.iter().map(|(root, _)| root));
    for (root, now) in &walk.roots {
        let policy = &root.config.policy;
        let filter = Filter {
            owners: asked.people(root, &args.owner)?,
            states: args.state.clone(),
            priorities: asked.words(Word::Priority, &args.priority)?,
            kinds: asked.words(Word::ActionKind, &args.kind)?,
            services: asked.words(Word::Service, &args.service)?,
            is_late: args.overdue,
            all: args.all,
        };
        let found = actions::collect(root, &workspace.snapshot)?;
        let found = found.taken(&filter, meant, (policy, *now));
        listed.extend(found.items);
        unread.extend(found.unread);
    }
    actions::sort(&mut listed);
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    let text = args
        .format
        .actions(workspace.snapshot.name(), (&listed, &unread), &look);
    print(&text)?;
    Ok(say_unread(&unread))
}

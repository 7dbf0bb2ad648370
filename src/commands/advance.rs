//! `pmrepo advance`: moves a postmortem on, if it is ready.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out;
use super::completions;
use super::print;
use super::tell;
use crate::change;
use crate::change::Draft;
use crate::change::Said;
use crate::render::Detail;
use crate::render::human;
use crate::report::asked;
use crate::report::missing;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Move a postmortem to its next status, or to a later one, if it is ready
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// The status to move it to; the next one by default
    #[arg(add = completions::statuses())]
    status: Option<String>,
    /// Write the checklist first, where a major incident has none
    #[arg(long)]
    checklist: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it. Where something is missing it shows what, and nothing is written.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (id, word) = match (args.id.as_deref(), args.status.as_deref()) {
        // Inside a postmortem's directory a status may stand alone.
        (Some(word), None) if asked::status(word).is_ok() => (None, Some(word)),
        words => words,
    };
    let (root, files) = workspace.find_to_write(id)?;
    let to = word.map(asked::status).transpose()?;
    let by = ctx.by(&workspace, &root)?;
    let mut draft = change::status::advance(&root, &files, to, &by)?;
    let mut begun = None;
    if lacks_checklist(&draft) && wants_checklist(args, ctx)? {
        let first = change::steps::begin(&root, &files, &by)?;
        draft = change::status::advance_with(&root, &files, (&first, to), &by)?;
        begun = Some(first);
    }
    if let ([Said::Moved { id, to, .. }, rest @ ..], [_, ..]) =
        (&draft.says[..], &draft.introduces[..])
    {
        // The checklist is wanted all the same: it is where the open steps stand.
        if let Some(begun) = begun {
            carry_out(ctx, &workspace, &begun, &args.writing)?;
        }
        let look = ctx.look(Detail::Folded);
        let mut text = human::not_ready(
            &format!("{id} is not ready for {to}"),
            &draft.introduces,
            &look,
        );
        let command = missing::command(&root, id, &draft.introduces);
        text.extend(command.map(|it| format!("\n{it}\n")));
        print(&text)?;
        let rest: Vec<Said> = rest.iter().filter(|it| is_advice(it)).cloned().collect();
        tell(ctx, &workspace, &rest, &Applied::default())?;
        return Ok(Ending::Findings);
    }
    carry_out(ctx, &workspace, &draft, &args.writing)?;
    Ok(Ending::Clean)
}

fn is_advice(said: &Said) -> bool {
    matches!(said, Said::NoChecklist { .. })
}

fn lacks_checklist(draft: &Draft) -> bool {
    draft.says.iter().any(is_advice)
}

/// Whether a checklist is to be written: a flag says so, or whoever sits at the terminal.
fn wants_checklist(args: &Args, ctx: &Ctx) -> Result<bool, Refusal> {
    if args.checklist || !ctx.env.can_ask() {
        return Ok(args.checklist);
    }
    let question = "This major incident has no checklist.md. Write it";
    let answer = ctx.env.prompt().confirm(question, true);
    answer.map_err(|it| Refusal::from(it).hint("--checklist never asks"))
}

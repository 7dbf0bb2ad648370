//! What every command does with a draft: apply it, and print what is so then.

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::commission;
use super::commission::Commission;
use super::print;
use super::say;
use super::strangers::drafted;
use super::writing::Run;
use super::writing::Writing;
use crate::change::By;
use crate::change::Draft;
use crate::change::Said;
use crate::corpus::Files;
use crate::env;
use crate::render::Detail;
use crate::render::human;
use crate::render::human::Line;
use crate::render::sanitize;
use crate::root::Root;
use crate::source::RepoPath;
use crate::tree::Applied;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Applies a draft, prints what it says, and commits it where that is asked for. With `--dry-run`
/// it is only shown.
pub(super) fn carry_out(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: &Draft,
    writing: &Writing,
) -> Result<Applied, Refusal> {
    carry_out_and(ctx, workspace, (draft, writing), &mut |_| Ok(()))
}

/// The same, with what is yet to be done between the writing and the commit.
pub(super) fn carry_out_and(
    ctx: &Ctx,
    workspace: &Workspace,
    (draft, writing): (&Draft, &Writing),
    between: &mut dyn FnMut(&Applied) -> Result<(), Refusal>,
) -> Result<Applied, Refusal> {
    draft.must_be_clean()?;
    if writing.run() == Run::Dry {
        let foreseen = workspace.foresee(&draft.edits);
        // The lines that would change name the files.
        let is_path = |it: &&Said| matches!(it, Said::Wrote(_) | Said::Opened { .. });
        let says = draft.says.iter().filter(|it| !is_path(it));
        tell(
            ctx,
            workspace,
            &says.cloned().collect::<Vec<_>>(),
            &foreseen,
        )?;
        tell_what_is_asked(ctx, draft);
        print(&human::edits(
            &draft.edits,
            &foreseen,
            &ctx.look(Detail::All).seen(&workspace.here, []),
        ))?;
        commission::show_trailers(ctx, &draft.trailers);
        say("nothing was written");
        return Ok(foreseen);
    }
    let paths = draft.edits.paths(None);
    let paths: Vec<&RepoPath> = paths.iter().collect();
    let commit = Commission::begin(
        ctx,
        workspace,
        (writing.committing(), draft.commits),
        &paths,
    )?;
    let applied = workspace.apply(&draft.edits)?;
    show_aside(ctx, workspace, draft, &applied);
    tell(ctx, workspace, &draft.says, &applied)?;
    tell_what_is_asked(ctx, draft);
    between(&applied)?;
    let paths = draft.edits.paths(applied.fresh.as_ref());
    let paths: Vec<&RepoPath> = paths.iter().collect();
    commit.end(&paths, &draft.headline.line(&applied), &draft.trailers)?;
    Ok(applied)
}

/// The same for a command whose product is something else: the lines that change, or would change,
/// stand beside it.
pub(super) fn carry_out_aside(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: &Draft,
    writing: &Writing,
) -> Result<Applied, Refusal> {
    if writing.run() == Run::Dry {
        let foreseen = workspace.foresee(&draft.edits);
        tell(ctx, workspace, &draft.says, &foreseen)?;
        show_aside(ctx, workspace, draft, &foreseen);
        say("nothing was written");
        return Ok(foreseen);
    }
    carry_out(ctx, workspace, draft, writing)
}

/// Shows the lines that change on standard error. Of a file that is new and whose path is the product
/// there is nothing more to show.
fn show_aside(ctx: &Ctx, workspace: &Workspace, draft: &Draft, applied: &Applied) {
    let look = ctx.look_of_errors(Detail::Folded).seen(&workspace.here, []);
    let mut edits = draft.edits.clone();
    for said in &draft.says {
        match said {
            Said::Wrote(path) if edits.creates(path) => edits.forget(path),
            _ => {}
        }
    }
    let named = Applied {
        fresh: None,
        ..applied.clone()
    };
    env::say(&human::edits(&edits, &named, &look));
}

/// Says what a draft asks for that is not there yet.
fn tell_what_is_asked(ctx: &Ctx, draft: &Draft) {
    if !draft.asks.is_empty() {
        let points = human::points(&draft.asks, &ctx.look_of_errors(Detail::Folded));
        env::say(&format!("This asks for more:\n\n{points}"));
    }
}

/// Makes a draft for the postmortem that an id means, or for the one in whose directory one stands, and
/// carries it out.
pub(super) fn carry_out_on(
    id: Option<&str>,
    ctx: &Ctx,
    writing: &Writing,
    make: &dyn Fn(&Root, &Files, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    carry_out_found(ctx, writing, &|it| it.find_to_write(id), make)
}

/// Finds what a command is about, and the root that it lies in.
type Find<'a, T> = dyn Fn(&Workspace) -> Result<(Root, T), Refusal> + 'a;

/// The same for whatever is found.
pub(super) fn carry_out_found<T>(
    ctx: &Ctx,
    writing: &Writing,
    find: &Find<'_, T>,
    make: &dyn Fn(&Root, &T, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, found) = find(&workspace)?;
    let draft = drafted(ctx, &workspace, &root, &|by| make(&root, &found, by))?;
    carry_out(ctx, &workspace, &draft, writing)?;
    Ok(Ending::Clean)
}

/// Prints what is said: the product on standard output, then advice on standard error.
pub(super) fn tell(
    ctx: &Ctx,
    workspace: &Workspace,
    says: &[Said],
    applied: &Applied,
) -> Result<(), Refusal> {
    let look = ctx.look(Detail::Folded).seen(&workspace.here, []);
    let mut product = String::new();
    let mut advice = Vec::new();
    for said in says {
        match human::said(said, applied, &look) {
            Line::Product(line) => {
                product.push_str(&sanitize(&line));
                product.push('\n');
            }
            other => advice.push(other),
        }
    }
    print(&product)?;
    for it in advice {
        match it {
            Line::Sentence(line) => say(line),
            Line::Hint(line) => ctx.hint(line),
            Line::Product(_) => {}
        }
    }
    Ok(())
}

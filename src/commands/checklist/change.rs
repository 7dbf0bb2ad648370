//! Ticking steps, passing over them, and asking for help.

use super::Ctx;
use super::Ending;
use super::Refusal;
use crate::change::By;
use crate::change::Draft;
use crate::commands::carry_out;
use crate::corpus::Files;
use crate::model::Role;
use crate::root::Root;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Makes something of the checklist of the postmortem that an id means.
pub(super) fn checklist(
    id: &str,
    ctx: &Ctx,
    make: &dyn Fn(&Root, &Files, &By<'_>) -> Result<Draft, Refusal>,
) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (root, files) = workspace.find_to_write(Some(id))?;
    let draft = make(&root, &files, &ctx.by(&workspace, &root)?)?;
    carry_out(ctx, &workspace, &draft)?;
    Ok(Ending::Clean)
}

/// The role that a word means: its key, or its title.
pub(super) fn role(word: &str) -> Result<Role, Refusal> {
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

//! `pmrepo set`: changes fields, in place.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out;
use super::completions;
use crate::change;
use crate::change::fields::Manner;
use crate::change::fields::Setting;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Set fields of a postmortem, in place
///
/// Only the bytes change that must: comments, order and line endings stay.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: String,
    /// FIELD=VALUE; a dot leads into a group (roles.scribe=bob), a comma separates a list's items;
    /// FIELD+=VALUE and FIELD-=VALUE add to a list and take away
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it. All fields are set, or none.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    // An id has no `=`: where the first word has one, the id was left out.
    let (id, first) = if args.id.contains('=') {
        (None, Some(&args.id))
    } else {
        (Some(args.id.as_str()), None)
    };
    let fields = first.into_iter().chain(&args.fields);
    let settings: Vec<Setting<'_>> = fields.map(|it| setting(it)).collect::<Result<_, _>>()?;
    if settings.is_empty() {
        return Err(Refusal::usage("nothing to set").hint("write FIELD=VALUE behind the id"));
    }
    let (root, files) = workspace.find_to_write(id)?;
    let by = ctx.by(&workspace, &root)?;
    let draft = change::fields::set(&root, &files, &settings, &by)?;
    carry_out(ctx, &workspace, &draft, &args.writing)?;
    Ok(Ending::Clean)
}

/// What one word sets.
pub(super) fn setting(word: &str) -> Result<Setting<'_>, Refusal> {
    let Some((name, value)) = word.split_once('=') else {
        return Err(Refusal::usage(format!("`{word}` sets nothing")).hint("write FIELD=VALUE"));
    };
    let (name, manner) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
        (Some(name), _) => (name, Manner::Add),
        (_, Some(name)) => (name, Manner::Remove),
        (None, None) => (name, Manner::Is),
    };
    Ok(Setting {
        field: name.trim(),
        manner,
        value,
    })
}

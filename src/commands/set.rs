//! `pmrepo set`: changes fields, in place.

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::Writing;
use super::carry_out_on;
use super::completions;
use super::roles::RoleArgs;
use crate::change;
use crate::change::fields::Setting;

/// Set fields of a postmortem, in place
///
/// Changes only the bytes that must change: comments, order and line endings stay. What `check` calls an
/// error is refused. A severity that becomes a major one adds the checklist and the sections that are
/// required then.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The postmortem's id, or a part of it; inside its directory it may be left out
    #[arg(add = ArgValueCandidates::new(completions::ids))]
    id: Option<String>,
    /// FIELD=VALUE; a dot leads into a group (roles.scribe=bob); FIELD= removes the field. In a list a
    /// comma separates the items (`\,` is a comma within one), and FIELD+=VALUE and FIELD-=VALUE add
    /// to it and remove from it
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    #[command(flatten)]
    people: RoleArgs,
    #[command(flatten)]
    writing: Writing,
}

/// Runs it. All fields are set, or none.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    // An id has no `=`: where the first word has one, the id was left out.
    let (first, id): (Option<&str>, Option<&str>) = match args.id.as_deref() {
        Some(word) if word.contains('=') => (Some(word), None),
        id => (None, id),
    };
    let fields = first
        .into_iter()
        .chain(args.fields.iter().map(String::as_str));
    let mut settings: Vec<Setting<'_>> = fields.map(Setting::read).collect::<Result<_, _>>()?;
    let experts = args.people.experts();
    settings.extend(args.people.settings(&experts));
    if settings.is_empty() {
        return Err(Refusal::usage("nothing to set").hint("write FIELD=VALUE after the id"));
    }
    carry_out_on(id, ctx, &args.writing, &|root, files, by| {
        change::fields::set(root, files, &settings, by)
    })
}

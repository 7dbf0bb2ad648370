//! `pmrepo pagerduty`: the incident where it lives.

mod missing;
mod pull;
mod push;
mod review;

use clap_complete::ArgValueCandidates;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::agree::Agreeing;
use super::carry_out;
use super::carry_out_aside;
use super::completions;
use super::format::Format;
use super::print;
use super::say;
use super::writing::Committing;
use super::writing::Writing;
use crate::change::By;
use crate::change::Draft;
use crate::change::fields;
use crate::change::fields::Manner;
use crate::change::fields::Setting;
use crate::commands::strangers::drafted;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::FieldName;
use crate::net::must_be_built;
use crate::postmortem::Report;
use crate::refusal::Kind;
use crate::report::pagerduty::missing::postmortem_of;
use crate::root::Root;
use crate::source::RepoPath;
use crate::workspace::State;
use crate::workspace::Workspace;

/// PagerDuty: what it says, what is to be done there, and which incidents have no postmortem
///
/// The token comes from `PMREPO_PAGERDUTY_TOKEN`, or from the command that
/// `git config pmrepo.pagerduty.tokenCommand` names.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Find major incidents without a postmortem, and postmortems whose incident is open again
    Missing(missing::Args),
    /// Show what PagerDuty knows and the report does not say, and write it
    Pull(pull::Args),
    /// Do the commander's steps there: group, set the priority, resolve, leave a note
    Push(push::Args),
    /// Open PagerDuty's own review of the incident, and keep its status
    Review(review::Args),
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    must_be_built()?;
    match &args.action {
        Action::Missing(args) => missing::run(args, ctx),
        Action::Pull(args) => pull::run(args, ctx),
        Action::Push(args) => push::run(args, ctx),
        Action::Review(args) => review::run(args, ctx),
    }
}

/// The postmortem that a word means: its id, or its incident.
#[derive(Debug, clap::Args)]
struct Named {
    /// The postmortem's id, or a part of it, or its incident in PagerDuty; inside its directory it may
    /// be left out
    #[arg(value_name = "ID|INCIDENT", add = ArgValueCandidates::new(completions::ids))]
    word: Option<String>,
}

impl Named {
    /// Finds it, and its incident.
    fn find(&self, workspace: &Workspace) -> Result<(Root, Files, String), Refusal> {
        let word = self.word.as_deref();
        let found = workspace.find_to_write(word);
        let (root, files) = match (found, word) {
            (Err(refusal), Some(word)) if refusal.kind == Kind::NotFound => {
                match postmortem_of(&workspace.roots()?, word)? {
                    Some(id) => workspace.find_to_write(Some(&id))?,
                    None => {
                        return Err(refusal.hint(format!(
                            "if it is an incident, no postmortem is of it: pmrepo new --from-pagerduty {word}"
                        )));
                    }
                }
            }
            (found, _) => found?,
        };
        let dossier = Dossier::read(&files, &root.snapshot().reader());
        let report = Report::new(&root.config.policy, &dossier.report);
        let field = FieldName::Pagerduty;
        let reference = report.field(field).text().map(str::to_owned);
        let reference = reference.ok_or_else(|| {
            let id = &files.id;
            Refusal::not_ready(format!("{id} does not say which incident it is of"))
                .hint(format!("pmrepo set {id} {field}=INCIDENT"))
        })?;
        Ok((root, files, reference))
    }
}

/// Writes fields, where there are some, and gives the files that were written.
fn write(
    ctx: &Ctx,
    workspace: &Workspace,
    (root, files): (&Root, &Files),
    values: &[(FieldName, String)],
    how: (&Writing, Format),
) -> Result<Vec<RepoPath>, Refusal> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let settings = values.iter().map(|(field, value)| Setting {
        field: field.as_str(),
        manner: Manner::Is,
        value,
    });
    let settings: Vec<Setting<'_>> = settings.collect();
    let make = |by: &By<'_>| fields::set(root, files, &settings, by);
    let draft = drafted(ctx, workspace, root, &make)?;
    finish(ctx, workspace, draft, how)
}

/// Carries a draft out, and gives the files that were written: beside the product where that is for programs.
fn finish(
    ctx: &Ctx,
    workspace: &Workspace,
    draft: Draft,
    (writing, format): (&Writing, Format),
) -> Result<Vec<RepoPath>, Refusal> {
    let (draft, applied) = match format {
        Format::Human => {
            let applied = carry_out(ctx, workspace, &draft, writing)?;
            (draft, applied)
        }
        Format::Json => {
            let draft = draft.quiet();
            let applied = carry_out_aside(ctx, workspace, &draft, writing)?;
            (draft, applied)
        }
    };
    if writing.is_dry() {
        return Ok(Vec::new());
    }
    Ok(draft.edits.paths(applied.fresh.as_ref()))
}

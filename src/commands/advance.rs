//! `pmrepo advance`: moves a postmortem on, if it is ready.

use clap_complete::ArgValueCandidates;
use serde_json::json;

use super::Ctx;
use super::Ending;
use super::Refusal;
use super::completions;
use super::print;
use super::set;
use crate::check;
use crate::corpus::Dossier;
use crate::model;
use crate::model::FieldName;
use crate::postmortem::Report;
use crate::render::Detail;
use crate::render::human;
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
}

/// Runs it. Where something is missing it shows what, and nothing is written.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Ending, Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Worktree)?;
    let (id, status) = match (args.id.as_deref(), args.status.as_deref()) {
        // Inside a postmortem's directory a status may stand alone.
        (Some(word), None) if model::Status::parse(word).is_some() => (None, Some(word)),
        words => words,
    };
    let (root, files) = workspace.find_to_write(id)?;
    let dossier = Dossier::read(&files, &workspace.snapshot.reader());
    let now = ctx.now(root.config.policy.zone)?;
    let report = Report::new(&root.config.policy, &dossier.report);
    let Some(old) = report.status() else {
        return Err(
            Refusal::unreadable(format!("{} has no status that can be read", files.id))
                .hint(format!("`pmrepo check {}` says more", files.id)),
        );
    };
    let new = match status {
        Some(word) => model::Status::parse(word).ok_or_else(|| Refusal::no_status(word))?,
        None => old.next().ok_or_else(|| {
            Refusal::not_ready(format!("{} is {old}: nothing comes after", files.id))
        })?,
    };
    if new == old {
        return Err(Refusal::not_ready(format!("{} is {old} already", files.id)));
    }
    if old == model::Status::Closed {
        return Err(Refusal::not_ready(format!(
            "{} is closed, and a closed report stays so",
            files.id
        )));
    }
    let lacking = check::lacking(&root, &dossier, new, root.today(now));
    if !lacking.is_empty() {
        let mut text = format!("{} is not ready for {new}. Missing:\n\n", files.id);
        text.push_str(&human::points(&lacking, &ctx.look(Detail::Folded)));
        print(&text)?;
        return Ok(Ending::Findings);
    }
    let mut changes = vec![(FieldName::Status.to_string(), json!(new.as_str()))];
    if new.has_reached(model::Status::Reviewed) && !report.field(FieldName::ReviewedAt).is_there() {
        let at = root.config.policy.zone.show(now).to_short();
        changes.push((FieldName::ReviewedAt.to_string(), json!(at)));
    }
    set::write(&workspace, &root, &files, &changes)?;
    print(&format!("{}: {old} -> {new}\n", files.id))?;
    Ok(Ending::Clean)
}

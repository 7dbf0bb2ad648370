//! Taking a postmortem back: a step, or its end.

use serde_json::Value;
use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::front;
use super::status;
use super::telling;
use super::trailer;
use crate::check::was_reviewed;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::markdown::one_line;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm801_status_move;
use crate::source::RepoPath;

/// Takes a report that is closed or reviewed one step back, or takes the end out of an incident that
/// goes on. What is asked of a report in review is asked of one that has ended: that one is a draft
/// again.
pub fn reopen(root: &Root, files: &Files, because: &str, by: &By<'_>) -> Result<Draft, Refusal> {
    let because = one_line(because);
    if because.is_empty() {
        return Err(Refusal::usage("the reason is empty").hint("say why it is opened again"));
    }
    let before = Dossier::read(files, &root.snapshot().reader());
    let report = Postmortem::new(&root.config.policy, &before);
    let id = &files.id;
    let Some(from) = report.status() else {
        return Err(
            Refusal::unreadable(format!("{id} has no status that can be read"))
                .hint(format!("`pmrepo check {id}` says more")),
        );
    };
    let has_ended = report.field(FieldName::ResolvedAt).is_there();
    let (to, gone) = match from {
        Status::Closed => (Status::Reviewed, None),
        Status::Reviewed => (Status::InReview, Some(FieldName::ReviewedAt)),
        Status::InReview | Status::Draft if has_ended => {
            (Status::Draft, Some(FieldName::ResolvedAt))
        }
        Status::InReview => (Status::Draft, None),
        Status::Draft => {
            return Err(Refusal::not_ready(format!(
                "{id} is a draft, and the incident goes on: there is nothing to open again"
            )));
        }
        Status::NotRequired => {
            return Err(
                Refusal::not_ready(format!("{id} is not required")).hint(status::after_all(id))
            );
        }
    };
    let gone = gone.filter(|it| report.field(*it).is_there());
    let status = (FieldName::Status, json!(to));
    let mut values: Vec<(FieldName, Value)> = (from != to).then_some(status).into_iter().collect();
    values.extend(gone.map(|it| (it, Value::Null)));
    let named: Vec<(&str, Value)> = values
        .iter()
        .map(|(field, value)| (field.as_str(), value.clone()))
        .collect();
    let edits = front::edits(root, files, &named)?;
    let after = before.over(&root.snapshot().over(edits.texts(root.snapshot())));
    let mut says = Vec::new();
    if from != to {
        let id = id.to_string();
        says.push(Said::Moved { id, from, to });
    }
    if gone == Some(FieldName::ResolvedAt) {
        let id = id.to_string();
        says.push(Said::GoesOn { id });
    }
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let told = telling::of(root, (&before, &after), &names, root.clock(by.now));
    says.extend(told.into_iter().map(Said::Set));
    let is_allowed = from != to && has_been_reviewed(from, &files.report.path, by)?;
    let what = if is_allowed {
        "reopen".to_owned()
    } else {
        format!("reopen, because {}", because.trim_end_matches('.'))
    };
    let draft = Draft::make((root, by), Headline::of(id, what), edits, says)?;
    Ok(if is_allowed {
        draft.with_trailer(trailer(pm801_status_move::RULE.code, &because))
    } else {
        draft
    })
}

/// Whether the report has been reviewed, as far as history is there: then the commit has to say why it
/// goes back.
fn has_been_reviewed(from: Status, path: &RepoPath, by: &By<'_>) -> Result<bool, Refusal> {
    let head = by
        .workspace
        .repo
        .as_ref()
        .and_then(|it| Some((it, it.head()?)));
    match (from, head) {
        (Status::Closed | Status::Reviewed, _) => Ok(true),
        (Status::InReview, Some((repo, head))) => {
            Ok(was_reviewed(repo, head, path)?.unwrap_or(false))
        }
        _ => Ok(false),
    }
}

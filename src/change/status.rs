//! Moving a postmortem on.

use serde_json::json;

use super::By;
use super::Draft;
use super::Headline;
use super::Said;
use super::front;
use crate::check;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::ActionItem;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::pm604_no_checklist;

/// Moves a postmortem to a status, to the next one by default. What it lacks for that stands in the
/// draft's way.
pub fn advance(
    root: &Root,
    files: &Files,
    to: Option<Status>,
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let dossier = Dossier::read(files, &root.snapshot().reader());
    let policy = &root.config.policy;
    let report = Postmortem::new(policy, &dossier);
    let (from, to) = steps(&report, to)?;
    let mut values = vec![(FieldName::Status.as_str(), json!(to))];
    if to.has_reached(Status::Reviewed) && !report.field(FieldName::ReviewedAt).is_there() {
        let at = by.moment(policy).to_short();
        values.push((FieldName::ReviewedAt.as_str(), json!(at)));
    }
    let id = files.id.to_string();
    let mut says = vec![Said::Moved { id, from, to }];
    if lacks_checklist(root, &report, to) {
        let id = files.id.to_string();
        says.push(Said::NoChecklist { id });
    }
    if to == Status::Closed {
        says.extend(stay_open(&report));
    }
    let lacking = check::lacking(root, &dossier, to, root.clock(by.now));
    let headline = Headline::of(&files.id, format!("{from} -> {to}"));
    if !lacking.is_empty() {
        return Ok(Draft::held_up(headline, lacking, says));
    }
    let edits = front::edits(root, files, &values)?;
    Draft::make((root, by), headline, edits, says)
}

/// The same where the checklist that a draft begins is there first: both are one draft. Where the
/// postmortem is not ready, what stands in the way is that of the status alone.
pub fn advance_with(
    root: &Root,
    files: &Files,
    (begun, to): (&Draft, Option<Status>),
    by: &By<'_>,
) -> Result<Draft, Refusal> {
    let over = root.over(begun.edits.texts(root.snapshot()));
    let files = Files::of_directory(over.snapshot(), &files.directory)?;
    let files = files.ok_or_else(|| Refusal::unreadable("the report is gone"))?;
    let moved = advance(&over, &files, to, by)?;
    if !moved.introduces.is_empty() {
        return Ok(moved);
    }
    let mut edits = begun.edits.clone();
    edits.extend(moved.edits);
    let says = [begun.says.clone(), moved.says].concat();
    Draft::make((root, by), moved.headline, edits, says)
}

/// Whether a major incident would go to a status without a checklist, in a repository that wants one.
fn lacks_checklist(root: &Root, postmortem: &Postmortem<'_>, to: Status) -> bool {
    postmortem.dossier.checklist.is_none()
        && postmortem.is_major()
        && to.has_reached(Status::InReview)
        && root.levels.is_on(&pm604_no_checklist::RULE)
}

/// The action items that are still owed when a postmortem closes.
fn stay_open(report: &Postmortem<'_>) -> Option<Said> {
    let open: Vec<ActionItem<'_>> = report.action_items().filter(ActionItem::owes).collect();
    let dated = open.iter().filter_map(|it| Some((it.due()?, it)));
    let next = dated.clone().min_by_key(|(due, _)| *due);
    let next = next.map(|(due, it)| (it.name().unwrap_or_default().to_owned(), due));
    (!open.is_empty()).then(|| Said::StayOpen {
        count: open.len(),
        undated: open.len() - dated.count(),
        next,
    })
}

/// From which status to which it would go.
fn steps(report: &Postmortem<'_>, to: Option<Status>) -> Result<(Status, Status), Refusal> {
    let id = &report.dossier.id;
    let Some(from) = report.status() else {
        return Err(
            Refusal::unreadable(format!("{id} has no status that can be read"))
                .hint(format!("`pmrepo check {id}` says more")),
        );
    };
    let nothing_after = || {
        let refusal = Refusal::not_ready(format!("{id} is {from}: nothing comes after that"));
        match from {
            Status::Closed => refusal.hint(back(id)),
            _ => refusal.hint(after_all(id)),
        }
    };
    let to = match to {
        Some(to) => to,
        None => from.next().ok_or_else(nothing_after)?,
    };
    if to == from {
        return Err(Refusal::not_ready(format!("{id} is {from} already")));
    }
    if from == Status::Closed {
        let message = format!("{id} is closed, and a closed report stays so");
        return Err(Refusal::not_ready(message).hint(back(id)));
    }
    Ok((from, to))
}

/// How a report that was not required is asked for: its reason goes with its status.
pub(super) fn after_all(id: &str) -> String {
    format!("`pmrepo set {id} status=draft not_required_because=` asks for it after all")
}

/// How a closed report is opened again.
fn back(id: &str) -> String {
    format!("`pmrepo reopen {id} --because WHY` takes it one step back")
}

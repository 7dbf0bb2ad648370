//! What there is to say of fields that are set: which deadlines move, who is new here, and what cannot be taken back.

use super::By;
use super::SetSaid;
use crate::check;
use crate::corpus::Dossier;
use crate::deadline;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::Report;
use crate::postmortem::status_of;
use crate::refusal::Refusal;
use crate::report::asked::Asked;
use crate::report::moves;
use crate::report::overdue;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::pm101_missing_field;
use crate::schema::FieldKind;

/// All there is to say of fields that are set.
pub(super) fn of(
    root: &Root,
    (before, after): (&Dossier, &Dossier),
    names: &[&str],
    clock: Clock,
) -> Vec<SetSaid> {
    let policy = &root.config.policy;
    let (was, is) = (
        Postmortem::new(policy, before),
        Postmortem::new(policy, after),
    );
    let mut says = Vec::new();
    if is.is_major() && !was.is_major() {
        says.extend(needs(root, before, after, clock));
    }
    let coverage = overdue::coverage(root);
    let old = deadline::of_postmortem(was, coverage);
    let new = deadline::of_postmortem(is, coverage);
    let moved = moves::between(&old, &new);
    says.extend(moved.into_iter().map(SetSaid::DeadlineMoves));
    let confidential = FieldName::Confidential;
    if names.contains(&confidential.as_str()) {
        match (was.is_confidential(), is.is_confidential()) {
            (false, true) => says.push(SetSaid::StaysPublic),
            (true, false) => says.push(SetSaid::BecomesPublic),
            _ => {}
        }
    }
    says
}

/// The fields that a report needs now before the review and did not need before.
fn needs(root: &Root, before: &Dossier, after: &Dossier, clock: Clock) -> Option<SetSaid> {
    // Further on, what is missing is an error, and said as that.
    if status_of(&after.report)? != Status::Draft {
        return None;
    }
    let missing = |dossier: &Dossier| -> Vec<String> {
        let lacking = check::lacking(root, dossier, Status::InReview, clock).into_iter();
        let lacking = lacking.filter(|it| it.rule == &pm101_missing_field::RULE);
        let pointers = lacking.map(|it| it.pointer);
        pointers
            .map(|it| it.trim_start_matches('/').replace('/', "."))
            .collect()
    };
    let known = missing(before);
    let mut fields = missing(after);
    fields.retain(|it| !known.contains(it));
    let id = after.id.to_string();
    (!fields.is_empty()).then_some(SetSaid::Needs { id, fields })
}

/// The people and services that a document names and nothing knew before: not what it was, nor the
/// roster, nor any other.
pub(super) fn strangers(
    root: &Root,
    before: Option<&Document>,
    after: &Document,
    by: &By<'_>,
) -> Result<Vec<SetSaid>, Refusal> {
    let policy = &root.config.policy;
    let me = by.workspace.me(policy);
    let people = |it: &Document| -> Vec<String> {
        let kinds = [FieldKind::Person, FieldKind::PersonOrTeam];
        let values = it.root().into_iter();
        let values = values.flat_map(|node| root.fields().values(node, &kinds));
        let names = values.filter_map(|it| it.node.as_str().map(str::to_owned));
        names.filter(|it| !it.trim().is_empty()).collect()
    };
    let services = |it: &Document| -> Vec<String> {
        let services = Report::new(policy, it).field(FieldName::Services).texts();
        services.map(str::to_owned).collect()
    };
    let new = |all: &dyn Fn(&Document) -> Vec<String>| -> Vec<String> {
        let known = before.map_or_else(Vec::new, all);
        let mut new: Vec<String> = Vec::new();
        for name in all(after) {
            if !known.contains(&name) && !new.contains(&name) && me.as_ref() != Some(&name) {
                new.push(name);
            }
        }
        new
    };
    let (people, services) = (new(&people), new(&services));
    if people.is_empty() && services.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked::of(by.workspace, [root]);
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let services: Vec<&str> = services.iter().map(String::as_str).collect();
    let mut found = asked.new_people(root, &people)?;
    found.extend(asked.new_services(&services)?);
    Ok(found.into_iter().map(SetSaid::New).collect())
}

//! What there is to say of fields that are set: which deadlines move, who is new here, and what cannot be taken back.

use super::SetSaid;
use crate::check;
use crate::corpus::Dossier;
use crate::deadline;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::postmortem::status_of;
use crate::report::moves;
use crate::report::overdue;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::pm101_missing_field;

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

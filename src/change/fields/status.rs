//! The moves of a status that `set` makes: one step. What is missing for it is said and not refused;
//! `advance` goes only where nothing is missing.

use serde_json::Value;
use serde_json::json;

use crate::change::By;
use crate::corpus::Dossier;
use crate::model::FieldName;
use crate::model::Status;
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;

/// What else is set where a report goes to a status; a jump is refused, and how it is made is said.
pub(super) fn go(
    root: &Root,
    dossier: &Dossier,
    word: &str,
    by: &By<'_>,
) -> Result<Option<(&'static str, Value)>, Refusal> {
    let policy = &root.config.policy;
    let report = Postmortem::new(policy, dossier);
    // What is no status is the schema's to refuse, and one that cannot be read may be put right.
    let (Some(to), Some(from)) = (Status::parse(word), report.status()) else {
        return Ok(None);
    };
    let is_step = from == to
        || from.next() == Some(to)
        || matches!(
            (from, to),
            (Status::InReview | Status::NotRequired, Status::Draft)
                | (Status::Draft | Status::InReview, Status::NotRequired)
        );
    if !is_step {
        return Err(jump(dossier.id.as_str(), from, to));
    }
    let is_reviewed = from != to && to == Status::Reviewed;
    let says_when = report.field(FieldName::ReviewedAt).is_there();
    Ok((is_reviewed && !says_when).then(|| {
        let now = by.moment(policy).to_short();
        (FieldName::ReviewedAt.as_str(), json!(now))
    }))
}

/// Why a report does not go from one status to another like this, and what to use.
fn jump(id: &str, from: Status, to: Status) -> Refusal {
    let refusal = Refusal::usage(format!("{id} is {from}: `status={to}` would jump"));
    refusal.hint(match (from, to) {
        (Status::Closed | Status::Reviewed, _) if !to.has_reached(from) => {
            format!("`pmrepo reopen {id} --because WHY` takes it one step back")
        }
        (Status::NotRequired, _) => {
            format!("go to draft first: pmrepo set {id} status=draft not_required_because=")
        }
        _ => format!(
            "`pmrepo advance {id} {to}` goes there if it is ready, and says what is missing if not"
        ),
    })
}

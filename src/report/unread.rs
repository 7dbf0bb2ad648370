//! What a list may lack, because a document does not say as much as the list asks of it.

use super::overdue::Unreadable;
use super::overdue::silence;
use super::overdue::trouble;
use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::Report;

/// What a list asks of each report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// How far it is.
    Status,
    /// How severe the incident was, and with that whether it is a major one.
    Severity,
}

impl Need {
    /// Whether a report that can be read does not say it. Of one that owes nothing no severity is asked.
    fn is_unsaid(self, report: &Report<'_>) -> bool {
        let major = report.field(FieldName::Major).node();
        match self {
            Self::Status => report.status().is_none(),
            Self::Severity => {
                let is_unsaid = report.severity().is_none();
                (is_unsaid || major.is_some_and(|it| it.as_bool().is_none())) && report.owes()
            }
        }
    }
}

/// What keeps the report of a postmortem from saying whether it belongs in a list, and with what; `None`
/// where it does say so.
pub(super) fn of_report(id: &str, report: &Report<'_>, needs: &[Need]) -> Option<Unreadable> {
    let unsaid = || {
        let is_unsaid = needs.iter().any(|it| it.is_unsaid(report));
        is_unsaid.then(|| silence(report)).flatten()
    };
    let (line, why) = trouble(report.document).or_else(unsaid)?;
    let found = Unreadable::new(&report.document.path, line, &why);
    Some(found.of(&PostmortemId::new(id), report.is_confidential()))
}

/// What keeps a document beside the report from being read.
pub(super) fn of_other(
    dossier: &Dossier,
    other: &Document,
    report: &Report<'_>,
) -> Option<Unreadable> {
    let (line, why) = trouble(other)?;
    let found = Unreadable::new(&other.path, line, &why);
    Some(found.of(&dossier.id, report.is_confidential()))
}

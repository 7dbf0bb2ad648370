//! What is kept of a postmortem for the rules that look at the root as a whole.

use crate::corpus::Dossier;
use crate::document::Document;
use crate::model::FieldName;
use crate::model::PostmortemId;
use crate::postmortem::is_confidential;
use crate::rules::Brief;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::source::Span;

/// The fields with a number that an incident has elsewhere.
const NUMBERS: [FieldName; 2] = [FieldName::Pagerduty, FieldName::Tracker];

pub(super) fn of_postmortem(fields: &Fields, dossier: &Dossier) -> Brief {
    of_report(fields, &dossier.id, &dossier.report)
}

/// The same of the report alone: nothing else in a postmortem matters to these rules.
pub(super) fn of_report(fields: &Fields, id: &PostmortemId, report: &Document) -> Brief {
    let incidents = NUMBERS
        .into_iter()
        // A team may hold something else in a field of that name.
        .filter(|field| fields.one(field.as_str()) == Some(FieldKind::Link))
        .filter_map(|field| {
            let node = report.field(field.as_str())?;
            Some((node.as_str()?.to_owned(), field, node.span))
        });
    Brief {
        id: Some(id.clone()).filter(|it| !it.is_empty()),
        path: report.path.clone(),
        is_confidential: is_confidential(report),
        names: names(fields, report),
        incidents: kept(incidents),
    }
}

pub(super) fn of_review(document: &Document) -> Brief {
    Brief {
        path: document.path.clone(),
        names: names(Fields::of_review(), document),
        ..Brief::default()
    }
}

/// A list in no more room than it needs: there is one of each kind for every document of a root.
fn kept<T>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.shrink_to_fit();
    all
}

/// The ids of postmortems that a document names, with their places and pointers.
fn names(fields: &Fields, document: &Document) -> Vec<(String, Span, String)> {
    let root = document.root().into_iter();
    let ids = root.flat_map(|root| fields.values(root, &[FieldKind::PostmortemId]));
    kept(ids.filter_map(|value| {
        let id = value.node.as_str()?.to_owned();
        Some((id, value.node.span, value.pointer()))
    }))
}

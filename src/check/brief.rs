//! What is kept of a postmortem for the rules that look at the root as a whole.

use crate::corpus::Dossier;
use crate::document::Document;
use crate::front_matter::Node;
use crate::rules::Brief;

pub(super) fn of_postmortem(dossier: &Dossier) -> Brief {
    let report = &dossier.report;
    Brief {
        id: dossier.id.clone(),
        path: report.path.clone(),
        names: names(report, "related"),
        incidents: ["references.pagerduty", "references.tracker"]
            .into_iter()
            .filter_map(|field| {
                let node = report.field(field)?;
                Some((node.as_str()?.to_owned(), field, node.span))
            })
            .collect(),
    }
}

pub(super) fn of_review(document: &Document) -> Brief {
    Brief {
        path: document.path.clone(),
        names: names(document, "incidents"),
        ..Brief::default()
    }
}

/// The ids that a list names, with their places and pointers.
fn names(document: &Document, field: &str) -> Vec<(String, crate::source::Span, String)> {
    document
        .field(field)
        .map_or(&[][..], Node::items)
        .iter()
        .enumerate()
        .filter_map(|(index, item)| {
            let id = item.as_str()?.to_owned();
            Some((id, item.span, format!("/{field}/{index}")))
        })
        .collect()
}

//! What a document would lack if it were further on its way.

use chrono::NaiveDate;

use super::judge::judge;
use super::judge::judge_review;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::root::Root;

/// What a report would lack if its status were `status`: the findings of the schema and of the
/// rules that it does not have today. Empty where it is ready. The body and the checklist are
/// judged too. Waivers and levels apply as they do in `check`.
pub fn lacking(root: &Root, dossier: &Dossier, status: Status, today: NaiveDate) -> Vec<Finding> {
    let Some(moved) = with_status(dossier, status) else {
        return judge(root, dossier, today).into_findings();
    };
    let mut findings = judge(root, &moved, today).into_findings();
    findings.retain(|finding| finding.level == Level::Error);
    // What is missing in the report comes first: a checklist is ticked on the way.
    findings.sort_by_key(|finding| finding.path != dossier.report.path);
    findings
}

/// What the notes of a process review would lack if its status were `status`: as [`lacking`].
pub fn review_lacking(root: &Root, notes: &Document, status: ReviewStatus) -> Vec<Finding> {
    let Some(moved) = moved_on(notes, status.as_str()) else {
        return Vec::new();
    };
    let mut findings = judge_review(root, &moved).into_findings();
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

/// The same postmortem with another status in its report; `None` where it has none to replace.
fn with_status(dossier: &Dossier, status: Status) -> Option<Dossier> {
    Some(Dossier {
        report: moved_on(&dossier.report, status.as_str())?,
        ..dossier.clone()
    })
}

/// The same document with another status.
fn moved_on(document: &Document, status: &str) -> Option<Document> {
    let node = document.field("status")?;
    let mut text = document.text.clone();
    text.replace_range(node.span.start..node.span.end, status);
    Some(Document::from_text(
        &document.path,
        text,
        Sort::WithFrontMatter,
    ))
}

//! What a document would lack if it were further on its way.

use super::judge::judge;
use super::judge::judge_review;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::model::FieldName;
use crate::model::ReviewStatus;
use crate::model::Status;
use crate::root::Root;
use crate::rules::Clock;
use crate::snapshot::Snapshot;
use crate::snapshot::Texts;

/// What a report would lack if its status were `status`: the findings of the schema and of the
/// rules that it does not have today. Empty where it is ready. The body and the checklist are
/// judged too. Waivers and levels apply as they do in `check`.
pub fn lacking(root: &Root, dossier: &Dossier, status: Status, clock: Clock) -> Vec<Finding> {
    let Some(moved) = moved_on(root, &dossier.report, status.as_str()) else {
        return judge(root, dossier, clock).into_findings();
    };
    let mut findings = judge(root, &dossier.over(&moved), clock).into_findings();
    findings.retain(|finding| finding.level == Level::Error);
    // What is missing in the report comes first: a checklist is ticked on the way.
    findings.sort_by_key(|finding| finding.path != dossier.report.path);
    findings
}

/// What the notes of a process review would lack if its status were `status`: as [`lacking`].
pub fn review_lacking(
    root: &Root,
    notes: &Document,
    status: ReviewStatus,
    clock: Clock,
) -> Vec<Finding> {
    let moved = moved_on(root, notes, status.as_str());
    let Some((moved, entry)) = moved.and_then(|it| it.entry(&notes.path).map(|entry| (it, entry)))
    else {
        return Vec::new();
    };
    let notes = Document::read(&moved.reader(), &entry, Sort::WithFrontMatter);
    let mut findings = judge_review(root, &notes, clock).into_findings();
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

/// The text of a document with another status, laid over the snapshot that it was read from; `None`
/// where it has none to replace.
fn moved_on(root: &Root, document: &Document, status: &str) -> Option<Snapshot> {
    let node = document.field(FieldName::Status.as_str())?;
    let mut text = document.text.clone();
    text.replace_range(node.span.start..node.span.end, status);
    let texts = Texts::from([(document.path.clone(), Some(text))]);
    Some(root.snapshot().over(texts))
}

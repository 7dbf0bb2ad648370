//! What is judged of a root as a whole.

use std::collections::BTreeMap;

use super::judge::judge_reading;
use super::verdict::Verdict;
use crate::corpus::Layout;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::model::PostmortemId;
use crate::root::Root;
use crate::rules;
use crate::rules::Repository;
use crate::rules::pm010_configuration;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::source::Span;

/// Runs the rules that look at a root as a whole, and hands what they find to the verdicts.
pub(super) fn judge_together(
    root: &Root,
    repository: &Repository<'_>,
    snapshot: &Snapshot,
    verdicts: &mut [Verdict],
) {
    let mut found = Vec::new();
    for entry in rules::TABLE {
        if let rules::Check::Repository(check) = entry.check {
            check(repository, &mut found);
        }
    }
    if found.is_empty() {
        return;
    }
    let mut by_path = BTreeMap::new();
    for diagnostic in found {
        by_path
            .entry(diagnostic.path.clone())
            .or_insert_with(Vec::new)
            .push(diagnostic);
    }
    for verdict in verdicts {
        if let Some(diagnostics) = by_path.remove(&verdict.brief.path) {
            verdict.add(root, snapshot, diagnostics);
        }
    }
}

/// The ids of a root and the directories that bear them.
pub(super) fn ids(layout: &Layout) -> BTreeMap<PostmortemId, Vec<RepoPath>> {
    let mut ids: BTreeMap<PostmortemId, Vec<RepoPath>> = BTreeMap::new();
    for files in &layout.postmortems {
        ids.entry(files.id.clone())
            .or_insert_with(|| Vec::with_capacity(1))
            .push(files.directory.clone());
    }
    ids
}

/// A configuration among the documents of a root.
pub(super) fn nested(root: &Root, path: &RepoPath) -> Vec<Finding> {
    let message = "a `pmrepo.yaml` among postmortems or process reviews makes no root";
    let diagnostic = Diagnostic::new(&pm010_configuration::RULE, path, Span::default(), message)
        .help("give the other team a directory of its own, or take the file away");
    let mut sink = Sink::new(&root.levels, Vec::new());
    sink.push(diagnostic);
    sink.finish()
}

/// A link, submodule or unreadable name where a postmortem could be.
pub(super) fn strange(root: &Root, entry: &Entry) -> Vec<Finding> {
    let Some(fault) = entry.fault() else {
        return Vec::new();
    };
    let document = Document::unread(&entry.path, &fault);
    let mut findings = judge_reading(root, &document);
    if root.is_confidential(&entry.path) {
        for finding in &mut findings {
            finding.is_confidential = true;
        }
    }
    findings
}

//! Holds a root's documents against the schema and the rules.
//!
//! One postmortem is judged at a time, on all cores, and only its findings are kept: what the
//! whole of a root costs in memory does not grow with the text in it. Rules that look at the root
//! as a whole come last, over what is left of each postmortem, its [`Brief`].

mod brief;
mod change;
mod judge;
mod lacking;
mod leniency;
mod verdict;

#[cfg(test)]
mod page_tests;

pub use change::Base;
pub use change::Difference;
pub use change::Pair;
pub use change::Setter;
pub use change::Subject;
pub use change::Trailer;
pub use change::Trailers;
pub use change::change;
pub use change::change_telling;
pub use judge::judge;
pub use judge::judge_review;
pub use lacking::lacking;
pub use lacking::review_lacking;
pub use verdict::Verdict;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use verdict::Reach;

use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::corpus::Layout;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::document::Sort;
use crate::document::unreadable;
use crate::root::Root;
use crate::rules;
use crate::rules::Repository;
use crate::schema::Schema;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;
use crate::time::Moment;

/// Does what the first document would wait for, whatever the root: for whoever has to wait for
/// something else first.
pub fn prepare() {
    rules::prepare();
    Schema::new(&serde_json::Value::Bool(true));
}

/// What is judged, and when.
pub struct Request<'a> {
    /// Where the files come from.
    pub snapshot: &'a Snapshot,
    /// The moment of the run; waivers expire by it.
    pub now: Moment,
    /// Paths of files and directories that are judged, and what lies below them; everything
    /// where there are none.
    pub only: &'a [RepoPath],
    /// Called once for each document that has been judged, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of their paths and places.
    pub findings: Vec<Finding>,
    /// How many postmortems and process reviews were judged.
    pub documents: usize,
    /// How many of them have been found wanting before, and are only counted: see [`change`].
    pub older: BTreeMap<String, usize>,
}

impl Outcome {
    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }

    /// Adds what was found in another root.
    pub fn merge(&mut self, other: Self) {
        if self.findings.is_empty() {
            self.findings = other.findings;
        } else {
            self.findings.extend(other.findings);
        }
        self.documents += other.documents;
        self.older.extend(other.older);
        sort_findings(&mut self.findings);
    }
}

/// Judges a root, or the part of it that the request names.
pub fn check(root: &Root, request: &Request<'_>) -> Result<Outcome, SnapshotError> {
    let layout = root.layout()?;
    let ids = ids(layout);
    let only: BTreeSet<&RepoPath> = request.only.iter().collect();
    let wanted = |path: &RepoPath| is_wanted(&only, path);
    let today = root.today(request.now);

    let files: Vec<&Files> = layout
        .postmortems
        .iter()
        .filter(|files| files.read_files().any(|entry| wanted(&entry.path)))
        .collect();
    let mut verdicts: Vec<Verdict> = files
        .par_iter()
        .map_init(
            || request.snapshot.reader(),
            |reader, files| {
                let verdict = judge(root, &Dossier::read(files, reader), today);
                (request.progress)();
                verdict
            },
        )
        .collect();
    let reviews: Vec<&Entry> = layout
        .process_reviews
        .iter()
        .filter(|entry| wanted(&entry.path))
        .collect();
    verdicts.par_extend(reviews.par_iter().map_init(
        || request.snapshot.reader(),
        |reader, entry| {
            let document = Document::read(reader, entry, Sort::WithFrontMatter);
            let verdict = judge_review(root, &document);
            (request.progress)();
            verdict
        },
    ));

    let (judged, reviewed) = verdicts.split_at_mut(files.len());
    let briefs: Vec<_> = judged.iter().map(|it| Arc::clone(&it.brief)).collect();
    let review_briefs: Vec<_> = reviewed.iter().map(|it| Arc::clone(&it.brief)).collect();
    let repository = Repository {
        policy: &root.config.policy,
        judged: &briefs,
        reviews: &review_briefs,
        ids: &ids,
    };
    judge_together(root, &repository, request.snapshot, &mut verdicts);

    let count = verdicts.iter().map(Verdict::count).sum();
    let mut outcome = Outcome {
        documents: verdicts.len(),
        findings: Vec::with_capacity(count),
        ..Outcome::default()
    };
    for verdict in verdicts {
        outcome
            .findings
            .extend(verdict.finish(root, request.snapshot, Reach::Root));
    }
    outcome.findings.extend(
        root.findings
            .iter()
            .filter(|finding| wanted(&finding.path))
            .cloned(),
    );
    for entry in layout.strange.iter().filter(|entry| wanted(&entry.path)) {
        outcome.findings.extend(strange(root, entry));
    }
    sort_findings(&mut outcome.findings);
    Ok(outcome)
}

/// Runs the rules that look at a root as a whole, and hands what they find to the verdicts.
fn judge_together(
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
fn ids(layout: &Layout) -> BTreeMap<String, Vec<RepoPath>> {
    let mut ids: BTreeMap<String, Vec<RepoPath>> = BTreeMap::new();
    for files in &layout.postmortems {
        ids.entry(files.id.clone())
            .or_default()
            .push(files.directory.clone());
    }
    ids
}

/// Whether a path, or a directory in which it lies, is among those that are named. None are named
/// where everything is wanted.
fn is_wanted(only: &BTreeSet<&RepoPath>, path: &RepoPath) -> bool {
    let above = std::iter::successors(Some(path.clone()), RepoPath::parent);
    only.is_empty() || above.into_iter().any(|it| only.contains(&it))
}

/// A link, submodule or unreadable name where a postmortem could be.
fn strange(root: &Root, entry: &Entry) -> Vec<Finding> {
    let Some(fault) = entry.fault() else {
        return Vec::new();
    };
    let mut document = Document::from_text(&entry.path, String::new(), Sort::BodyOnly);
    document.faults.push(unreadable(&fault));
    judge::judge_reading(root, &document)
}

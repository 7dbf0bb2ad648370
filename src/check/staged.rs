//! What a commit would bring in: the documents whose index entry differs from HEAD's.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map;

use super::Outcome;
use super::Request;
use super::Root;
use super::Verdict;
use super::judge;
use super::judge_review;
use super::judge_together;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::document::Sort;
use crate::rules::Repository;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::source::RepoPath;

/// A state that the commit comes after: HEAD, and in a merge also what is merged.
pub struct Base<'a> {
    /// The commit's files.
    pub snapshot: &'a Snapshot,
    /// Where the directory of a staged file was in that commit, where it was renamed.
    pub moved: &'a BTreeMap<RepoPath, RepoPath>,
}

/// Judges what is staged in a root. `changed` are the paths whose index entry differs from
/// HEAD's and that are not deletions. A finding counts as introduced where no base has it; the
/// errors that a base has too are only counted, by postmortem, in [`Outcome::older`].
pub fn staged(
    root: &Root,
    request: &Request<'_>,
    changed: &[RepoPath],
    bases: &[Base<'_>],
) -> Result<Outcome, SnapshotError> {
    let changed: BTreeSet<&RepoPath> = changed.iter().collect();
    let touched = Touched::find(root, request.snapshot, &changed)?;
    let today = root.today(request.now);
    let reader = request.snapshot.reader();
    let mut verdicts: Vec<Verdict> = touched
        .postmortems
        .iter()
        .map(|files| judge(root, &Dossier::read(files, &reader), today))
        .collect();
    let judged: Vec<_> = verdicts.iter().map(|it| it.brief.clone()).collect();
    verdicts.extend(
        touched.reviews.iter().map(|entry| {
            judge_review(root, &Document::read(&reader, entry, Sort::WithFrontMatter))
        }),
    );
    let reviews: Vec<_> = verdicts
        .iter()
        .skip(judged.len())
        .map(|it| it.brief.clone())
        .collect();
    let names_others = judged.iter().chain(&reviews).any(|it| !it.names.is_empty());
    let ids = if names_others {
        super::ids(&root.layout(request.snapshot)?)
    } else {
        BTreeMap::new()
    };
    let repository = Repository {
        policy: &root.config.policy,
        judged: &judged,
        reviews: &reviews,
        ids: &ids,
    };
    judge_together(root, &repository, request.snapshot, &mut verdicts);

    let mut outcome = Outcome {
        documents: verdicts.len(),
        ..Outcome::default()
    };
    for verdict in verdicts {
        let found = verdict.finish(root, request.snapshot, false);
        outcome
            .findings
            .extend(found.into_iter().filter(|it| changed.contains(&it.path)));
    }
    for entry in &touched.strange {
        outcome.findings.extend(super::strange(root, entry));
    }
    outcome.findings.extend(
        root.findings
            .iter()
            .filter(|it| changed.contains(&it.path))
            .cloned(),
    );
    split_off_older(root, request, bases, &touched, &mut outcome);
    sort_findings(&mut outcome.findings);
    Ok(outcome)
}

/// The documents of a root that are staged.
#[derive(Default)]
struct Touched {
    postmortems: Vec<Files>,
    reviews: Vec<Entry>,
    strange: Vec<Entry>,
}

impl Touched {
    /// Puts together the staged files, each with the files beside it.
    fn find(
        root: &Root,
        snapshot: &Snapshot,
        changed: &BTreeSet<&RepoPath>,
    ) -> Result<Self, SnapshotError> {
        let paths = &root.config.paths;
        let (Some(postmortems), Some(reviews)) = (
            root.directory.join(paths.postmortems.as_str()),
            root.directory.join(paths.process_reviews.as_str()),
        ) else {
            return Ok(Self::default());
        };
        let mut near = BTreeMap::new();
        let mut beside = Vec::new();
        for path in changed {
            if path.below(&postmortems).is_some() {
                let Some(directory) = home(snapshot, path, &postmortems) else {
                    beside.extend(snapshot.entry(path));
                    continue;
                };
                if let btree_map::Entry::Vacant(place) = near.entry(directory) {
                    let entries = snapshot.list(place.key())?;
                    place.insert(entries);
                }
            } else if path.below(&reviews).is_some() {
                beside.extend(snapshot.entry(path));
            }
        }
        let (review_entries, others): (Vec<_>, Vec<_>) = beside
            .into_iter()
            .partition(|entry| entry.path.below(&reviews).is_some());
        let below: Vec<Entry> = near.into_values().flatten().chain(others).collect();
        let layout = crate::corpus::Layout::new(below, review_entries);
        Ok(Self {
            postmortems: layout.postmortems,
            reviews: layout.process_reviews,
            strange: layout.strange,
        })
    }
}

/// The directory of the postmortem in which a staged file lies.
fn home(snapshot: &Snapshot, path: &RepoPath, postmortems: &RepoPath) -> Option<RepoPath> {
    let mut directory = path.parent()?;
    while directory
        .below(postmortems)
        .is_some_and(|it| !it.is_empty())
    {
        if snapshot.exists(&directory.join(crate::corpus::REPORT)?) {
            return Some(directory);
        }
        directory = directory.parent()?;
    }
    None
}

/// Marks what the commit introduces, and takes out the errors that a base has already.
fn split_off_older(
    root: &Root,
    request: &Request<'_>,
    bases: &[Base<'_>],
    touched: &Touched,
    outcome: &mut Outcome,
) {
    let today = root.today(request.now);
    let mut known: BTreeMap<(RepoPath, &'static str, String, String), usize> = BTreeMap::new();
    for base in bases {
        let mut here = BTreeMap::new();
        for files in &touched.postmortems {
            let directory = base.moved.get(&files.directory).unwrap_or(&files.directory);
            let Some(old) = old_files(base.snapshot, directory) else {
                continue;
            };
            let dossier = Dossier::read(&old, &base.snapshot.reader());
            for finding in judge(root, &dossier, today).into_findings() {
                let path = finding
                    .path
                    .below(directory)
                    .and_then(|below| files.directory.join(below))
                    .unwrap_or_else(|| finding.path.clone());
                *here.entry(key(&path, &finding)).or_insert(0) += 1;
            }
        }
        for entry in &touched.reviews {
            if let Some(old) = base.snapshot.entry(&entry.path) {
                let document = Document::read(&base.snapshot.reader(), &old, Sort::WithFrontMatter);
                for finding in judge_review(root, &document).into_findings() {
                    *here.entry(key(&entry.path, &finding)).or_insert(0) += 1;
                }
            }
        }
        for (key, count) in here {
            let most = known.entry(key).or_insert(0);
            *most = count.max(*most);
        }
    }
    let mut kept = Vec::new();
    for mut finding in std::mem::take(&mut outcome.findings) {
        let old = known
            .get_mut(&key(&finding.path, &finding))
            .filter(|count| **count > 0);
        if let Some(count) = old {
            *count -= 1;
            finding.introduced = Some(false);
            if finding.level == Level::Error {
                let whose = finding
                    .postmortem
                    .clone()
                    .unwrap_or_else(|| finding.path.to_string());
                *outcome.older.entry(whose).or_insert(0) += 1;
            }
        } else {
            finding.introduced = Some(true);
            kept.push(finding);
        }
    }
    outcome.findings = kept;
}

fn key(path: &RepoPath, finding: &Finding) -> (RepoPath, &'static str, String, String) {
    let (code, pointer, message) = finding.fingerprint();
    (path.clone(), code, pointer.to_owned(), message.to_owned())
}

/// The files of a postmortem in a commit; `None` where it was not there.
fn old_files(snapshot: &Snapshot, directory: &RepoPath) -> Option<Files> {
    let entries = snapshot.list(directory).ok()?;
    crate::corpus::Layout::new(entries, Vec::new())
        .postmortems
        .into_iter()
        .next()
}

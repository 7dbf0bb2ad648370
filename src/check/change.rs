//! What a change brings in: the documents that differ from what they were, and how.

mod moves;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map;

pub use moves::Trailer;
pub use moves::Trailers;

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

/// A state that the change comes after: HEAD, in a merge also what is merged, or where a range begins.
pub struct Base<'a> {
    /// The commit's files.
    pub snapshot: &'a Snapshot,
    /// Where the directory of a postmortem was in that commit, where it was renamed.
    pub moved: &'a BTreeMap<RepoPath, RepoPath>,
}

/// What differs, and from what.
pub struct Difference<'a> {
    /// The paths that differ from the first base and are there.
    pub changed: &'a [RepoPath],
    /// The paths of the first base that are gone.
    pub gone: &'a [RepoPath],
    /// What it is compared with.
    pub bases: &'a [Base<'a>],
    /// What the change's own commits say of it.
    pub trailers: Trailers<'a>,
    /// Whether every finding in what is touched is wanted, in unchanged files and older ones too.
    pub is_whole: bool,
}

/// Judges a change of a root. A finding counts as introduced where no base has it. Unless all are
/// wanted, the errors that a base has too are only counted, by postmortem, in [`Outcome::older`].
pub fn change(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
) -> Result<Outcome, SnapshotError> {
    let changed: BTreeSet<&RepoPath> = difference.changed.iter().collect();
    let touched = Touched::find(root, request.snapshot, &changed, difference.gone)?;
    let (documents, found) = judged(root, request, request.snapshot, &touched)?;
    let mut outcome = Outcome {
        documents,
        findings: found
            .into_iter()
            .filter(|it| difference.is_whole || changed.contains(&it.path))
            .collect(),
        ..Outcome::default()
    };
    for entry in &touched.strange {
        outcome.findings.extend(super::strange(root, entry));
    }
    outcome.findings.extend(
        root.findings
            .iter()
            .filter(|it| changed.contains(&it.path))
            .cloned(),
    );
    split_off_older(root, request, difference, &touched, &mut outcome)?;
    let moves = moves::find(root, request.snapshot, difference, &touched)?;
    outcome.findings.extend(moves);
    sort_findings(&mut outcome.findings);
    Ok(outcome)
}

/// A postmortem that a change touches.
pub struct Pair {
    /// As it was; `None` where it is new.
    pub before: Option<Dossier>,
    /// As it is.
    pub after: Dossier,
}

/// The postmortems of a root that a change touches, as they are and as they were in the first base.
pub fn pairs(
    root: &Root,
    snapshot: &Snapshot,
    difference: &Difference<'_>,
) -> Result<Vec<Pair>, SnapshotError> {
    let changed: BTreeSet<&RepoPath> = difference.changed.iter().collect();
    let touched = Touched::find(root, snapshot, &changed, difference.gone)?;
    Ok(touched.pairs(snapshot, difference.bases.first()))
}

/// Judges some documents of a snapshot, each alone and then together: how many there were, and
/// what was found. Of other documents only the ids are looked at, and only where one is named.
fn judged(
    root: &Root,
    request: &Request<'_>,
    snapshot: &Snapshot,
    touched: &Touched,
) -> Result<(usize, Vec<Finding>), SnapshotError> {
    let today = root.today(request.now);
    let reader = snapshot.reader();
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
        super::ids(&root.layout(snapshot)?)
    } else {
        BTreeMap::new()
    };
    let repository = Repository {
        policy: &root.config.policy,
        judged: &judged,
        reviews: &reviews,
        ids: &ids,
    };
    judge_together(root, &repository, snapshot, &mut verdicts);
    let documents = verdicts.len();
    let found = verdicts
        .into_iter()
        .flat_map(|verdict| verdict.finish(root, snapshot, false))
        .collect();
    Ok((documents, found))
}

/// The documents of a root that the change touches.
#[derive(Default)]
struct Touched {
    postmortems: Vec<Files>,
    reviews: Vec<Entry>,
    strange: Vec<Entry>,
}

impl Touched {
    /// Puts together the changed files, each with the files beside it.
    fn find(
        root: &Root,
        snapshot: &Snapshot,
        changed: &BTreeSet<&RepoPath>,
        gone: &[RepoPath],
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
        for path in gone.iter().filter(|it| it.below(&postmortems).is_some()) {
            if let Some(directory) = home(snapshot, path, &postmortems)
                && let btree_map::Entry::Vacant(place) = near.entry(directory)
            {
                let entries = snapshot.list(place.key())?;
                place.insert(entries);
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

    /// The postmortems as they are, and as they were in a base.
    fn pairs(&self, snapshot: &Snapshot, base: Option<&Base<'_>>) -> Vec<Pair> {
        let mut before = BTreeMap::new();
        if let Some(base) = base {
            let (old, places) = self.in_base(base);
            let reader = base.snapshot.reader();
            for (files, (_, is)) in old.postmortems.iter().zip(places) {
                before.insert(is, Dossier::read(files, &reader));
            }
        }
        let reader = snapshot.reader();
        self.postmortems
            .iter()
            .map(|files| Pair {
                before: before.remove(&files.directory),
                after: Dossier::read(files, &reader),
            })
            .collect()
    }

    /// The same documents as they are in a base, and where the directory of each postmortem was
    /// there and is now. What the base does not have is left out.
    fn in_base(&self, base: &Base<'_>) -> (Self, Vec<(RepoPath, RepoPath)>) {
        let mut old = Self::default();
        let mut places = Vec::new();
        for files in &self.postmortems {
            let directory = base.moved.get(&files.directory).unwrap_or(&files.directory);
            if let Some(there) = old_files(base.snapshot, directory) {
                old.postmortems.push(there);
                places.push((directory.clone(), files.directory.clone()));
            }
        }
        let reviews = self.reviews.iter();
        old.reviews = reviews
            .filter_map(|it| base.snapshot.entry(&it.path))
            .collect();
        (old, places)
    }
}

/// The directory of the postmortem in which a changed file lies.
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

/// Marks what the change introduces, and takes out the errors that a base has already, unless all are
/// wanted.
fn split_off_older(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
    touched: &Touched,
    outcome: &mut Outcome,
) -> Result<(), SnapshotError> {
    let mut known: BTreeMap<(RepoPath, &'static str, String, String), usize> = BTreeMap::new();
    for base in difference.bases {
        let mut here = BTreeMap::new();
        let (old, places) = touched.in_base(base);
        for finding in judged(root, request, base.snapshot, &old)?.1 {
            let path = places
                .iter()
                .find_map(|(old, new)| new.join(finding.path.below(old)?))
                .unwrap_or_else(|| finding.path.clone());
            *here.entry(key(&path, &finding)).or_insert(0) += 1;
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
            if difference.is_whole {
                kept.push(finding);
            } else if finding.level == Level::Error {
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
    Ok(())
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

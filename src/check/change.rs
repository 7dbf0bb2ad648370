//! What a change brings in: the documents that differ from what they were, and how.

mod moves;
mod touched;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use moves::Found;
pub use moves::Trailer;
pub use moves::Trailers;
use rayon::prelude::*;
use touched::Touched;

use super::Outcome;
use super::Request;
use super::Root;
use super::Verdict;
use super::judge;
use super::judge_review;
use super::judge_together;
use crate::corpus::Dossier;
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

/// A postmortem that a change touches.
pub struct Pair {
    /// As it was; `None` where it is new.
    pub before: Option<Dossier>,
    /// As it is.
    pub after: Dossier,
}

/// A document that a change touches, as it was in the first base and as it is.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// A postmortem.
    Postmortem(&'a Pair),
    /// The notes of a process review.
    ProcessReview {
        /// As they were; `None` where they are new.
        before: Option<&'a Document>,
        /// As they are.
        after: &'a Document,
    },
}

/// What has something to say of each document that a change touches.
type Tell<'a, T> = &'a (dyn Fn(Subject<'_>) -> T + Sync);

/// Judges a change of a root. A finding counts as introduced where no base has it. Unless all are
/// wanted, the errors that a base has too are only counted, by postmortem, in [`Outcome::older`].
pub fn change(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
) -> Result<Outcome, SnapshotError> {
    Ok(change_telling(root, request, difference, &|_| ())?.0)
}

/// The same, with what `tell` has to say of each document that the change touches: postmortems in the
/// order of their directories, then process reviews. Each is read once.
pub fn change_telling<T: Send>(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
    tell: Tell<'_, T>,
) -> Result<(Outcome, Vec<T>), SnapshotError> {
    let changed: BTreeSet<&RepoPath> = difference.changed.iter().collect();
    let touched = Touched::find(root, request.snapshot, &changed, difference.gone)?;
    let mut told = Vec::new();
    let (mut after, mut before) = (Verdicts::default(), Vec::new());
    before.resize_with(difference.bases.len(), Verdicts::default);
    let mut moves: Vec<Vec<Found>> = Vec::new();
    moves.resize_with(difference.bases.len(), Vec::new);
    for one in postmortems(root, request, difference, &touched, tell) {
        after.postmortems.push((one.after, None));
        told.push(one.told);
        for (old, (verdicts, moves)) in one
            .before
            .into_iter()
            .zip(before.iter_mut().zip(&mut moves))
        {
            if let Some(old) = old {
                verdicts.postmortems.push((old.verdict, Some(old.places)));
                moves.extend(old.moves);
            }
        }
    }
    for entry in &touched.reviews {
        let notes = read_review(request.snapshot, entry);
        let mut first = None;
        for (base, verdicts) in difference.bases.iter().zip(&mut before) {
            let old = base.snapshot.entry(&entry.path);
            let old = old.map(|it| read_review(base.snapshot, &it));
            verdicts
                .reviews
                .extend(old.as_ref().map(|it| judge_review(root, it)));
            first = first.or(Some(old));
        }
        after.reviews.push(judge_review(root, &notes));
        told.push(tell(Subject::ProcessReview {
            before: first.flatten().as_ref(),
            after: &notes,
        }));
    }

    let mut outcome = Outcome {
        documents: after.postmortems.len() + after.reviews.len(),
        findings: after.finish(root, request.snapshot)?,
        ..Outcome::default()
    };
    if !difference.is_whole {
        outcome.findings.retain(|it| changed.contains(&it.path));
    }
    for entry in &touched.strange {
        outcome.findings.extend(super::strange(root, entry));
    }
    let own = root.findings.iter();
    outcome
        .findings
        .extend(own.filter(|it| changed.contains(&it.path)).cloned());
    let mut known = BTreeMap::new();
    for (base, verdicts) in difference.bases.iter().zip(before) {
        count_most(&mut known, verdicts.finish(root, base.snapshot)?);
    }
    split_off_older(known, difference, &mut outcome);
    let moves = moves::find(root, request.snapshot, difference, moves)?;
    outcome.findings.extend(moves);
    sort_findings(&mut outcome.findings);
    Ok((outcome, told))
}

/// A touched postmortem, judged.
struct One<T> {
    after: Verdict,
    /// For each base what it was there.
    before: Vec<Option<Old>>,
    told: T,
}

/// What a postmortem was in a base.
struct Old {
    verdict: Verdict,
    places: Places,
    /// What the rules about changes find.
    moves: Vec<Found>,
}

/// Where the directory of a postmortem was in a base, and where it is.
#[derive(Clone)]
struct Places {
    was: RepoPath,
    is: RepoPath,
}

/// Judges the postmortems on all cores, each alone.
fn postmortems<T: Send>(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
    touched: &Touched,
    tell: Tell<'_, T>,
) -> Vec<One<T>> {
    let today = root.today(request.now);
    let readers = || {
        let bases = difference.bases.iter().map(|it| it.snapshot.reader());
        (request.snapshot.reader(), bases.collect::<Vec<_>>())
    };
    let judged = touched.postmortems.par_iter();
    judged
        .map_init(readers, |(reader, old_readers), files| {
            let mut pair = Pair {
                before: None,
                after: Dossier::read(files, reader),
            };
            let after = judge(root, &pair.after, today);
            let mut before = Vec::new();
            // The first base comes last: it is the one that is told of.
            for (base, reader) in difference.bases.iter().zip(old_readers).rev() {
                let old = base.files(&files.directory);
                pair.before = old.map(|it| Dossier::read(&it, reader));
                before.push(pair.before.as_ref().map(|old| Old {
                    verdict: judge(root, old, today),
                    places: Places {
                        was: old.directory.clone(),
                        is: files.directory.clone(),
                    },
                    moves: moves::between(root, old, &pair.after),
                }));
            }
            before.reverse();
            One {
                after,
                before,
                told: tell(Subject::Postmortem(&pair)),
            }
        })
        .collect()
}

fn read_review(snapshot: &Snapshot, entry: &Entry) -> Document {
    Document::read(&snapshot.reader(), entry, Sort::WithFrontMatter)
}

/// The documents of one snapshot, judged; each postmortem with where it is now, if this is a base.
#[derive(Default)]
struct Verdicts {
    postmortems: Vec<(Verdict, Option<Places>)>,
    reviews: Vec<Verdict>,
}

impl Verdicts {
    /// What was found in them, also together, with the paths of today. Of other documents only the
    /// ids are looked at, and only where one is named.
    fn finish(self, root: &Root, snapshot: &Snapshot) -> Result<Vec<Finding>, SnapshotError> {
        let (mut verdicts, mut places): (Vec<_>, Vec<_>) = self.postmortems.into_iter().unzip();
        let briefs =
            |all: &[Verdict]| -> Vec<_> { all.iter().map(|it| it.brief.clone()).collect() };
        let (judged, reviewed) = (briefs(&verdicts), briefs(&self.reviews));
        let names_others = judged
            .iter()
            .chain(&reviewed)
            .any(|it| !it.names.is_empty());
        let ids = if names_others {
            super::ids(&root.layout(snapshot)?)
        } else {
            BTreeMap::new()
        };
        let repository = Repository {
            policy: &root.config.policy,
            judged: &judged,
            reviews: &reviewed,
            ids: &ids,
        };
        verdicts.extend(self.reviews);
        places.resize_with(verdicts.len(), || None);
        judge_together(root, &repository, snapshot, &mut verdicts);
        let mut findings = Vec::new();
        for (verdict, places) in verdicts.into_iter().zip(places) {
            let mut found = verdict.finish(root, snapshot, false);
            if let Some(places) = places.filter(|it| it.was != it.is) {
                for finding in &mut found {
                    let below = finding.path.below(&places.was);
                    if let Some(path) = below.and_then(|it| places.is.join(it)) {
                        finding.path = path;
                    }
                }
            }
            findings.extend(found);
        }
        Ok(findings)
    }
}

/// What tells one finding from another, whatever its line.
type Key = (RepoPath, &'static str, String, String);

/// Counts the findings of a base: of each the most that any base has.
fn count_most(known: &mut BTreeMap<Key, usize>, findings: Vec<Finding>) {
    let mut here = BTreeMap::new();
    for finding in findings {
        *here.entry(key(&finding)).or_insert(0) += 1;
    }
    for (key, count) in here {
        let most = known.entry(key).or_insert(0);
        *most = count.max(*most);
    }
}

/// Marks what the change introduces, and takes out the errors that a base has already, unless all are
/// wanted.
fn split_off_older(
    mut known: BTreeMap<Key, usize>,
    difference: &Difference<'_>,
    outcome: &mut Outcome,
) {
    let mut kept = Vec::new();
    for mut finding in std::mem::take(&mut outcome.findings) {
        let old = known.get_mut(&key(&finding)).filter(|count| **count > 0);
        if let Some(count) = old {
            *count -= 1;
            finding.introduced = Some(false);
            if difference.is_whole {
                kept.push(finding);
            } else if finding.level == Level::Error {
                let whose = finding.postmortem.clone();
                let whose = whose.unwrap_or_else(|| finding.path.to_string());
                *outcome.older.entry(whose).or_insert(0) += 1;
            }
        } else {
            finding.introduced = Some(true);
            kept.push(finding);
        }
    }
    outcome.findings = kept;
}

fn key(finding: &Finding) -> Key {
    let (code, pointer, message) = finding.fingerprint();
    (
        finding.path.clone(),
        code,
        pointer.to_owned(),
        message.to_owned(),
    )
}

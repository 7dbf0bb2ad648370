//! What a change brings in: the documents that differ from what they were, and how.

mod four_eyes;
mod moves;
mod touched;
mod verdicts;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use moves::Found;
pub use moves::Trailer;
pub use moves::Trailers;
use rayon::prelude::*;
use touched::Touched;
use verdicts::Places;
use verdicts::Verdicts;
use verdicts::count_most;
use verdicts::split_off_older;

use super::Outcome;
use super::Request;
use super::Verdict;
use super::judge;
use super::judge_review;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::root::Root;
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
    /// Who sets a postmortem to reviewed, by the path of its report; asked only where that matters.
    pub setter: &'a (dyn Fn(&RepoPath) -> Result<Setter, SnapshotError> + Sync),
    /// Whether every finding in what is touched is wanted, in unchanged files and older ones too.
    pub is_whole: bool,
}

/// The last commit of a change that sets a postmortem to reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setter {
    /// It; `None` where it is yet to be made.
    pub commit: Option<Oid>,
    /// Its author's name.
    pub author: String,
    /// Its author's address.
    pub email: String,
    /// Whether git accepts its signature; `None` where that was not asked, or there is none yet.
    pub is_signed: Option<bool>,
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
    let mut sides = Sides::of(difference);
    let mut told = Vec::new();
    for one in postmortems(root, request, difference, &touched, tell)? {
        told.push(sides.take(one));
    }
    for entry in &touched.reviews {
        told.push(sides.take_review(root, request, difference, entry, tell));
    }
    let mut outcome = Outcome {
        documents: sides.after.postmortems.len() + sides.after.reviews.len(),
        findings: sides.after.finish(root, request.snapshot)?,
        ..Outcome::default()
    };
    if !difference.is_whole {
        outcome.findings.retain(|it| changed.contains(&it.path));
    }
    for entry in &touched.strange {
        outcome.findings.extend(super::strange(root, entry));
    }
    let own = root.findings.iter().filter(|it| changed.contains(&it.path));
    outcome.findings.extend(own.cloned());
    let mut known = BTreeMap::new();
    for (base, verdicts) in difference.bases.iter().zip(sides.before) {
        count_most(&mut known, verdicts.finish(root, base.snapshot)?);
    }
    split_off_older(known, difference, &mut outcome);
    let moves = moves::find(root, request.snapshot, difference, sides.moves)?;
    outcome.findings.extend(moves);
    outcome.findings.extend(sides.setters);
    sort_findings(&mut outcome.findings);
    Ok((outcome, told))
}

/// What is judged on both sides of a change.
struct Sides {
    after: Verdicts,
    /// For each base.
    before: Vec<Verdicts>,
    /// For each base what the rules about changes find in postmortems.
    moves: Vec<Vec<Found>>,
    /// What is wrong with the commits that set a postmortem to reviewed.
    setters: Vec<Finding>,
}

impl Sides {
    fn of(difference: &Difference<'_>) -> Self {
        let bases = difference.bases.iter();
        Self {
            after: Verdicts::default(),
            before: bases.clone().map(|_| Verdicts::default()).collect(),
            moves: bases.map(|_| Vec::new()).collect(),
            setters: Vec::new(),
        }
    }

    /// Takes a postmortem, and gives what was told of it.
    fn take<T>(&mut self, one: One<T>) -> T {
        self.setters.extend(one.setter);
        self.after.postmortems.push((one.after, None));
        let bases = self.before.iter_mut().zip(&mut self.moves);
        for (old, (verdicts, moves)) in one.before.into_iter().zip(bases) {
            if let Some(old) = old {
                verdicts.postmortems.push((old.verdict, Some(old.places)));
                moves.extend(old.moves);
            }
        }
        one.told
    }

    /// Judges the notes of a process review, and gives what is told of them.
    fn take_review<T>(
        &mut self,
        root: &Root,
        request: &Request<'_>,
        difference: &Difference<'_>,
        entry: &Entry,
        tell: Tell<'_, T>,
    ) -> T {
        let notes = read_review(request.snapshot, entry);
        let mut first = None;
        for (base, verdicts) in difference.bases.iter().zip(&mut self.before) {
            let old = base.snapshot.entry(&entry.path);
            let old = old.map(|it| read_review(base.snapshot, &it));
            let verdict = old.as_ref().map(|it| judge_review(root, it));
            verdicts.reviews.extend(verdict);
            first = first.or(Some(old));
        }
        self.after.reviews.push(judge_review(root, &notes));
        tell(Subject::ProcessReview {
            before: first.flatten().as_ref(),
            after: &notes,
        })
    }
}

/// A touched postmortem, judged.
struct One<T> {
    after: Verdict,
    /// For each base what it was there.
    before: Vec<Option<Old>>,
    /// What is wrong with the commit that set it to reviewed.
    setter: Vec<Finding>,
    told: T,
}

/// What a postmortem was in a base.
struct Old {
    verdict: Verdict,
    places: Places,
    /// What the rules about changes find.
    moves: Vec<Found>,
}

/// Judges the postmortems on all cores, each alone.
fn postmortems<T: Send>(
    root: &Root,
    request: &Request<'_>,
    difference: &Difference<'_>,
    touched: &Touched,
    tell: Tell<'_, T>,
) -> Result<Vec<One<T>>, SnapshotError> {
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
            let mut becomes_reviewed =
                root.config.four_eyes.is_some() && four_eyes::is_reviewed(&pair.after);
            // The first base comes last: it is the one that is told of.
            for (base, reader) in difference.bases.iter().zip(old_readers).rev() {
                let old = base.files(&files.directory);
                pair.before = old.map(|it| Dossier::read(&it, reader));
                becomes_reviewed &= !pair.before.as_ref().is_some_and(four_eyes::is_reviewed);
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
            let setter = if becomes_reviewed {
                let setter = (difference.setter)(&pair.after.report.path)?;
                let found = four_eyes::find(root, &pair.after, &setter);
                moves::settled(root, &pair.after, found, difference.trailers)
            } else {
                Vec::new()
            };
            Ok(One {
                after,
                before,
                setter,
                told: tell(Subject::Postmortem(&pair)),
            })
        })
        .collect()
}

fn read_review(snapshot: &Snapshot, entry: &Entry) -> Document {
    Document::read(&snapshot.reader(), entry, Sort::WithFrontMatter)
}

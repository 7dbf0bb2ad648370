//! The documents that a change touches, judged as they were and as they are.

use rayon::prelude::*;

use super::approval;
use super::four_eyes;
use super::moves;
use super::moves::Found;
use super::touched::Touched;
use super::verdicts::Places;
use super::verdicts::Verdicts;
use crate::check::Comparison;
use crate::check::Judge;
use crate::check::Seen;
use crate::check::Verdict;
use crate::check::judge;
use crate::check::judge_review;
use crate::corpus::Dossier;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::document::Sort;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;

/// What is judged on both sides of a change.
pub(super) struct Sides {
    pub(super) after: Verdicts,
    /// For each base.
    pub(super) before: Vec<Verdicts>,
    /// For each base what the rules about changes find in postmortems.
    pub(super) moves: Vec<Vec<Found>>,
    /// What is wrong with the commits that set a postmortem to reviewed.
    pub(super) setters: Vec<Finding>,
}

impl Sides {
    /// Judges what is touched: postmortems on all cores, each alone.
    pub(super) fn judge(
        root: &Root,
        comparison: &Comparison,
        touched: &Touched,
        judge: &Judge<'_>,
    ) -> Result<Self, Refusal> {
        let bases = comparison.bases.iter();
        let mut sides = Self {
            after: Verdicts::default(),
            before: bases.clone().map(|_| Verdicts::default()).collect(),
            moves: bases.map(|_| Vec::new()).collect(),
            setters: Vec::new(),
        };
        for one in postmortems(root, comparison, touched, judge)? {
            sides.take(one);
        }
        for entry in &touched.reviews {
            sides.take_review(root, comparison, entry, judge)?;
        }
        Ok(sides)
    }

    fn take(&mut self, one: One) {
        self.setters.extend(one.setter);
        for moves in &mut self.moves {
            moves.extend(one.approval.iter().cloned());
        }
        self.after.postmortems.push((one.after, None));
        let bases = self.before.iter_mut().zip(&mut self.moves);
        for (old, (verdicts, moves)) in one.before.into_iter().zip(bases) {
            if let Some(old) = old {
                verdicts.postmortems.push((old.verdict, Some(old.places)));
                moves.extend(old.moves);
            }
        }
    }

    /// Judges the notes of a process review.
    fn take_review(
        &mut self,
        root: &Root,
        comparison: &Comparison,
        entry: &Entry,
        judge: &Judge<'_>,
    ) -> Result<(), Refusal> {
        let clock = judge.clock(root)?;
        let notes = read_review(&comparison.after, entry);
        let mut first = None;
        for (base, verdicts) in comparison.bases.iter().zip(&mut self.before) {
            let old = base.entry(&entry.path);
            let old = old.map(|it| read_review(base, &it));
            let verdict = old.as_ref().map(|it| judge_review(root, it, clock));
            verdicts.reviews.extend(verdict);
            first = first.or(Some(old));
        }
        self.after.reviews.push(judge_review(root, &notes, clock));
        (judge.watch)(Seen::ProcessReview {
            before: first.flatten().as_ref(),
            after: &notes,
        });
        Ok(())
    }
}

/// A touched postmortem, judged.
struct One {
    after: Verdict,
    /// For each base what it was there.
    before: Vec<Option<Old>>,
    /// What is wrong with the commit that set it to reviewed.
    setter: Vec<Finding>,
    /// What is found where its message to customers is approved.
    approval: Vec<Found>,
}

/// What a postmortem was in a base.
struct Old {
    verdict: Verdict,
    places: Places,
    /// What the rules about changes find.
    moves: Vec<Found>,
}

fn postmortems(
    root: &Root,
    comparison: &Comparison,
    touched: &Touched,
    judge: &Judge<'_>,
) -> Result<Vec<One>, Refusal> {
    let bench = Bench {
        root,
        comparison,
        clock: judge.clock(root)?,
    };
    let readers = || {
        let bases = comparison.bases.iter().map(Snapshot::reader);
        (comparison.after.reader(), bases.collect::<Vec<_>>())
    };
    let all = touched.postmortems.par_iter();
    all.map_init(readers, |(reader, old_readers), files| {
        let after = Dossier::read(files, reader);
        let bases = comparison.bases.iter().zip(old_readers);
        let before: Vec<Option<Dossier>> = bases
            .map(|(base, reader)| {
                let old = comparison.files_in(base, &files.directory)?;
                Some(Dossier::read(&old, reader))
            })
            .collect();
        let one = bench.judge(&before, &after)?;
        (judge.watch)(Seen::Postmortem {
            before: before.first().and_then(Option::as_ref),
            after: &after,
        });
        Ok(one)
    })
    .collect()
}

/// What a postmortem is judged by.
struct Bench<'a> {
    root: &'a Root,
    comparison: &'a Comparison,
    clock: Clock,
}

impl Bench<'_> {
    /// Judges a postmortem as it is, and as it was in each base that has it.
    fn judge(&self, before: &[Option<Dossier>], after: &Dossier) -> Result<One, Refusal> {
        Ok(One {
            after: judge(self.root, after, self.clock),
            before: before
                .iter()
                .map(|old| Some(self.old(old.as_ref()?, after)))
                .collect(),
            setter: self.setter(before, after)?,
            approval: approval::find(self.root, self.comparison, before, after)?,
        })
    }

    fn old(&self, before: &Dossier, after: &Dossier) -> Old {
        Old {
            verdict: judge(self.root, before, self.clock),
            places: Places {
                was: before.directory.clone(),
                is: after.directory.clone(),
            },
            moves: moves::between(self.root, (before, after), self.clock),
        }
    }

    /// What is wrong with whoever sets the postmortem to reviewed, where the change does.
    fn setter(&self, before: &[Option<Dossier>], after: &Dossier) -> Result<Vec<Finding>, Refusal> {
        let found = four_eyes::find(self.root, self.comparison, before, after)?;
        let witness = &self.comparison.witness;
        Ok(moves::settled(self.root, after, found, witness))
    }
}

fn read_review(snapshot: &Snapshot, entry: &Entry) -> Document {
    Document::read(&snapshot.reader(), entry, Sort::WithFrontMatter)
}

//! The documents that a change touches, judged as they were and as they are.

use rayon::prelude::*;

use super::approval;
use super::before::Before;
use super::before::Lookup;
use super::between;
use super::found::Found;
use super::four_eyes;
use super::held::Held;
use super::held::Of;
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
use crate::postmortem::Postmortem;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::Past;
use crate::snapshot::Entry;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// What the documents of a change are judged by.
#[derive(Clone, Copy)]
pub(super) struct Bench<'a> {
    /// Their root.
    pub(super) root: &'a Root,
    /// The change.
    pub(super) comparison: &'a Comparison,
    /// The roots that they belonged to, by base.
    pub(super) before: &'a [Before],
    /// The bars that hold beside their root's own.
    pub(super) bars: &'a [Held],
    /// The clock.
    pub(super) clock: Clock,
}

impl<'a> Bench<'a> {
    /// The root by whose levels and eyes a change itself is judged: no change lowers them for itself.
    pub(super) fn strict(&self) -> &'a Root {
        let mut bars = self.bars.iter().filter(|it| it.is_whole());
        // Each comes after the one that it adds to.
        bars.next_back().map_or(self.root, |it| &it.root)
    }

    /// Where a postmortem was, by where it is.
    fn was_at<'b>(&'b self, directory: &'b RepoPath) -> &'b RepoPath {
        self.comparison.moved.get(directory).unwrap_or(directory)
    }
}

/// What is judged on both sides of a change.
pub(super) struct Sides {
    pub(super) after: Verdicts,
    /// For each bar what is found by it.
    pub(super) held: Vec<Verdicts>,
    /// For each bar what was found by it in the first base, where that counts.
    pub(super) held_before: Vec<Verdicts>,
    /// For each base and each of its roots.
    pub(super) before: Vec<Vec<Verdicts>>,
    /// For each base what the rules about changes find in postmortems.
    pub(super) moves: Vec<Vec<Found>>,
    /// What is wrong with the commits that set a postmortem to reviewed.
    pub(super) setters: Vec<Finding>,
}

impl Sides {
    /// Judges what is touched: postmortems on all cores, each alone.
    pub(super) fn judge(
        bench: Bench<'_>,
        touched: &Touched,
        judge: &Judge<'_>,
    ) -> Result<Self, Refusal> {
        let verdicts = |count: usize| -> Vec<Verdicts> {
            std::iter::repeat_with(Verdicts::default)
                .take(count)
                .collect()
        };
        let bases = bench.before.iter();
        let mut sides = Self {
            after: Verdicts::default(),
            held: verdicts(bench.bars.len()),
            held_before: verdicts(bench.bars.len()),
            before: bases
                .clone()
                .map(|it| verdicts(it.roots().count()))
                .collect(),
            moves: bases.map(|_| Vec::new()).collect(),
            setters: Vec::new(),
        };
        for one in postmortems(bench, touched, judge)? {
            sides.take(one);
        }
        for entry in &touched.reviews {
            sides.take_review(bench, touched, (entry, judge));
        }
        Ok(sides)
    }

    fn take(&mut self, one: One) {
        self.setters.extend(one.setter);
        for moves in &mut self.moves {
            moves.extend(one.approval.iter().cloned());
        }
        self.after.postmortems.push((one.after, None));
        for (at, verdict) in one.held {
            if let Some(held) = self.held.get_mut(at) {
                held.postmortems.push((verdict, None));
            }
        }
        for (at, verdict, places) in one.held_before {
            if let Some(held) = self.held_before.get_mut(at) {
                held.postmortems.push((verdict, Some(places)));
            }
        }
        let bases = self.before.iter_mut().zip(&mut self.moves);
        for (old, (verdicts, moves)) in one.before.into_iter().zip(bases) {
            let Some(old) = old else {
                continue;
            };
            moves.extend(old.moves);
            let of_root = old
                .verdict
                .and_then(|(at, it)| Some((verdicts.get_mut(at)?, it)));
            if let Some((verdicts, verdict)) = of_root {
                verdicts.postmortems.push((verdict, Some(old.places)));
            }
        }
    }

    /// Judges the notes of a process review.
    fn take_review(
        &mut self,
        bench: Bench<'_>,
        touched: &Touched,
        (entry, judge): (&Entry, &Judge<'_>),
    ) {
        let notes = read_review(&bench.comparison.after, entry);
        let mut first = None;
        let was_at = bench.comparison.notes_were_at(&entry.path);
        let sides = self.before.iter_mut().zip(&mut self.moves);
        for (base, (verdicts, moves)) in bench.before.iter().zip(sides) {
            let old = base.snapshot.entry(was_at);
            let old = old.map(|it| read_review(&base.snapshot, &it));
            if let (Some(old), Some((at, root))) = (&old, base.root_of_review(was_at))
                && let Some(verdicts) = verdicts.get_mut(at)
            {
                verdicts.reviews.push(judge_review(root, old, bench.clock));
            }
            if let Some(old) = &old {
                moves.extend(between::of_notes(bench.strict(), old, &notes));
            }
            first = first.or(Some(old));
        }
        self.after
            .reviews
            .push(judge_review(bench.root, &notes, bench.clock));
        let by = |bar: &Held, notes| judge_review(&bar.root, notes, bench.clock);
        let held = self.held.iter_mut().zip(&mut self.held_before);
        for (bar, (held, held_before)) in bench.bars.iter().zip(held) {
            if bar.is_whole() {
                held.reviews.push(by(bar, &notes));
            }
            if let (Of::Head(_), Some(Some(old))) = (&bar.of, &first) {
                held_before.reviews.push(by(bar, old));
            }
        }
        if touched.is_direct(&entry.path) {
            (judge.watch)(Seen::ProcessReview {
                before: first.flatten().as_ref(),
                after: &notes,
            });
        }
    }
}

/// A touched postmortem, judged.
struct One {
    after: Verdict,
    /// By each bar that holds for it.
    held: Vec<(usize, Verdict)>,
    /// The same in the first base, where that counts.
    held_before: Vec<(usize, Verdict, Places)>,
    /// For each base what it was there.
    before: Vec<Option<Old>>,
    /// What is wrong with the commit that set it to reviewed.
    setter: Vec<Finding>,
    /// What is found where its message to customers is approved.
    approval: Vec<Found>,
}

/// What a postmortem was in a base.
struct Old {
    /// By the root that it belonged to, and that one's place among the others; `None` where it
    /// belonged to none.
    verdict: Option<(usize, Verdict)>,
    places: Places,
    /// What the rules about changes find.
    moves: Vec<Found>,
}

fn postmortems(
    bench: Bench<'_>,
    touched: &Touched,
    judge: &Judge<'_>,
) -> Result<Vec<One>, Refusal> {
    let bases = bench.before.iter();
    let lookups = bases.clone().map(|it| Lookup::new(it, touched));
    let lookups = lookups.collect::<Result<Vec<_>, _>>()?;
    let readers = || {
        let bases = bases.clone().map(|it| it.snapshot.reader());
        (bench.comparison.after.reader(), bases.collect::<Vec<_>>())
    };
    let all = touched.postmortems.par_iter();
    all.map_init(readers, |(reader, old_readers), files| {
        let after = Dossier::read(files, reader);
        let was_at = bench.was_at(&files.directory);
        let bases = bench.before.iter().zip(&lookups).zip(old_readers);
        let before: Vec<Option<Dossier>> = bases
            .map(|((base, lookup), reader)| {
                let old = lookup.files(base, was_at)?;
                Some(Dossier::read(&old, reader))
            })
            .collect();
        let one = bench.judge(&before, &after)?;
        if touched.is_direct(&files.directory) {
            (judge.watch)(Seen::Postmortem {
                before: before.first().and_then(Option::as_ref),
                after: &after,
            });
        }
        Ok(one)
    })
    .collect()
}

impl Bench<'_> {
    /// Judges a postmortem as it is, and as it was in each base that has it.
    fn judge(&self, before: &[Option<Dossier>], after: &Dossier) -> Result<One, Refusal> {
        let bases = before.iter().zip(self.before);
        Ok(One {
            after: judge(self.root, after, self.clock),
            held: self.held(after),
            held_before: self.held_before(before, after),
            before: bases
                .map(|(old, base)| old.as_ref().map(|it| self.old(base, it, after)).transpose())
                .collect::<Result<_, _>>()?,
            setter: self.setter(before, after)?,
            approval: approval::find(self.strict(), self.comparison, before, after)?,
        })
    }

    /// Judges it as it was in the first base by the bars to which what it lacked then is no news.
    fn held_before(
        &self,
        before: &[Option<Dossier>],
        after: &Dossier,
    ) -> Vec<(usize, Verdict, Places)> {
        let Some(Some(old)) = before.first() else {
            return Vec::new();
        };
        let bars = self.bars.iter().enumerate();
        let bars = bars.filter(|(_, bar)| matches!(bar.of, Of::Head(_)));
        bars.map(|(at, bar)| (at, judge(&bar.root, old, self.clock), places(old, after)))
            .collect()
    }

    /// Judges it by each bar that holds for it.
    fn held(&self, after: &Dossier) -> Vec<(usize, Verdict)> {
        let was_at = self.was_at(&after.directory);
        let came_from = |it: &RepoPath| {
            let mut others = self.before.iter().flat_map(|it| &it.others);
            others.any(|root| root.directory == *it && root.has(was_at))
        };
        let bars = self.bars.iter().enumerate();
        let bars = bars.filter(|(_, bar)| match &bar.of {
            Of::Before | Of::Head(_) => true,
            Of::Root(root) => came_from(root),
        });
        bars.map(|(at, bar)| (at, judge(&bar.root, after, self.clock)))
            .collect()
    }

    fn old(&self, base: &Before, before: &Dossier, after: &Dossier) -> Result<Old, Refusal> {
        let root = base.root_of_postmortem(&before.directory);
        let by = root.map_or(self.root, |(_, it)| it);
        let mut moves = between::between(
            (by, self.strict()),
            (before, after),
            (self.past(base, before, after)?, self.clock),
        );
        moves.extend(self.emptied(base, before, after));
        Ok(Old {
            verdict: root.map(|(at, it)| (at, judge(it, before, self.clock))),
            places: places(before, after),
            moves,
        })
    }

    /// The files in `notes/` that had a text and have none any more. What they say is nobody's business.
    fn emptied(&self, base: &Before, before: &Dossier, after: &Dossier) -> Vec<Found> {
        let now = &self.comparison.after;
        let is_blank = |at: &Snapshot, path: &RepoPath| {
            let text = at.read(path).ok()?;
            Some(text.trim_ascii().is_empty())
        };
        let mut found = Vec::new();
        for was in &before.notes {
            let below = was.below(&before.directory);
            let Some(is) = below.and_then(|it| after.directory.join(it)) else {
                continue;
            };
            let is_same = *was == is && now.has_the_same_at(&is, &base.snapshot);
            if is_same || is_blank(now, &is) != Some(true) {
                continue;
            }
            if is_blank(&base.snapshot, was) == Some(false) {
                let note = Document::from_text(&is, String::new(), Sort::BodyOnly);
                found.extend(between::of_note(self.strict(), after, &note));
            }
        }
        found
    }

    /// What history knows of the postmortem, where its status asks for that.
    fn past(&self, base: &Before, before: &Dossier, after: &Dossier) -> Result<Past, Refusal> {
        let policy = &self.root.config.policy;
        let status = |it| Postmortem::new(policy, it).status();
        let statuses = (status(before), status(after));
        let paths = [&before.report.path, &after.report.path];
        let witness = &self.comparison.witness;
        witness.past(base.snapshot.commit_id(), paths, statuses)
    }

    /// What is wrong with whoever sets the postmortem to reviewed, where the change does.
    fn setter(&self, before: &[Option<Dossier>], after: &Dossier) -> Result<Vec<Finding>, Refusal> {
        let root = self.strict();
        let bases = before.iter().zip(self.before);
        let known = bases.filter_map(|(old, base)| {
            let old = old.as_ref()?;
            base.has_judged(&old.directory).then_some(old)
        });
        let known: Vec<&Dossier> = known.collect();
        let found = four_eyes::find(root, self.comparison, (before, &known), after)?;
        let witness = &self.comparison.witness;
        Ok(between::settled(root, after, found, witness))
    }
}

fn places(before: &Dossier, after: &Dossier) -> Places {
    Places {
        was: before.directory.clone(),
        is: after.directory.clone(),
    }
}

fn read_review(snapshot: &Snapshot, entry: &Entry) -> Document {
    Document::read(&snapshot.reader(), entry, Sort::WithFrontMatter)
}

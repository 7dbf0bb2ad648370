//! What a change brings in: the documents that differ from what they were, and how.

mod approval;
mod before;
mod between;
mod earlier;
mod found;
mod four_eyes;
mod held;
mod moves;
mod pardon;
mod place;
mod setting_up;
mod sides;
mod touched;
mod verdicts;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use before::Before;
use held::Lowered;
use sides::Bench;
use sides::Sides;
use touched::Touched;
use verdicts::add_held;
use verdicts::count_most;
use verdicts::drop_known;
use verdicts::retitle;
use verdicts::split_off_older;

use super::Judge;
use super::Outcome;
use super::comparison::Comparison;
use super::comparison::touches_own;
use super::together::nested;
use super::together::strange;
use crate::diagnostic::Finding;
use crate::diagnostic::sort_findings;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::source::RepoPath;

/// What is found in the documents of a root, one of several, that a change touches: by its configuration, by the one
/// before wherever that asked for more and nobody has allowed to ask less, and between the two.
/// Unless all are wanted, the errors that a base has too are only counted, by postmortem, in
/// [`Outcome::older`].
pub(super) fn find(
    (root, roots): (&Root, &[Root]),
    comparison: &Comparison,
    judge: &Judge<'_>,
) -> Result<Outcome, Refusal> {
    let Some(paths) = comparison.paths_in(root) else {
        return Ok(Outcome::default());
    };
    let after = &comparison.after;
    // What a root of today has as well is judged there.
    let mut of_today: Vec<&Root> = Vec::new();
    if comparison.is_left(root, roots) {
        of_today.extend(roots.iter().filter(|it| !comparison.is_left(it, roots)));
    }
    let is_own = |path: &&RepoPath| !of_today.iter().any(|it| it.shares(root, path));
    let changed: BTreeSet<&RepoPath> = paths.there(root).filter(is_own).collect();
    let gone: Vec<&RepoPath> = paths.gone.iter().filter(is_own).collect();
    let before = Before::all(root, comparison)?;
    let mut touched = Touched::find(root, after, &changed, &gone)?;
    if is_judged_anew(root, comparison, &before) {
        touched = touched.with_all(root)?;
    }
    let lowered = Lowered::find(root, comparison, &before)?;
    let bench = Bench {
        root,
        comparison,
        before: &before,
        bars: &lowered.bars,
        clock: judge.clock(root)?,
    };
    let sides = Sides::judge(bench, &touched, judge)?;
    let mut outcome = Outcome {
        documents: touched.count(),
        findings: sides.after.finish(root, after)?,
        ..Outcome::default()
    };
    let held = sides.held.into_iter().zip(sides.held_before);
    for (bar, (verdicts, old)) in lowered.bars.iter().zip(held) {
        let mut held = verdicts.finish(&bar.root, after)?;
        if let Some(base) = before.first() {
            drop_known(&mut held, old.finish(&bar.root, &base.snapshot)?);
        }
        let is_unwritten = comparison.witness.is_unwritten();
        add_held(&mut outcome.findings, held, (is_unwritten, &bar.why()));
    }
    let besides = beside(root, &touched);
    let has_besides = !besides.is_empty();
    outcome.findings.extend(besides);
    let mut known = BTreeMap::new();
    // What is wrong with the configuration may be in another of its files than the one that changed.
    if touches_own(root, paths) {
        outcome.findings.extend(root.findings.iter().cloned());
        for base in &before {
            let own = base.own.iter().flat_map(|it| it.findings.iter().cloned());
            count_most(&mut known, own.collect());
        }
    }
    for (base, verdicts) in before.iter().zip(sides.before) {
        let mut all = Vec::new();
        for (old, verdicts) in base.roots().zip(verdicts) {
            let mut found = verdicts.finish(old, &base.snapshot)?;
            retitle(&mut found, (&old.config.policy, &root.config.policy));
            all.extend(found);
            if has_besides {
                let mut was = Touched::find(old, &base.snapshot, &changed, &gone)?;
                if touched.direct.is_some() {
                    was = was.with_all(old)?;
                }
                all.extend(beside(old, &was));
            }
        }
        count_most(&mut known, all);
    }
    split_off_older(known, comparison, (&touched, &changed), &mut outcome);
    let by = (root, bench.strict());
    let moves = moves::find(by, comparison, (&gone, bench.clock), sides.moves)?;
    outcome.findings.extend(moves);
    outcome.findings.extend(sides.setters);
    outcome.findings.extend(lowered.findings);
    sort_findings(&mut outcome.findings);
    Ok(outcome)
}

/// What lies among the documents of a root that a change touches, and is none: links, submodules, names
/// that cannot be read, configurations.
fn beside(root: &Root, touched: &Touched) -> Vec<Finding> {
    let links = touched.strange.iter().flat_map(|it| strange(root, it));
    let configurations = touched.configurations.iter();
    links
        .chain(configurations.flat_map(|it| nested(root, it)))
        .collect()
}

/// Whether documents that do not differ themselves are judged by something else than before.
fn is_judged_anew(root: &Root, comparison: &Comparison, before: &[Before]) -> bool {
    let is_same = |it: &Before| it.own.as_ref().is_some_and(|old| old.config == root.config);
    root::is_root(&comparison.after, &root.directory) && !before.iter().all(is_same)
}

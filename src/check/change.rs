//! What a change brings in: the documents that differ from what they were, and how.

mod approval;
mod four_eyes;
mod moves;
mod sides;
mod touched;
mod verdicts;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use sides::Sides;
use touched::Touched;
use verdicts::count_most;
use verdicts::split_off_older;

use super::Judge;
use super::Outcome;
use super::comparison::Comparison;
use super::comparison::touches_own;
use super::together::strange;
use crate::diagnostic::sort_findings;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::source::RepoPath;

/// What is found in the documents of a root that a change touches. Unless all are wanted, the errors
/// that a base has too are only counted, by postmortem, in [`Outcome::older`].
pub(super) fn find(
    root: &Root,
    comparison: &Comparison,
    judge: &Judge<'_>,
) -> Result<Outcome, Refusal> {
    let Some(paths) = comparison.paths_in(root) else {
        return Ok(Outcome::default());
    };
    let after = &comparison.after;
    let changed: BTreeSet<&RepoPath> = paths.changed.iter().collect();
    let touched = Touched::find(root, after, &changed, &paths.gone)?;
    let sides = Sides::judge(root, comparison, &touched, judge)?;
    let mut outcome = Outcome {
        documents: sides.after.postmortems.len() + sides.after.reviews.len(),
        findings: sides.after.finish(root, after)?,
        ..Outcome::default()
    };
    if !comparison.wants_all() {
        outcome.findings.retain(|it| changed.contains(&it.path));
    }
    for entry in &touched.strange {
        outcome.findings.extend(strange(root, entry));
    }
    let mut known = BTreeMap::new();
    // What is wrong with the configuration may be in another of its files than the one that changed.
    if touches_own(root, paths) {
        outcome.findings.extend(root.findings.iter().cloned());
        for base in &comparison.bases {
            // A base that only a newer pmrepo reads knows nothing.
            let before = Root::open(base, &root.directory).map(|it| it.findings);
            count_most(&mut known, before.unwrap_or_default());
        }
    }
    for (base, verdicts) in comparison.bases.iter().zip(sides.before) {
        count_most(&mut known, verdicts.finish(root, base)?);
    }
    split_off_older(known, comparison, &mut outcome);
    let moves = moves::find(root, comparison, &paths.gone, sides.moves)?;
    outcome.findings.extend(moves);
    outcome.findings.extend(sides.setters);
    sort_findings(&mut outcome.findings);
    Ok(outcome)
}

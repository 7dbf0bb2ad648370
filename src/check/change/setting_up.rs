//! Whether a root is only being set up: whatever it asks less is no lowering then.

use std::collections::BTreeSet;

use crate::check::Comparison;
use crate::check::bar::Bar;
use crate::check::bar::Beside;
use crate::check::bar::Kin;
use crate::document::Document;
use crate::document::Sort;
use crate::git::Oid;
use crate::model::Status;
use crate::postmortem::Report;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::Snapshot;

/// Whether a root is only being set up. No report of it has ever left draft; and none of the whole
/// repository has, or another root of which one has asks no more than this: whoever was there first is
/// not asked less by a second root, or in an empty place.
pub(super) fn is_setting_up(
    (root, old): (&Root, &Root),
    comparison: &Comparison,
) -> Result<bool, Refusal> {
    let witness = &comparison.witness;
    let mut others = comparison.base_roots()?;
    let mut is_new = !has_left_draft(old)?;
    if let Some(standing) = &comparison.standing {
        // Where it stands in for a base without a root, HEAD knows whether anything was set up.
        for it in standing.roots()? {
            is_new &= !standing.is_base || !has_left_draft(&it)?;
            others.push(it);
        }
    }
    let bases = comparison.bases.iter().filter_map(Snapshot::commit_id);
    let roots = others.iter().chain([old]);
    let commits: BTreeSet<Oid> = roots
        .filter_map(|it| it.snapshot().commit_id())
        .chain(bases)
        .collect();
    for commit in &commits {
        is_new = is_new && !witness.has_left_draft(*commit, |it| old.has(it))?;
    }
    if !is_new {
        return Ok(false);
    }
    let mut established = Vec::new();
    for it in others.iter().filter(|it| it.directory != old.directory) {
        if has_left_draft(it)? {
            established.push(it);
        }
    }
    if !established.is_empty() {
        let asks_no_more = |it: &&Root| {
            let bar = Bar::new((it, root), Kin::Other, &Beside::default());
            bar.lowered.is_empty()
        };
        return Ok(established.iter().any(asks_no_more));
    }
    for commit in &commits {
        if witness.has_left_draft(*commit, |_| true)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a report of a root has left draft; adopted ones have not.
fn has_left_draft(root: &Root) -> Result<bool, Refusal> {
    let reader = root.snapshot().reader();
    let mut reports = root.layout()?.postmortems.iter();
    Ok(reports.any(|files| {
        let document = Document::read(&reader, &files.report, Sort::FactsOnly);
        let report = Report::new(&root.config.policy, &document);
        !report.is_adopted() && report.status() != Some(Status::Draft)
    }))
}

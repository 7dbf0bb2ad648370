//! A root judged as it stands, or a part of it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Judge;
use super::Outcome;
use super::Seen;
use super::judge::judge as judge_one;
use super::judge::judge_review;
use super::together::ids;
use super::together::judge_together;
use super::together::nested;
use super::together::strange;
use super::verdict::Reach;
use super::verdict::Verdict;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::diagnostic::sort_findings;
use crate::document::Document;
use crate::document::Sort;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::Repository;
use crate::snapshot::AT_ONCE;
use crate::snapshot::Entry;
use crate::source::RepoPath;

/// What is found in a root, or in what lies at some of its paths and below them.
pub(super) fn find(
    root: &Root,
    only: Option<&[RepoPath]>,
    judge: &Judge<'_>,
) -> Result<Outcome, Refusal> {
    let only: Option<BTreeSet<&RepoPath>> = only.map(|it| it.iter().collect());
    let wanted = |path: &RepoPath| only.as_ref().is_none_or(|it| is_named(it, path));
    let layout = root.layout()?;
    let ids = ids(layout);
    let judged = layout.postmortems.iter();
    let judged: Vec<&Files> = judged
        .filter(|files| files.read_files().any(|entry| wanted(&entry.path)))
        .collect();
    let reviews = layout.process_reviews.iter();
    let reviews: Vec<&Entry> = reviews.filter(|entry| wanted(&entry.path)).collect();

    let mut verdicts = postmortems(root, &judged, judge)?;
    verdicts.par_extend(reviewed(root, &reviews, judge, judge.clock(root)?));
    let (judged, reviewed) = verdicts.split_at(judged.len());
    let briefs = |all: &[Verdict]| -> Vec<_> { all.iter().map(|it| it.brief.clone()).collect() };
    let (judged, reviewed) = (briefs(judged), briefs(reviewed));
    let repository = Repository {
        policy: &root.config.policy,
        judged: &judged,
        reviews: &reviewed,
        ids: &ids,
    };
    judge_together(root, &repository, root.snapshot(), &mut verdicts);

    let count = verdicts.iter().map(Verdict::count).sum();
    let mut findings = Vec::with_capacity(count);
    let documents = verdicts.len();
    for verdict in verdicts {
        findings.extend(verdict.finish(root, root.snapshot(), Reach::Root));
    }
    let own = root.findings.iter();
    findings.extend(own.filter(|it| wanted(&it.path)).cloned());
    for entry in layout.strange.iter().filter(|it| wanted(&it.path)) {
        findings.extend(strange(root, entry));
    }
    for path in layout.configurations.iter().filter(|it| wanted(it)) {
        findings.extend(nested(root, path));
    }
    sort_findings(&mut findings);
    Ok(Outcome {
        findings,
        documents,
        ..Outcome::default()
    })
}

/// Judges postmortems on all cores.
fn postmortems(root: &Root, all: &[&Files], judge: &Judge<'_>) -> Result<Vec<Verdict>, Refusal> {
    let clock = judge.clock(root)?;
    let mut verdicts = Vec::with_capacity(all.len());
    for some in all.chunks(AT_ONCE) {
        verdicts.par_extend(some.par_iter().map_init(
            || root.snapshot().reader(),
            |reader, files| {
                let dossier = Dossier::read(files, reader);
                let verdict = judge_one(root, &dossier, clock);
                (judge.watch)(Seen::Postmortem {
                    before: None,
                    after: &dossier,
                });
                verdict
            },
        ));
        root.snapshot().rest();
    }
    Ok(verdicts)
}

/// Judges the notes of process reviews on all cores.
fn reviewed(
    root: &Root,
    all: &[&Entry],
    judge: &Judge<'_>,
    clock: Clock,
) -> impl IndexedParallelIterator<Item = Verdict> {
    all.par_iter().map_init(
        || root.snapshot().reader(),
        move |reader, entry| {
            let notes = Document::read(reader, entry, Sort::WithFrontMatter);
            let verdict = judge_review(root, &notes, clock);
            (judge.watch)(Seen::ProcessReview {
                before: None,
                after: &notes,
            });
            verdict
        },
    )
}

/// Whether a path, or a directory in which it lies, is among those that are named.
fn is_named(named: &BTreeSet<&RepoPath>, path: &RepoPath) -> bool {
    let mut above = std::iter::successors(Some(path.clone()), RepoPath::parent);
    above.any(|it| named.contains(&it))
}

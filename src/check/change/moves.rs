//! The rules about changes: each postmortem against what it was.

use super::between::Whose;
use super::between::sunk;
use super::found::Doing;
use super::found::Found;
use super::pardon::Pardon;
use crate::check::Comparison;
use crate::check::witness::Trailers;
use crate::corpus::REPORT;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::document::Document;
use crate::document::Sort;
use crate::postmortem::is_confidential;
use crate::postmortem::review_id;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::rules::Clock;
use crate::rules::pm809_postmortem_removed;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// What the rules about changes find: `between` is what they found in each postmortem, by base. The
/// second root is the one by whose levels the change itself is judged.
pub(super) fn find(
    (root, strict): (&Root, &Root),
    comparison: &Comparison,
    (gone, clock): (&[&RepoPath], Clock),
    between: Vec<Vec<Found>>,
) -> Result<Vec<Finding>, Refusal> {
    let mut found: Option<Vec<Found>> = None;
    for (base, mut here) in comparison.bases.iter().zip(between) {
        here.extend(removed(root, comparison, base, gone));
        found = Some(match found {
            None => here,
            // In a merge only what is new to all that is merged.
            Some(mut before) => {
                let keys: Vec<_> = here.iter().map(Found::key).collect();
                before.retain(|it| keys.contains(&it.key()));
                before
            }
        });
    }
    let settled = settle(comparison, found.unwrap_or_default(), Some((strict, clock)))?;
    Ok(settled.into_iter().map(|(finding, _)| finding).collect())
}

/// Whether somebody has allowed what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// A trailer has.
    Yes,
    /// Nobody has, and how to is said; before the commit it is a warning.
    No,
}

/// What was found, with what the change's commits say of it. What one commit does to a postmortem is
/// found by a root, at a moment.
pub(super) fn settle(
    comparison: &Comparison,
    mut found: Vec<Found>,
    by: Option<(&Root, Clock)>,
) -> Result<Vec<(Finding, Allowed)>, Refusal> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut allowed: Vec<Option<String>> = Vec::new();
    match comparison.witness.trailers()? {
        Trailers::Unwritten => {
            for one in &mut found {
                one.finding.level = one.finding.level.min(Level::Warning);
            }
        }
        Trailers::Written(trailers) => {
            let mut pardon = Pardon::new(comparison, &trailers, by);
            pardon.drop_opened(&mut found)?;
            allowed = pardon.words(&found)?;
        }
    }
    allowed.resize(found.len(), None);
    let settled = found.into_iter().zip(allowed).map(|(mut one, words)| {
        let allowed = if let Some(words) = words {
            one.finding.level = Level::Note;
            one.finding.message.push_str(&words);
            Allowed::Yes
        } else {
            one.ask();
            Allowed::No
        };
        (one.finding, allowed)
    });
    Ok(settled.collect())
}

/// The postmortems and the notes of process reviews of a base that are gone and have not moved.
fn removed(
    root: &Root,
    comparison: &Comparison,
    base: &Snapshot,
    gone: &[&RepoPath],
) -> Vec<Found> {
    let place = |it: &RepoPath| root.directory.join(it.as_str());
    let paths = &root.config.paths;
    let (postmortems, reviews) = (place(&paths.postmortems), place(&paths.process_reviews));
    let is_in = |path: &RepoPath, place: &Option<RepoPath>| {
        let below = place.as_ref().and_then(|it| path.below(it));
        below.is_some_and(|it| !it.split('/').any(|it| it.starts_with('.')))
    };
    let mut all = Vec::new();
    for path in gone.iter().copied() {
        let is_report = path.name() == REPORT && is_in(path, &postmortems);
        let is_review = path.name().ends_with(".md") && is_in(path, &reviews);
        let is_here = is_report || is_review;
        if !is_here || comparison.after.exists(path) || comparison.moved_for_good().contains(path) {
            continue;
        }
        let Some(entry) = base.entry(path) else {
            continue;
        };
        let lost = Document::read(&base.reader(), &entry, Sort::WithFrontMatter);
        let directory = path.parent().unwrap_or_default();
        let id = is_report.then(|| directory.name());
        let (message, help) = match id {
            Some(id) => (
                format!("the postmortem `{id}` is removed"),
                "give it the status not-required and a reason, or move it with `git mv`",
            ),
            None => (
                format!("the process review `{}` is removed", review_id(path)),
                "give it the status cancelled, or move it with `git mv`",
            ),
        };
        let rule = &pm809_postmortem_removed::RULE;
        let diagnostic = Diagnostic::new(rule, path, lost.place(), message).help(help);
        let whose = Whose {
            id,
            is_confidential: is_report && is_confidential(&lost),
        };
        let findings = sunk(root, &whose, std::iter::once(&lost), vec![diagnostic]);
        all.extend(findings.into_iter().map(|finding| Found {
            finding,
            doing: Doing::Removal,
        }));
    }
    all
}

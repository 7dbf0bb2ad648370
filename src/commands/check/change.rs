//! Changes: what is staged, and what a range of commits brings in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Ctx;
use super::super::Refusal;
use super::witness::next_author;
use super::witness::setter;
use super::witness::trailers;
use crate::check;
use crate::check::Base;
use crate::check::Difference;
use crate::check::Outcome;
use crate::check::Request;
use crate::check::Setter;
use crate::check::Trailers;
use crate::corpus::REPORT;
use crate::git::Change;
use crate::git::Ends;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::snapshot::SnapshotError;
use crate::snapshot::is_there;
use crate::source::RepoPath;
use crate::workspace::State;
use crate::workspace::Workspace;

/// Opens the end of a range, and works out where it begins.
pub(in crate::commands) fn open(ctx: &Ctx, ends: &Ends) -> Result<(Workspace, Range), Refusal> {
    let workspace = Workspace::open(ctx.at(), &State::Revision(ends.head().to_owned()))?;
    let Some(repo) = &workspace.repo else {
        return Err(Refusal::repository("there is no git repository here"));
    };
    let range = repo.range(ends)?;
    Ok((workspace, range))
}

/// Judges what a range brings in, in every root that it touches: every finding there.
pub(in crate::commands) fn range(
    workspace: &Workspace,
    ctx: &Ctx,
    range: Range,
) -> Result<Outcome, Refusal> {
    let mut outcome = Outcome::default();
    each_root(workspace, ctx, range, &mut |root, request, difference| {
        outcome.merge(check::change(root, request, difference)?);
        Ok(())
    })?;
    Ok(outcome)
}

/// What is done with each root that a change touches.
type Work<'a> = &'a mut dyn FnMut(&Root, &Request<'_>, &Difference<'_>) -> Result<(), Refusal>;

/// Does something with each root that a range touches.
pub(in crate::commands) fn each_root(
    workspace: &Workspace,
    ctx: &Ctx,
    range: Range,
    work: Work<'_>,
) -> Result<(), Refusal> {
    let Some(repo) = &workspace.repo else {
        return Ok(());
    };
    let base = Snapshot::of_commit(repo, range.base);
    let (changes, ()) = rayon::join(|| workspace.snapshot.changes_since(&base), check::prepare);
    let changes = changes?;
    Comparison {
        changes: changes.iter().collect(),
        bases: vec![base],
        trailers: Trailers::In(&|| trailers(repo, range)),
        setter: &|path| setter(repo, range, path),
        is_whole: true,
        keeps_levels: false,
    }
    .each_root(&workspace.snapshot, ctx, work)
}

/// Judges what is pushed to a branch: only what it introduces, and with the levels that the branch
/// has had so far, so that no push lowers the bar for itself.
pub(in crate::commands) fn pushed(
    ctx: &Ctx,
    repo: &Arc<Repo>,
    range: Range,
) -> Result<Outcome, Refusal> {
    let base = Snapshot::of_commit(repo, range.base);
    let head = Snapshot::of_commit(repo, range.head);
    let changes = head.changes_since(&base)?;
    Comparison {
        changes: changes.iter().collect(),
        bases: vec![base],
        trailers: Trailers::In(&|| trailers(repo, range)),
        setter: &|path| setter(repo, range, path),
        is_whole: false,
        keeps_levels: true,
    }
    .judge(&head, ctx)
}

/// Judges every document of a commit that comes after nothing.
pub(in crate::commands) fn everything(
    ctx: &Ctx,
    repo: &Arc<Repo>,
    head: Oid,
) -> Result<Outcome, Refusal> {
    let snapshot = Snapshot::of_commit(repo, head);
    let mut outcome = Outcome::default();
    for directory in snapshot.roots()? {
        let root = Root::open(&snapshot, &directory);
        let request = super::request(&snapshot, ctx, &root)?;
        outcome.merge(check::check(&root, &request)?);
    }
    Ok(outcome)
}

/// Judges what is staged, in every root that it touches.
pub(super) fn staged(workspace: &Workspace, ctx: &Ctx) -> Result<Outcome, Refusal> {
    let changes: Vec<_> = workspace.snapshot.changes().collect();
    if changes.is_empty() {
        return Ok(Outcome::default());
    }
    Comparison {
        changes,
        bases: workspace.snapshot.bases(),
        trailers: Trailers::Unwritten,
        setter: &|_| Ok(next_author(workspace)),
        is_whole: false,
        keeps_levels: false,
    }
    .judge(&workspace.snapshot, ctx)
}

/// What differs in the whole repository, and from what.
struct Comparison<'a> {
    changes: Vec<(&'a RepoPath, &'a Change)>,
    bases: Vec<Snapshot>,
    trailers: Trailers<'a>,
    setter: &'a (dyn Fn(&RepoPath) -> Result<Setter, SnapshotError> + Sync),
    is_whole: bool,
    /// Whether the levels of rules are those of the first base and not of what is judged.
    keeps_levels: bool,
}

/// The paths of one root that are there, and those that are gone.
#[derive(Default)]
struct Paths {
    changed: Vec<RepoPath>,
    gone: Vec<RepoPath>,
}

impl Comparison<'_> {
    /// The root in which a path lies, or did before: taking the configuration away hides nothing.
    fn root_of(&self, snapshot: &Snapshot, path: &RepoPath) -> Option<RepoPath> {
        let directory = path.parent()?;
        let before = || self.bases.iter().find_map(|it| it.root_of(&directory));
        snapshot.root_of(&directory).or_else(before)
    }

    /// Judges every root in which something differs.
    fn judge(&self, snapshot: &Snapshot, ctx: &Ctx) -> Result<Outcome, Refusal> {
        let mut outcome = Outcome::default();
        self.each_root(snapshot, ctx, &mut |root, request, difference| {
            outcome.merge(check::change(root, request, difference)?);
            Ok(())
        })?;
        Ok(outcome)
    }

    fn each_root(&self, snapshot: &Snapshot, ctx: &Ctx, work: Work<'_>) -> Result<(), Refusal> {
        let mut by_root: BTreeMap<RepoPath, Paths> = BTreeMap::new();
        let mut moved = BTreeMap::new();
        for (path, change) in &self.changes {
            let from = change.renamed_from.as_deref();
            let from = from.and_then(|it| RepoPath::new(std::str::from_utf8(it).ok()?));
            if let (REPORT, Some(from)) = (path.name(), &from)
                && let (Some(new), Some(old)) = (path.parent(), from.parent())
                && from.name() == REPORT
            {
                moved.insert(new, old);
            }
            let is_there = is_there(change);
            let gone = if is_there { from.as_ref() } else { Some(*path) };
            if let Some(gone) = gone
                && let Some(root) = self.root_of(snapshot, gone)
            {
                by_root.entry(root).or_default().gone.push(gone.clone());
            }
            let may_matter = path.name().ends_with(".md") || path.name().ends_with(".yaml");
            if is_there
                && may_matter
                && let Some(root) = self.root_of(snapshot, path)
            {
                let paths = by_root.entry(root).or_default();
                paths.changed.push((*path).clone());
            }
        }
        let bases: Vec<Base<'_>> = self
            .bases
            .iter()
            .map(|snapshot| Base {
                snapshot,
                moved: &moved,
            })
            .collect();
        for (directory, paths) in by_root {
            let mut root = Root::open(snapshot, &directory);
            let old = self.bases.first().filter(|_| self.keeps_levels);
            let old = old.filter(|it| has_root(it, &directory));
            let mut moved_away = None;
            if let Some(old) = old.map(|it| Root::open(it, &directory)) {
                root.levels = old.levels.clone();
                root.config.four_eyes = old.config.four_eyes;
                // Where postmortems used to lie is judged too, or a push could point away from them.
                if old.config.paths != root.config.paths {
                    let mut before = Root::open(snapshot, &directory);
                    before.levels = old.levels;
                    before.config.four_eyes = old.config.four_eyes;
                    before.config.paths = old.config.paths;
                    before.findings.clear();
                    moved_away = Some(before);
                }
            }
            for root in std::iter::once(root).chain(moved_away) {
                if !matters(&root, &paths) {
                    continue;
                }
                let request = super::request(snapshot, ctx, &root)?;
                let difference = Difference {
                    changed: &paths.changed,
                    gone: &paths.gone,
                    bases: &bases,
                    trailers: self.trailers,
                    setter: self.setter,
                    is_whole: self.is_whole,
                };
                work(&root, &request, &difference)?;
            }
        }
        Ok(())
    }
}

fn has_root(snapshot: &Snapshot, directory: &RepoPath) -> bool {
    directory
        .join(ROOT_FILE)
        .is_some_and(|it| snapshot.exists(&it))
}

/// Whether some of the paths are postmortems, process reviews or the configuration.
fn matters(root: &Root, paths: &Paths) -> bool {
    let config = &root.config.paths;
    let places: Vec<RepoPath> = [&config.postmortems, &config.process_reviews]
        .into_iter()
        .filter_map(|it| root.directory.join(it.as_str()))
        .collect();
    paths
        .changed
        .iter()
        .chain(&paths.gone)
        .any(|path| path.name() == ROOT_FILE || places.iter().any(|it| path.below(it).is_some()))
}

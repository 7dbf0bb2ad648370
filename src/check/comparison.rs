//! A change as a whole: what differs in the repository, from what, and which roots that touches.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::prepare;
use super::witness::Witness;
use super::writer::Author;
use crate::corpus::REPORT;
use crate::git::Change;
use crate::git::Range;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::snapshot::is_there;
use crate::source::RepoPath;

/// What differs in the whole repository, and from what.
pub struct Comparison {
    /// The state that the change leads to.
    pub(super) after: Snapshot,
    /// The states that it comes after: HEAD, in a merge also what is merged, or where a range begins.
    pub(super) bases: Vec<Snapshot>,
    /// Who can say what its commits say.
    pub(super) witness: Witness,
    stage: Stage,
    by_root: BTreeMap<RepoPath, Paths>,
    /// Where the directory of a postmortem was, by where it is, if it was renamed.
    pub(super) moved: BTreeMap<RepoPath, RepoPath>,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is not committed: only what it introduces is wanted.
    Uncommitted,
    /// It is committed and is looked at: every finding in what it touches is wanted.
    Committed,
    /// It is being pushed: only what it introduces is wanted, and by the levels and eyes that the
    /// branch has had so far, so that no push lowers the bar for itself.
    Pushed,
}

/// The paths of one root that differ.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Those that are there.
    pub(super) changed: Vec<RepoPath>,
    /// Those of the first base that are gone.
    pub(super) gone: Vec<RepoPath>,
}

impl Comparison {
    /// What is staged.
    pub fn staged(repo: &Arc<Repo>, index: &Snapshot) -> Self {
        let changes: Vec<(&RepoPath, &Change)> = index.changes().collect();
        let mut comparison = Self {
            after: index.clone(),
            bases: Vec::new(),
            witness: Witness::NextCommit(Arc::clone(repo)),
            stage: Stage::Uncommitted,
            by_root: BTreeMap::new(),
            moved: BTreeMap::new(),
        };
        if !changes.is_empty() {
            comparison.bases = index.bases();
            comparison.sort(changes);
        }
        comparison
    }

    /// What a range brings in.
    pub fn range(repo: &Arc<Repo>, range: Range) -> Result<Self, Refusal> {
        Self::between(repo, range, Stage::Committed)
    }

    /// What is pushed to a branch.
    pub fn pushed(repo: &Arc<Repo>, range: Range) -> Result<Self, Refusal> {
        Self::between(repo, range, Stage::Pushed)
    }

    fn between(repo: &Arc<Repo>, range: Range, stage: Stage) -> Result<Self, Refusal> {
        let base = Snapshot::of_commit(repo, range.base);
        let after = Snapshot::of_commit(repo, range.head);
        let (changes, ()) = rayon::join(|| after.changes_since(&base), prepare);
        let mut comparison = Self {
            after,
            bases: vec![base],
            witness: Witness::Commits(Arc::clone(repo), range),
            stage,
            by_root: BTreeMap::new(),
            moved: BTreeMap::new(),
        };
        comparison.sort(&changes?);
        Ok(comparison)
    }

    /// What somebody has written and nobody has committed: the second of two states, against the
    /// first.
    pub fn written(
        [before, after]: [Snapshot; 2],
        changes: &BTreeMap<RepoPath, Change>,
        author: Author,
    ) -> Self {
        let mut comparison = Self {
            after,
            bases: vec![before],
            witness: Witness::Author(author),
            stage: Stage::Uncommitted,
            by_root: BTreeMap::new(),
            moved: BTreeMap::new(),
        };
        comparison.sort(changes);
        comparison
    }

    /// Sorts what differs by the roots in which it lies.
    fn sort<'a>(&mut self, changes: impl IntoIterator<Item = (&'a RepoPath, &'a Change)>) {
        for (path, change) in changes {
            let from = change.renamed_from.as_deref();
            let from = from.and_then(|it| RepoPath::new(std::str::from_utf8(it).ok()?));
            if let (REPORT, Some(from)) = (path.name(), &from)
                && let (Some(new), Some(old)) = (path.parent(), from.parent())
                && from.name() == REPORT
            {
                self.moved.insert(new, old);
            }
            let is_there = is_there(change);
            let gone = if is_there { from.as_ref() } else { Some(path) };
            if let Some(gone) = gone
                && let Some(root) = self.root_of(gone)
            {
                let paths = self.by_root.entry(root).or_default();
                paths.gone.push(gone.clone());
            }
            let may_matter = path.name().ends_with(".md") || path.name().ends_with(".yaml");
            if is_there
                && may_matter
                && let Some(root) = self.root_of(path)
            {
                let paths = self.by_root.entry(root).or_default();
                paths.changed.push(path.clone());
            }
        }
    }

    /// The root in which a path lies, or did before: taking the configuration away hides nothing.
    fn root_of(&self, path: &RepoPath) -> Option<RepoPath> {
        let directory = path.parent()?;
        let before = || self.bases.iter().find_map(|it| it.root_of(&directory));
        self.after.root_of(&directory).or_else(before)
    }
}

/// The roots.
impl Comparison {
    /// The roots that it touches, as they are judged.
    pub fn roots(&self) -> Vec<Root> {
        let mut roots = Vec::new();
        for (directory, paths) in &self.by_root {
            let as_judged = self.as_judged(directory).into_iter();
            roots.extend(as_judged.filter(|root| matters(root, paths)));
        }
        roots
    }

    /// A root by the bar that holds; where a push moves the place of postmortems, twice: where they
    /// used to lie is judged too, or a push could point away from them.
    fn as_judged(&self, directory: &RepoPath) -> Vec<Root> {
        let mut root = Root::open(&self.after, directory);
        let Some(before) = self.bar(directory) else {
            return vec![root];
        };
        hold(&mut root, &before);
        if before.config.paths == root.config.paths {
            return vec![root];
        }
        let mut moved_away = Root::open(&self.after, directory);
        hold(&mut moved_away, &before);
        moved_away.config.paths = before.config.paths;
        moved_away.findings.clear();
        vec![root, moved_away]
    }

    /// The root whose levels hold instead of its own.
    fn bar(&self, directory: &RepoPath) -> Option<Root> {
        match self.stage {
            Stage::Uncommitted | Stage::Committed => None,
            Stage::Pushed => {
                let first = self.bases.first()?;
                let file = directory.join(ROOT_FILE)?;
                first.exists(&file).then(|| Root::open(first, directory))
            }
        }
    }

    /// What differs in a root.
    pub(super) fn paths_in(&self, root: &Root) -> Option<&Paths> {
        self.by_root.get(&root.directory)
    }

    /// Whether every finding in what is touched is wanted, in unchanged files and older ones too.
    pub(super) fn wants_all(&self) -> bool {
        match self.stage {
            Stage::Committed => true,
            Stage::Uncommitted | Stage::Pushed => false,
        }
    }
}

/// Lets the levels and the four eyes of another root hold.
fn hold(root: &mut Root, bar: &Root) {
    root.levels = bar.levels.clone();
    root.config.four_eyes = bar.config.four_eyes;
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

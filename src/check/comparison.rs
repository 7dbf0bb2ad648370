//! A change as a whole: what differs in the repository, from what, and which roots that touches.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::named::path_of;
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
use crate::workspace::Workspace;

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
    /// Others that are there: no document, but a root may be judged by them.
    others: Vec<RepoPath>,
}

impl Paths {
    fn all(&self) -> impl Iterator<Item = &RepoPath> {
        self.changed.iter().chain(&self.gone).chain(&self.others)
    }
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
        // A commit may touch very many files that are no documents, in few directories.
        let mut roots: BTreeMap<RepoPath, Option<RepoPath>> = BTreeMap::new();
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
            let (true, Some(directory)) = (is_there, path.parent()) else {
                continue;
            };
            let root = roots.entry(directory);
            let Some(root) = root.or_insert_with_key(|it| self.root_of_directory(it)) else {
                continue;
            };
            let paths = self.by_root.entry(root.clone()).or_default();
            if path.name().ends_with(".md") || path.name().ends_with(".yaml") {
                paths.changed.push(path.clone());
            } else {
                paths.others.push(path.clone());
            }
        }
    }

    /// The root in which a path lies, or did before: taking the configuration away hides nothing.
    fn root_of(&self, path: &RepoPath) -> Option<RepoPath> {
        self.root_of_directory(&path.parent()?)
    }

    fn root_of_directory(&self, directory: &RepoPath) -> Option<RepoPath> {
        let before = || self.bases.iter().find_map(|it| it.root_of(directory));
        self.after.root_of(directory).or_else(before)
    }

    /// Only what words name of it: files, directories or ids of postmortems.
    pub fn only(&mut self, workspace: &Workspace, words: &[String]) -> Result<(), Refusal> {
        if words.is_empty() {
            return Ok(());
        }
        let is_at = |path: &RepoPath, it: &RepoPath| path == it || path.below(it).is_some();
        let mut named = Vec::new();
        for word in words {
            let mut all = self.by_root.values().flat_map(Paths::all);
            let path = workspace.place(word);
            // What is removed is not there any more, and may be named.
            let touched = path.filter(|it| all.any(|path| is_at(path, it)));
            named.push(match touched.or_else(|| path_of(workspace, word)) {
                Some(path) => path,
                None => workspace.find(Some(word))?.1.directory,
            });
        }
        for paths in self.by_root.values_mut() {
            for list in [&mut paths.changed, &mut paths.gone, &mut paths.others] {
                list.retain(|path| named.iter().any(|it| is_at(path, it)));
            }
        }
        self.by_root.retain(|_, it| it.all().next().is_some());
        Ok(())
    }
}

/// The roots.
impl Comparison {
    /// The roots that it touches, as they are judged.
    pub fn roots(&self) -> Result<Vec<Root>, Refusal> {
        let mut roots = Vec::new();
        for (directory, paths) in &self.by_root {
            let as_judged = self.as_judged(directory)?.into_iter();
            roots.extend(as_judged.filter(|root| matters(root, paths)));
        }
        Ok(roots)
    }

    /// A root by the bar that holds; where a push moves the place of postmortems, twice: where they
    /// used to lie is judged too, or a push could point away from them.
    fn as_judged(&self, directory: &RepoPath) -> Result<Vec<Root>, Refusal> {
        let mut root = Root::open(&self.after, directory)?;
        let Some(before) = self.bar(directory)? else {
            return Ok(vec![root]);
        };
        hold(&mut root, &before);
        if before.config.paths == root.config.paths {
            return Ok(vec![root]);
        }
        let mut moved_away = Root::open(&self.after, directory)?;
        hold(&mut moved_away, &before);
        moved_away.config.paths = before.config.paths;
        moved_away.findings.clear();
        Ok(vec![root, moved_away])
    }

    /// The root whose levels hold instead of its own.
    fn bar(&self, directory: &RepoPath) -> Result<Option<Root>, Refusal> {
        let first = match self.stage {
            Stage::Uncommitted | Stage::Committed => None,
            Stage::Pushed => self.bases.first(),
        };
        let file = directory.join(ROOT_FILE);
        match (first, file) {
            (Some(first), Some(file)) if first.exists(&file) => {
                Root::open(first, directory).map(Some)
            }
            _ => Ok(None),
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

/// Whether some of the paths are postmortems or process reviews, or what the root is judged by.
fn matters(root: &Root, paths: &Paths) -> bool {
    let places: Vec<RepoPath> = root.places().collect();
    let mut documents = paths.changed.iter().chain(&paths.gone);
    documents.any(|path| places.iter().any(|it| path.below(it).is_some()))
        || touches_own(root, paths)
}

/// Whether a change touches what the root itself is judged by: the configuration, the roster, the
/// holidays, its templates.
pub(super) fn touches_own(root: &Root, paths: &Paths) -> bool {
    paths.all().any(|it| root.is_own(it))
}

//! A change as a whole: what differs in the repository, from what, and which roots that touches.

mod roots;
mod standing;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

use super::named::path_of;
use super::witness::Key;
use super::witness::Line;
use super::witness::Witness;
use super::writer::Author;
use crate::config::FourEyes;
use crate::corpus::REPORT;
use crate::corpus::is_read;
use crate::git::Change;
use crate::git::ChangeState;
use crate::git::Kind;
use crate::git::Oid;
use crate::git::Range;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Places;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::snapshot::is_there;
use crate::source::RepoPath;
use crate::workspace::Workspace;

pub(super) use standing::Standing;

/// What differs in the whole repository, and from what.
pub struct Comparison {
    /// The state that the change leads to.
    pub(super) after: Snapshot,
    /// The states that it comes after: HEAD, in a merge also what is merged, or where a range begins.
    pub(super) bases: Vec<Snapshot>,
    /// What HEAD's branch asks for, where the change goes to another one that is guarded.
    pub(super) standing: Option<Standing>,
    /// Who can say what its commits say.
    pub(super) witness: Witness,
    stage: Stage,
    by_root: BTreeMap<RepoPath, Paths>,
    /// Where the directory of a postmortem was, by where it is, if it was renamed.
    pub(super) moved: BTreeMap<RepoPath, RepoPath>,
    /// The same of each file that may be a document.
    renamed: BTreeMap<RepoPath, RepoPath>,
    /// Where documents were that are documents again where they are.
    moved_for_good: OnceLock<BTreeSet<RepoPath>>,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is not committed: only what it introduces is wanted.
    Uncommitted,
    /// It is committed and is looked at: every finding in what it touches is wanted.
    Committed,
    /// It is being pushed: only what it introduces is wanted.
    Pushed,
}

/// How many documents are few.
const FEW: usize = 8;

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

    /// Those that are there, but for files that nobody reads: a file is as much in the way of a directory
    /// as a link is.
    pub(super) fn there<'a>(&'a self, root: &Root) -> impl Iterator<Item = &'a RepoPath> {
        let ways = root.ways();
        let others = self.others.iter().filter(move |it| ways.contains(it));
        self.changed.iter().chain(others)
    }
}

impl Comparison {
    /// One in which nothing differs.
    fn empty(after: Snapshot, witness: Witness, stage: Stage) -> Self {
        Self {
            after,
            bases: Vec::new(),
            standing: None,
            witness,
            stage,
            by_root: BTreeMap::new(),
            moved: BTreeMap::new(),
            renamed: BTreeMap::new(),
            moved_for_good: OnceLock::new(),
        }
    }

    /// What is staged.
    pub fn staged(repo: &Arc<Repo>, index: &Snapshot) -> Self {
        let changes: Vec<(&RepoPath, &Change)> = index.changes().collect();
        let witness = Witness::NextCommit(Arc::clone(repo));
        let mut comparison = Self::empty(index.clone(), witness, Stage::Uncommitted);
        if !changes.is_empty() {
            comparison.bases = index.bases();
            comparison.sort(changes);
        }
        comparison
    }

    /// What a range brings in.
    pub fn range(repo: &Arc<Repo>, range: Range) -> Result<Self, Refusal> {
        Self::between(repo, range, (Stage::Committed, None))
    }

    /// What is pushed to a branch; where HEAD's branch has its say too, by its commit and its name.
    pub fn pushed(
        repo: &Arc<Repo>,
        range: Range,
        head: Option<(Oid, &str)>,
    ) -> Result<Self, Refusal> {
        Self::between(repo, range, (Stage::Pushed, head))
    }

    fn between(
        repo: &Arc<Repo>,
        range: Range,
        (stage, head): (Stage, Option<(Oid, &str)>),
    ) -> Result<Self, Refusal> {
        let mut base = Snapshot::of_commit(repo, range.base);
        let after = Snapshot::of_commit(repo, range.head);
        let changes = after.changes_since(&base);
        let witness = Witness::Commits(Arc::clone(repo), range);
        let mut comparison = Self::empty(after, witness, stage);
        if let Some((commit, name)) = head {
            let mut standing = Standing::new(Snapshot::of_commit(repo, commit), name);
            base = standing.stands_in(base, &comparison.after)?;
            comparison.standing = Some(standing);
        }
        comparison.bases.push(base);
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
        let mut comparison = Self::empty(after, Witness::Author(author), Stage::Uncommitted);
        comparison.bases.push(before);
        comparison.sort(changes);
        comparison
    }

    /// Sorts what differs by the roots in which it lies: each that is around it, or was.
    fn sort<'a>(&mut self, changes: impl IntoIterator<Item = (&'a RepoPath, &'a Change)>) {
        // A commit may touch very many files that are no documents, in few directories.
        let mut around: BTreeMap<RepoPath, Vec<RepoPath>> = BTreeMap::new();
        for (path, change) in changes {
            let from = change.renamed_from.as_deref();
            let from = from.and_then(|it| RepoPath::new(std::str::from_utf8(it).ok()?));
            if let (REPORT, Some(from)) = (path.name(), &from)
                && let (Some(new), Some(old)) = (path.parent(), from.parent())
                && from.name() == REPORT
            {
                self.moved.insert(new, old);
            }
            if let Some(from) = from.as_ref().filter(|it| it.name().ends_with(".md")) {
                self.renamed.insert(path.clone(), from.clone());
            }
            let is_there = is_there(change);
            let gone = if is_there { from.as_ref() } else { Some(path) };
            if let Some(gone) = gone {
                for paths in self.paths_around(gone, &mut around) {
                    paths.gone.push(gone.clone());
                }
            }
            if !is_there {
                continue;
            }
            let may_be_read = is_read(path) || is_strange(path, change);
            for paths in self.paths_around(path, &mut around) {
                let list = if may_be_read {
                    &mut paths.changed
                } else {
                    &mut paths.others
                };
                list.push(path.clone());
            }
        }
    }

    /// What differs in each root around a path.
    fn paths_around(
        &mut self,
        path: &RepoPath,
        around: &mut BTreeMap<RepoPath, Vec<RepoPath>>,
    ) -> Vec<&mut Paths> {
        let Some(directory) = path.parent() else {
            return Vec::new();
        };
        let roots = around.entry(directory).or_insert_with_key(|it| {
            let snapshots = std::iter::once(&self.after).chain(&self.bases);
            let mut roots: Vec<RepoPath> = snapshots.flat_map(|at| root::around(at, it)).collect();
            roots.sort();
            roots.dedup();
            roots
        });
        for root in &*roots {
            self.by_root.entry(root.clone()).or_default();
        }
        let all = self.by_root.iter_mut();
        all.filter(|(root, _)| roots.contains(root))
            .map(|(_, paths)| paths)
            .collect()
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

    /// Where reports and the notes of process reviews were that have moved: to where they are those of
    /// some root again.
    pub(super) fn moved_for_good(&self) -> &BTreeSet<RepoPath> {
        self.moved_for_good.get_or_init(|| {
            let mut known: BTreeMap<RepoPath, Places> = BTreeMap::new();
            let mut has_it = |path: &RepoPath| {
                let directory = path.parent().unwrap_or_default();
                let mut around = root::around(&self.after, &directory).into_iter();
                around.any(|root| {
                    let places = known.entry(root);
                    let places = places.or_insert_with_key(|it| Places::read(&self.after, it));
                    places.hold_document(path)
                })
            };
            // A report stays a report.
            let is_same =
                |new: &RepoPath, old: &RepoPath| (new.name() == REPORT) == (old.name() == REPORT);
            let moved = self.renamed.iter();
            let moved = moved.filter(|(new, old)| is_same(new, old) && has_it(new));
            moved.map(|(_, old)| old.clone()).collect()
        })
    }

    /// Where the notes of a process review were, by where they are.
    pub(super) fn notes_were_at<'a>(&'a self, path: &'a RepoPath) -> &'a RepoPath {
        self.renamed.get(path).unwrap_or(path)
    }

    /// What differs in a root.
    pub(super) fn paths_in(&self, root: &Root) -> Option<&Paths> {
        self.by_root.get(&root.directory)
    }

    /// Whether one of several roots is of the base: in it something is left that no root of today has.
    pub(super) fn is_left(&self, root: &Root, roots: &[Root]) -> bool {
        // That of today comes first.
        let mut here = roots.iter().filter(|it| it.directory == root.directory);
        let is_first = here.next().is_none_or(|it| std::ptr::eq(it, root));
        !is_first || !root::is_root(&self.after, &root.directory)
    }

    /// Whether it has a few documents and nothing that others are judged by.
    pub fn is_small(&self, roots: &[Root]) -> bool {
        let paths = |it: &Root| self.by_root.get(&it.directory);
        let count: usize = roots
            .iter()
            .filter_map(paths)
            .map(|it| it.changed.len() + it.gone.len())
            .sum();
        let is_own = |it: &Root| paths(it).is_some_and(|paths| touches_own(it, paths));
        count <= FEW && !roots.iter().any(is_own)
    }

    /// The lines of its commits' messages that allow something, or say who reviewed it where a root asks
    /// for that, the oldest first: a squash merge has to keep them.
    pub fn lines_to_keep(&self, roots: &[Root]) -> Result<Vec<Line>, Refusal> {
        let asks = |it: &Root| it.config.four_eyes == Some(FourEyes::Author);
        let mut all = self.witness.lines(Key::Allow)?;
        if roots.iter().any(asks) {
            all.extend(self.witness.lines(Key::Reviewed)?);
        }
        let mut known = BTreeSet::new();
        all.retain(|it| known.insert(it.text.clone()));
        Ok(all)
    }

    /// Whether every finding in what is touched is wanted, in unchanged files and older ones too.
    pub(super) fn wants_all(&self) -> bool {
        match self.stage {
            Stage::Committed => true,
            Stage::Uncommitted | Stage::Pushed => false,
        }
    }
}

/// Whether a change puts something else in the place of a file: a link, another repository, or a name that
/// is not UTF-8.
fn is_strange(path: &RepoPath, change: &Change) -> bool {
    let is_file = match &change.state {
        ChangeState::There { kind, .. } => matches!(kind, Kind::File | Kind::Executable),
        ChangeState::Gone | ChangeState::Unmerged => true,
    };
    !is_file || path.as_str().as_bytes() != change.path
}

/// Whether a change touches what the root itself is judged by: the configuration, the roster, the
/// holidays, its templates.
pub(super) fn touches_own(root: &Root, paths: &Paths) -> bool {
    paths.all().any(|it| root.is_own(it))
}

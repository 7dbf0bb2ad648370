//! A state of the repository that can be read: the work tree, the index, a commit, plain files where
//! there is no git, or texts laid over one of these. Everything that reads goes through here, so every
//! reading command works on all five, with the same result.

mod disk;
mod entry;
mod fault;
mod index;
mod overlay;
mod readers;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

pub use entry::Entry;
pub use entry::EntryKind;
use entry::path_of;
pub use fault::ReadFault;
use index::Staged;
use overlay::Overlay;
pub use overlay::Texts;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
pub use readers::{read_alone, read_on};

use crate::git::Change;
use crate::git::ChangeState;
use crate::git::GitError;
use crate::git::ObjectFault;
use crate::git::Objects;
use crate::git::Oid;
use crate::git::Repo;
use crate::source::RepoPath;
use crate::time::Moment;

/// The most bytes that are read of one file. A report with its timeline has 10 KB; what is larger
/// by far is evidence in the wrong place.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// So many postmortems are read before what was opened for that is closed, see [`Snapshot::rest`]: else all that
/// was read of packs would be memory of the process until the last is read.
pub const AT_ONCE: usize = 16_384;
/// From so many files of a commit on, other threads help to list them; for fewer none is started.
const MANY: usize = 1_000;
/// The file that marks a root.
pub const ROOT_FILE: &str = "pmrepo.yaml";

/// A snapshot could not be opened or listed at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Git failed.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A directory could not be read.
    #[error("{path}: {said}")]
    Directory {
        /// The directory.
        path: String,
        /// What the system said.
        said: String,
    },
}

/// A state of the repository.
#[derive(Clone, Debug)]
pub struct Snapshot {
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Disk {
        top: PathBuf,
        /// The repository whose work tree it is, where it is one.
        repo: Option<Arc<Repo>>,
    },
    Index {
        repo: Arc<Repo>,
        head: Option<Oid>,
        staged: Arc<Staged>,
    },
    Commit {
        repo: Arc<Repo>,
        id: Oid,
        name: String,
    },
    Overlay(Arc<Overlay>),
}

impl Snapshot {
    /// The files on disk below a directory: a work tree, or no git at all.
    pub fn disk(top: &Path) -> Self {
        Self {
            state: State::Disk {
                top: top.to_path_buf(),
                repo: None,
            },
        }
    }

    /// The files in the work tree of a repository.
    pub fn worktree(repo: &Arc<Repo>, top: &Path) -> Self {
        Self {
            state: State::Disk {
                top: top.to_path_buf(),
                repo: Some(Arc::clone(repo)),
            },
        }
    }

    /// What the next commit would hold: HEAD with the staged changes laid over it. The work tree
    /// is never looked at.
    pub fn index(repo: &Arc<Repo>) -> Result<Self, SnapshotError> {
        let changes = repo
            .staged_changes()?
            .into_iter()
            .map(|change| (path_of(&change.path).0, change))
            .collect();
        Ok(Self {
            state: State::Index {
                repo: Arc::clone(repo),
                head: repo.head(),
                staged: Arc::new(Staged::new(changes)),
            },
        })
    }

    /// A commit, by any name that git knows it by.
    pub fn commit(repo: &Arc<Repo>, revision: &str) -> Result<Self, SnapshotError> {
        Ok(Self::of_commit(repo, repo.commit_id(revision)?))
    }

    /// A commit, which must be there.
    pub fn of_commit(repo: &Arc<Repo>, id: Oid) -> Self {
        Self {
            state: State::Commit {
                repo: Arc::clone(repo),
                id,
                name: id.to_string(),
            },
        }
    }

    /// The same with texts laid over it: files that are new, changed or gone.
    #[must_use]
    pub fn over(&self, texts: Texts) -> Self {
        Self {
            state: State::Overlay(Arc::new(Overlay {
                below: self.clone(),
                texts,
            })),
        }
    }

    /// The paths over which a text is laid, and what is there now; none but in an overlay.
    pub fn laid_over(&self) -> impl Iterator<Item = (&RepoPath, Option<Entry>)> {
        match &self.state {
            State::Overlay(overlay) => Some(overlay.entries()),
            State::Disk { .. } | State::Index { .. } | State::Commit { .. } => None,
        }
        .into_iter()
        .flatten()
    }

    /// `worktree`, `index`, or the commit's id; of an overlay the name of what lies below.
    pub fn name(&self) -> &str {
        match &self.state {
            State::Disk { .. } => "worktree",
            State::Index { .. } => "index",
            State::Commit { name, .. } => name,
            State::Overlay(overlay) => overlay.below.name(),
        }
    }

    /// The commit; `None` where it is none, nor one with texts over it.
    pub fn commit_id(&self) -> Option<Oid> {
        match &self.state {
            State::Disk { .. } | State::Index { .. } => None,
            State::Commit { id, .. } => Some(*id),
            State::Overlay(overlay) => overlay.below.commit_id(),
        }
    }

    /// Whether it is the same commit as another, with no texts over either. Of what may change
    /// meanwhile nobody can say that it is the same.
    pub fn is_same_commit(&self, other: &Self) -> bool {
        match (&self.state, &other.state) {
            (State::Commit { id, .. }, State::Commit { id: others, .. }) => id == others,
            _ => false,
        }
    }

    /// When the commit was made that this is, or that it comes after; `None` where there is none.
    pub fn written_at(&self) -> Option<Moment> {
        match &self.state {
            State::Disk { repo, .. } => {
                let repo = repo.as_ref()?;
                repo.committed_at(repo.head()?)
            }
            State::Index { repo, head, .. } => repo.committed_at((*head)?),
            State::Commit { repo, id, .. } => repo.committed_at(*id),
            State::Overlay(overlay) => overlay.below.written_at(),
        }
    }

    /// Whether these are the files as they lie on disk.
    pub fn is_worktree(&self) -> bool {
        matches!(self.state, State::Disk { .. })
    }

    /// The staged changes; none but in an index.
    pub fn changes(&self) -> impl Iterator<Item = (&RepoPath, &Change)> {
        match &self.state {
            State::Index { staged, .. } => Some(staged.changes.iter()),
            _ => None,
        }
        .into_iter()
        .flatten()
    }

    /// What differs from an earlier commit; nothing but in a commit.
    pub fn changes_since(&self, base: &Self) -> Result<BTreeMap<RepoPath, Change>, SnapshotError> {
        let (State::Commit { repo, id, .. }, State::Commit { id: from, .. }) =
            (&self.state, &base.state)
        else {
            return Ok(BTreeMap::new());
        };
        let changes = repo.changes_between(*from, *id)?;
        repo.must_lead_to(
            *id,
            changes.iter().filter(|it| is_there(it)).map(|it| &*it.path),
        )?;
        Ok(changes
            .into_iter()
            .map(|change| (path_of(&change.path).0, change))
            .collect())
    }

    /// Closes what was opened to read it, and with it the packs; where more is read they are opened again.
    pub fn rest(&self) {
        match &self.state {
            State::Disk { .. } => {}
            State::Index { repo, .. } | State::Commit { repo, .. } => repo.rest(),
            State::Overlay(overlay) => overlay.below.rest(),
        }
    }

    /// Refuses where something in it could not be read that should be there.
    pub fn must_have_been_read(&self) -> Result<(), SnapshotError> {
        match &self.state {
            State::Disk { .. } => Ok(()),
            State::Index { repo, .. } | State::Commit { repo, .. } => {
                Ok(repo.must_have_been_read()?)
            }
            State::Overlay(overlay) => overlay.below.must_have_been_read(),
        }
    }

    /// The commits that the next one comes after.
    pub fn bases(&self) -> Vec<Self> {
        let State::Index { repo, .. } = &self.state else {
            return Vec::new();
        };
        repo.parents()
            .into_iter()
            .map(|id| Self::of_commit(repo, id))
            .collect()
    }

    /// All files below a directory, and what stands in the place of one, sorted by path. A
    /// directory that is not there has none. Links are listed and not followed.
    pub fn list(&self, below: &RepoPath) -> Result<Vec<Entry>, SnapshotError> {
        let mut entries = match &self.state {
            State::Disk { top, .. } => disk::list(top, below)?,
            State::Commit { repo, id, .. } => {
                let all = repo.list_commit(*id, below.as_str())?;
                if all.len() < MANY {
                    all.iter().map(Entry::of_object).collect()
                } else {
                    all.par_iter().map(Entry::of_object).collect()
                }
            }
            State::Index { repo, head, staged } => index::list(repo, *head, staged, below)?,
            State::Overlay(overlay) => overlay.list(below)?,
        };
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// The names of the directories in a directory, in any order; those that are called in a way that
    /// is no path are not among them. A directory that is not there has none.
    pub fn directories(&self, of: &RepoPath) -> Result<Vec<String>, SnapshotError> {
        Ok(match &self.state {
            State::Disk { top, .. } => disk::directories(top, of)?,
            State::Commit { repo, id, .. } => repo.directories_of_commit(*id, of.as_str())?,
            State::Index { .. } | State::Overlay(_) => {
                let entries = self.list(of)?;
                let below = entries.iter().filter_map(|it| it.path.below(of));
                let first = below.filter_map(|it| Some(it.split_once('/')?.0.to_owned()));
                first.collect::<BTreeSet<_>>().into_iter().collect()
            }
        })
    }

    /// The entry at a path; `None` where there is none, or a directory.
    pub fn entry(&self, path: &RepoPath) -> Option<Entry> {
        match &self.state {
            State::Disk { top, .. } => disk::entry(top, path),
            State::Commit { repo, id, .. } => repo
                .entry_of_commit(*id, path.as_str())
                .map(|it| Entry::of_object(&it)),
            State::Index { repo, head, staged } => index::entry(repo, *head, staged, path),
            State::Overlay(overlay) => overlay.entry(path),
        }
    }

    /// Whether there is an entry at a path.
    pub fn exists(&self, path: &RepoPath) -> bool {
        self.entry(path).is_some()
    }

    /// Whether git tracks something at a path, or below it, that a sparse checkout leaves out of the work
    /// tree; where nobody can say, it does.
    pub fn leaves_out(&self, path: &RepoPath) -> bool {
        match &self.state {
            State::Disk { repo, .. } => repo
                .as_ref()
                .is_some_and(|it| it.left_out(&[path]).map_or(true, |it| !it.is_empty())),
            State::Index { .. } | State::Commit { .. } => false,
            State::Overlay(overlay) => overlay.below.leaves_out(path),
        }
    }

    /// Whether what lies at a path is known to be the same in another snapshot, byte for byte; of files on
    /// disk nobody knows without reading them.
    pub fn has_the_same_at(&self, path: &RepoPath, other: &Self) -> bool {
        let here = self.entry(path);
        here.as_ref().is_none_or(|it| it.id.is_some()) && here == other.entry(path)
    }

    /// Reads one file by its path. To read many, take a [`Snapshot::reader`] for each thread.
    pub fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadFault> {
        let entry = self.entry(path).ok_or(ReadFault::NotFound)?;
        self.reader().read(&entry)
    }

    /// A reader for one thread.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            snapshot: self,
            from: match &self.state {
                State::Disk { top, .. } => Source::Disk(top),
                State::Index { repo, .. } | State::Commit { repo, .. } => {
                    Source::Objects(RefCell::new(repo.objects()))
                }
                State::Overlay(overlay) => {
                    Source::Overlay(overlay, Box::new(overlay.below.reader()))
                }
            },
        }
    }

    /// Every directory with a `pmrepo.yaml`, sorted; of a work tree those that git knows, or would know if
    /// they were added: what it ignores is none.
    pub fn roots(&self) -> Result<Vec<RepoPath>, SnapshotError> {
        let mut roots: Vec<RepoPath> = match &self.state {
            State::Disk { top, repo } => {
                let all = disk::directories_with(top, ROOT_FILE);
                match repo {
                    Some(repo) => with_known(repo, &all)?,
                    None => all,
                }
            }
            State::Overlay(overlay) => overlay.roots()?,
            State::Index { .. } | State::Commit { .. } => self
                .list(&RepoPath::root())?
                .into_iter()
                .filter(|entry| entry.path.name() == ROOT_FILE && entry.kind == EntryKind::File)
                .filter_map(|entry| entry.path.parent())
                .collect(),
        };
        roots.sort();
        Ok(roots)
    }
}

/// Reads files of a snapshot, on one thread.
pub struct Reader<'a> {
    snapshot: &'a Snapshot,
    from: Source<'a>,
}

/// Where a reader takes bytes from. Nothing is opened before something is read.
enum Source<'a> {
    Disk(&'a Path),
    Objects(RefCell<Objects<'a>>),
    Overlay(&'a Overlay, Box<Reader<'a>>),
}

impl<'a> Reader<'a> {
    /// What it reads.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// The bytes of a file, at most [`MOST_BYTES`].
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, ReadFault> {
        if let Source::Overlay(overlay, below) = &self.from {
            let laid = overlay.read(&entry.path);
            return laid.unwrap_or_else(|| below.read(entry));
        }
        if let Some(fault) = entry.fault() {
            return Err(fault);
        }
        match (&self.from, &entry.id) {
            (Source::Disk(top), _) => disk::read(top, entry),
            (Source::Objects(objects), Some(id)) => {
                let read = objects.borrow_mut().read(*id, MOST_BYTES);
                read.map_err(|fault| match fault {
                    ObjectFault::Missing => ReadFault::MissingObject(*id),
                    ObjectFault::Damaged => ReadFault::DamagedObject(*id),
                    ObjectFault::TooLarge(size) => ReadFault::TooLarge { size },
                })
            }
            (Source::Objects(_) | Source::Overlay(..), _) => Err(ReadFault::NotFound),
        }
    }
}

/// Those of some directories whose `pmrepo.yaml` git tracks, or would with `git add --all`.
fn with_known(repo: &Repo, directories: &[RepoPath]) -> Result<Vec<RepoPath>, SnapshotError> {
    let files = directories.iter().filter_map(|it| it.join(ROOT_FILE));
    let known = repo.not_ignored(files.collect())?;
    Ok(known.iter().filter_map(RepoPath::parent).collect())
}

/// Whether a staged change leaves a file behind that can be judged.
pub fn is_there(change: &Change) -> bool {
    change.state != ChangeState::Gone
}

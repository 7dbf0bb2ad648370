//! A repository with open files in it, and its roots.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use super::vocabulary::Vocabulary;
use crate::check::Standing;
use crate::refusal::Refusal;
use crate::root;
use crate::root::Root;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Texts;
use crate::source::RepoPath;
use crate::workspace::At;
use crate::workspace::State;
use crate::workspace::Workspace;

/// A repository with open files in it.
pub(super) struct Home {
    /// The top of its work tree.
    pub(super) top: PathBuf,
    /// What lies on disk.
    pub(super) workspace: Workspace,
    seats: BTreeMap<RepoPath, Seat>,
}

/// A root in it.
pub(super) struct Seat {
    /// By what it is judged, with the texts of the open files.
    pub(super) root: Root,
    /// What is known of its documents.
    pub(super) standing: Standing,
    /// The words in use there.
    pub(super) words: Vocabulary,
    /// Whether somebody reads its documents, or has.
    pub(super) is_asked: bool,
    /// What became known to have changed meanwhile.
    missed: Vec<RepoPath>,
}

/// Where a file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The top of its repository.
    pub(super) top: PathBuf,
    /// The path in it.
    pub(super) path: RepoPath,
}

impl Home {
    /// The repository in which a file lies, and its path there. The file need not be there, nor its
    /// directory.
    pub(super) fn around(file: &Path) -> Option<(Self, RepoPath)> {
        let existing = file.ancestors().skip(1).find(|it| it.is_dir())?;
        let directory = existing.canonicalize().ok()?;
        let at = At {
            directory: &directory,
            in_hook: false,
        };
        let workspace = Workspace::open(at, &State::Worktree).ok()?;
        let top = workspace.top.clone()?;
        let file = directory.join(file.strip_prefix(existing).ok()?);
        let path = workspace.place(file.to_str()?)?;
        let home = Self {
            top,
            workspace,
            seats: BTreeMap::new(),
        };
        Some((home, path))
    }

    /// The root by which a file is judged; `None` where it lies in none.
    pub(super) fn seat(
        &mut self,
        over: &Workspace,
        path: &RepoPath,
    ) -> Result<Option<&mut Seat>, Refusal> {
        let directory = path.parent().unwrap_or_default();
        let Some(directory) = root::nearest(&over.snapshot, &directory) else {
            return Ok(None);
        };
        if !self.seats.contains_key(&directory) {
            let seat = Seat {
                root: Root::open(&over.snapshot, &directory)?,
                standing: Standing::default(),
                words: Vocabulary::default(),
                is_asked: false,
                missed: Vec::new(),
            };
            self.seats.insert(directory.clone(), seat);
        }
        Ok(self.seats.get_mut(&directory))
    }

    /// The same of a root that is known.
    pub(super) fn seat_of(&self, over: &Workspace, path: &RepoPath) -> Option<&Seat> {
        let directory = path.parent().unwrap_or_default();
        self.seats.get(&root::nearest(&over.snapshot, &directory)?)
    }

    /// The root in a directory, where it is known.
    pub(super) fn known(&mut self, directory: &RepoPath) -> Option<&mut Seat> {
        self.seats.get_mut(directory)
    }

    /// Takes note that there is another text at a path: in an open file, or on disk. Says whether all
    /// files of a root are judged anew by that.
    pub(super) fn changed(&mut self, texts: Texts, path: &RepoPath, on_disk: bool) -> bool {
        let over = self.workspace.over(texts);
        if path.name() == ROOT_FILE {
            // Roots come and go with it.
            let gone = |it: &RepoPath| root::nearest(&over.snapshot, it).as_ref() != Some(it);
            self.seats.retain(|it, _| !gone(it));
        }
        let mut is_own = path.name() == ROOT_FILE;
        let mut lost = Vec::new();
        for (directory, seat) in &mut self.seats {
            if seat.root.is_own(path) {
                is_own = true;
                match Root::open(&over.snapshot, directory) {
                    Ok(root) => seat.judge_by(root),
                    Err(_) => lost.push(directory.clone()),
                }
            }
            if on_disk {
                seat.refresh(&self.workspace, path);
            }
        }
        self.seats.retain(|it, _| !lost.contains(it));
        is_own
    }
}

impl Seat {
    /// Takes a configuration that has changed. What was read of the documents stays where it would be
    /// the same.
    fn judge_by(&mut self, root: Root) {
        let is_same = root.places().eq(self.root.places()) && root.fields() == self.root.fields();
        self.root = root;
        if !is_same {
            self.standing = Standing::default();
            self.is_asked = false;
        }
    }

    /// Reads again what has changed on disk. What cannot be read stays as it was.
    fn refresh(&mut self, workspace: &Workspace, path: &RepoPath) {
        if !self.standing.is_whole() {
            self.missed.push(path.clone());
            return;
        }
        let root = self.root.on(workspace.snapshot.clone());
        let _ = self.standing.refresh(&root, path);
    }

    /// Takes what has been read of the documents.
    pub(super) fn take(&mut self, workspace: &Workspace, standing: Standing, words: Vocabulary) {
        self.standing = standing;
        self.words = words;
        for path in std::mem::take(&mut self.missed) {
            self.refresh(workspace, &path);
        }
    }
}

//! Where a command works: the repository, the state of it that is read, and the roots in it.

use std::sync::Arc;

use super::Ctx;
use super::Error;
use crate::check::Root;
use crate::corpus::Files;
use crate::git::GitError;
use crate::git::Repo;
use crate::snapshot::ROOT_FILE;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;

/// Which state of the repository a command reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The files as they lie there; in a bare repository HEAD's commit.
    Worktree,
    /// The index.
    Staged,
    /// A commit.
    Revision(String),
}

/// What a command reads.
pub(super) struct Workspace {
    /// The state that is read.
    pub(super) snapshot: Snapshot,
    /// The directory of the command, seen from the top of the repository.
    pub(super) here: RepoPath,
    /// The top of the work tree; `None` in a bare repository.
    pub(super) top: Option<std::path::PathBuf>,
}

impl Workspace {
    /// Opens the repository around the directory of the command. Without git, the files on disk
    /// below the nearest `pmrepo.yaml`.
    pub(super) fn open(ctx: &Ctx, state: &State) -> Result<Self, Error> {
        let repo = match Repo::open(&ctx.directory, ctx.env.in_hook) {
            Ok(repo) => Arc::new(repo),
            Err(GitError::NotARepository) if *state == State::Worktree => return Ok(plain(ctx)),
            Err(error) => return Err(error.into()),
        };
        let snapshot = match (state, repo.work_tree()) {
            (State::Worktree, None) => Snapshot::commit(&repo, "HEAD")?,
            (State::Worktree, Some(top)) => Snapshot::disk(top),
            (State::Staged, _) => Snapshot::index(&repo)?,
            (State::Revision(revision), _) => Snapshot::commit(&repo, revision)?,
        };
        Ok(Self {
            snapshot,
            here: repo.relative(&ctx.directory).unwrap_or_default(),
            top: repo.work_tree().map(std::path::Path::to_path_buf),
        })
    }

    /// The roots that a reading command judges (DESIGN 3): the nearest one upwards, else every
    /// one in the snapshot.
    pub(super) fn roots(&self) -> Result<Vec<Root>, Error> {
        let directories = match self.snapshot.root_of(&self.here) {
            Some(root) => vec![root],
            None => self.snapshot.roots()?,
        };
        if directories.is_empty() {
            return Err(Error::no_root());
        }
        Ok(directories
            .iter()
            .map(|directory| Root::open(&self.snapshot, directory))
            .collect())
    }

    /// The one root that a writing command works on.
    pub(super) fn one_root(&self) -> Result<Root, Error> {
        let mut roots = self.roots()?;
        match (roots.pop(), roots.is_empty()) {
            (Some(root), true) => Ok(root),
            _ => Err(Error::new("there are several roots here").hint("name one with -C")),
        }
    }

    /// The one postmortem of a root that an id, or a part of one, means.
    pub(super) fn find(&self, root: &Root, word: &str) -> Result<Files, Error> {
        self.find_in(std::slice::from_ref(root), word)
    }

    /// The one postmortem of several roots that an id, or a part of one, means.
    pub(super) fn find_in(&self, roots: &[Root], word: &str) -> Result<Files, Error> {
        let mut all = Vec::new();
        for root in roots {
            all.extend(root.layout(&self.snapshot)?.postmortems);
        }
        let exact: Vec<&Files> = all.iter().filter(|it| it.id == word).collect();
        let like = if exact.is_empty() {
            all.iter().filter(|it| it.id.contains(word)).collect()
        } else {
            exact
        };
        match like.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Error::unknown_id(word)),
            several => {
                let ids: Vec<&str> = several.iter().map(|files| files.id.as_str()).collect();
                Err(Error::ambiguous_id(word, &ids))
            }
        }
    }
}

fn plain(ctx: &Ctx) -> Workspace {
    let start = &ctx.directory;
    let top = start
        .ancestors()
        .find(|directory| directory.join(ROOT_FILE).is_file())
        .unwrap_or(start);
    let below = start.strip_prefix(top).ok().and_then(|it| it.to_str());
    Workspace {
        snapshot: Snapshot::disk(top),
        here: below
            .map(|it| it.replace(std::path::MAIN_SEPARATOR, "/"))
            .and_then(|it| RepoPath::new(&it))
            .unwrap_or_default(),
        top: Some(top.to_path_buf()),
    }
}

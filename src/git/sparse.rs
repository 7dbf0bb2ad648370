//! What of the work tree git knows: what a sparse checkout leaves out of it, and what is ignored in it.

use std::collections::BTreeSet;

use super::Backend;
use super::GitError;
use super::Repo;
use super::literal;
use crate::source::RepoPath;

/// In the flags of an entry of the index: its file is not checked out.
const LEFT_OUT: u16 = git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();

/// How `git ls-files -t` says the same of a path.
const LEFT_OUT_MARK: &str = "S ";

/// The stages of an entry of the index: one that is decided, and the sides of a merge.
const STAGES: std::ops::RangeInclusive<i32> = 0..=3;

impl Repo {
    /// The files that git tracks and that a sparse checkout leaves out of the work tree: those at some
    /// paths, below them, and in the place of a directory on the way.
    pub fn left_out(&self, at: &[&RepoPath]) -> Result<Vec<RepoPath>, GitError> {
        let found = match self.backend {
            Backend::Library => self.left_out_by_index(),
            Backend::Executable => self.left_out_by_git(),
        };
        // An index that keeps directories is for git alone.
        let mut all = found.or_else(|_| self.left_out_by_git())?;
        let is_within = |path: &RepoPath, it: &RepoPath| path == it || path.below(it).is_some();
        all.retain(|path| {
            at.iter()
                .any(|it| is_within(path, it) || is_within(it, path))
        });
        Ok(all)
    }

    fn left_out_by_index(&self) -> Result<Vec<RepoPath>, GitError> {
        self.with_handle(|handle| {
            let mut index = handle.index()?;
            index.read(false)?;
            let all = index.iter().filter(|it| it.flags_extended & LEFT_OUT != 0);
            Ok(all.filter_map(|it| path_of(&it.path)).collect())
        })
    }

    fn left_out_by_git(&self) -> Result<Vec<RepoPath>, GitError> {
        let bytes = self.output(&["ls-files", "-t", "-z", "--full-name", "--", ":/"])?;
        let lines = bytes.split(|it| *it == 0);
        let marked = lines.filter_map(|it| it.strip_prefix(LEFT_OUT_MARK.as_bytes()));
        Ok(marked.filter_map(path_of).collect())
    }

    /// Those of some files in the work tree that git tracks, or does not ignore.
    pub fn not_ignored(&self, mut paths: Vec<RepoPath>) -> Result<Vec<RepoPath>, GitError> {
        if paths.is_empty() {
            return Ok(paths);
        }
        let found = match self.backend {
            Backend::Library => self.not_ignored_by_index(&paths),
            Backend::Executable => self.not_ignored_by_git(&paths),
        };
        let known = found.or_else(|_| self.not_ignored_by_git(&paths))?;
        paths.retain(|it| known.contains(it));
        Ok(paths)
    }

    fn not_ignored_by_index(&self, paths: &[RepoPath]) -> Result<BTreeSet<RepoPath>, GitError> {
        self.with_handle(|handle| {
            let mut index = handle.index()?;
            index.read(false)?;
            let mut known = BTreeSet::new();
            for path in paths {
                let place = std::path::Path::new(path.as_str());
                let is_tracked = STAGES
                    .into_iter()
                    .any(|it| index.get_path(place, it).is_some());
                if is_tracked || !handle.is_path_ignored(place)? {
                    known.insert(path.clone());
                }
            }
            Ok(known)
        })
    }

    fn not_ignored_by_git(&self, paths: &[RepoPath]) -> Result<BTreeSet<RepoPath>, GitError> {
        let mut words = vec!["ls-files", "-z", "--full-name", "--cached", "--others"];
        words.extend(["--exclude-standard", "--"]);
        let named: Vec<String> = paths.iter().map(literal).collect();
        words.extend(named.iter().map(String::as_str));
        let bytes = self.output(&words)?;
        Ok(bytes.split(|it| *it == 0).filter_map(path_of).collect())
    }
}

/// A path of the index; `None` for one that is not UTF-8.
fn path_of(bytes: impl AsRef<[u8]>) -> Option<RepoPath> {
    RepoPath::new(std::str::from_utf8(bytes.as_ref()).ok()?)
}

//! Where a repository's hooks are.

use std::path::PathBuf;

use super::GitError;
use super::Repo;

impl Repo {
    /// Whether git is told to look for hooks in no directory at all.
    pub fn has_no_hooks_dir(&self) -> Result<bool, GitError> {
        let path = self.answer(&["config", "--get", "core.hooksPath"])?;
        Ok(path.is_some_and(|it| it.trim().is_empty()))
    }

    /// The directory that git runs hooks from: `core.hooksPath`, else the one that all worktrees
    /// share. It may be missing, and it may lie outside the repository.
    pub fn hooks_dir(&self) -> Result<PathBuf, GitError> {
        let bytes = self.output(&["rev-parse", "--git-path", "hooks"])?;
        let text = String::from_utf8(bytes).map_err(|_| GitError::Answer("rev-parse"))?;
        let path = text.strip_suffix('\n').unwrap_or(&text);
        Ok(self.directory().join(path))
    }
}

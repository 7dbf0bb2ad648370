//! Why a command could not do its work, and what to do about it.

use crate::git::GitError;
use crate::snapshot::SnapshotError;

/// A command could not do its work. Faults in documents are findings, not errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What happened: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
}

impl Error {
    /// An error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// There is no `pmrepo.yaml` to be found.
    pub fn no_root() -> Self {
        Self::new("there is no pmrepo.yaml here or above, and none is tracked")
            .hint("run `pmrepo init` at the top of the repository")
    }

    /// A file could not be written or read.
    pub fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }
}

impl From<GitError> for Error {
    fn from(error: GitError) -> Self {
        let it = Self::new(error.to_string());
        match error {
            GitError::NotARepository => it.hint("run it inside one, or make one with `git init`"),
            GitError::OtherOwner(path) => it.hint(format!(
                "if you trust it: git config --global --add safe.directory {}",
                path.display()
            )),
            GitError::UnknownRevision(_) => it.hint("`git log` shows the commits there are"),
            GitError::NoExecutable => it.hint("install git"),
            _ => it,
        }
    }
}

impl From<SnapshotError> for Error {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Git(error) => error.into(),
            other @ SnapshotError::Directory { .. } => Self::new(other.to_string()),
        }
    }
}

//! What git can fail with.

use std::path::PathBuf;

use super::Oid;

/// What git is in the middle of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// `git merge`.
    Merge,
    /// `git rebase`, or `git am`.
    Rebase,
    /// `git cherry-pick`.
    CherryPick,
    /// `git revert`.
    Revert,
}

impl Unfinished {
    /// The git command.
    pub fn command(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Rebase => "rebase",
            Self::CherryPick => "cherry-pick",
            Self::Revert => "revert",
        }
    }
}

/// Why git did not do what was asked of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// There is no repository.
    #[error("this is not a git repository")]
    NotARepository,
    /// The repository belongs to another user, and git does not trust it.
    #[error("the repository at {} belongs to another user", .0.display())]
    OtherOwner(PathBuf),
    /// A revision that names no commit.
    #[error("`{0}` names no commit")]
    UnknownRevision(String),
    /// What was to be a range is none.
    #[error("`{0}` is not a range")]
    NoRange(String),
    /// The two sides of a range have no commit from which they part.
    #[error("the two sides of `{0}` have no commit in common")]
    NothingInCommon(String),
    /// What was to say which refs a push moves does not.
    #[error("this is not what git says to a pre-receive hook")]
    NoPush,
    /// Git does not know who makes a commit; what it said.
    #[error("git does not know who you are")]
    NoIdentity(String),
    /// Git is in the middle of something else.
    #[error("a git {} is under way here", .0.command())]
    Unfinished(Unfinished),
    /// There are conflicts that nobody has resolved yet.
    #[error("there are unresolved conflicts here")]
    Unmerged,
    /// A hook refused a commit.
    #[error("the {0} hook refused the commit")]
    Hook(String),
    /// A directory of a commit that git itself would not have written.
    #[error("the directory `{path}` of a commit {why}")]
    BadTree {
        /// The directory.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// An object that is kept elsewhere, and could not be fetched.
    #[error("the object {0} is not here, and could not be fetched from where it is kept")]
    NotFetched(Oid),
    /// A commit of which git can tell no date.
    #[error("the commit {0} has no date that git can read")]
    Undated(Oid),
    /// There is no `git` to run.
    #[error("the `git` executable was not found")]
    NoExecutable,
    /// A git command failed; what it said.
    #[error("git {command} failed: {said}")]
    Command {
        /// The command.
        command: String,
        /// What it printed on standard error.
        said: String,
    },
    /// A git command printed something that was not expected.
    #[error("git {0} answered something unexpected")]
    Answer(&'static str),
    /// libgit2 failed.
    #[error("{0}")]
    Library(String),
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        Self::Library(error.message().to_owned())
    }
}

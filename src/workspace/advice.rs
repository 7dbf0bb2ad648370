//! What the errors of git and of a snapshot become: the one place where causes become advice.

use crate::git::GitError;
use crate::refusal::Refusal;
use crate::snapshot::SnapshotError;

impl From<GitError> for Refusal {
    fn from(error: GitError) -> Self {
        let said = error.to_string();
        let it = match &error {
            GitError::NoRange(_) | GitError::NoPush => Self::usage(said),
            GitError::UnknownRevision(_) => Self::not_found(said),
            GitError::NotARepository
            | GitError::OtherOwner(_)
            | GitError::NothingInCommon(_)
            | GitError::NoExecutable
            | GitError::NoIdentity(_)
            | GitError::Unfinished(_)
            | GitError::Unmerged
            | GitError::Hook(_)
            | GitError::Library(_)
            | GitError::Command { .. }
            | GitError::BadTree { .. }
            | GitError::NotFetched(_)
            | GitError::Undated(_)
            | GitError::Answer(_) => Self::repository(said),
        };
        match error {
            GitError::NotARepository => it.hint("run it inside one, or make one with `git init`"),
            GitError::OtherOwner(path) => it.hint(format!(
                "if you trust it: git config --global --add safe.directory {}",
                path.display()
            )),
            GitError::UnknownRevision(_) => it.hint("`git log` shows the commits there are"),
            GitError::NoRange(_) => it.hint("write BASE...HEAD, such as main...HEAD"),
            GitError::NothingInCommon(_) => {
                it.hint("in CI, check out the whole history (fetch-depth: 0)")
            }
            GitError::NoPush => {
                it.hint("`pmrepo hooks install --server` installs the hook that runs this")
            }
            GitError::NoExecutable => it.hint("install git"),
            GitError::BadTree { .. } => it.hint(
                "some other program than git wrote it: make the commit again with git (`git fsck` says more)",
            ),
            GitError::Undated(_) => {
                it.hint("some other program than git wrote it: make the commit again with git, or \
                         import what came from elsewhere with dates")
            }
            GitError::NotFetched(_) => {
                it.hint("this is a partial clone: look whether its remote can be reached, or clone it whole")
            }
            GitError::Library(_) => it.hint("`git fsck` says whether it is damaged").hint(
                "where pmrepo cannot read a repository itself it asks git: is `git` in PATH, and \
                 does `git status` work here?",
            ),
            GitError::NoIdentity(_) => it
                .hint("nothing was written")
                .hint("git config --global user.name \"Your Name\"")
                .hint("git config --global user.email you@example.com"),
            GitError::Unfinished(it_is) => it.hint("nothing was written").hint(format!(
                "end it first (git {0} --continue, or git {0} --abort), or leave --commit out",
                it_is.command()
            )),
            GitError::Unmerged => it
                .hint("nothing was written")
                .hint("`git status` shows them; or leave --commit out"),
            GitError::Hook(_) | GitError::Command { .. } | GitError::Answer(_) => it,
        }
    }
}

impl From<SnapshotError> for Refusal {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Git(error) => error.into(),
            other @ SnapshotError::Directory { .. } => Self::failed(other.to_string()),
        }
    }
}

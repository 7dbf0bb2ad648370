//! What differs between two commits.

use super::Backend;
use super::Change;
use super::GitError;
use super::Oid;
use super::Repo;
use super::revision::one_id;
use super::staged::changes_of;
use super::staged::parse;

impl Repo {
    /// What differs between two commits, in the order of the paths; renames are found. Where there can be
    /// none git is not asked: it would take longer to start than to answer.
    pub fn changes_between(&self, from: Oid, to: Oid) -> Result<Vec<Change>, GitError> {
        if let Some(changes) = self.differing(from, to)? {
            return Ok(changes);
        }
        let answer = self.output(&[
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--find-renames",
            &from.to_string(),
            &to.to_string(),
            "--",
        ]);
        match answer {
            Ok(bytes) => parse(&bytes),
            Err(GitError::NoExecutable) => self.between_by_library(from, to),
            Err(error) => Err(error),
        }
    }

    fn between_by_library(&self, from: Oid, to: Oid) -> Result<Vec<Change>, GitError> {
        self.with_handle(|handle| {
            let tree = |id: Oid| handle.find_commit(id.for_library()?)?.tree();
            let (from, to) = (tree(from)?, tree(to)?);
            let diff = handle.diff_tree_to_tree(Some(&from), Some(&to), None)?;
            changes_of(diff)
        })
    }

    /// The commit from which two commits part; `None` where they have none in common, as in a clone
    /// that is too shallow.
    pub fn merge_base(&self, one: Oid, other: Oid) -> Result<Option<Oid>, GitError> {
        match self.backend {
            Backend::Library => self.with_handle(|handle| {
                match handle.merge_base(one.for_library()?, other.for_library()?) {
                    Ok(base) => Ok(Some(base.into())),
                    Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
                    Err(error) => Err(error.into()),
                }
            }),
            Backend::Executable => {
                let answer = self.output(&["merge-base", &one.to_string(), &other.to_string()]);
                Ok(one_id(&answer.unwrap_or_default()))
            }
        }
    }
}

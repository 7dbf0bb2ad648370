//! What names commits: revisions, HEAD, branches, moments.

use super::Backend;
use super::GitError;
use super::Oid;
use super::Repo;
use crate::time::Moment;

/// How many symbolic refs may lead to each other: git itself follows five.
const MOST_STEPS: usize = 8;

impl Repo {
    /// The full id of the commit that a revision names.
    pub fn commit_id(&self, revision: &str) -> Result<Oid, GitError> {
        let unknown = || GitError::UnknownRevision(revision.to_owned());
        if revision.starts_with('-') || revision.contains('\0') {
            return Err(unknown());
        }
        match self.backend {
            Backend::Library => self.with_handle(|handle| {
                let object = handle.revparse_single(revision).map_err(|_| unknown())?;
                let commit = object.peel_to_commit().map_err(|_| unknown())?;
                Ok(commit.id().into())
            }),
            Backend::Executable => {
                let wanted = format!("{revision}^{{commit}}");
                let bytes = self
                    .output(&[
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        &wanted,
                    ])
                    .map_err(|_| unknown())?;
                one_id(&bytes).ok_or_else(unknown)
            }
        }
    }

    /// The commit that HEAD names; `None` before the first one.
    pub fn head(&self) -> Option<Oid> {
        self.commit_id("HEAD").ok()
    }

    /// The last commit on HEAD's own line that was made at a moment or before it. An error where HEAD
    /// names no commit yet.
    pub fn commit_before(&self, at: Moment) -> Result<Option<Oid>, GitError> {
        let before = format!("--before=@{}", at.unix());
        let head = self.commit_id("HEAD")?.to_string();
        let words = ["rev-list", "-1", "--first-parent", &before, &head];
        Ok(one_id(&self.output(&words)?))
    }

    /// When a commit was made, with the committer's offset; `None` where it cannot be read.
    pub fn committed_at(&self, commit: Oid) -> Option<Moment> {
        match self.backend {
            Backend::Library => self
                .with_handle(|handle| {
                    let revision = commit.to_string();
                    let object = handle.revparse_single(&revision)?;
                    let time = object.peel_to_commit()?.time();
                    let offset = time.offset_minutes().saturating_mul(60);
                    Ok(Moment::from_unix(time.seconds(), offset))
                })
                .ok(),
            Backend::Executable => {
                let words = ["show", "--no-patch", "--format=%ct", &commit.to_string()];
                let answer = String::from_utf8(self.output(&words).ok()?).ok()?;
                Some(Moment::from_unix(answer.trim().parse().ok()?, 0))
            }
        }
    }

    /// The full name of the branch that HEAD names, whether or not it has a commit; `None` where it
    /// names none. An error where there is no `git` to run.
    pub fn head_ref(&self) -> Result<Option<String>, GitError> {
        self.answer(&["symbolic-ref", "--quiet", "HEAD"])
    }

    /// The ref that a push to a ref really moves: what it leads to, if it is symbolic, be that there
    /// or not.
    pub fn resolved(&self, name: &str) -> Result<String, GitError> {
        let mut name = name.to_owned();
        for _ in 0..MOST_STEPS {
            let next = match self.backend {
                Backend::Library => {
                    self.with_handle(|handle| match handle.find_reference(&name) {
                        Ok(it) => Ok(it.symbolic_target().ok().flatten().map(str::to_owned)),
                        Err(error) => match error.code() {
                            git2::ErrorCode::NotFound | git2::ErrorCode::InvalidSpec => Ok(None),
                            _ => Err(error.into()),
                        },
                    })?
                }
                Backend::Executable => self.answer(&["symbolic-ref", "--quiet", &name])?,
            };
            match next {
                Some(next) => name = next,
                None => return Ok(name),
            }
        }
        Err(GitError::Answer("symbolic-ref"))
    }

    /// The branch that everybody works from: the one that `origin` names, else the one that HEAD
    /// names, whether or not it has a commit. `None` where neither does.
    pub fn main_branch(&self) -> Option<String> {
        let ask = |name: &str| {
            let words = ["symbolic-ref", "--quiet", "--short", name];
            let name = String::from_utf8(self.output(&words).ok()?).ok()?;
            Some(name.trim().to_owned()).filter(|it| !it.is_empty())
        };
        ask("refs/remotes/origin/HEAD")
            .and_then(|it| it.strip_prefix("origin/").map(str::to_owned))
            .or_else(|| ask("HEAD"))
    }

    /// The commits that the next commit comes after: HEAD, and in a merge what is merged.
    pub fn parents(&self) -> Vec<Oid> {
        let mut parents: Vec<Oid> = self.head().into_iter().collect();
        let merged = std::fs::read_to_string(self.git_dir.join("MERGE_HEAD")).unwrap_or_default();
        parents.extend(
            merged
                .lines()
                .filter(|line| line.bytes().all(|it| it.is_ascii_hexdigit()))
                .filter_map(|line| self.commit_id(line).ok()),
        );
        parents
    }
}

/// The one id that a command prints; `None` where it prints none.
pub(super) fn one_id(printed: &[u8]) -> Option<Oid> {
    Oid::parse(std::str::from_utf8(printed).ok()?.trim())
}

//! Committing what was written: these files alone.

use std::sync::Arc;

use super::Workspace;
use crate::git::Committed;
use crate::git::Repo;
use crate::refusal::Refusal;
use crate::source::RepoPath;
use crate::tree::Scratch;

/// Files that are about to be written, and committed then.
pub struct Pending {
    repo: Arc<Repo>,
    /// Those that were not as in the last commit before.
    swept_in: Vec<RepoPath>,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is a new one.
    Made {
        /// It.
        commit: Committed,
        /// The files of which it holds more than was written just now: they were not as in the last
        /// commit before.
        swept_in: Vec<RepoPath>,
        /// The command that pushes it; `None` where there is nowhere to push to.
        push: Option<Vec<String>>,
    },
    /// Every file is as in the last commit.
    Nothing,
    /// Git made none, or a hook refused it: the files stay as they were written.
    Refused {
        /// Why.
        why: Refusal,
        /// The files, as seen from where one stands.
        files: Vec<String>,
    },
}

impl Workspace {
    /// Looks whether files that are about to be written can be committed then.
    pub fn pending(&self, paths: &[&RepoPath]) -> Result<Pending, Refusal> {
        let Some(repo) = &self.repo else {
            return Err(Refusal::repository("without git there is no commit")
                .hint("leave --commit out, or make a repository with `git init`"));
        };
        repo.must_take_commits()?;
        Ok(Pending {
            repo: Arc::clone(repo),
            swept_in: repo.uncommitted(paths)?.changed,
        })
    }
}

impl Pending {
    /// Commits that files have other places, and nothing else; `None` where the last commit has none of
    /// them.
    pub fn commit_moves(
        &self,
        moves: &[(RepoPath, RepoPath)],
        message: &str,
    ) -> Result<Option<Committed>, Refusal> {
        let index = Scratch::new();
        let index = index.map_err(|it| Refusal::failed(format!("a temporary file: {it}")))?;
        Ok(self.repo.commit_moves(moves, message, index.path())?)
    }

    /// Commits files as they lie in the work tree, and nothing else. Where a hook refuses, they stay
    /// as they were written.
    pub fn commit(
        &self,
        workspace: &Workspace,
        paths: &[&RepoPath],
        message: &str,
    ) -> Result<Outcome, Refusal> {
        let uncommitted = self.repo.uncommitted(paths)?;
        let new: Vec<&RepoPath> = uncommitted.unknown.iter().collect();
        let changed = uncommitted.changed.iter().chain(new).collect::<Vec<_>>();
        if changed.is_empty() {
            return Ok(Outcome::Nothing);
        }
        // Where there is no such file, nobody knows which hook refused.
        let trace = Scratch::new().ok();
        let trace = trace.as_ref().map(Scratch::path);
        Ok(match self.repo.commit_only(&changed, message, trace) {
            Ok(commit) => Outcome::Made {
                commit,
                swept_in: self.swept_in.clone(),
                push: self.repo.push_words(),
            },
            Err(error) => Outcome::Refused {
                why: error.into(),
                files: changed.iter().map(|it| workspace.shown(it)).collect(),
            },
        })
    }
}

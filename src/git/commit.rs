//! Making a commit of some files, as `git commit` does it: with the repository's hooks and signing.

mod moves;
mod trace;

use std::path::Path;

use super::GitError;
use super::Repo;
use super::Unfinished;
use super::literal;
use super::run;
use crate::source::RepoPath;

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its shortened id.
    pub id: String,
    /// The branch that it is on; `None` where HEAD is on none.
    pub branch: Option<String>,
}

/// How a file stands against the last commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uncommitted {
    /// Files that git knows and that are not as in the last commit.
    pub changed: Vec<RepoPath>,
    /// Files that git does not know.
    pub unknown: Vec<RepoPath>,
}

impl Repo {
    /// Refuses where no commit of some files alone can be made: before anything is written.
    pub fn must_take_commits(&self) -> Result<(), GitError> {
        for ident in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            match self.output(&["var", ident]) {
                Ok(_) => {}
                Err(GitError::Command { said, .. }) => return Err(GitError::NoIdentity(said)),
                Err(error) => return Err(error),
            }
        }
        if let Some(unfinished) = self.unfinished() {
            return Err(GitError::Unfinished(unfinished));
        }
        if !self.output(&["ls-files", "--unmerged"])?.is_empty() {
            return Err(GitError::Unmerged);
        }
        Ok(())
    }

    /// What git is in the middle of.
    fn unfinished(&self) -> Option<Unfinished> {
        let is_there = |name: &str| {
            let words = ["rev-parse", "--quiet", "--verify", name];
            self.git_dir().join(name).exists() || self.output(&words).is_ok()
        };
        if ["rebase-merge", "rebase-apply"]
            .iter()
            .any(|it| self.git_dir().join(it).is_dir())
        {
            return Some(Unfinished::Rebase);
        }
        [
            ("MERGE_HEAD", Unfinished::Merge),
            ("CHERRY_PICK_HEAD", Unfinished::CherryPick),
            ("REVERT_HEAD", Unfinished::Revert),
        ]
        .into_iter()
        .find(|(name, _)| is_there(name))
        .map(|(_, unfinished)| unfinished)
    }

    /// Which of some files are not as in the last commit.
    pub fn uncommitted(&self, paths: &[&RepoPath]) -> Result<Uncommitted, GitError> {
        let mut found = Uncommitted::default();
        if paths.is_empty() {
            return Ok(found);
        }
        let paths: Vec<String> = paths.iter().map(|it| literal(it)).collect();
        let mut words = vec![
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
        ];
        words.extend(paths.iter().map(String::as_str));
        let bytes = self.output(&words)?;
        for line in bytes.split(|byte| *byte == 0).filter(|it| !it.is_empty()) {
            let text = std::str::from_utf8(line).map_err(|_| GitError::Answer("status"))?;
            let (state, path) = text.split_at_checked(3).ok_or(GitError::Answer("status"))?;
            let path = RepoPath::new(path).ok_or(GitError::Answer("status"))?;
            if state.starts_with("??") {
                found.unknown.push(path);
            } else {
                found.changed.push(path);
            }
        }
        Ok(found)
    }

    /// Commits some files as they lie in the work tree, and nothing else. Whatever else is staged
    /// stays staged. What git and its hooks say goes where this program's errors go. Where there is
    /// no commit, the index is as it was. Git tells in the empty file `trace` which hook refused.
    pub fn commit_only(
        &self,
        paths: &[&RepoPath],
        message: &str,
        trace: Option<&Path>,
    ) -> Result<Committed, GitError> {
        let unknown = self.uncommitted(paths)?.unknown;
        let unknown: Vec<&RepoPath> = unknown.iter().collect();
        let with = |words: &[&str], paths: &[&RepoPath]| -> Vec<String> {
            let words = words.iter().map(|it| (*it).to_owned());
            words
                .chain(["--".to_owned()])
                .chain(paths.iter().map(|it| literal(it)))
                .collect()
        };
        if !unknown.is_empty() {
            run::quietly(
                self.directory(),
                &with(&["add", "--intent-to-add"], &unknown),
            )?;
        }
        let words = ["commit", "--quiet", "--only", "--message", message];
        let done = run::aloud(
            self.directory(),
            &with(&words, paths),
            trace.map(trace::variable),
        );
        if let Err(error) = done {
            if !unknown.is_empty() {
                // They were not in the index before. What git cannot take out again stays there.
                let _ = run::quietly(
                    self.directory(),
                    &with(&["rm", "--cached", "--force", "--quiet"], &unknown),
                );
            }
            return Err(match (error, trace.and_then(trace::refused)) {
                (GitError::Command { .. }, Some(hook)) => GitError::Hook(hook),
                (error, _) => error,
            });
        }
        Ok(self.committed())
    }

    /// The commit that was made last.
    fn committed(&self) -> Committed {
        Committed {
            id: self
                .line(&["rev-parse", "--short", "HEAD"])
                .unwrap_or_default(),
            branch: self.branch(),
        }
    }

    /// The branch that HEAD is on; `None` where it is on none.
    pub fn branch(&self) -> Option<String> {
        self.line(&["symbolic-ref", "--quiet", "--short", "HEAD"])
    }

    /// The command that pushes the branch one is on; `None` where there is nowhere to push to.
    pub fn push_words(&self) -> Option<Vec<String>> {
        let branch = self.branch()?;
        let of_branch = |key: &str| self.config(&format!("branch.{branch}.{key}"));
        let remotes = self.output(&["remote"]).ok()?;
        let remotes = String::from_utf8_lossy(&remotes).into_owned();
        let remotes: Vec<&str> = remotes.lines().collect();
        let default = self.config("push.default");
        let default = default.as_deref().unwrap_or("simple");
        let is_remote = |it: &String| remotes.contains(&it.as_str());
        let upstream = of_branch("remote")
            .filter(is_remote)
            .zip(of_branch("merge"));
        let has_its_name = |merge: &str| merge.strip_prefix("refs/heads/") == Some(&branch);
        let is_plain = match (&upstream, default) {
            (_, "current" | "matching") | (Some(_), "upstream" | "tracking") => true,
            (Some((_, merge)), _) => has_its_name(merge),
            (None, _) => self.config("push.autoSetupRemote").as_deref() == Some("true"),
        };
        let words = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        if remotes.is_empty() {
            return None;
        }
        if is_plain && default != "nothing" {
            return Some(words(&["git", "push"]));
        }
        let remote = of_branch("pushRemote")
            .or_else(|| self.config("remote.pushDefault"))
            .or_else(|| upstream.map(|(remote, _)| remote))
            .filter(is_remote)
            .unwrap_or_else(|| {
                let origin = remotes.iter().find(|it| **it == "origin");
                origin
                    .or(remotes.first())
                    .copied()
                    .unwrap_or_default()
                    .to_owned()
            });
        Some(words(&["git", "push", "-u", &remote, &branch]))
    }

    /// The line that a command prints.
    fn line(&self, words: &[&str]) -> Option<String> {
        let text = String::from_utf8(self.output(words).ok()?).ok()?;
        Some(text.trim_end().to_owned()).filter(|it| !it.is_empty())
    }
}

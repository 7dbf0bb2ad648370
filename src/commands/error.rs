//! Why a command could not do its work, and what to do about it: the one place where causes become
//! advice.

use std::error::Error as StdError;
use std::io;
use std::path::Path;

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE};

use crate::env::EditorError;
use crate::git::GitError;
use crate::model::Status;
use crate::render::counted;
use crate::render::sanitize;
use crate::snapshot::SnapshotError;

/// How many candidates of an ambiguous id are listed.
const CANDIDATES: usize = 10;

/// A command could not do its work. Faults in documents are findings, not errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What happened: lower case, no full stop.
    pub message: String,
    /// What to do: imperative.
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

    /// No postmortem has the id, or one that it may be short for.
    pub fn unknown_id(word: &str) -> Self {
        Self::new(format!("`{word}` is no file and no postmortem"))
            .hint("`pmrepo list` shows what there is")
    }

    /// A word is no status of a postmortem.
    pub fn no_status(word: &str) -> Self {
        let all: Vec<&str> = Status::ALL.iter().map(|it| it.as_str()).collect();
        Self::new(format!("`{word}` is no status")).hint(format!("one of {}", all.join(", ")))
    }

    /// A shortened id fits several postmortems; the candidates come best first.
    pub fn ambiguous_id(word: &str, candidates: &[&str]) -> Self {
        let fits = counted(candidates.len(), "postmortem");
        Self::new(format!("`{word}` fits {fits}")).candidates(candidates)
    }

    /// Lists what may have been meant, best first.
    #[must_use]
    pub fn candidates(self, candidates: &[&str]) -> Self {
        let mut error = self;
        for candidate in candidates.iter().take(CANDIDATES) {
            error = error.hint(*candidate);
        }
        match candidates.len().saturating_sub(CANDIDATES) {
            0 => error,
            more => error.hint(format!("… and {more} more")),
        }
    }

    /// A file could not be written or read.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        let it = Self::new(format!("{}: {error}", path.display()));
        match error.kind() {
            io::ErrorKind::StorageFull => it.hint("make room on the disk; nothing is half written"),
            io::ErrorKind::PermissionDenied => it.hint("see who may write there"),
            _ => it,
        }
    }

    /// The lines that are shown: `error: …`, then `hint: …`.
    pub(super) fn text(&self, colour: bool) -> String {
        let mut text = labelled(
            "error",
            &self.message,
            colour.then_some(DEFAULT_ERROR_STYLE),
        );
        for hint in &self.hints {
            text.push_str(&hint_line(hint, colour));
        }
        text
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
            GitError::NoRange(_) => it.hint("write BASE...HEAD, such as main...HEAD"),
            GitError::NothingInCommon(_) => {
                it.hint("in CI, check out the whole history (fetch-depth: 0)")
            }
            GitError::NoPush => {
                it.hint("`pmrepo hooks install --server` installs the hook that runs this")
            }
            GitError::NoExecutable => it.hint("install git"),
            GitError::Library(_) => it.hint("`git fsck` says whether it is damaged").hint(
                "where pmrepo cannot read a repository itself it asks git: is `git` in PATH, and \
                 does `git status` work here?",
            ),
            GitError::Command { .. } | GitError::Answer(_) => it,
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

impl From<EditorError> for Error {
    fn from(error: EditorError) -> Self {
        let it = Self::new(with_sources(&error));
        match error {
            EditorError::NotSet => it.hint("set EDITOR, for example to `vi`"),
            EditorError::Start(..) | EditorError::Failed(_) => it,
        }
    }
}

/// An error and what it was caused by, in one line.
fn with_sources(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// A line of advice.
pub(super) fn hint_line(hint: &str, colour: bool) -> String {
    labelled("hint", hint, colour.then_some(DEFAULT_HELP_STYLE))
}

/// Labelled text; further lines are indented below the first.
fn labelled(label: &str, text: &str, style: Option<anstyle::Style>) -> String {
    let style = style.unwrap_or_default();
    let mut lines = text.lines().map(sanitize);
    let first = lines.next().unwrap_or_default();
    let mut labelled = format!("{style}{label}:{style:#} {first}\n");
    for line in lines {
        labelled.push_str(&format!("  {line}\n"));
    }
    labelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_become_advice() {
        assert_eq!(
            Error::no_root().text(false),
            "error: there is no pmrepo.yaml here or above, and none is tracked\n\
             hint: run `pmrepo init` at the top of the repository\n"
        );
        assert_eq!(
            Error::ambiguous_id("check", &["2026-11-20-checkout", "2026-11-21-checkout"])
                .text(false),
            "error: `check` fits 2 postmortems\n\
             hint: 2026-11-20-checkout\n\
             hint: 2026-11-21-checkout\n"
        );
        let many = vec!["2026-11-20-x"; 12];
        assert!(
            Error::ambiguous_id("x", &many)
                .text(false)
                .ends_with("\nhint: … and 2 more\n")
        );
    }

    #[test]
    fn the_whole_chain_of_causes_is_said() {
        let cause = EditorError::Start("vim".into(), io::Error::other("no luck"));
        assert_eq!(
            Error::from(cause).text(false),
            "error: cannot start the editor `vim`: no luck\n"
        );
    }

    #[test]
    fn names_from_outside_cannot_reach_the_terminal() {
        let text = Error::new("no `\u{1b}[2J` here\nbelow").text(false);
        assert_eq!(text, "error: no `\\u{1b}[2J` here\n  below\n");
        assert!(Error::new("x").text(true).contains("\u{1b}["));
    }
}

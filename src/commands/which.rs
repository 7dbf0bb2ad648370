//! Which state of the repository a command reads that only reads.

use crate::workspace::State;

/// Options of commands that only read: which state of the repository.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// Read what is staged instead of the work tree
    #[arg(long, conflicts_with = "rev")]
    staged: bool,
    /// Read a commit instead of the work tree
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl Which {
    /// The state that is meant.
    pub(super) fn state(&self) -> State {
        match &self.rev {
            _ if self.staged => State::Staged,
            Some(revision) => State::Revision(revision.clone()),
            None => State::Worktree,
        }
    }
}

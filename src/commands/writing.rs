//! Options of every command that writes.

use super::Refusal;
use crate::workspace::Workspace;

/// Options of every command that writes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Writing")]
pub(super) struct Writing {
    /// Show the lines that would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    committing: Committing,
}

/// Options of every command after which there may be a commit.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Writing")]
pub(super) struct Committing {
    /// Commit the files that were written, and nothing else; --commit=MESSAGE says it in your words
    #[arg(long, value_name = "MESSAGE", num_args = 0..=1, require_equals = true, conflicts_with = "dry_run")]
    #[expect(
        clippy::option_option,
        reason = "given or not, with a message or without"
    )]
    commit: Option<Option<String>>,
}

/// Whether what would change is written, or only shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// It is written.
    Real,
    /// It is only shown.
    Dry,
}

impl Writing {
    /// Whether it is written.
    pub(super) fn run(&self) -> Run {
        if self.dry_run { Run::Dry } else { Run::Real }
    }

    /// Whether any of the options is given.
    pub(super) fn is_given(&self) -> bool {
        self.dry_run || self.committing.commit.is_some()
    }

    /// What is committed.
    pub(super) fn committing(&self) -> &Committing {
        &self.committing
    }
}

/// What becomes of the files that were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Commit {
    /// They stay as they are in the work tree.
    No,
    /// They are committed, with a message of the user's own or with the operation's.
    Yes(Option<String>),
}

impl Committing {
    /// Whether they are committed; refused where they cannot be.
    pub(super) fn decide(&self, workspace: &Workspace) -> Result<Commit, Refusal> {
        let Some(message) = &self.commit else {
            return Ok(Commit::No);
        };
        if workspace.repo.is_none() {
            return Err(Refusal::repository("without git there is no commit"));
        }
        let message = message.as_deref().map(str::trim);
        if message == Some("") {
            return Err(Refusal::usage("the commit's message is empty")
                .hint("--commit alone takes a message that says what changed"));
        }
        Ok(Commit::Yes(message.map(str::to_owned)))
    }
}

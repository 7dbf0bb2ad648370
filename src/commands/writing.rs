//! Options of every command that writes.

use super::Refusal;
use crate::config::Commits;

/// Options of every command that writes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Writing")]
pub(super) struct Writing {
    /// Show the lines that would change, and write nothing
    #[arg(long, conflicts_with = "commit")]
    dry_run: bool,
    #[command(flatten)]
    committing: Committing,
}

/// Options of every command after which there may be a commit.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Writing")]
pub(super) struct Committing {
    /// Commit the files that were written, and nothing else; --commit=MESSAGE sets the message
    #[arg(long, value_name = "MESSAGE", num_args = 0..=1, require_equals = true)]
    #[expect(
        clippy::option_option,
        reason = "given or not, with a message or without"
    )]
    commit: Option<Option<String>>,
    /// Do not commit, even if pmrepo.yaml says `commit: auto`
    #[arg(long, conflicts_with = "commit")]
    no_commit: bool,
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
    /// That of a command which is no dry run any more, with what it says of a commit.
    pub(super) fn committed(committing: &Committing) -> Self {
        Self {
            dry_run: false,
            committing: committing.clone(),
        }
    }

    /// Whether it is written.
    pub(super) fn run(&self) -> Run {
        if self.dry_run { Run::Dry } else { Run::Real }
    }

    /// Whether it is only shown.
    pub(super) fn is_dry(&self) -> bool {
        self.dry_run
    }

    /// Whether a commit is asked for.
    pub(super) fn commits(&self) -> bool {
        self.committing.commit.is_some()
    }

    /// Whether any of the options is given.
    pub(super) fn is_given(&self) -> bool {
        self.dry_run || self.committing.commit.is_some() || self.committing.no_commit
    }

    /// Whether it is committed then.
    pub(super) fn committing(&self) -> &Committing {
        &self.committing
    }
}

/// Whether there is a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commit<'a> {
    /// There is none.
    No,
    /// There is one: somebody said so, perhaps with a message of their own.
    Asked(Option<&'a str>),
    /// There is one where there can be: the configuration says so.
    Usual,
}

impl Committing {
    /// Whether there is a commit, in a root that does it this way.
    pub(super) fn decide(&self, commits: Commits) -> Result<Commit<'_>, Refusal> {
        let Some(message) = &self.commit else {
            return Ok(match commits {
                Commits::Auto if !self.no_commit => Commit::Usual,
                Commits::Auto | Commits::Never => Commit::No,
            });
        };
        let message = message.as_deref().map(str::trim);
        if message == Some("") {
            return Err(Refusal::usage("the commit's message is empty")
                .hint("--commit alone takes a message that says what changed"));
        }
        Ok(Commit::Asked(message))
    }
}

//! The trackers in which tickets are made.

/// A tracker that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tracker {
    /// GitHub, by `gh`.
    Github,
    /// GitLab, by `glab`.
    Gitlab,
    /// Jira, over HTTP.
    Jira,
    /// A program of the team's own.
    Own,
}

words!(Tracker {
    Github = "github",
    Gitlab = "gitlab",
    Jira = "jira",
    Own = "own",
});

impl Tracker {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Jira => "Jira",
            Self::Own => "the tracker",
        }
    }
}

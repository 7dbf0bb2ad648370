//! The texts that are scaffolded.

use super::MessageName;

/// A template, by the file in `.pmrepo/templates/` that replaces the built-in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateName {
    /// The report.
    Report,
    /// The roles' steps.
    Checklist,
    /// The message to stakeholders right after the incident.
    Notice,
    /// The message to stakeholders after the review.
    Results,
    /// The message to customers.
    External,
    /// Notes of a process review.
    ProcessReview,
    /// The forge's template for pull requests.
    PullRequest,
    /// Lines for CODEOWNERS.
    CodeOwners,
    /// GitHub's workflow.
    GithubWorkflow,
    /// GitHub's workflow that says who is late.
    GithubOverdue,
    /// GitLab's jobs.
    GitlabJob,
}

words!(TemplateName {
    Report = "postmortem.md",
    Checklist = "checklist.md",
    Notice = "notice.md",
    Results = "results.md",
    External = "external.md",
    ProcessReview = "process-review.md",
    PullRequest = "pull_request_template.md",
    CodeOwners = "CODEOWNERS",
    GithubWorkflow = "github-workflow.yml",
    GithubOverdue = "github-overdue.yml",
    GitlabJob = "gitlab-job.yml",
});

impl TemplateName {
    /// What it is the text of, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Report => "a new report (`pmrepo new`)",
            Self::Checklist => "the checklist of a major incident",
            Self::Notice => "the message to stakeholders right after the incident",
            Self::Results => "the message to stakeholders after the review",
            Self::External => "the message for the status page",
            Self::ProcessReview => "the notes of a process review",
            Self::PullRequest => "the pull request's text (`init --ci`)",
            Self::CodeOwners => "lines for CODEOWNERS (`init --ci`)",
            Self::GithubWorkflow => "the GitHub workflow (`init --ci github`)",
            Self::GithubOverdue => "the GitHub workflow that says who is late (`init --ci github`)",
            Self::GitlabJob => "the GitLab jobs (`init --ci gitlab`)",
        }
    }
}

impl From<MessageName> for TemplateName {
    fn from(message: MessageName) -> Self {
        match message {
            MessageName::Notice => Self::Notice,
            MessageName::Results => Self::Results,
            MessageName::External => Self::External,
        }
    }
}

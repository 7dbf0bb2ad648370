//! The templates that a root replaces, and whether they work.

use super::try_out;
use crate::document::Document;
use crate::document::Sort;
use crate::model::TemplateName;
use crate::root::Root;
use crate::source::RepoPath;

/// Where a root's own text of a template lies; `None` where the built-in one is used.
pub fn own_path(root: &Root, name: TemplateName) -> Option<RepoPath> {
    let path = root.template_path(name);
    path.filter(|it| root.snapshot().exists(it))
}

/// A template that does not work.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The file.
    pub path: RepoPath,
    /// The line in it, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

/// What is wrong with a root's own templates: each is tried on an incident of which all is known, and
/// on one of which next to nothing is.
pub fn wrong(root: &Root) -> Vec<Wrong> {
    let all = TemplateName::ALL.into_iter();
    all.filter_map(|it| wrong_with(root, it, &own_path(root, it)?))
        .collect()
}

fn wrong_with(root: &Root, name: TemplateName, path: &RepoPath) -> Option<Wrong> {
    let wrong = |line, message: String| {
        Some(Wrong {
            path: path.clone(),
            line,
            message,
        })
    };
    let text = match root.own_template(name) {
        Ok(text) => text?,
        Err(refusal) => return wrong(None, refusal.message),
    };
    let made = match try_out(name, Some(&text)) {
        Ok(made) => made,
        Err(error) => return wrong(error.line, error.message),
    };
    let mut faults = made.into_iter().filter_map(|it| unreadable(name, path, it));
    wrong(None, faults.next()?)
}

/// Why a text that a template made could not be read back.
fn unreadable(name: TemplateName, path: &RepoPath, text: String) -> Option<String> {
    let sort = match name {
        TemplateName::Report
        | TemplateName::Notice
        | TemplateName::Results
        | TemplateName::External
        | TemplateName::ProcessReview => Sort::WithFrontMatter,
        TemplateName::Checklist
        | TemplateName::PullRequest
        | TemplateName::CodeOwners
        | TemplateName::GithubWorkflow
        | TemplateName::GithubOverdue
        | TemplateName::GitlabJob => return None,
    };
    let document = Document::from_text(path, text, sort);
    let fault = document.faults.first()?;
    Some(format!(
        "what it makes cannot be read: {} (line {} of what it makes)",
        fault.message,
        document
            .lines
            .position(&document.text, fault.span.start)
            .line
    ))
}

//! The texts of everything that is scaffolded: reports, checklists, messages, notes, CI files.
//!
//! A repository may replace any of them with `.pmrepo/templates/NAME`. What a template gets are the
//! fields of its input in [`input`]; a field that the input does not have is an error with its line.

#[cfg(test)]
mod check_tests;
mod checklist;
mod filters;
#[cfg(test)]
mod hostile_tests;
pub mod input;
mod limits;
mod own;
mod pages;
mod sections;
mod slug;
#[cfg(test)]
#[expect(
    clippy::needless_raw_string_hashes,
    reason = "that is how snapbox rewrites snapshots"
)]
mod tests;
mod trial;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::value::ValueKind;
use serde::Serialize;

use crate::model::MessageName;
use crate::model::TemplateName;

pub use checklist::expert_steps;
pub use checklist::standard_roles;
pub use filters::prose;
pub use own::Wrong;
pub use own::own_path;
pub use own::wrong;
pub use pages::Filter;
pub use pages::Pages;
pub use sections::descriptions;
pub use sections::sections;
pub use slug::slug;
pub use trial::try_out;

use input::ChecklistInput;
use input::CiInput;
use input::MessageInput;
use input::ProcessReviewInput;
use input::ReportInput;

/// How much work a template may make: each instruction and each 64 bytes of text count as one. The
/// longest of ours takes a few thousand, and what does not end stops within the blink of an eye.
const FUEL: u64 = 250_000;
/// The longest text that a template may make, in bytes.
const LONGEST_TEXT: usize = 1024 * 1024;
/// How many values a list that is written as it is may have, those in it counted too.
const MOST_VALUES: usize = 10_000;
/// How deep templates may call themselves.
const DEPTH: usize = 64;
/// The longest text that may stand in for a built-in template, in bytes.
const LONGEST_TEMPLATE: usize = 256 * 1024;

/// The text that is built in.
pub fn built_in(name: TemplateName) -> &'static str {
    match name {
        TemplateName::Report => include_str!("template/postmortem.md"),
        TemplateName::Checklist => include_str!("template/checklist.md"),
        TemplateName::Notice => include_str!("template/notice.md"),
        TemplateName::Results => include_str!("template/results.md"),
        TemplateName::External => include_str!("template/external.md"),
        TemplateName::ProcessReview => include_str!("template/process-review.md"),
        TemplateName::PullRequest => include_str!("template/pull_request_template.md"),
        TemplateName::CodeOwners => include_str!("template/CODEOWNERS"),
        TemplateName::GithubWorkflow => include_str!("template/github-workflow.yml"),
        TemplateName::GithubOverdue => include_str!("template/github-overdue.yml"),
        TemplateName::GitlabJob => include_str!("template/gitlab-job.yml"),
    }
}

/// Why a template made no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("template `{file}`{}: {message}", line.map(|it| format!(", line {it}")).unwrap_or_default())]
pub struct TemplateError {
    /// The template's file name.
    pub file: &'static str,
    /// The line in it, from 1, where it is known.
    pub line: Option<usize>,
    /// What went wrong: lower case, no full stop.
    pub message: String,
}

/// A new report. `text` replaces the built-in template.
pub fn report(input: &ReportInput, text: Option<&str>) -> Result<String, TemplateError> {
    render(TemplateName::Report, text, input)
}

/// A new `checklist.md`. `text` replaces the built-in template.
pub fn checklist(input: &ChecklistInput, text: Option<&str>) -> Result<String, TemplateError> {
    render(TemplateName::Checklist, text, input)
}

/// A new file in `messages/`. `text` replaces the built-in template.
pub fn message(
    which: MessageName,
    input: &MessageInput,
    text: Option<&str>,
) -> Result<String, TemplateError> {
    render(which.into(), text, input)
}

/// New notes of a process review. `text` replaces the built-in template.
pub fn process_review(
    input: &ProcessReviewInput,
    text: Option<&str>,
) -> Result<String, TemplateError> {
    render(TemplateName::ProcessReview, text, input)
}

/// A file that `init --ci` writes. `text` replaces the built-in template.
pub fn ci(
    name: TemplateName,
    input: &CiInput,
    text: Option<&str>,
) -> Result<String, TemplateError> {
    render(name, text, input)
}

/// Runs a template on its input. The result ends with one line end.
pub fn render(
    name: TemplateName,
    text: Option<&str>,
    input: &impl Serialize,
) -> Result<String, TemplateError> {
    let text = text.unwrap_or(built_in(name));
    if text.len() > LONGEST_TEMPLATE {
        return Err(TemplateError {
            file: name.as_str(),
            line: None,
            message: format!("is longer than {} KiB", LONGEST_TEMPLATE / 1024),
        });
    }
    let made = render_with(name.as_str(), text, input, |_| {})?;
    if made.len() > LONGEST_TEXT {
        return Err(TemplateError {
            file: name.as_str(),
            line: None,
            message: format!("makes more than {} KiB of text", LONGEST_TEXT / 1024),
        });
    }
    Ok(made)
}

/// Runs a text that is no template of [`TemplateName`], as strictly; `add` gives it functions of its own.
pub fn render_with(
    file: &'static str,
    text: &str,
    input: &impl Serialize,
    add: impl FnOnce(&mut Environment<'_>),
) -> Result<String, TemplateError> {
    if let Some((line, message)) = limits::exceeded(text) {
        return Err(TemplateError {
            file,
            line: Some(line),
            message,
        });
    }
    let made = environment()
        .and_then(|mut it| {
            add(&mut it);
            it.render_named_str(file, text, Serde(input))
        })
        .map_err(|error| failed(file, &error))?;
    Ok(tidy(&made))
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(syntax()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_recursion_limit(DEPTH);
    environment.set_fuel(Some(FUEL));
    // Without it the error about a value that is not there does not name it.
    environment.set_debug(true);
    environment.set_formatter(|out, state, value| {
        let mut left = MOST_VALUES;
        if is_within(value, &mut left) {
            return minijinja::escape_formatter(out, state, value);
        }
        let message =
            format!("a list of more than {MOST_VALUES} values cannot be written as it is");
        Err(minijinja::Error::new(
            minijinja::ErrorKind::InvalidOperation,
            message,
        ))
    });
    filters::add(&mut environment);
    Ok(environment)
}

/// How tags are written, and what becomes of the line ends around them.
fn syntax() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder()
        .keep_trailing_newline(true)
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
}

/// Whether no more values are in a value than are left: a list may hold another twice, that one a third
/// twice, and so on, and all of them are written out.
fn is_within(value: &Value, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    let is_list = matches!(
        value.kind(),
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map
    );
    if *left == 0 || !is_list {
        return *left > 0;
    }
    let of_key = |it: &Value| match value.kind() {
        ValueKind::Map => value.get_item(it).unwrap_or_default(),
        _ => it.clone(),
    };
    let Ok(mut values) = value.try_iter() else {
        return true;
    };
    values.all(|it| is_within(&of_key(&it), left))
}

fn failed(file: &'static str, error: &minijinja::Error) -> TemplateError {
    let kind = error.kind().to_string();
    TemplateError {
        file,
        line: error.line(),
        message: match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind,
        },
    }
}

/// Takes blanks from the ends of lines, lines that are empty one after the other, and what is left
/// at the end: a template may leave parts out and need not count line ends.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        tidied.push_str(line);
        tidied.push('\n');
    }
    while tidied.ends_with("\n\n") {
        tidied.pop();
    }
    tidied
}

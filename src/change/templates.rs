//! What is said where a template makes no text.

use crate::refusal::Refusal;
use crate::root::TEMPLATES;
use crate::template::TemplateError;

/// A template that made no text, and what to do about it.
pub(super) fn failed(error: &TemplateError) -> Refusal {
    Refusal::configuration(error.to_string()).hint(format!(
        "fix the file in `{TEMPLATES}`, or remove it to use the built-in one; `pmrepo template check` \
         tries it"
    ))
}

//! The templates of a root: its own, else those that are built in.

use crate::refusal::Refusal;
use crate::root::Root;
use crate::snapshot::ReadFault;
use crate::template::Name;
use crate::template::TemplateError;

/// Where a root keeps its own templates.
const TEMPLATES: &str = ".pmrepo/templates";

/// The text of a template that the root keeps in place of a built-in one.
pub(super) fn own(root: &Root, name: Name) -> Result<Option<String>, Refusal> {
    let place = root.directory.join(TEMPLATES);
    let Some(path) = place.and_then(|it| it.join(name.file())) else {
        return Ok(None);
    };
    match root.snapshot().read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Refusal::unreadable(format!("{path} is not UTF-8"))),
        },
        Err(ReadFault::NotFound) => Ok(None),
        Err(fault) => Err(Refusal::unreadable(format!("{path}: {fault}"))),
    }
}

/// A template that made no text, and what to do about it.
pub(super) fn failed(error: &TemplateError) -> Refusal {
    Refusal::configuration(error.to_string()).hint(format!(
        "mend the file in `{TEMPLATES}`, or remove it to use the built-in one"
    ))
}

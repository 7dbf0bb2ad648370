//! A root's own templates, which replace those that are built in.

use super::Root;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Sink;
use crate::likeness;
use crate::likeness::Among;
use crate::model::TemplateName;
use crate::refusal::Refusal;
use crate::rules::pm010_configuration;
use crate::snapshot::ReadFault;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::source::Span;

/// Where a root keeps its own templates.
pub const TEMPLATES: &str = ".pmrepo/templates";

impl Root {
    /// Where the root's own text of a template lies, if it has one.
    pub fn template_path(&self, name: TemplateName) -> Option<RepoPath> {
        self.directory.join(TEMPLATES)?.join(name.as_str())
    }

    /// The text of a template that the root keeps in place of the built-in one.
    pub fn own_template(&self, name: TemplateName) -> Result<Option<String>, Refusal> {
        let Some(path) = self.template_path(name) else {
            return Ok(None);
        };
        let unreadable = |why: String| Err(Refusal::unreadable(why).about(&path));
        match self.snapshot.read(&path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Some(text)),
                Err(_) => unreadable(format!("{path} is not UTF-8")),
            },
            Err(ReadFault::NotFound) => Ok(None),
            Err(fault) => unreadable(format!("{path}: {fault}")),
        }
    }

    /// The files in a snapshot where this root's templates lie. What cannot be listed cannot be read
    /// either, and whoever wants a template is told so.
    pub(super) fn template_names_in(&self, snapshot: &Snapshot) -> Vec<RepoPath> {
        let directory = self.directory.join(TEMPLATES);
        let files = directory.and_then(|it| snapshot.list(&it).ok());
        files.into_iter().flatten().map(|it| it.path).collect()
    }

    /// A warning for each file beside the templates that replaces none.
    pub fn unknown_templates(&self) -> Vec<Finding> {
        let Some(directory) = self.directory.join(TEMPLATES) else {
            return Vec::new();
        };
        let mut sink = Sink::new(&self.levels, Vec::new());
        for file in self.template_names_in(&self.snapshot) {
            let name = file.below(&directory).unwrap_or_default();
            if TemplateName::parse(name).is_some() {
                continue;
            }
            let like = likeness::nearest_word(
                name,
                TemplateName::ALL.map(TemplateName::as_str),
                Among::Names,
            );
            let help = match like {
                Some(like) => format!("did you mean `{like}`?"),
                None => "`pmrepo template list` names the templates".to_owned(),
            };
            let message = format!("`{name}` is not the name of a template, and is never used");
            let diagnostic =
                Diagnostic::new(&pm010_configuration::RULE, &file, Span::default(), message);
            sink.push(diagnostic.level(Level::Warning).help(help));
        }
        sink.finish()
    }
}

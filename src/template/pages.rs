//! Whole pages: templates of our own, compiled once, and whatever is put in is escaped.

use std::fmt;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::value::Serde;
use minijinja::value::ValueKind;
use serde::Serialize;

use super::TemplateError;
use super::failed;
use super::syntax;

/// A name, and what it does to a text.
pub type Filter = (&'static str, fn(&str) -> String);

/// Templates by their names, which may include each other.
pub struct Pages {
    environment: Environment<'static>,
}

/// Whether a byte is a letter, a digit or a blank, which are written as they are everywhere: most texts of a page
/// have nothing else.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b' '
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

impl Pages {
    /// Compiles templates. A text that is put in goes through `escape`, which writes it so that it is
    /// nothing but text there; only what a template marks with `safe` is written as it is. Filters change
    /// what is put in before.
    pub fn new(
        templates: &[(&'static str, &'static str)],
        escape: fn(&str, &mut String),
        filters: &[Filter],
    ) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        let named = |error: &Error| failed("a page of the site", error);
        environment.set_syntax(syntax().map_err(|it| named(&it))?);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(move |out, _, value| {
            match (value.as_str(), value.kind()) {
                (Some(text), _) if value.is_safe() => out.write_str(text)?,
                (Some(text), _) if text.bytes().all(is_plain) => out.write_str(text)?,
                (Some(text), _) => {
                    let mut escaped = String::with_capacity(text.len() + 16);
                    escape(text, &mut escaped);
                    out.write_str(&escaped)?;
                }
                (None, ValueKind::Number) => out.write_str(&value.to_string())?,
                // What is not there is shown by no word of the language of templates.
                (None, ValueKind::None) => {}
                (None, kind) => {
                    let message = format!("a page shows no {kind}");
                    return Err(Error::new(ErrorKind::InvalidOperation, message));
                }
            }
            Ok(())
        });
        for (name, filter) in filters {
            let filter = *filter;
            environment.add_filter(*name, move |it: &str| filter(it));
        }
        for (name, text) in templates {
            environment
                .add_template(name, text)
                .map_err(|it| failed(name, &it))?;
        }
        Ok(Self { environment })
    }

    /// A page of a template.
    pub fn page(
        &self,
        name: &'static str,
        input: &impl Serialize,
    ) -> Result<String, TemplateError> {
        let page = self.environment.get_template(name);
        let page = page.and_then(|it| it.render(Serde(input)));
        page.map_err(|it| failed(name, &it))
    }

    /// A text that is written as it is, for the input of another page.
    pub fn safe(text: String) -> Value {
        Value::from_safe_string(text)
    }
}

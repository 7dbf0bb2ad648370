//! A template tried on what it may be given, without a postmortem.

use serde_json::Map;
use serde_json::Value;

use super::TemplateError;
use super::input;
use super::input::Field;
use super::input::Holds;
use super::render;
use crate::model::TemplateName;

/// How much is known of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Every field is filled in, and every list has two entries.
    All,
    /// What may be missing is missing.
    Little,
}

/// The texts that a template makes where all is known, and where next to nothing is. `text` replaces
/// the built-in template.
pub fn try_out(name: TemplateName, text: Option<&str>) -> Result<[String; 2], TemplateError> {
    let make = |known| render(name, text, &sample(input::fields(name), known));
    Ok([make(Known::All)?, make(Known::Little)?])
}

fn sample(fields: &[Field], known: Known) -> Value {
    let values = fields.iter().map(|field| {
        let value = field.holds().map(|it| value(field.name, it, known));
        (field.name.to_owned(), value.unwrap_or_default())
    });
    Value::Object(values.collect::<Map<_, _>>())
}

/// A value for a field, which says its name.
fn value(name: &str, holds: Holds, known: Known) -> Value {
    let text = || Value::from(name);
    match (holds, known) {
        (Holds::Text, _) | (Holds::MaybeText, Known::All) => text(),
        (Holds::MaybeText, Known::Little) => Value::Null,
        (Holds::Flag, known) => Value::Bool(known == Known::All),
        (Holds::Texts | Holds::Each(_), Known::Little) => Value::Array(Vec::new()),
        (Holds::Texts, Known::All) => Value::Array(vec![text(), text()]),
        (Holds::Each(fields), Known::All) => {
            Value::Array(vec![sample(fields, known), sample(fields, Known::Little)])
        }
        (Holds::TextsByName, _) => Value::Object(Map::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::Sort;
    use crate::source::RepoPath;

    #[test]
    fn every_field_holds_something_that_a_template_can_use() {
        fn all(fields: &[Field]) {
            for field in fields {
                match field.holds() {
                    Some(Holds::Each(fields)) => all(fields),
                    Some(_) => {}
                    None => panic!("{field:?}"),
                }
            }
        }
        for name in TemplateName::ALL {
            all(input::fields(name));
        }
    }

    #[test]
    fn every_built_in_template_makes_a_text_that_can_be_read() {
        for name in TemplateName::ALL {
            for text in try_out(name, None).unwrap() {
                assert!(!text.trim().is_empty(), "{name}");
                let path = RepoPath::new(name.as_str()).unwrap();
                let sort = if text.starts_with("---\n") {
                    Sort::WithFrontMatter
                } else {
                    Sort::BodyOnly
                };
                let document = Document::from_text(&path, text, sort);
                assert_eq!(document.faults, [], "{name}");
            }
        }
    }
}

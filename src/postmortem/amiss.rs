//! What a document says in a form that nobody can read: a text where a list is meant, a list where a word
//! is. Whoever asks for the field finds nothing there; that it is there all the same is told here, so
//! that nobody takes it for nothing to do.

use super::Said;
use crate::document::Document;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::FieldName;

/// What a value must be for a deadline, a count or a filter to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A person, or a list of them.
    People,
    /// A text, or a list of texts.
    Texts,
    /// A list of texts.
    List,
    /// A group of fields.
    Group,
    /// A list of action items.
    Items,
}

impl Form {
    /// Whether a value is one of it, its fields or items aside.
    fn is_of(self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::People | Self::Texts | Self::List, Value::List(items)) => {
                items.iter().all(|it| it.as_str().is_some())
            }
            (Self::People | Self::Texts, Value::Text(_))
            | (Self::Items, Value::List(_))
            | (Self::Group, Value::Map(_)) => true,
            _ => false,
        }
    }
}

/// The fields of a report and of the notes of a process review that must have a form.
const FORMS: [(FieldName, Form); 20] = [
    (FieldName::ActionItems, Form::Items),
    (FieldName::Tweaks, Form::Items),
    (FieldName::Meeting, Form::Group),
    (FieldName::Roles, Form::Group),
    (FieldName::Owner, Form::People),
    (FieldName::Responders, Form::People),
    (FieldName::IncidentCommander, Form::People),
    (FieldName::Deputy, Form::People),
    (FieldName::Scribe, Form::People),
    (FieldName::SubjectMatterExperts, Form::People),
    (FieldName::CustomerLiaison, Form::People),
    (FieldName::InternalLiaison, Form::People),
    (FieldName::MeetingAttendees, Form::People),
    (FieldName::MeetingFacilitator, Form::People),
    (FieldName::Chair, Form::People),
    (FieldName::Attendees, Form::People),
    (FieldName::Invited, Form::People),
    (FieldName::Services, Form::Texts),
    (FieldName::GroupedIncidents, Form::List),
    (FieldName::Incidents, Form::List),
];

/// Something that is there and cannot be read.
#[derive(Clone, Debug)]
pub struct Amiss<'a> {
    document: &'a Document,
    node: &'a Node,
    /// The field that says it.
    pub field: FieldName,
    /// What is wrong: lower case, no full stop.
    pub why: String,
}

impl<'a> Amiss<'a> {
    /// What of the fields of a document that must have a form has another. Of a document in order it takes
    /// a look at each entry.
    pub(super) fn all(document: &'a Document) -> Vec<Self> {
        let mut found = Vec::new();
        let root = document.root().map_or(&[][..], Node::entries);
        look(document, root, "", &mut found);
        found
    }

    /// The times among some fields of a document that are there and are none.
    pub(super) fn times(
        document: &'a Document,
        fields: impl Iterator<Item = FieldName>,
    ) -> impl Iterator<Item = Self> {
        fields.filter_map(move |field| {
            let said = Said::of(document, field);
            let node = said.node().filter(|_| said.moment().is_none())?;
            let why = format!("`{field}` is not a timestamp");
            Some(Self {
                document,
                node,
                field,
                why,
            })
        })
    }

    /// Its line, from 1.
    pub fn line(&self) -> usize {
        let Document { lines, text, .. } = self.document;
        lines.position(text, self.node.span.start).line
    }
}

/// Looks at the entries of a group, whose fields have names that begin with `within`.
fn look<'a>(
    document: &'a Document,
    entries: &'a [Entry],
    within: &str,
    found: &mut Vec<Amiss<'a>>,
) {
    for entry in entries {
        let node = &entry.value;
        // A text is a person, and one of several.
        let may_be = |form| match node.value {
            Value::Null => false,
            Value::Text(_) => matches!(form, Form::Group | Form::Items | Form::List),
            _ => true,
        };
        let mut forms = FORMS.iter().filter(|(_, form)| may_be(*form));
        let named = forms.find(|(field, _)| {
            let name = field.as_str().strip_prefix(within);
            name == Some(&*entry.key)
        });
        let Some(&(field, form)) = named else {
            continue;
        };
        let mut amiss = |node: &'a Node, why: String| {
            found.push(Amiss {
                document,
                node,
                field,
                why,
            });
        };
        match (form, &node.value) {
            (Form::Group, Value::Map(entries)) => {
                look(document, entries, &format!("{field}."), found);
            }
            (Form::Group, _) => amiss(node, format!("`{field}` is not a group of fields")),
            (Form::Items, Value::List(items)) => {
                for (at, it) in items.iter().enumerate().filter(|(_, it)| !it.is_map()) {
                    let number = at + 1;
                    amiss(it, format!("entry {number} of `{field}` has no fields"));
                }
            }
            (Form::Items, _) => amiss(node, format!("`{field}` is not a list")),
            (form, _) if form.is_of(node) => {}
            (Form::People, _) => amiss(node, format!("`{field}` names nobody")),
            (Form::Texts | Form::List, _) => {
                amiss(node, format!("`{field}` is not a list of texts"));
            }
        }
    }
}

/// Whether a value of a field has the form that it must have.
pub(super) fn is_in_form(field: FieldName, node: &Node) -> bool {
    let form = FORMS.iter().find(|(it, _)| *it == field);
    form.is_none_or(|(_, form)| form.is_of(node))
}

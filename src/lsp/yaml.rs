//! The YAML of a file: where it lies, what its fields are, and what its schema says of them.

use serde_json::Value;

use super::cursor;
use super::cursor::Cursor;
use super::here::Here;
use super::here::Part;
use super::text::Position;
use crate::front_matter;
use crate::schema;
use crate::schema::Field;
use crate::schema::FieldKind;
use crate::schema::Fields;
use crate::schema::Name;

/// The line of a text that begins and ends a front matter.
const FENCE: &str = "---";

/// The YAML of a file.
pub(super) struct Yaml {
    /// Its first line, from 0.
    first: usize,
    /// The line after its last.
    end: usize,
    pub(super) schema: Value,
    pub(super) fields: Fields,
}

impl Yaml {
    /// That of a file; `None` where it has none.
    pub(super) fn of(here: &Here<'_>) -> Option<Self> {
        let config = &here.root.config;
        let (schema, fields) = match here.part {
            Part::Report => (here.root.report_rules(), here.root.fields().clone()),
            Part::Message => (
                schema::effective(Name::Message, config),
                Fields::of_message().clone(),
            ),
            Part::Review => (
                schema::effective(Name::ProcessReview, config),
                Fields::of_review().clone(),
            ),
            Part::Configuration => with_fields(schema::effective(Name::Config, config)),
            Part::Roster => with_fields(schema::effective(Name::People, config)),
            Part::Checklist | Part::Note | Part::Other => return None,
        };
        let text = here.text();
        let lines = text.starts().len();
        let (first, end) = if matches!(here.part, Part::Configuration | Part::Roster) {
            (0, lines)
        } else {
            if text.line(0).trim_end() != FENCE {
                return None;
            }
            let mut below = 1..lines;
            let end = below.find(|it| text.line(*it).trim_end() == FENCE);
            (1, end.unwrap_or(lines))
        };
        Some(Self {
            first,
            end,
            schema,
            fields,
        })
    }

    /// Whether a line is of it.
    pub(super) fn holds(&self, line: usize) -> bool {
        (self.first..self.end).contains(&line)
    }

    /// The place in it where somebody stands; `None` where that is outside.
    pub(super) fn cursor(&self, here: &Here<'_>, at: Position) -> Option<Cursor> {
        self.holds(at.line)
            .then(|| Cursor::at(here.text(), self.first, at))
    }

    /// The keys that are there already in the group in which somebody stands.
    pub(super) fn there(&self, here: &Here<'_>, cursor: &Cursor) -> Vec<String> {
        let line = here.text().position(cursor.typed.end).line;
        let mut keys = keys(here, &cursor.group());
        keys.extend(cursor::beside(here.text(), (self.first, self.end), line));
        keys.extend(cursor.beside.iter().cloned());
        keys
    }

    /// The field of a place, or of the items of a list there.
    pub(super) fn field(&self, cursor: &Cursor) -> Option<&Field> {
        let name = cursor.name();
        let all = self.fields.iter().filter(|it| it.name == name);
        all.min_by_key(|it| it.kind)
    }

    /// What a field is.
    pub(super) fn kind(&self, cursor: &Cursor) -> Option<FieldKind> {
        self.field(cursor).map(|it| it.kind)
    }

    /// What the schema says of a field: what it means, and from when on it is asked for.
    pub(super) fn about(&self, way: &[&str], key: &str) -> Option<(String, Vec<&str>)> {
        let all = schema::properties(&self.schema, way);
        let about = all
            .iter()
            .find(|it| it.name == key)?
            .about
            .unwrap_or_default();
        let dotted: Vec<&str> = way.iter().copied().chain([key]).collect();
        let asked = schema::asked_when(&self.schema, &dotted.join("."));
        Some((about.to_owned(), asked))
    }
}

/// The keys that are there already in a group.
fn keys(here: &Here<'_>, way: &[&str]) -> Vec<String> {
    let text = here.text().as_str();
    let document = match here.part {
        Part::Configuration | Part::Roster => front_matter::read_yaml(text).0,
        _ => front_matter::read(text).front_matter.map(|it| it.root),
    };
    let is_flat = !way.contains(&schema::ITEM);
    let group = document
        .as_ref()
        .filter(|_| is_flat)
        .and_then(|root| way.iter().try_fold(root, |node, key| node.get(key)));
    let entries = group.map(front_matter::Node::entries);
    entries
        .into_iter()
        .flatten()
        .map(|it| it.key.clone())
        .collect()
}

fn with_fields(schema: Value) -> (Value, Fields) {
    let fields = Fields::of(&schema);
    (schema, fields)
}

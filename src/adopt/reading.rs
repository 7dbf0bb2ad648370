//! What was read of a document: a value, whole.

use std::fmt;

use chrono::NaiveDate;
use chrono::NaiveTime;

use super::DayOrder;
use super::TwoWays;
use crate::model::FieldName;
use crate::source::Span;
use crate::time::Moment;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A report of one incident.
    Postmortem,
    /// A list of other documents.
    Index,
    /// A form that nobody has filled in.
    Template,
    /// Something else.
    Other,
}

impl Kind {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postmortem => "postmortem",
            Self::Index => "index",
            Self::Template => "template",
            Self::Other => "other",
        }
    }
}

/// What a value is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The day of the incident: of no field, but of the id.
    Date,
    /// The zone of the document's times: of no field, but of the times.
    Zone,
    /// How long the incident lasted: of no field, but the times are held against it.
    Duration,
    /// A time of the timeline: of no field.
    Timeline,
    /// A field of the front matter.
    Of(FieldName),
}

impl Field {
    /// The name: a dotted field of the front matter, or `date`, `zone`, `duration`, `timeline`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Zone => "zone",
            Self::Duration => "duration",
            Self::Timeline => "timeline",
            Self::Of(name) => name.as_str(),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A value that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, on one line.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A moment.
    Moment(Moment),
    /// Several words: people, services.
    List(Vec<String>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => write!(f, "{moment}"),
            Self::List(words) => f.write_str(&words.join(", ")),
        }
    }
}

/// What kind of place a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The document's path.
    Name,
    /// Its front matter.
    FrontMatter,
    /// Its first heading.
    Heading,
    /// A table of facts.
    Table,
    /// Its body: a line that names what it says.
    Body,
    /// Its timeline.
    Timeline,
}

impl Origin {
    /// The word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FrontMatter => "front matter",
            Self::Heading => "heading",
            Self::Table => "table",
            Self::Body => "body",
            Self::Timeline => "timeline",
        }
    }
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// In what.
    pub origin: Origin,
    /// On which line of the document, from 1; `None` for its name.
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    /// `name`, or `heading, line 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.origin.as_str())?;
        self.line.map_or(Ok(()), |line| write!(f, ", line {line}"))
    }
}

/// A value of a field, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Of what.
    pub field: Field,
    /// What it is.
    pub value: Value,
    /// Where it stands; of places that agree, the first.
    pub place: Place,
}

/// Something that is there and was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// What it would be of.
    pub field: Field,
    /// The words as they are written, on one line, cut where they are long.
    pub text: String,
    /// Where they stand.
    pub place: Place,
    /// Why: lower case, no full stop.
    pub why: String,
    /// What it is by each order of day and month, where that alone is open.
    pub two_ways: Option<TwoWays>,
}

/// Places that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// About what.
    pub field: Field,
    /// What each place says: at least two.
    pub readings: Vec<(Value, Place)>,
}

/// Something that was read, but not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Of what.
    pub field: Field,
    /// Where it stands.
    pub place: Place,
    /// What is lost: lower case, no full stop.
    pub what: String,
}

/// A section under one of the names of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionName {
    /// Our name: that of a section of the report (`Contributing Factors`), or `Action Items`.
    pub name: &'static str,
    /// The heading as it is written, without markup.
    pub heading: String,
    /// Whether it is a heading of level 2, as a report's sections are.
    pub is_level_two: bool,
    /// Its line, from 1.
    pub line: usize,
}

/// A row of the timeline, in any shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// The moment, where day, time and zone are all known.
    pub at: Option<Moment>,
    /// The day, where it is known.
    pub day: Option<NaiveDate>,
    /// The time of day, where it is known.
    pub clock: Option<NaiveTime>,
    /// What happened, on one line.
    pub text: String,
}

/// An action item, in any shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its line, from 1.
    pub line: usize,
    /// What is to be done: on one line, without markup.
    pub title: String,
    /// Who does it, where that is said.
    pub owner: Option<String>,
    /// By when, where that is said.
    pub due: Option<NaiveDate>,
    /// The address or number of its ticket, where there is exactly one.
    pub ticket: Option<String>,
    /// Whether it is done, where that is said.
    pub done: Option<bool>,
}

/// What stands before the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrontMatterKind {
    /// Nothing.
    None,
    /// YAML between lines of three dashes that can be read.
    Yaml,
    /// YAML that cannot: why, on one line.
    Broken(String),
    /// TOML between lines of three pluses: the keys and values, as JSON.
    Toml(serde_json::Map<String, serde_json::Value>),
}

/// All that was read of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it is.
    pub is: Kind,
    /// Why it is taken for that: lower case, no full stop.
    pub why: String,
    /// What stands before the body.
    pub front_matter: FrontMatterKind,
    /// From where on the text is the body, which is kept byte for byte.
    pub body: Span,
    /// What was understood; each field once at most, in the order of `Field`.
    pub fields: Vec<Found>,
    /// The fields that are looked for and are not in the source.
    pub absent: Vec<Field>,
    /// What is there and was not understood, in the order of the lines.
    pub not_understood: Vec<NotUnderstood>,
    /// What contradicts itself.
    pub conflicts: Vec<Conflict>,
    /// What was lost of what was understood.
    pub losses: Vec<Loss>,
    /// The sections that have a name of ours, in the order of the text.
    pub sections: Vec<SectionName>,
    /// The rows of the timeline, in the order of the text.
    pub timeline: Vec<Row>,
    /// The action items, in the order of the text.
    pub action_items: Vec<Item>,
    /// Which order of day and month the document's own dates have, where one of them can be read in
    /// one way only; `None` where none is, or they differ.
    pub day_order: Option<DayOrder>,
}

impl Reading {
    /// A reading of nothing.
    pub fn nothing(is: Kind, why: &str) -> Self {
        Self {
            is,
            why: why.to_owned(),
            front_matter: FrontMatterKind::None,
            body: Span::at(0),
            fields: Vec::new(),
            absent: Vec::new(),
            not_understood: Vec::new(),
            conflicts: Vec::new(),
            losses: Vec::new(),
            sections: Vec::new(),
            timeline: Vec::new(),
            action_items: Vec::new(),
            day_order: None,
        }
    }

    /// What was understood of a field.
    pub fn found(&self, field: Field) -> Option<&Found> {
        self.fields.iter().find(|it| it.field == field)
    }
}

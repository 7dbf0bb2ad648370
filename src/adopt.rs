//! A postmortem of any shape → what it says, what it does not, and what contradicts itself.
//!
//! Nothing is invented: a field is read only where exactly one reading of one place gives it. What is
//! there and is not understood is quoted with its line, what is read with a loss says what was lost,
//! and of two places that contradict each other neither is chosen. Everything here is textual: no
//! clock, no repository, no file. Severities, the order of day and month and a zone come in as values;
//! what becomes of a document is decided above.

mod clocks;
mod dates;
mod days;
mod document_zone;
mod facts;
mod items;
mod kind;
mod lengths;
mod markup;
mod meaning;
mod name;
mod names;
mod outline;
mod people;
mod places;
mod reader;
mod reading;
mod rows;
mod settle;
mod severity;
mod shape;
mod stamps;
pub mod table;
mod text;
mod title;
mod toml;
mod words;
mod zones;

use chrono::NaiveDate;

use crate::calendar::Zone;

pub use reading::Conflict;
pub use reading::Field;
pub use reading::Found;
pub use reading::FrontMatterKind;
pub use reading::Item;
pub use reading::Kind;
pub use reading::Loss;
pub use reading::NotUnderstood;
pub use reading::Origin;
pub use reading::Place;
pub use reading::Reading;
pub use reading::Row;
pub use reading::SectionName;
pub use reading::Value;

/// What a reader must know besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The document's path as it was named, with `/`: its date and title may stand in it. Empty for a
    /// text without a name.
    pub path: &'a str,
    /// The words of the team's scale of severities.
    pub severities: &'a [String],
    /// In which order day and month stand in dates like `03-11-2020`, where something else settled it.
    pub day_order: Option<DayOrder>,
    /// The zone of times that name none, where the user said one; `None` where nobody did.
    pub zone: Option<Zone>,
}

/// In which order day and month stand in a date of numbers alone that ends with its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayOrder {
    /// `25-11-2020`.
    DayFirst,
    /// `11-25-2020`.
    MonthFirst,
}

/// A date that can be read in two ways, and what it is in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoWays {
    /// Where the day stands first.
    pub day_first: NaiveDate,
    /// Where the month does.
    pub month_first: NaiveDate,
}

/// Reads a document: total, and linear in its size.
pub fn read(text: &str, asked: &Asked<'_>) -> Reading {
    reader::read(text, asked)
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

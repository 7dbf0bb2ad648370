//! A text with its lines: the places of what is read.

use super::Asked;
use super::reading::Origin;
use super::reading::Place;
use crate::source::LineIndex;

/// A document's text, and what the reader was asked.
pub(super) struct Source<'a> {
    /// The text, with headings of other markup as Markdown's.
    pub(super) text: &'a str,
    /// Where its lines begin.
    pub(super) lines: LineIndex,
    /// What the reader was asked.
    pub(super) asked: &'a Asked<'a>,
}

impl Source<'_> {
    /// The place of a byte.
    pub(super) fn place(&self, origin: Origin, offset: usize) -> Place {
        Place {
            origin,
            line: Some(self.line(offset)),
        }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.position(self.text, offset).line
    }
}

/// The place of what a document's name says.
pub(super) const NAME: Place = Place {
    origin: Origin::Name,
    line: None,
};

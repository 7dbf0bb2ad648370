//! What a message on record says.

use super::Said;
use super::leftovers::leftover;
use crate::document::Document;
use crate::markdown::BlockKind;
use crate::model::FieldName;
use crate::time::Moment;

/// A message on record.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The message as it was read.
    pub document: &'a Document,
}

impl<'a> Message<'a> {
    /// What it says in a field.
    pub fn field(&self, field: FieldName) -> Said<'a> {
        Said::of(self.document, field)
    }

    /// When it was sent; `None` where it was not, or that cannot be read.
    pub fn sent_at(&self) -> Option<Moment> {
        self.field(FieldName::SentAt).moment()
    }

    /// Whether nobody waits for it any more: it was sent, or says why it is not. One in which a
    /// template's comment or placeholder is left was never sent, whatever time it names.
    pub fn is_settled(&self) -> bool {
        let is_sent = || self.sent_at().is_some() && leftover(self.document).is_none();
        self.is_declined() || is_sent()
    }

    /// Whether it says why none is sent.
    pub fn is_declined(&self) -> bool {
        self.field(FieldName::NotSentBecause).is_text()
    }

    /// Whether somebody has approved it.
    pub fn is_approved(&self) -> bool {
        self.field(FieldName::ApprovedAt).is_text() || self.field(FieldName::ApprovedBy).is_text()
    }

    /// Whether it has no text: nothing but headings and comments. Of one that was too large to read
    /// it is not said.
    pub fn is_empty(&self) -> bool {
        let body = &self.document.body;
        let is_silent = |kind| matches!(kind, BlockKind::Comment | BlockKind::Heading);
        let mut blocks = body.blocks.iter();
        !body.too_large && blocks.all(|it| is_silent(it.kind) || it.span.is_empty())
    }

    /// Its words, without blanks around them.
    pub fn words(&self) -> &'a str {
        self.document.body.span.of(&self.document.text).trim()
    }
}

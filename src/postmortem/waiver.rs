//! The rules that do not hold for a report.

use chrono::NaiveDate;

use super::Said;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::FieldName;

/// A rule that does not hold for a report, as the report says.
#[derive(Clone, Copy, Debug)]
pub struct Waiver<'a> {
    document: &'a Document,
    /// Its place in the list, from 0.
    pub index: usize,
    node: &'a Node,
}

impl<'a> Waiver<'a> {
    /// Those of a report.
    pub(super) fn all(document: &'a Document) -> impl Iterator<Item = Self> + use<'a> {
        let items = Said::of(document, FieldName::Waivers).items();
        items.iter().enumerate().map(move |(index, node)| Self {
            document,
            index,
            node,
        })
    }

    fn field(&self, field: FieldName) -> Said<'a> {
        Said::in_item(self.document, self.node, field)
    }

    /// The rule's code or name.
    pub fn rule(&self) -> Said<'a> {
        self.field(FieldName::Rule)
    }

    /// The JSON pointer of the rule.
    pub fn pointer(&self) -> String {
        let list = FieldName::Waivers.pointer();
        format!("{list}/{}/{}", self.index, FieldName::Rule)
    }

    /// Whether it holds on a day: it has a reason, and has not expired. One whose end cannot be read
    /// holds never.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        let until = self.field(FieldName::Until);
        let has_expired = until.is_there() && until.date().is_none_or(|last| last < day);
        self.field(FieldName::Reason).is_text() && !has_expired
    }
}

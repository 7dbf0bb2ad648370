//! Action items of a report, and tweaks to the process.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Said;
use crate::document::Document;
use crate::front_matter::Node;
use crate::model::ActionState;
use crate::model::FieldName;
use crate::source::Span;

/// An action item in a list of a document.
#[derive(Clone, Copy, Debug)]
pub struct ActionItem<'a> {
    document: &'a Document,
    /// The list that it stands in: the action items of a report, or the tweaks of a process review.
    pub list: FieldName,
    /// Its place in the list, from 0.
    pub index: usize,
    /// The whole of it, a map.
    pub node: &'a Node,
}

impl<'a> ActionItem<'a> {
    /// Those of a list.
    pub(super) fn all(
        document: &'a Document,
        list: FieldName,
    ) -> impl Iterator<Item = Self> + use<'a> {
        let items = Said::of(document, list).items().iter().enumerate();
        items
            .filter(|(_, node)| node.is_map())
            .map(move |(index, node)| Self {
                document,
                list,
                index,
                node,
            })
    }

    /// Those of a list by what they are called; of two with one name the first.
    pub fn by_name(
        items: impl Iterator<Item = ActionItem<'a>>,
    ) -> BTreeMap<&'a str, ActionItem<'a>> {
        let mut found = BTreeMap::new();
        for item in items {
            if let Some(name) = item.name() {
                found.entry(name).or_insert(item);
            }
        }
        found
    }

    /// What it says in a field.
    pub fn field(&self, field: FieldName) -> Said<'a> {
        Said::in_item(self.document, self.node, field)
    }

    /// The id; `None` where it has none.
    pub fn id(&self) -> Option<&'a str> {
        self.field(FieldName::Id).text()
    }

    /// What it is called: its id, else its title.
    pub fn name(&self) -> Option<&'a str> {
        self.id().or_else(|| self.field(FieldName::Title).text())
    }

    /// How far it is: open where it does not say; `None` where its word is none that is known.
    pub fn state(&self) -> Option<ActionState> {
        let word = self.field(FieldName::State).words();
        word.map_or(Some(ActionState::Open), ActionState::parse)
    }

    /// Whether somebody owes it. Of an unknown state it is not said that nobody does.
    pub fn owes(&self) -> bool {
        self.state().is_none_or(ActionState::owes)
    }

    /// Whether nothing more happens to it.
    pub fn is_over(&self) -> bool {
        self.state().is_some_and(ActionState::is_over)
    }

    /// The day by which it is to be done.
    pub fn due(&self) -> Option<NaiveDate> {
        self.field(FieldName::Due).date()
    }

    /// The day on which it was done.
    pub fn done_on(&self) -> Option<NaiveDate> {
        self.field(FieldName::DoneOn).date()
    }

    /// Where it is pointed at: its id, else its title, else all of it.
    pub fn place(&self) -> Span {
        let named = self.node.get(FieldName::Id.as_str());
        let named = named.or_else(|| self.node.get(FieldName::Title.as_str()));
        named.map_or(self.node.span, |it| it.span)
    }

    /// The place of its title, else all of it.
    pub fn title_place(&self) -> Span {
        let title = self.node.get(FieldName::Title.as_str());
        title.unwrap_or(self.node).span
    }

    /// Its JSON pointer.
    pub fn pointer(&self) -> String {
        format!("{}/{}", self.list.pointer(), self.index)
    }

    /// The JSON pointer of a field of it.
    pub fn pointer_to(&self, field: FieldName) -> String {
        format!("{}/{field}", self.pointer())
    }
}

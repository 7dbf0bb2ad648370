//! What a document says in one field.

use chrono::NaiveDate;

use crate::document::Document;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::model::FieldName;
use crate::source::Span;
use crate::time;
use crate::time::Moment;

/// What a document says in a field, and where: nothing where the field is missing or null. It is a
/// view; reading it costs nothing that is not asked for.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    document: &'a Document,
    /// The value, be it null.
    node: Option<&'a Node>,
}

impl<'a> Said<'a> {
    /// Of a field of a document.
    pub(super) fn of(document: &'a Document, field: FieldName) -> Self {
        let node = document.root().and_then(|root| root.at(field.as_str()));
        Self { document, node }
    }

    /// Of a field by its name, dotted, which may be one that the team added.
    pub(super) fn called(document: &'a Document, dotted: &str) -> Self {
        let node = document.root().and_then(|root| root.at(dotted));
        Self { document, node }
    }

    /// Of a field of an item in one of a document's lists.
    pub(super) fn in_item(document: &'a Document, item: &'a Node, field: FieldName) -> Self {
        let node = item.get(field.as_str());
        Self { document, node }
    }

    /// The value.
    pub fn node(self) -> Option<&'a Node> {
        self.node.filter(|node| !node.is_null())
    }

    /// Whether there is a value, whatever it is.
    pub fn is_there(self) -> bool {
        self.node().is_some()
    }

    /// The text; `None` where it is something else.
    pub fn text(self) -> Option<&'a str> {
        self.node?.as_str()
    }

    /// The text without blanks around it, where something is left.
    pub fn words(self) -> Option<&'a str> {
        self.text().map(str::trim).filter(|it| !it.is_empty())
    }

    /// Whether it has a text that is not blank.
    pub fn is_text(self) -> bool {
        self.words().is_some()
    }

    /// Whether it says something: a text that is not blank, or a list that is not empty.
    pub fn says(self) -> bool {
        self.is_text() || !self.items().is_empty()
    }

    /// Whether something is there that is not `false`, no blank text, and no empty list or group.
    pub fn holds(self) -> bool {
        self.node().is_some_and(|node| match &node.value {
            Value::Bool(it) => *it,
            Value::Text(it) => !it.trim().is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(entries) => !entries.is_empty(),
            Value::Number(_) => true,
            Value::Null => false,
        })
    }

    /// Whether it may say `true`: something is there that is no plain `false`.
    pub fn may_be_true(self) -> bool {
        self.node().is_some_and(|it| it.as_bool() != Some(false))
    }

    /// Whether something is there that is neither `true` nor `false`.
    pub fn is_no_flag(self) -> bool {
        self.node().is_some_and(|it| it.as_bool().is_none())
    }

    /// Whether it says `true`.
    pub fn is_true(self) -> bool {
        self.node.and_then(Node::as_bool) == Some(true)
    }

    /// The whole number; `None` where it is something else.
    pub fn whole_number(self) -> Option<i64> {
        match &self.node?.value {
            Value::Number(it) => it.as_i64(),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn items(self) -> &'a [Node] {
        self.node.map_or(&[][..], Node::items)
    }

    /// The texts of a list; a text that stands where a list is meant is one of one.
    pub fn texts(self) -> impl Iterator<Item = &'a str> + Clone {
        let listed = self.items().iter().filter_map(Node::as_str);
        self.words().into_iter().chain(listed)
    }

    /// The people whom it names, be it one or a list of them, as they are written.
    pub fn people(self) -> impl Iterator<Item = &'a str> + Clone {
        self.texts().map(str::trim).filter(|it| !it.is_empty())
    }

    /// The moment that it states; `None` where it cannot be read as one.
    pub fn moment(self) -> Option<Moment> {
        time::parse_timestamp(self.text()?).ok()
    }

    /// The date that it states; `None` where it cannot be read as one.
    pub fn date(self) -> Option<NaiveDate> {
        time::parse_date(self.text()?).ok()
    }

    /// The place that a finding about it points at: the value, else the place that stands for the
    /// whole front matter.
    pub fn place(self) -> Span {
        self.node
            .map(|node| node.span)
            .filter(|span| !span.is_empty())
            .unwrap_or_else(|| self.document.place())
    }

    /// The line of that place, from 1.
    pub fn line(self) -> usize {
        let Document { lines, text, .. } = self.document;
        lines.position(text, self.place().start).line
    }
}

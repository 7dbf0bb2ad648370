//! The tree of a YAML text: values with places.

use serde_json::Number;

use super::pointer;
use crate::source::Span;

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A scalar without quotes; also a value that is not there at all.
    Plain,
    /// A scalar in single quotes.
    SingleQuoted,
    /// A scalar in double quotes.
    DoubleQuoted,
    /// A block scalar that keeps its lines, `|`.
    Literal,
    /// A block scalar that folds them, `>`.
    Folded,
    /// A list or map by indentation.
    Block,
    /// A list in brackets or a map in braces.
    Flow,
}

/// A value, as YAML 1.2's core schema reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: empty, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the text. Of a key that is there twice, the first.
    Map(Vec<Entry>),
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From its first to behind its last byte, quotes and brackets included, comments not.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// What it says.
    pub value: Value,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of a key; `None` where there is none or this is no map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A key with its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The node at a dotted name: `roles.scribe`.
    pub fn at(&self, dotted: &str) -> Option<&Node> {
        match dotted.bytes().position(|byte| byte == b'.') {
            Some(dot) => self.get(dotted.get(..dot)?)?.at(dotted.get(dot + 1..)?),
            None => self.get(dotted),
        }
    }

    /// The text; `None` where this is something else.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value; `None` where this is something else.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(it) => Some(it),
            _ => None,
        }
    }

    /// Whether it says nothing.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// The items of a list; none where this is something else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; none where this is something else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The node at a JSON pointer: `/action_items/0/due`.
    pub fn at_pointer(&self, pointer: &str) -> Option<&Node> {
        parts(pointer).try_fold(self, |node, part| match &node.value {
            Value::Map(_) => node.get(&part),
            Value::List(items) => items.get(part.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The key and value at a JSON pointer whose last part is a key.
    pub fn entry_at_pointer(&self, pointer: &str) -> Option<&Entry> {
        let (parent, key) = pointer.rsplit_once('/')?;
        self.at_pointer(parent)?.entry(&pointer::key(key))
    }

    /// The value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(it) => (*it).into(),
            Value::Number(it) => it.clone().into(),
            Value::Text(it) => it.clone().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone(), entry.value.to_json()))
                .collect(),
        }
    }
}

fn parts(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(pointer::key)
}

//! Front matter as the JSON Schema library looks at it: where it stands, without a copy.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::Array;
use jsonschema::json::Json;
use jsonschema::json::NodeIdentity;
use jsonschema::json::Object;
use serde_json::Number;
use serde_json::Value as JsonValue;

use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::source::Span;

/// The representation of instances, as opposed to schemas, which are JSON.
pub(super) struct Instance;

impl Json for Instance {
    type Node<'a> = &'a Node;
    type PreparedKey = String;
    type StringBuffer = ();

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, look: impl FnOnce(&Node) -> T) -> T {
        look(&Node {
            span: Span::default(),
            style: Style::Plain,
            value: Value::Text(string.to_owned()),
        })
    }
}

impl<'a> jsonschema::json::Node<'a, Instance> for &'a Node {
    type Object = &'a [Entry];
    type Array = &'a [Node];
    type Number = &'a Number;

    fn as_object(&self) -> Option<&'a [Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<&'a [Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        (*self).as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<&'a Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        (*self).as_bool()
    }

    fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.value {
            Value::Null => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(_) => JsonType::Number,
            Value::Text(_) => JsonType::String,
            Value::List(_) => JsonType::Array,
            Value::Map(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &JsonValue) -> bool {
        match (&self.value, expected) {
            (Value::Text(text), JsonValue::String(expected)) => text == expected,
            (Value::Text(_), _) | (_, JsonValue::String(_)) => false,
            _ => jsonschema::json::cmp::equal(&self.to_json(), expected),
        }
    }

    /// What an error says that it is about: text alone, which may be the name of a key. A map with many
    /// wrong keys would be copied whole for each of them.
    fn to_value(&self) -> Cow<'a, JsonValue> {
        let text = (*self).as_str();
        Cow::Owned(text.map_or(JsonValue::Null, JsonValue::from))
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self).addr()))
    }
}

impl<'a> Object<'a, Instance> for &'a [Entry] {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        <[Entry]>::len(self)
    }

    fn get(&self, key: &String) -> Option<&'a Node> {
        let entry = self.iter().find(|entry| entry.key == *key);
        entry.map(|entry| &entry.value)
    }

    fn members(&self) -> Members<'a> {
        Members(self.iter())
    }
}

/// The keys and values of a map.
pub(super) struct Members<'a>(std::slice::Iter<'a, Entry>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.0.next()?;
        Some((&entry.key, &entry.value))
    }
}

impl<'a> Array<'a, Instance> for &'a [Node] {
    type Node = &'a Node;
    type ElementsIter = std::slice::Iter<'a, Node>;

    fn len(&self) -> usize {
        <[Node]>::len(self)
    }

    fn elements(&self) -> std::slice::Iter<'a, Node> {
        self.iter()
    }

    fn is_unique(&self) -> bool {
        let values: Vec<_> = self.iter().map(|it| Cow::Owned(it.to_json())).collect();
        jsonschema::json::unique::is_unique(&values)
    }
}

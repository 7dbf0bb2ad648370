//! From the tree of a `pmrepo.yaml` to what it says.
//!
//! What the schema can say is not said here a second time: whoever comes upon a value that has not
//! the shape that it should have leaves the default in its place and doubts, and the schema, which
//! takes its time, says what is wrong. A test holds that both take and refuse the same.

mod audiences;
mod body;
mod checklist;
mod custom;
mod deadlines;
mod elsewhere;
mod fields;
mod look;
mod places;
mod refs;
mod time;
mod words;

use super::Config;
use super::shape;
use crate::diagnostic::Fault;
use crate::front_matter;
use crate::front_matter::FaultKind;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::likeness;
use crate::likeness::Among;
use crate::model::Status;
use crate::source::Span;

impl Config {
    /// Reads the text of a `pmrepo.yaml`. Never fails: where it has faults, defaults stand in.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        let (root, faults) = front_matter::read_yaml(text);
        // `off` among the rules means the same to every reader of YAML: false, and off.
        let is_off = |it: &Fault<FaultKind>| {
            it.kind == FaultKind::AmbiguousScalar && it.pointer.starts_with("/rules/")
        };
        let faults = faults.into_iter().filter(|it| !is_off(it));
        let mut reader = Reader {
            config: Self::default(),
            faults: faults.map(Fault::plain).collect(),
            doubts: false,
        };
        if let Some(root) = &root {
            reader.root(root);
            if reader.doubts {
                reader.faults.extend(shape::faults(root));
            }
        }
        (reader.config, reader.faults)
    }
}

/// A value has not the shape that it should have, and the schema will say so.
struct Doubtful;

struct Reader {
    config: Config,
    faults: Vec<Fault>,
    /// Whether something has not the shape that it should have.
    doubts: bool,
}

/// The keys of a map, as they are read.
struct Keys<'n> {
    map: &'n Node,
    /// How many have been read.
    read: usize,
}

impl<'n> Keys<'n> {
    /// The value of a key.
    fn take(&mut self, key: &str) -> Option<&'n Node> {
        let value = self.map.get(key)?;
        self.read += 1;
        Some(value)
    }
}

impl Reader {
    /// Finds fault with what no schema can know.
    fn wrong(&mut self, node: &Node, pointer: &str, message: String, help: Option<String>) {
        let fault = Fault::new(node.span, message).pointer(pointer);
        self.faults.push(Fault { help, ..fault });
    }

    /// Leaves it to the schema to say what is wrong.
    fn doubt(&mut self) -> Doubtful {
        self.doubts = true;
        Doubtful
    }

    /// Takes a value that could be read; where there is none, the schema will say why.
    fn sure<T>(&mut self, value: Option<T>) -> Option<T> {
        self.doubts |= value.is_none();
        value
    }

    fn root(&mut self, root: &Node) {
        let mut keys = self.keys(root);
        self.schema(keys.take("schema"));
        self.time(&mut keys);
        self.severities(&mut keys);
        self.priorities(keys.take("priorities"));
        self.paths(keys.take("paths"));
        // Deadlines name steps.
        self.checklist(keys.take("checklist"));
        self.deadlines(keys.take("deadlines"));
        self.process_review(keys.take("process_review"));
        self.fields(keys.take("fields"));
        self.required(keys.take("required"));
        self.sections(keys.take("sections"));
        self.rules(keys.take("rules"));
        self.guard(keys.take("guard"));
        self.web_url(keys.take("web_url"));
        self.pagerduty(keys.take("pagerduty"));
        self.tracker(keys.take("tracker"));
        self.commits(keys.take("commit"));
        self.audiences(keys.take("audiences"));
        self.site(keys.take("site"));
        self.no_more(&keys);
    }

    /// The keys of a map; none of what is empty.
    fn keys<'n>(&mut self, node: &'n Node) -> Keys<'n> {
        self.doubts |= !node.is_null() && !node.is_map();
        Keys { map: node, read: 0 }
    }

    /// Doubts keys that nobody has read.
    fn no_more(&mut self, keys: &Keys<'_>) {
        self.doubts |= keys.read != keys.map.entries().len();
    }

    /// Finds fault with a word that is none of those that there are; `plural` calls them all.
    fn none_of(&mut self, span: Span, word: &str, known: &[String], plural: &str, pointer: &str) {
        let words = known.iter().map(String::as_str);
        let help = match likeness::nearest_word(word, words, Among::Names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the {plural} are {}", known.join(", ")),
        };
        let fault = Fault::new(span, format!("`{word}` is none of the {plural}"));
        self.faults.push(fault.help(help).pointer(pointer));
    }

    /// The items of a list.
    fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        self.doubts |= !matches!(node.value, Value::List(_));
        node.items()
    }

    /// The words of a list with their places in it.
    fn words<'n>(&mut self, node: &'n Node) -> Vec<(usize, &'n Node, &'n str)> {
        let mut words = Vec::new();
        for (index, item) in self.list(node).iter().enumerate() {
            if let Some(word) = self.sure(text(item)) {
                words.push((index, item, word));
            }
        }
        words
    }

    /// A status; `None` for `never`.
    fn status(&mut self, node: &Node) -> Result<Option<Status>, Doubtful> {
        let status = match node.as_str() {
            Some("never") => return Ok(None),
            Some(word) => Status::parse(word).filter(|it| *it != Status::NotRequired),
            None => None,
        };
        status.map(Some).ok_or_else(|| self.doubt())
    }
}

/// The text of a value if there is something to be seen in it.
fn text(node: &Node) -> Option<&str> {
    node.as_str().filter(|it| it.chars().any(is_seen))
}

/// Whether a character can be seen: the schemas' `text`.
fn is_seen(it: char) -> bool {
    !matches!(
        it,
        '\0'..='\u{20}'
            | '\u{7f}'..='\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod any_tests;
#[cfg(test)]
mod tests;

//! From the tree of a `pmrepo.yaml` to what it says.

mod body;
mod checklist;
mod deadlines;
mod fields;
mod places;
mod time;
mod words;

use super::Config;
use crate::diagnostic::Fault;
use crate::front_matter;
use crate::front_matter::Entry;
use crate::front_matter::FaultKind;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::likeness;
use crate::likeness::Among;
use crate::model::Status;
use crate::source::Span;

/// The keys that there are.
const KEYS: [&str; 17] = [
    "schema",
    "timezone",
    "calendar",
    "enforce_from",
    "severities",
    "major",
    "priorities",
    "deadlines",
    "process_review",
    "paths",
    "web_url",
    "fields",
    "required",
    "sections",
    "checklist",
    "rules",
    "guard",
];
/// Reads a configuration.
pub(super) fn read(text: &str) -> (Config, Vec<Fault>) {
    let (root, faults) = front_matter::read_yaml(text);
    // `off` among the rules means the same to every reader of YAML: false, and off.
    let is_off = |it: &Fault<FaultKind>| {
        it.kind == FaultKind::AmbiguousScalar && it.pointer.starts_with("/rules/")
    };
    let faults = faults.into_iter().filter(|it| !is_off(it));
    let mut reader = Reader {
        config: Config::default(),
        faults: faults.map(Fault::plain).collect(),
    };
    if let Some(root) = &root {
        reader.root(root);
    }
    (reader.config, reader.faults)
}

/// A value was no good, and a fault says so.
struct Told;

struct Reader {
    config: Config,
    faults: Vec<Fault>,
}

impl Reader {
    fn wrong(&mut self, node: &Node, pointer: &str, message: String, help: Option<String>) {
        let fault = Fault::new(node.span, message).pointer(pointer);
        self.faults.push(Fault { help, ..fault });
    }

    fn root(&mut self, root: &Node) {
        self.known_keys(root, &KEYS, "");
        self.schema(root);
        self.time(root);
        self.severities(root);
        self.priorities(root);
        self.paths(root);
        self.deadlines(root);
        self.fields(root);
        self.sections(root);
        self.rules(root);
        self.checklist(root);
        self.guard(root);
        self.web_url(root);
    }

    /// Finds fault with what is no map, and with keys that nobody knows.
    fn known_keys(&mut self, node: &Node, known: &[&str], pointer: &str) {
        self.a_map(
            node,
            pointer,
            &format!("the keys here are {}", known.join(", ")),
        );
        for entry in node.entries() {
            if !known.contains(&&*entry.key) {
                self.unknown_key(entry, known, pointer);
            }
        }
    }

    /// Finds fault with what is no map.
    fn a_map(&mut self, node: &Node, pointer: &str, help: &str) {
        if !node.is_null() && !node.is_map() {
            let message = "keys and values are expected here".to_owned();
            self.wrong(node, pointer, message, Some(help.to_owned()));
        }
    }

    fn unknown_key(&mut self, entry: &Entry, known: &[&str], pointer: &str) {
        let help = match likeness::nearest_word(&entry.key, known.iter().copied(), Among::Names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        let message = format!("`{}` is no key of pmrepo.yaml here", entry.key);
        let fault = Fault::new(entry.key_span, message).help(help);
        self.faults
            .push(fault.pointer(format!("{pointer}/{}", entry.key)));
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

    /// Finds fault with what is no list.
    fn a_list(&mut self, node: &Node, pointer: &str) {
        if !matches!(node.value, Value::List(_)) {
            let help = "write [one, another], or a line with a dash for each".to_owned();
            self.wrong(node, pointer, "a list is expected".to_owned(), Some(help));
        }
    }

    /// The words of a list with their places in it; finds fault with everything else.
    fn words<'n>(&mut self, node: &'n Node, pointer: &str) -> Vec<(usize, &'n Node)> {
        self.a_list(node, pointer);
        let mut words = Vec::new();
        for (index, item) in node.items().iter().enumerate() {
            if item.as_str().is_some_and(|word| !word.trim().is_empty()) {
                words.push((index, item));
            } else {
                let pointer = format!("{pointer}/{index}");
                let help = "put it in quotes where it looks like a number".to_owned();
                self.wrong(item, &pointer, "a word is expected".to_owned(), Some(help));
            }
        }
        words
    }

    /// The text of a key that a map must have.
    fn text<'n>(&mut self, map: &'n Node, key: &str, pointer: &str) -> Option<&'n Node> {
        let node = map.get(key);
        let text = node.filter(|it| it.as_str().is_some_and(|text| !text.trim().is_empty()));
        if text.is_none() && (map.is_map() || map.is_null()) {
            let message = format!("`{key}` is missing");
            let help = format!("write `{key}:` and a text");
            let place = node.filter(|it| !it.span.is_empty()).unwrap_or(map);
            self.wrong(place, &format!("{pointer}/{key}"), message, Some(help));
        }
        text
    }

    /// A status, or `None` for `never`.
    fn status(&mut self, node: &Node, pointer: &str) -> Result<Option<Status>, Told> {
        let status = match node.as_str() {
            Some("never") => return Ok(None),
            Some(word) => Status::parse(word).filter(|it| *it != Status::NotRequired),
            None => None,
        };
        status.map(Some).ok_or_else(|| {
            let help = "write draft, in-review, reviewed, closed or never".to_owned();
            self.wrong(node, pointer, "a status is expected".to_owned(), Some(help));
            Told
        })
    }
}

#[cfg(test)]
mod tests;

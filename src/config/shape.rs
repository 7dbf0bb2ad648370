//! `pmrepo.yaml` held against its schema, with what is wrong in our words.
//!
//! What a value is called, and what to write instead, stands in the schema: its `title`, the
//! `description` of a definition, `examples`.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::FORMAT;
use crate::diagnostic::Fault;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::front_matter::pointer;
use crate::likeness;
use crate::likeness::Among;
use crate::time;
use crate::time::Term;
use crate::validator::Asked;
use crate::validator::Breach;
use crate::validator::Validator;
use crate::validator::Wrong;

/// The schema of `pmrepo.yaml`.
pub const SCHEMA: &str = include_str!("../../schema/config.schema.json");

/// What a title begins with whose value is one of a list.
const ONE_OF: &str = "one of ";

/// The faults of a configuration that its schema finds, one for each place. Takes some milliseconds:
/// only for one that could not be read.
pub(super) fn faults(root: &Node) -> Vec<Fault> {
    // The text is part of the program, and a test reads it.
    let schema: Json = serde_json::from_str(SCHEMA).unwrap_or_default();
    let validator = Validator::new(&schema);
    let mut faults = Vec::new();
    let mut told = BTreeSet::new();
    for breach in validator.breaches(root) {
        for fault in tell(&schema, &breach, root) {
            if told.insert(fault.pointer.clone()) {
                faults.push(fault);
            }
        }
    }
    faults
}

/// The faults that a breach stands for.
fn tell(schema: &Json, breach: &Breach<'_>, root: &Node) -> Vec<Fault> {
    let Some(node) = root.at_pointer(&breach.instance) else {
        return Vec::new();
    };
    match &breach.wrong {
        Wrong::NoWay(ways) => match taken(breach, ways) {
            Some(way) => way.iter().flat_map(|it| tell(schema, it, root)).collect(),
            None => vec![value(breach, node, &called(breach, ways))],
        },
        Wrong::Unknown(keys) => unknown(breach, node, keys),
        Wrong::Name(key) => vec![name(breach, node, key)],
        Wrong::Missing(key) => vec![missing(schema, breach, node, key)],
        Wrong::Other(keyword) if keyword == "uniqueItems" => {
            twice(breach, node).into_iter().collect()
        }
        Wrong::TooFew => {
            let message = format!("`{}` needs at least one word", last(&breach.instance));
            let fault = Fault::new(node.span, message).pointer(&*breach.instance);
            vec![fault.help("take the key out for the default ones")]
        }
        _ => vec![value(breach, node, &breach.asked)],
    }
}

/// The one of several ways that was meant: the only one for a value of that type.
fn taken<'a, 'b>(breach: &Breach<'_>, ways: &'b [Vec<Breach<'a>>]) -> Option<&'b [Breach<'a>]> {
    let is_other_type =
        |it: &Breach<'_>| it.instance == breach.instance && matches!(it.wrong, Wrong::Type(_));
    let mut fitting = ways.iter().filter(|way| !way.iter().any(is_other_type));
    let one = fitting.next()?;
    fitting.next().is_none().then_some(one)
}

/// What speaks of a value for which there are several ways: the place that names them, else the first
/// of them.
fn called<'a>(breach: &Breach<'a>, ways: &[Vec<Breach<'a>>]) -> Vec<Asked<'a>> {
    let first = ways.iter().flatten().next();
    match first.filter(|_| title(&breach.asked).is_none()) {
        Some(first) => first.asked.clone(),
        None => breach.asked.clone(),
    }
}

/// The first title of what speaks of a value.
fn title<'a>(asked: &[Asked<'a>]) -> Option<&'a str> {
    asked.iter().find_map(|it| it.schema.get("title")?.as_str())
}

/// The last part of a pointer.
fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}

/// A pointer to a key.
fn pointer_to(breach: &Breach<'_>, key: &str) -> String {
    format!("{}/{}", breach.instance, pointer::part(key))
}

/// The keys that may stand in a place.
fn keys<'a>(asked: &[Asked<'a>]) -> Vec<&'a str> {
    let groups = asked
        .iter()
        .filter_map(|it| it.schema.get("properties")?.as_object());
    groups
        .flat_map(|it| it.keys().map(String::as_str))
        .collect()
}

/// A fault for each of the keys that nobody knows. A hostile file has many.
fn unknown(breach: &Breach<'_>, node: &Node, keys: &[String]) -> Vec<Fault> {
    let known = self::keys(&breach.asked);
    let keys: BTreeSet<&String> = keys.iter().collect();
    let entries = node.entries().iter().filter(|it| keys.contains(&it.key));
    let fault = |entry: &Entry| {
        let key = &entry.key;
        let help = match likeness::nearest_word(key, known.iter().copied(), Among::Names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        let message = format!("`{key}` is not a key of pmrepo.yaml here");
        let fault = Fault::new(entry.key_span, message).help(help);
        fault.pointer(pointer_to(breach, key))
    };
    entries.map(fault).collect()
}

/// A key whose name is none that it may have.
fn name(breach: &Breach<'_>, node: &Node, key: &str) -> Fault {
    let (message, help) = of_title(&breach.asked).unwrap_or_else(of_nothing);
    let span = node.entry(key).map_or(node.span, |it| it.key_span);
    let fault = Fault::new(span, message).help(help);
    fault.pointer(pointer_to(breach, key))
}

/// A place of the schema and the definitions that it refers to.
fn followed<'a>(schema: &'a Json, place: &'a Json) -> Vec<Asked<'a>> {
    let mut asked = vec![Asked {
        schema: place,
        definition: None,
    }];
    // A definition refers to one other at most.
    for _ in 0..2 {
        let target = asked.last().and_then(|it| it.schema.get("$ref")?.as_str());
        let definition = target.and_then(|it| it.strip_prefix("#/$defs/"));
        let found = definition.and_then(|it| schema.get("$defs")?.get(it));
        asked.extend(found.map(|schema| Asked { schema, definition }));
    }
    asked
}

fn missing(schema: &Json, breach: &Breach<'_>, node: &Node, key: &str) -> Fault {
    let group = breach
        .asked
        .last()
        .and_then(|it| it.schema.get("properties"));
    let asked = group
        .and_then(|it| it.get(key))
        .map_or_else(Vec::new, |it| followed(schema, it));
    let what = title(&asked).unwrap_or("what it holds");
    Fault::new(node.span, format!("`{key}` is missing"))
        .help(format!("write `{key}:` and {what}"))
        .pointer(pointer_to(breach, key))
}

/// A word that stands twice in a list.
fn twice(breach: &Breach<'_>, node: &Node) -> Option<Fault> {
    let mut before = BTreeSet::new();
    let words = node.items().iter().enumerate();
    let mut words = words.filter_map(|(at, item)| Some((at, item, item.as_str()?)));
    let (at, item, word) = words.find(|(_, _, word)| !before.insert(*word))?;
    let fault = Fault::new(item.span, format!("`{word}` is there twice"));
    let fault = fault.help("take one of the two out");
    Some(fault.pointer(format!("{}/{at}", breach.instance)))
}

/// A value that is not what is asked for.
fn value(breach: &Breach<'_>, node: &Node, asked: &[Asked<'_>]) -> Fault {
    let text = node.as_str();
    let (message, help) = asked
        .iter()
        .find_map(|it| of_definition(it.definition?, text))
        .or_else(|| of_format(breach, node))
        .or_else(|| of_list(asked, text))
        .or_else(|| of_title(asked))
        .or_else(|| of_type(asked))
        .unwrap_or_else(of_nothing);
    Fault::new(node.span, message)
        .help(help)
        .pointer(&*breach.instance)
}

/// What is said of a value of which the schema says nothing that we know.
fn of_nothing() -> (String, String) {
    ("something else is expected".to_owned(), further())
}

fn further() -> String {
    "`pmrepo schema config` says what may stand here".to_owned()
}

/// What reading knows better than the schema.
fn of_definition(definition: &str, text: Option<&str>) -> Option<(String, String)> {
    let (message, help) = match (definition, text) {
        ("word", _) => (
            "a word is expected".to_owned(),
            "put it in quotes where it looks like a number".to_owned(),
        ),
        ("term" | "some_term", Some(text)) => {
            let fault = text.parse::<Term>().err()?;
            (format!("`{text}` {fault}"), fault.help().to_owned())
        }
        ("no_term", Some(text)) => (
            format!(
                "`{text}` is not possible here: a step is due with the status that asks for it"
            ),
            "only `none` may stand here: it switches the steps off".to_owned(),
        ),
        ("date", Some(text)) => {
            let fault = time::parse_date(text).err()?;
            (format!("this date {fault}"), fault.help().to_owned())
        }
        ("ref", Some(text)) => (
            "a ref is written in full".to_owned(),
            format!("write `refs/heads/{text}`"),
        ),
        _ => return None,
    };
    Some((message, help))
}

/// The number of the format.
fn of_format(breach: &Breach<'_>, node: &Node) -> Option<(String, String)> {
    if breach.instance != "/schema" {
        return None;
    }
    let number = match &node.value {
        Value::Number(it) => it.as_u64(),
        _ => None,
    };
    Some(match number.filter(|it| *it > u64::from(FORMAT)) {
        Some(newer) => (
            format!("format {newer} needs a newer pmrepo"),
            "update pmrepo".to_owned(),
        ),
        None => (
            format!("the format is a number; this pmrepo reads {FORMAT}"),
            format!("write `schema: {FORMAT}`"),
        ),
    })
}

/// A word that is none of a list.
fn of_list(asked: &[Asked<'_>], text: Option<&str>) -> Option<(String, String)> {
    let all = title(asked)?.strip_prefix(ONE_OF)?;
    let (text, options) = (text?, options(asked));
    let help = match likeness::nearest_word(text, options.iter().copied(), Among::Names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{all} are {}", options.join(", ")),
    };
    Some((format!("`{text}` is none of {all}"), help))
}

/// The words that a value may be.
fn options<'a>(asked: &[Asked<'a>]) -> Vec<&'a str> {
    let ways = asked
        .iter()
        .filter_map(|it| it.schema.get("anyOf")?.as_array());
    let ways = ways.flatten().chain(asked.iter().map(|it| it.schema));
    let options = ways.filter_map(|it| it.get("enum")?.as_array()).flatten();
    options.filter_map(Json::as_str).collect()
}

/// A value that has a name in the schema.
fn of_title(asked: &[Asked<'_>]) -> Option<(String, String)> {
    let options = options(asked);
    let help = instead(asked).or_else(|| {
        let (last, others) = options.split_last()?;
        Some(format!("write {} or {last}", others.join(", ")))
    });
    Some((
        format!("{} is expected", title(asked)?),
        help.unwrap_or_else(further),
    ))
}

/// What to write, by what the schema says of a definition and by its examples.
fn instead(asked: &[Asked<'_>]) -> Option<String> {
    let mut said = asked.iter().filter(|it| it.definition.is_some());
    let said = said.find_map(|it| it.schema.get("description")?.as_str());
    let examples = asked
        .iter()
        .find_map(|it| it.schema.get("examples")?.as_array());
    let examples: Vec<String> = examples.into_iter().flatten().map(flow).collect();
    match (said, &*examples) {
        (Some(said), []) => Some(format!("write {said}")),
        (Some(said), examples) => Some(format!("write one like {}: {said}", examples.join(" or "))),
        (None, []) => None,
        (None, examples) => Some(format!("write one like {}", examples.join(" or "))),
    }
}

/// A list or a map where there is none.
fn of_type(asked: &[Asked<'_>]) -> Option<(String, String)> {
    let is = |name: &str| {
        asked.iter().any(|it| match it.schema.get("type") {
            Some(Json::Array(several)) => several.iter().any(|it| it.as_str() == Some(name)),
            Some(one) => one.as_str() == Some(name),
            None => false,
        })
    };
    if is("array") {
        let help = "write [one, another], or a line with a dash for each".to_owned();
        return Some(("a list is expected".to_owned(), help));
    }
    if !is("object") {
        return None;
    }
    let known = keys(asked);
    let example = asked
        .iter()
        .find_map(|it| it.schema.get("examples")?.as_array()?.first());
    let help = match example {
        Some(example) => {
            let line = flow(example);
            let line = line.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
            format!("write `{}`, one a line", line.unwrap_or_default())
        }
        None => format!("the keys here are {}", known.join(", ")),
    };
    Some(("keys and values are expected here".to_owned(), help))
}

/// An example as it is written in YAML, on one line.
fn flow(example: &Json) -> String {
    match example {
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

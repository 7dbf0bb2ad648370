//! The schema's faults in the words of somebody who fills in a report.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::found::SchemaFaultKind as Kind;
use super::kind::FieldKind;
use crate::diagnostic::Fault;
use crate::diagnostic::Fix;
use crate::front_matter::FrontMatter;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::front_matter::pointer;
use crate::likeness;
use crate::likeness::Among;
use crate::source::Span;
use crate::time;
use crate::time::TimeFault;
use crate::validator::Breach;
use crate::validator::Wrong;

/// The longest text that is told where another type is expected.
const LONGEST_WORD: usize = 20;

/// The faults that one finding of the library stands for.
pub(super) fn faults(
    found: &Breach<'_>,
    document: &FrontMatter,
    schema: &Json,
) -> Vec<Fault<Kind>> {
    let node = document.root.at_pointer(&found.instance);
    match &found.wrong {
        Wrong::Missing(field) => vec![missing(found, field, document, schema)],
        Wrong::NoWay(_) if found.ways.is_some() && found.schema.contains("/then") => {
            vec![no_way(found, document)]
        }
        Wrong::Unknown(keys) => {
            let entries = node.map_or(&[][..], Node::entries);
            // A map of all of them: there may be as many unknown keys as the file has lines.
            let places: BTreeMap<&str, Span> = entries
                .iter()
                .map(|it| (it.key.as_str(), it.key_span))
                .collect();
            let place = |key: &str| places.get(key).copied().unwrap_or(document.fences.0);
            keys.iter()
                .map(|key| unknown(found, (key, place(key)), schema))
                .collect()
        }
        _ => node
            .map(|node| value(found, node, document))
            .into_iter()
            .collect(),
    }
}

fn fault(kind: Kind, span: Span, pointer: String, message: String) -> Fault<Kind> {
    Fault::new(span, message).pointer(pointer).of_kind(kind)
}

/// A pointer as people write it: `/action_items/0/due` is `action_items[0].due`; an action item
/// with an id goes by that.
fn dotted(pointer: &str) -> String {
    let mut text = String::new();
    for part in pointer.split('/').skip(1) {
        if part.parse::<usize>().is_ok() {
            text.push_str(&format!("[{part}]"));
        } else {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(part);
        }
    }
    text
}

/// The place that asks for a field: the status where a status does, the item where the item does,
/// else the opening fence.
fn asker(found: &Breach<'_>, document: &FrontMatter) -> Span {
    let root = &document.root;
    if found.instance.starts_with("/action_items/") || found.instance.contains("/tweaks/") {
        let item: String = found
            .instance
            .split('/')
            .take(3)
            .collect::<Vec<_>>()
            .join("/");
        if let Some(node) = root.at_pointer(&item) {
            let id = node.get("id").map(|it| it.span);
            return id.unwrap_or_else(|| first_entry(node));
        }
    }
    if found
        .title
        .is_some_and(|title| title.starts_with("from ") || title.starts_with("for what"))
        && let Some(status) = root.get("status")
        && !status.span.is_empty()
    {
        return status.span;
    }
    match root.entry_at_pointer(&found.instance) {
        Some(entry) => entry.key_span,
        None => root
            .at_pointer(&found.instance)
            .filter(|_| !found.instance.is_empty())
            .map_or(document.fences.0, first_entry),
    }
}

/// The first key of a map; the first byte of anything else.
fn first_entry(node: &Node) -> Span {
    node.entries()
        .first()
        .map_or(Span::at(node.span.start), |entry| entry.key_span)
}

fn missing(found: &Breach<'_>, field: &str, document: &FrontMatter, schema: &Json) -> Fault<Kind> {
    let pointer = format!("{}/{field}", found.instance);
    // `a.b` is asked for as "a, and in it b": where `a` is missing, the fault is that of `a.b`.
    let mut full = pointer.clone();
    if let Some(rest) = deeper(found, field, schema) {
        full = format!("{pointer}/{rest}");
    }
    let name = match item_id(&document.root, &found.instance) {
        Some(id) => format!("`{field}` of {id}"),
        None => format!("`{}`", dotted(&full)),
    };
    let gist = format!("{name} is missing");
    let mut fault = fault(
        Kind::Missing,
        asker(found, document),
        full.clone(),
        format!("{gist}{}", why(found)),
    )
    .gist(gist);
    fault.help = description(schema, &full).map(str::to_owned);
    fault
}

/// Of whom something is required, as the end of a sentence.
fn why(found: &Breach<'_>) -> String {
    match found.title {
        Some(title) if title != "always" => format!(": required {title}"),
        _ => String::new(),
    }
}

/// What a block that asks for the map `field` asks for inside it.
fn deeper(found: &Breach<'_>, field: &str, schema: &Json) -> Option<String> {
    let then = found.schema.strip_suffix("/required")?;
    let inner = schema.pointer(then)?.get("properties")?.get(field)?;
    inner
        .get("required")?
        .as_array()?
        .first()?
        .as_str()
        .map(str::to_owned)
}

/// The id of the action item in which a place lies.
fn item_id(root: &Node, instance: &str) -> Option<String> {
    let mut parts = instance.split('/').skip(1);
    let list = parts.next()?;
    let index = parts.next()?;
    let item = root.at_pointer(&format!("/{list}/{index}"))?;
    item.get("id")?.as_str().map(str::to_owned)
}

/// None of several ways was taken.
fn no_way(found: &Breach<'_>, document: &FrontMatter) -> Fault<Kind> {
    let ways = found.ways.unwrap_or_default();
    let first = ways.split('`').nth(1).unwrap_or_default();
    let pointer = format!("/{}", first.replace('.', "/"));
    let gist = format!("`{first}` is missing");
    let mut fault = fault(
        Kind::Missing,
        asker(found, document),
        pointer,
        format!("{gist}{}", why(found)),
    )
    .gist(gist);
    let others: Vec<&str> = ways.split('`').skip(3).step_by(2).collect();
    if let Some(other) = others.first() {
        fault.help = Some(if other.ends_with("_because") {
            format!("add it, or say in `{other}` why there is none")
        } else {
            format!("add it, or `{other}`")
        });
    }
    fault
}

fn unknown(found: &Breach<'_>, (key, span): (&str, Span), schema: &Json) -> Fault<Kind> {
    let pointer = format!("{}/{}", found.instance, pointer::part(key));
    let shown: String = key.chars().take(80).collect();
    let mut fault = fault(
        Kind::UnknownKey,
        span,
        pointer,
        format!("`{shown}` is not a field{}", within(&found.instance)),
    );
    let place = found.schema.trim_end_matches("/additionalProperties");
    let known = schema
        .pointer(place)
        .and_then(|it| it.get("properties"))
        .and_then(Json::as_object);
    let names: Vec<&str> =
        known.map_or_else(Vec::new, |it| it.keys().map(String::as_str).collect());
    fault.help = Some(
        match likeness::nearest_word(key, names.iter().copied(), Among::Names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if is_report(schema) && found.instance.is_empty() => {
                "declare it in pmrepo.yaml under `fields`, or take it out".to_owned()
            }
            None => format!("the fields here are {}", names.join(", ")),
        },
    );
    fault
}

/// Whether it is the schema to which a configuration may add fields.
fn is_report(schema: &Json) -> bool {
    let id = schema.get("$id").and_then(Json::as_str);
    id.is_some_and(|it| it.ends_with("/postmortem.schema.json"))
}

fn within(instance: &str) -> String {
    if instance.is_empty() {
        String::new()
    } else {
        format!(" of `{}`", dotted(instance))
    }
}

/// A value that is not what its field wants.
fn value(found: &Breach<'_>, node: &Node, document: &FrontMatter) -> Fault<Kind> {
    let name = dotted(&found.instance);
    let pointer = found.instance.clone();
    let span = shown(node, &found.instance, document);
    if node.is_null() {
        let message = format!("`{name}` is empty");
        let mut empty = fault(Kind::Missing, span, pointer, message);
        empty.help = Some("fill it in, or take the line out".to_owned());
        return empty;
    }
    match &found.wrong {
        Wrong::Options(options) => not_allowed(&name, node, span, pointer, options),
        Wrong::Pattern => bad_format(found, &name, node, span),
        Wrong::TooFew => {
            let mut few = fault(Kind::TooFew, span, pointer, format!("`{name}` is empty"));
            few.help = Some("put at least one in".to_owned());
            few
        }
        Wrong::Type(wanted) => {
            let expected = format!("{} is expected", type_word(wanted));
            let mut wrong = of_kind(node, (name, span, pointer), &expected);
            if type_word(wanted) == "true or false"
                && let Some(meant) = node.as_str().and_then(yes_or_no)
            {
                wrong.help = Some(format!("write `{meant}`"));
                wrong.fix = Some(Fix::replace(format!("write {meant}"), node.span, meant));
            }
            wrong
        }
        Wrong::NoWay(_) if FieldKind::of_place(&found.schema) == Some(FieldKind::Count) => {
            let expected = "a whole number or `unknown` is expected";
            of_kind(node, (name, span, pointer), expected)
        }
        Wrong::NoWay(_) => {
            let mut other = of_kind(node, (name, span, pointer), "something else is expected");
            other.help = Some("`pmrepo schema` says what may stand here".to_owned());
            other
        }
        Wrong::Other(keyword) => {
            let message = format!("`{name}` does not keep to the schema (`{keyword}`)");
            fault(Kind::NotAllowed, span, pointer, message)
        }
        Wrong::Missing(_) | Wrong::Unknown(_) | Wrong::Name(_) => fault(
            Kind::NotAllowed,
            span,
            pointer,
            format!("`{name}` is not as it should be"),
        ),
    }
}

/// A value of a kind that its field does not want.
fn of_kind(
    node: &Node,
    (name, span, pointer): (String, Span, String),
    expected: &str,
) -> Fault<Kind> {
    let gist = format!("`{name}` is {}", kind_of(node));
    fault(
        Kind::WrongType,
        span,
        pointer,
        format!("{gist}: {expected}"),
    )
    .gist(gist)
}

/// Where a value is shown: a value that takes no room by its key.
fn shown(node: &Node, instance: &str, document: &FrontMatter) -> Span {
    if !node.span.is_empty() && node.style != Style::Block {
        return node.span;
    }
    document
        .root
        .entry_at_pointer(instance)
        .map_or(Span::at(node.span.start), |entry| entry.key_span)
}

fn kind_of(node: &Node) -> Cow<'static, str> {
    Cow::Borrowed(match &node.value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        // A word is told: `unknown` is text like any other, and says what it is about.
        Value::Text(it) if is_word(it) => return Cow::Owned(format!("the text `{it}`")),
        Value::Text(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a group of fields",
    })
}

/// Whether a text is a single short word.
fn is_word(text: &str) -> bool {
    (1..=LONGEST_WORD).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_graphic())
}

/// The library's name of a type in our words.
fn type_word(wanted: &str) -> &'static str {
    let wanted = wanted.to_lowercase();
    [
        ("array", "a list"),
        ("object", "a group of fields"),
        ("string", "text"),
        ("integer", "a whole number"),
        ("number", "a number"),
        ("boolean", "true or false"),
    ]
    .into_iter()
    .find(|(word, _)| wanted.contains(word))
    .map_or("something else", |(_, words)| words)
}

/// What a word means that stands for a truth value: the words that YAML 1.1 has besides.
fn yes_or_no(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// How many of the values that a field may have are shown, and how many characters of each: a report may have
/// thousands of others, and each of them is told.
const MOST_SHOWN: usize = 20;
const LONGEST_SHOWN: usize = 40;
/// Among how many values one that is alike is looked for, for the same reason.
const MOST_COMPARED: usize = 1_000;

/// The values that a field may have.
fn choices(options: &[String]) -> String {
    let brief = |it: &String| match it.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", it.get(..end).unwrap_or_default()),
        None => it.clone(),
    };
    let mut shown: Vec<String> = options.iter().take(MOST_SHOWN).map(brief).collect();
    let more = options.len() - shown.len();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}

fn not_allowed(
    name: &str,
    node: &Node,
    span: Span,
    pointer: String,
    options: &[String],
) -> Fault<Kind> {
    let not = |gist: String| {
        let message = format!("{gist}: one of {} is expected", choices(options));
        fault(Kind::NotAllowed, span, pointer, message).gist(gist)
    };
    let Some(text) = node.as_str() else {
        return not(format!("`{name}` is {}", kind_of(node)));
    };
    let known = || options.iter().map(String::as_str);
    let written: String = text.chars().take(80).collect();
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let mut wrong = not(format!("`{written}` is not {article} {name}"));
    if options.len() > MOST_COMPARED {
        return wrong;
    }
    let same: Vec<&str> = known().filter(|it| likeness::is_same(it, text)).collect();
    if let [one] = same.as_slice() {
        wrong.help = Some(format!("did you mean {one}?"));
        wrong.fix = Some(Fix::replace(format!("write {one}"), span, *one));
    } else if let Some(near) = likeness::nearest_word(text, known(), Among::Names) {
        wrong.help = Some(format!("did you mean {near}?"));
    }
    wrong
}

/// Text that is not written as its field wants it: a time, a date, a person, an id.
fn bad_format(found: &Breach<'_>, name: &str, node: &Node, span: Span) -> Fault<Kind> {
    let text = node.as_str().unwrap_or_default();
    let pointer = found.instance.clone();
    if text.trim().is_empty() {
        return fault(Kind::TooFew, span, pointer, format!("`{name}` is empty"));
    }
    let (message, help) = match FieldKind::of_place(&found.schema) {
        Some(FieldKind::Timestamp) => match time::parse_timestamp(text) {
            Err(error @ TimeFault::NoOffset) => (
                format!("`{name}` has no offset from UTC"),
                format!("add one: {text}Z is UTC ({})", error.help()),
            ),
            Err(error) => (format!("`{name}` {error}"), error.help().to_owned()),
            Ok(_) => (
                format!("`{name}` is not written as a time"),
                "write it like 2026-03-10T10:00Z".to_owned(),
            ),
        },
        Some(FieldKind::Date) => (
            format!("`{name}` is not a date"),
            "write it like 2026-03-31".to_owned(),
        ),
        Some(FieldKind::Person) if text.contains('/') => (
            format!("`{name}` is a team: one person is expected"),
            "name the person who sees it through".to_owned(),
        ),
        _ => (
            format!("`{name}` is not written as it should be"),
            "`pmrepo schema` shows the pattern".to_owned(),
        ),
    };
    let mut wrong = fault(Kind::BadFormat, span, pointer, message);
    wrong.help = Some(help);
    wrong
}

/// What the schema says of a field.
fn description<'a>(schema: &'a Json, pointer: &str) -> Option<&'a str> {
    let mut place = schema;
    for part in pointer.split('/').skip(1) {
        if let Some(target) = place.get("$ref").and_then(Json::as_str) {
            place = schema.pointer(target.strip_prefix('#')?)?;
        }
        place = if part.parse::<usize>().is_ok() {
            place.get("items")?
        } else {
            place.get("properties")?.get(part)?
        };
    }
    place.get("description")?.as_str()
}

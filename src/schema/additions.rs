//! What the configuration says of the front matter, held against the schema: fields that are added,
//! and fields that are required.

use std::collections::BTreeSet;

use serde_json::Value;

use super::overlay::effective;
use super::place::field;
use super::published::Name;
use crate::config::Config;
use crate::diagnostic::Fault;
use crate::diagnostic::Level;
use crate::likeness;
use crate::likeness::Among;
use crate::model::FieldName;
use crate::source::Span;
use crate::validator::Validator;

/// The fields by which pmrepo itself goes: what a postmortem is, what it owes and to whom, and what
/// of it may be shown. A team's own field of such a name would be taken for that. Any other name is
/// the team's where it has taken it, also one that a later version of pmrepo brings.
const OURS: [FieldName; 17] = [
    FieldName::Title,
    FieldName::Status,
    FieldName::NotRequiredBecause,
    FieldName::Severity,
    FieldName::Major,
    FieldName::Owner,
    FieldName::StartedAt,
    FieldName::DetectedAt,
    FieldName::ResolvedAt,
    FieldName::Roles,
    FieldName::Meeting,
    FieldName::NoMeetingBecause,
    FieldName::ReviewedAt,
    FieldName::ActionItems,
    FieldName::NoActionItemsBecause,
    FieldName::Confidential,
    FieldName::Waivers,
];

/// The keywords of JSON Schema that refer to a schema elsewhere, or let others refer to this one.
const REFERRING: [&str; 7] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$schema",
];
/// Those that hold values.
const VALUES: [&str; 4] = ["enum", "const", "default", "examples"];
/// Those that hold schemas by names that are the team's own.
const NAMING: [&str; 5] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];
/// How much of a reference is repeated, in characters.
const LONGEST_TARGET: usize = 80;

/// Finds the fields that cannot be added and the requirements of fields that there are not, and
/// takes them out of the configuration, so that the rest of it makes a schema. An added field that
/// pmrepo has too is only a note.
pub fn settle(config: &mut Config) -> Vec<Fault<Level>> {
    let mut faults = Vec::new();
    if !config.fields.is_empty() {
        fields(config, &mut faults);
    }
    if !config.required.is_empty() {
        requirements(config, &mut faults);
    }
    if !config.policy.custom.is_empty() {
        deadlines(config, &mut faults);
    }
    faults
}

fn fields(config: &mut Config, faults: &mut Vec<Fault<Level>>) {
    let published = Name::Postmortem.json();
    let definitions = published.get("$defs").cloned().unwrap_or_default();
    config.fields.retain_mut(|added| {
        let pointer = format!("/fields/{}", added.name);
        let name = &added.name;
        if OURS.iter().any(|it| it.as_str() == name) {
            let fault = Fault::new(added.span, format!("`{name}` is a field already"))
                .help("give yours another name: pmrepo goes by this one, whatever it would hold");
            faults.push(fault.pointer(pointer).of_kind(Level::Error));
            return false;
        }
        if field(&published, name).is_some() {
            let message = format!("`{name}` is a field of pmrepo too: yours counts");
            let fault = Fault::new(added.span, message)
                .help("take it out of `fields` to have pmrepo's, or give yours another name");
            faults.push(fault.pointer(pointer.clone()).of_kind(Level::Note));
        }
        if let Some((keyword, target)) = stray(&added.schema, &definitions) {
            let message = format!("what `{name}` may hold has `{keyword}: {target}`");
            let fault = Fault::new(added.span, message).help(
                "write {$ref: \"#/$defs/date\"} or another of the definitions in `pmrepo schema`, or what is meant itself",
            );
            faults.push(fault.pointer(pointer).of_kind(Level::Error));
            added.schema = Value::Bool(true);
        } else if let Some(why) = Validator::fault_of(&added.schema, &definitions) {
            let message = format!("what `{name}` may hold is no JSON Schema: {why}");
            let fault = Fault::new(added.span, message)
                .help("write one like {type: string} or {enum: [eu, us]}");
            faults.push(fault.pointer(pointer).of_kind(Level::Error));
            // The field is known all the same, and holds whatever it likes.
            added.schema = Value::Bool(true);
        }
        true
    });
}

/// A keyword in a fragment that refers to anything but a published definition, or gives a name to refer to,
/// and its value: definitions that refer to each other twice each unfold to more than anybody can judge.
fn stray(fragment: &Value, definitions: &Value) -> Option<(String, String)> {
    let is_published = |target: &Value| {
        let name = target.as_str().and_then(|it| it.strip_prefix("#/$defs/"));
        name.is_some_and(|it| definitions.get(it).is_some())
    };
    match fragment {
        Value::Array(all) => all.iter().find_map(|it| stray(it, definitions)),
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let refers = REFERRING.contains(&key.as_str()) && value.is_string();
            if refers && !(key == "$ref" && is_published(value)) {
                let shown = value.as_str().unwrap_or_default();
                return Some((key.clone(), shown.chars().take(LONGEST_TARGET).collect()));
            }
            let key = key.as_str();
            match value {
                // What stands there is a value, and no schema.
                _ if VALUES.contains(&key) => None,
                // Names, and whatever they are: each has a schema.
                Value::Object(named) if NAMING.contains(&key) => {
                    named.values().find_map(|it| stray(it, definitions))
                }
                _ => stray(value, definitions),
            }
        }),
        _ => None,
    }
}

fn requirements(config: &mut Config, faults: &mut Vec<Fault<Level>>) {
    let known = Known::of(config);
    config.required.retain(|(name, requirement)| {
        let pointer = || format!("/required/{name}");
        let fault = known.fault(name, requirement.span, pointer);
        let is_known = fault.is_none();
        faults.extend(fault);
        is_known
    });
}

/// The deadlines that a team adds read fields by their names.
fn deadlines(config: &mut Config, faults: &mut Vec<Fault<Level>>) {
    let known = Known::of(config);
    config.policy.custom.retain(|it| {
        let before = faults.len();
        faults.extend(it.fields().filter_map(|(key, field)| {
            let pointer = || format!("/deadlines/custom/{}/{key}", it.name);
            known.fault(field, it.span, pointer)
        }));
        faults.len() == before
    });
}

/// The fields that a report may have.
struct Known {
    schema: Value,
    /// Their names, dotted.
    names: Vec<String>,
    /// The names of those that the team added.
    added: BTreeSet<String>,
}

impl Known {
    fn of(config: &Config) -> Self {
        let schema = effective(Name::Postmortem, config);
        let mut names = Vec::new();
        collect(&schema, "", &mut names);
        Self {
            schema,
            names,
            added: config.fields.iter().map(|it| it.name.clone()).collect(),
        }
    }

    /// What is wrong with the name of a field that there is not.
    fn fault(
        &self,
        name: &str,
        span: Span,
        pointer: impl FnOnce() -> String,
    ) -> Option<Fault<Level>> {
        // What lies below an added field is that field's own business.
        let is_added = name
            .split_once('.')
            .is_some_and(|(top, _)| self.added.contains(top));
        if is_added || field(&self.schema, name).is_some() {
            return None;
        }
        let help = match nearest(name, &self.names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`pmrepo schema` lists the fields; add one under `fields`".to_owned(),
        };
        let fault = Fault::new(span, format!("there is no field `{name}`"));
        Some(fault.help(help).pointer(pointer()).of_kind(Level::Error))
    }
}

/// The dotted names of the fields of a schema, two levels deep.
fn collect(schema: &Value, below: &str, names: &mut Vec<String>) {
    let place = if below.is_empty() {
        Some(schema)
    } else {
        field(schema, below)
    };
    let properties = place.and_then(|it| it.get("properties")?.as_object());
    for name in properties.into_iter().flat_map(|it| it.keys()) {
        if below.is_empty() {
            names.push(name.clone());
            collect(schema, name, names);
        } else {
            names.push(format!("{below}.{name}"));
        }
    }
}

/// The known name that is most like one that is unknown; one without a group may be meant in any.
fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    if name.contains('.') {
        return likeness::nearest_word(name, known.iter().map(String::as_str), Among::Kin);
    }
    let last = known.iter().map(|it| {
        let last = it.rsplit('.').next().unwrap_or(it);
        (last, it.as_str())
    });
    likeness::nearest(name, last, Among::Names)
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::config::Config;
    use crate::schema::Name;
    use crate::schema::effective;
    use crate::source::LineIndex;
    use crate::validator::Validator;

    #[test]
    fn fields_and_requirements_that_cannot_be_are_refused_and_left_out() {
        for (text, expected) in [
            (
                "fields:\n  region: {type: strin}",
                "2:3 what `region` may hold is no JSON Schema: \"strin\"",
            ),
            (
                "fields: {region: {enum: eu}}",
                "1:10 what `region` may hold is no JSON Schema",
            ),
            (
                "fields: {region: {$ref: \"#/$defs/persn\"}}",
                "1:10 what `region` may hold has `$ref: #/$defs/persn`; write",
            ),
            (
                "fields: {region: {pattern: \"(\"}}",
                "1:10 what `region` may hold is no JSON Schema",
            ),
            (
                "fields: {title: {type: string}}",
                "1:10 `title` is a field already; give",
            ),
            (
                "required: {regon: draft}\nfields: {region: {type: string}}",
                "1:12 there is no field `regon`; did you mean `region`?",
            ),
            (
                "required: {roles.scrib: never}",
                "1:12 there is no field `roles.scrib`; did you mean `roles.scribe`?",
            ),
            (
                "required: {scribe: never}",
                "1:12 there is no field `scribe`; did you mean `roles.scribe`?",
            ),
            (
                "required: {qqq: draft}",
                "1:12 there is no field `qqq`; `pmrepo schema` lists",
            ),
        ] {
            let (mut config, faults) = Config::read(text);
            assert_eq!(faults, [], "{text}");
            let lines = LineIndex::new(text);
            let found: Vec<String> = settle(&mut config)
                .into_iter()
                .map(|it| {
                    let at = lines.position(text, it.span.start);
                    let help = it.help.unwrap_or_default();
                    format!("{}:{} {}; {help}", at.line, at.column, it.message)
                })
                .collect();
            let is_it = matches!(&*found, [one] if one.starts_with(expected));
            assert!(is_it, "{text}\nexpected {expected}\nfound {found:#?}");
            let schema = effective(Name::Postmortem, &config);
            assert!(Validator::new(&schema).is_usable(), "{text}");
        }
    }

    #[test]
    fn fields_may_use_the_definitions_that_are_published() {
        let text = "fields:\n  manager: {$ref: \"#/$defs/person\"}\n  region: {type: object}\n\
            required: {manager: reviewed, region.name: closed, roles.scribe: never, \
            impact.users_affected: never, meeting.held_at: never}\n";
        let (mut config, faults) = Config::read(text);
        assert_eq!(faults, []);
        assert_eq!(settle(&mut config), []);
        assert_eq!(config.fields.len(), 2);
        assert_eq!(config.required.len(), 5);
    }

    #[test]
    fn the_fields_by_which_pmrepo_goes_are_published() {
        let published = Name::Postmortem.json();
        for name in super::OURS {
            assert!(super::field(&published, name.as_str()).is_some(), "{name}");
        }
    }
}

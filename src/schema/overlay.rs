//! What a configuration makes of the published schemas (DESIGN 3).

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::published::Name;
use crate::config::Config;
use crate::config::Requirement;
use crate::model::FieldName;
use crate::model::Severity;
use crate::model::Status;
use crate::time;

/// When a block asks that asks in each status.
const ALWAYS: &str = "always";

/// The schema that holds in a root: the published one with the configuration laid over it.
pub fn effective(name: Name, config: &Config) -> Value {
    let mut schema = name.json();
    match name {
        Name::Postmortem => {
            words(&mut schema, config);
            for field in &config.fields {
                add_property(&mut schema, &field.name, &field.schema);
            }
            // What is asked for comes in at the end: no two ask for one field, and each would be held
            // against all before it.
            let asked: Vec<Value> = config
                .required
                .iter()
                .filter_map(|(field, requirement)| require(&mut schema, field, requirement))
                .collect();
            if let Some(blocks) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
                blocks.extend(asked);
            }
        }
        Name::ProcessReview => words(&mut schema, config),
        Name::Message | Name::Config | Name::People | Name::Output => {}
    }
    schema
}

/// Puts the configured severities and priorities in.
fn words(schema: &mut Value, config: &Config) {
    let policy = &config.policy;
    for (pointer, words) in [
        ("/$defs/severity/enum", json!(policy.severities)),
        ("/$defs/major-severity/enum", json!(policy.major)),
        ("/$defs/priority/enum", json!(policy.priorities)),
    ] {
        if let Some(place) = schema.pointer_mut(pointer) {
            *place = words;
        }
    }
}

/// Adds a field at the top level. Where there is one of that name it goes, and with it all that is
/// asked of it.
fn add_property(schema: &mut Value, field: &str, fragment: &Value) {
    if let Some(blocks) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        blocks.retain(|block| !speaks_of(block.get("then"), field));
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(field.to_owned(), fragment.clone());
    }
}

/// Takes out what is required of a field by default, and gives the block that asks what the configuration
/// asks; `None` where it asks nothing.
fn require(schema: &mut Value, field: &str, requirement: &Requirement) -> Option<Value> {
    // Without these three nothing can be said of a postmortem.
    let is_basic = [FieldName::Title, FieldName::Status, FieldName::Severity]
        .iter()
        .any(|it| it.as_str() == field);
    let own = required(field);
    let mut wanted = own.clone();
    if !is_basic && let Some(blocks) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        // Where the field is asked for, what is asked of what lies in it stays.
        let is_within = |it: &Value| first_way(it).is_some_and(|way| asks_within(way, field));
        let stays = |it: &Value| requirement.from.is_some() && is_within(it);
        let asks = |it: &Value| asks_for(it.get("then"), (field, &own)) && !stays(it);
        // What a way asks of the field itself is asked without the others too.
        let mut ways = blocks.iter().filter(|it| asks(it)).filter_map(first_way);
        if let Some(way) = ways.find(|it| names(it, field)) {
            wanted = way.clone();
        }
        blocks.retain_mut(|block| {
            if !asks(block) {
                return true;
            }
            let mut left = Vec::new();
            if let Some(since) = requirement.since {
                left.push((older_than(since), format!("for incidents before {since}")));
            }
            // What is not required has no status from which on anything could be asked of it.
            if requirement.from.is_some() && title(block) == ALWAYS {
                left.push((not_required(), "for what is not required".to_owned()));
            }
            let (conditions, words): (Vec<Value>, Vec<String>) = left.into_iter().unzip();
            if !conditions.is_empty() {
                narrow(
                    block,
                    &json!({ "anyOf": conditions }),
                    &words.join(", and "),
                );
            }
            !conditions.is_empty()
        });
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|it| it != field || is_basic);
    }
    let from = requirement.from?;
    let statuses: Vec<&str> = Status::ALL
        .into_iter()
        .filter(|status| status.has_reached(from))
        .map(Status::as_str)
        .collect();
    let mut condition = json!({
        "properties": { "status": { "enum": statuses } },
        "required": ["status"],
    });
    let mut title = format!("from {from}");
    if !requirement.severities.is_empty() {
        condition = json!({ "allOf": [condition, {
            "properties": { "severity": { "enum": requirement.severities } },
            "required": ["severity"],
        }] });
        title = format!("{title}, for {}", Severity::list(&requirement.severities));
    }
    let mut block = json!({ "title": title, "if": condition });
    if let Some(block) = block.as_object_mut() {
        block.insert("then".to_owned(), wanted);
    }
    if let Some(since) = requirement.since {
        let newer = json!({ "not": older_than(since) });
        narrow(
            &mut block,
            &newer,
            &format!("for incidents from {since} on"),
        );
    }
    Some(block)
}

/// Lets a block ask only where something else holds too.
fn narrow(block: &mut Value, condition: &Value, words: &str) {
    let Some(block) = block.as_object_mut() else {
        return;
    };
    let own = block.get("if").cloned().unwrap_or(Value::Bool(true));
    block.insert("if".to_owned(), json!({ "allOf": [own, condition] }));
    let title = match block.get("title").and_then(Value::as_str) {
        None | Some(ALWAYS) => words.to_owned(),
        Some(title) => format!("{title}, {words}"),
    };
    block.insert("title".to_owned(), title.into());
}

/// When a block asks, in words.
fn title(block: &Value) -> &str {
    let title = block.get("title").and_then(Value::as_str);
    title.unwrap_or_default()
}

/// The schema of reports of what is not required.
fn not_required() -> Value {
    json!({
        "properties": { "status": { "const": Status::NotRequired.as_str() } },
        "required": ["status"],
    })
}

/// The schema of reports whose incident is from before a day, as it is written: by when it began, else
/// by when it was noticed. One that says neither is not older.
fn older_than(day: NaiveDate) -> Value {
    let (began, noticed) = (
        FieldName::StartedAt.as_str(),
        FieldName::DetectedAt.as_str(),
    );
    let is_before = json!({ "type": "string", "pattern": time::pattern_before(day) });
    json!({ "anyOf": [
        { "required": [began], "properties": { began: is_before } },
        {
            "not": { "required": [began] },
            "required": [noticed],
            "properties": { noticed: is_before },
        },
    ] })
}

/// The schema that asks for a dotted field.
fn required(field: &str) -> Value {
    let mut parts = field.rsplit('.');
    let last = parts.next().unwrap_or(field);
    let mut schema = json!({ "required": [last] });
    for part in parts {
        // What is inside moves, and is not copied once for each level.
        let properties = Map::from_iter([(part.to_owned(), schema)]);
        let around = [
            ("required".to_owned(), json!([part])),
            ("properties".to_owned(), Value::Object(properties)),
        ];
        schema = Value::Object(Map::from_iter(around));
    }
    schema
}

/// Whether the `then` of a block asks for a dotted field, `wanted` as a schema: by itself, or as one of
/// several ways.
fn asks_for(then: Option<&Value>, (field, wanted): (&str, &Value)) -> bool {
    let Some(then) = then else {
        return false;
    };
    if then == wanted {
        return true;
    }
    let ways = then.get("anyOf").and_then(Value::as_array);
    ways.and_then(|it| it.first())
        .is_some_and(|first| first == wanted || names(first, field))
}

/// The first of several ways to satisfy a block.
fn first_way(block: &Value) -> Option<&Value> {
    block.get("then")?.get("anyOf")?.as_array()?.first()
}

/// Whether a way asks for what lies in a field.
fn asks_within(way: &Value, field: &str) -> bool {
    let of = way.get("properties").and_then(|it| it.get(field));
    of.is_some_and(|it| it.get("required").is_some())
}

/// Whether the `then` of a block, or the first of its ways, is about a field or what lies in it.
fn speaks_of(then: Option<&Value>, field: &str) -> bool {
    let Some(then) = then else {
        return false;
    };
    let ways = then.get("anyOf").and_then(Value::as_array);
    let way = ways.and_then(|it| it.first()).unwrap_or(then);
    let of = way.get("properties").and_then(Value::as_object);
    let is_of = of.is_some_and(|it| it.len() == 1 && it.contains_key(field));
    names(way, field) || (way.get("required").is_none() && is_of)
}

/// Whether a way asks for a field, whatever else it asks of it.
fn names(way: &Value, field: &str) -> bool {
    way.get("required")
        .and_then(Value::as_array)
        .is_some_and(|it| it.len() == 1 && it.first().and_then(Value::as_str) == Some(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_deep_is_required_level_by_level() {
        let asked = json!({
            "required": ["a"],
            "properties": { "a": {
                "required": ["b"],
                "properties": { "b": { "required": ["c"] } },
            } },
        });
        assert_eq!(required("a.b.c"), asked);
    }

    fn config(text: &str) -> Config {
        let (config, faults) = Config::read(text);
        assert_eq!(faults, []);
        config
    }

    #[test]
    fn the_published_schemas_are_json_and_the_defaults_change_nothing() {
        for name in Name::ALL {
            let published: Value = serde_json::from_str(name.text()).unwrap();
            assert_eq!(effective(name, &Config::default()), published);
        }
    }

    #[test]
    fn a_configuration_adds_requires_and_takes_away() {
        let schema = effective(
            Name::Postmortem,
            &config(
                "severities: [P1, P2, P3]\nfields:\n  region: {enum: [eu, us]}\nrequired:\n  region: {from: in-review, for: [P1]}\n  roles.scribe: never\n  meeting.scheduled_for: never\n",
            ),
        );
        assert_eq!(
            schema["$defs"]["severity"]["enum"],
            json!(["P1", "P2", "P3"])
        );
        assert_eq!(schema["properties"]["region"]["enum"], json!(["eu", "us"]));
        let blocks = schema["allOf"].as_array().unwrap();
        assert!(
            !blocks
                .iter()
                .any(|it| asks_for(it.get("then"), ("roles.scribe", &required("roles.scribe"))))
        );
        assert!(!blocks.iter().any(|it| asks_for(
            it.get("then"),
            ("meeting.scheduled_for", &required("meeting.scheduled_for"))
        )));
        assert_eq!(blocks.last().unwrap()["title"], "from in-review, for P1");
    }

    #[test]
    fn what_has_another_way_is_asked_for_outright_and_in_the_same_words() {
        let faults = |required: &str, report: &str| -> Vec<String> {
            let config = config(&format!("required: {{{required}}}\n"));
            let schema = crate::schema::Schema::new(&effective(Name::Postmortem, &config));
            let text = format!("---\ntitle: A\nseverity: SEV-4\n{report}---\n");
            let front_matter = crate::front_matter::read(&text).front_matter;
            let found = schema.faults(&front_matter.unwrap()).into_iter();
            found.map(|it| it.message).collect()
        };
        let none: [String; 0] = [];
        let draft = "status: draft\nstarted_at: 2026-03-10T10:00Z\n";
        let empty = format!("{draft}action_items: []\nno_action_items_because: none\n");
        assert_eq!(
            faults("action_items: draft", &empty),
            ["`action_items` is empty"]
        );
        assert_eq!(faults("owner: in-review", &empty), none);
        // What lies in a field that is asked for is asked for as it was.
        let reviewed = draft.replace("draft", "in-review");
        let found = faults(
            "meeting: draft",
            &format!("{reviewed}major: true\nmeeting: {{}}\n"),
        );
        let missing =
            "`meeting.scheduled_for` is missing: required from in-review, for major incidents";
        assert!(found.iter().any(|it| it == missing), "{found:?}");
        // From a status on nothing is asked of what is not required, and it says when it began.
        let nothing = "status: not-required\nnot_required_because: A drill.\n";
        for (required, expected) in [
            (
                "started_at: draft",
                "`started_at` is missing: required for what is not required",
            ),
            (
                "started_at: {from: draft, since: 2026-06-01}",
                "`started_at` is missing: required for incidents before 2026-06-01, and for what is \
                 not required",
            ),
        ] {
            let report = format!("{nothing}started_at: 2026-03-10T10:00Z\n");
            assert_eq!(faults(required, &report), none);
            let noticed = report.replace("started_at", "detected_at");
            assert_eq!(faults(required, &noticed), none);
            assert_eq!(faults(required, nothing), [expected]);
        }
        assert_eq!(faults("started_at: never", nothing), none);
    }
}

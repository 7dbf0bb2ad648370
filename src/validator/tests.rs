//! What is said at once, against the library.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value as Json;
use serde_json::json;

use super::Validator;
use super::forms::Form;
use super::quick::Keeps;
use crate::front_matter::Entry;
use crate::front_matter::Node;
use crate::front_matter::Style;
use crate::front_matter::Value;
use crate::source::Span;

/// The schemas of documents.
const PUBLISHED: [&str; 4] = [
    include_str!("../../schema/postmortem.schema.json"),
    include_str!("../../schema/message.schema.json"),
    include_str!("../../schema/process-review.schema.json"),
    include_str!("../../schema/people.schema.json"),
];

fn node(json: &Json) -> Node {
    let entry = |(key, value): (&String, &Json)| Entry {
        key: key.clone(),
        key_span: Span::default(),
        value: node(value),
    };
    Node {
        span: Span::default(),
        style: Style::Plain,
        value: match json {
            Json::Null => Value::Null,
            Json::Bool(it) => Value::Bool(*it),
            Json::Number(it) => Value::Number(it.clone()),
            Json::String(it) => Value::Text(it.clone()),
            Json::Array(items) => Value::List(items.iter().map(node).collect()),
            Json::Object(map) => Value::Map(map.iter().map(entry).collect()),
        },
    }
}

fn patterns(schema: &Json, found: &mut BTreeSet<String>) {
    match schema {
        Json::Array(items) => items.iter().for_each(|it| patterns(it, found)),
        Json::Object(map) => {
            found.extend(map.get("pattern").and_then(Json::as_str).map(str::to_owned));
            map.values().for_each(|it| patterns(it, found));
        }
        _ => {}
    }
}

fn published_patterns() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in PUBLISHED {
        patterns(&serde_json::from_str(text).unwrap(), &mut found);
    }
    found
}

/// What is said at once; the library says the same.
fn said(schema: &Json, instance: &Json) -> Keeps {
    let validator = Validator::new(schema);
    let said = validator.quick.keeps(&node(instance));
    if let Some(compiled) = validator.compiled()
        && said != Keeps::Unsure
    {
        let is_valid = said == Keeps::Yes;
        assert_eq!(compiled.is_valid(instance), is_valid, "{schema} {instance}");
    }
    said
}

#[test]
fn each_published_pattern_has_a_form() {
    let patterns = published_patterns();
    assert!(patterns.len() >= 5, "{patterns:?}");
    for pattern in patterns {
        assert!(Form::of(&pattern).is_some(), "{pattern}");
    }
    assert_eq!(Form::of("[^/]*"), None);
}

#[test]
fn of_a_plain_document_all_is_sure() {
    let schema: Json = serde_json::from_str(PUBLISHED[0]).unwrap();
    let mut document = json!({
        "title": "Checkout latency",
        "status": "reviewed",
        "severity": "SEV-1",
        "owner": "@ada",
        "started_at": "2026-03-10T10:00Z",
        "detected_at": "2026-03-10 10:05:00+01:00",
        "resolved_at": "2026-03-10T11:00:00Z",
        "detection": "monitoring",
        "services": ["checkout"],
        "roles": {"incident_commander": "Ada L", "scribe": "bob", "subject_matter_experts": ["c"]},
        "impact": {"users_affected": 3, "metrics": {"errors": 1.5}},
        "no_meeting_because": "Small",
        "action_items": [
            {"id": "AI-1", "title": "Add a check", "owner": "ada", "due": "2026-04-01", "ticket": "A-1"},
        ],
        "waivers": [{"rule": "PM501", "reason": "Quoted", "until": "2026-12-31"}],
    });
    assert_eq!(said(&schema, &document), Keeps::Yes);
    document["status"] = json!("opne");
    assert_eq!(said(&schema, &document), Keeps::No);
    document["status"] = json!("draft");
    document["started_at"] = json!("10:00");
    assert_eq!(said(&schema, &document), Keeps::Unsure);
}

#[test]
fn what_is_not_understood_is_for_the_library() {
    for (schema, instance) in [
        (json!({"patternProperties": {"^a": false}}), json!({"a": 1})),
        (
            json!({"not": {"additionalProperties": false, "patternProperties": {"a": true}}}),
            json!({"a": 1}),
        ),
        (json!({"type": "integer"}), json!(1.0)),
        (json!({"enum": [[1]]}), json!([1.0])),
        (json!({"const": 1}), json!(1.0)),
        (json!({"minimum": 1.5}), json!(1)),
        (json!({"$ref": "#/nowhere"}), json!(1)),
        (json!({"properties": {"a": {"$id": "x"}}}), json!({"a": 1})),
        (json!({"$ref": "#"}), json!(1)),
        (
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}]}}}),
            json!(1),
        ),
    ] {
        assert_eq!(said(&schema, &instance), Keeps::Unsure, "{schema}");
    }
    let many: serde_json::Map<String, Json> =
        (0..300).map(|it| (it.to_string(), it.into())).collect();
    assert_eq!(
        said(&json!({"type": "object"}), &many.into()),
        Keeps::Unsure
    );
    // What stands beside a condition that is not there asks for nothing.
    assert_eq!(said(&json!({"then": false}), &json!(1)), Keeps::Unsure);
}

/// Texts of the published forms, and such as nearly have them.
fn text() -> impl Strategy<Value = String> {
    let of_forms = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}|(AI|TW|[A-Za-z]{0,2})-[0-9]{0,3}|@?@?[a/ \u{200b}][^/]{0,2}|[ \u{a0}\u{2060}x\n]{0,3}";
    (of_forms, any::<proptest::sample::Index>(), 0..6_usize).prop_map(|(text, at, what)| {
        let mut all: Vec<char> = text.chars().collect();
        if !all.is_empty() {
            let at = at.index(all.len());
            match what {
                0 => drop(all.remove(at)),
                1 => all.insert(at, '\n'),
                2 => all.insert(at, '0'),
                3 => all[at] = '٣',
                _ => {}
            }
        }
        all.into_iter().collect()
    })
}

fn instance() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-2..3_i64).prop_map(Json::from),
        Just(json!(1.0)),
        Just(json!(1.5)),
        Just(json!(u64::MAX)),
        "[ab]{0,2}".prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::btree_map("[abc]", inner, 0..3).prop_map(|it| json!(it)),
        ]
    })
}

fn schema() -> impl Strategy<Value = Json> {
    let kind = prop::sample::select(vec![
        "null", "boolean", "integer", "number", "string", "array", "object",
    ]);
    let pattern = prop::sample::select(published_patterns().into_iter().collect::<Vec<_>>());
    let leaf = prop_oneof![
        any::<bool>().prop_map(Json::from),
        kind.clone().prop_map(|it| json!({"type": it})),
        (kind.clone(), kind).prop_map(|(a, b)| json!({"type": [a, b]})),
        pattern.prop_map(|it| json!({"pattern": it})),
        instance().prop_map(|it| json!({"const": it})),
        prop::collection::vec(instance(), 1..3).prop_map(|it| json!({"enum": it})),
        (-2..3_i64).prop_map(|it| json!({"minimum": it})),
        (0..3_u64).prop_map(|it| json!({"minItems": it})),
        prop::collection::btree_set("[abc]", 0..3).prop_map(|it| json!({"required": it})),
        Just(json!({"$ref": "#/$defs/one"})),
        Just(json!({"maxItems": 1})),
        Just(json!({"patternProperties": {"a": false}})),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let many = prop::collection::vec(inner.clone(), 1..3);
        let named = prop::collection::btree_map("[abc]", inner.clone(), 0..3);
        prop_oneof![
            many.clone().prop_map(|it| json!({"allOf": it})),
            many.prop_map(|it| json!({"anyOf": it})),
            inner.clone().prop_map(|it| json!({"not": it})),
            inner.clone().prop_map(|it| json!({"items": it})),
            inner
                .clone()
                .prop_map(|it| json!({"additionalProperties": it})),
            (named.clone(), inner.clone())
                .prop_map(|(a, b)| json!({"properties": a, "additionalProperties": b})),
            (named, inner.clone()).prop_map(|(a, b)| json!({"properties": a, "items": b})),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
        ]
    })
}

proptest! {
    #[test]
    fn a_text_that_surely_has_a_form_has_it(text in text()) {
        static KNOWN: LazyLock<Vec<(Form, regex::Regex)>> = LazyLock::new(|| {
            let all = published_patterns().into_iter();
            all.map(|it| (Form::of(&it).unwrap(), regex::Regex::new(&it).unwrap())).collect()
        });
        for (form, pattern) in KNOWN.iter() {
            prop_assert!(!form.surely_has(&text) || pattern.is_match(&text), "{text:?} {pattern}");
        }
    }

    #[test]
    fn what_is_sure_is_what_the_library_says(
        schema in schema(), definition in schema(), instances in prop::collection::vec(instance(), 1..8),
    ) {
        let schema = json!({"$defs": {"one": definition}, "allOf": [schema]});
        for instance in instances {
            said(&schema, &instance);
        }
    }
}

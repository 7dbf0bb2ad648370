//! What the fields of the schemas are taken for.

use super::*;
use crate::schema::settle;

fn names(fields: &Fields, kinds: &[FieldKind]) -> Vec<String> {
    let of_kind = fields.iter().filter(|it| kinds.contains(&it.kind));
    of_kind.map(|it| it.name.clone()).collect()
}

#[test]
fn every_published_field_has_a_kind_and_every_kind_a_field() {
    let all = [
        Fields::published(),
        Fields::of_message(),
        Fields::of_review(),
    ];
    let nameless: Vec<String> = all
        .iter()
        .flat_map(|it| names(it, &[FieldKind::Other]))
        .collect();
    assert_eq!(nameless, [""; 0], "a field spells out what it holds");
    for (name, kind) in FieldKind::DEFINED {
        let is_there = all
            .iter()
            .any(|it| it.iter().any(|field| field.kind == kind))
            || kind == FieldKind::WholeNumber;
        assert!(is_there, "no field is a {name}");
    }
    for name in [
        Name::Postmortem,
        Name::Message,
        Name::ProcessReview,
        Name::People,
    ] {
        assert!(!spells_out_a_pattern(&name.json(), false), "{name:?}");
    }
}

/// Whether a pattern stands elsewhere than in a definition.
fn spells_out_a_pattern(place: &Value, is_defined: bool) -> bool {
    match place {
        Value::Object(map) => map.iter().any(|(key, value)| match key.as_str() {
            "pattern" => !is_defined && value.is_string(),
            "$defs" => value
                .as_object()
                .into_iter()
                .flatten()
                .any(|(name, value)| {
                    spells_out_a_pattern(value, FieldKind::of_definition(name).is_some())
                }),
            _ => spells_out_a_pattern(value, is_defined),
        }),
        Value::Array(items) => items.iter().any(|it| spells_out_a_pattern(it, is_defined)),
        _ => false,
    }
}

#[test]
fn moments_days_and_people_are_where_they_have_always_been() {
    let report = Fields::published();
    assert_eq!(
        names(report, &[FieldKind::Timestamp, FieldKind::Date]),
        [
            "started_at",
            "detected_at",
            "paged_at",
            "mitigated_at",
            "resolved_at",
            "public_at",
            "meeting.scheduled_for",
            "meeting.held_at",
            "reviewed_at",
            "action_items[].due",
            "action_items[].done_on",
            "references.pagerduty_noted_at",
            "waivers[].until",
        ]
    );
    assert_eq!(
        names(report, &[FieldKind::Person, FieldKind::PersonOrTeam]),
        [
            "owner",
            "roles.incident_commander",
            "roles.deputy",
            "roles.scribe",
            "roles.subject_matter_experts[]",
            "roles.customer_liaison",
            "roles.internal_liaison",
            "roles.shadow",
            "responders[]",
            "meeting.attendees[]",
            "meeting.facilitator",
            "action_items[].owner",
        ]
    );
    let review = Fields::of_review();
    assert_eq!(
        names(review, &[FieldKind::Person, FieldKind::PersonOrTeam]),
        ["chair", "attendees[]", "invited[]", "tweaks[].owner"]
    );
    assert_eq!(
        names(Fields::of_message(), &[FieldKind::Timestamp]),
        ["attempted_at", "posted_at", "sent_at", "approved_at"]
    );
    assert_eq!(report.one("impact.users_affected"), Some(FieldKind::Count));
    assert_eq!(report.items("related"), Some(FieldKind::PostmortemId));
    assert_eq!(report.one("major"), Some(FieldKind::YesOrNo));
}

#[test]
fn fragments_that_refer_to_each_other_have_an_end() {
    let mut text =
        "fields:\n  again: {$ref: \"#\"}\n  me: {$ref: \"#/properties/me\"}\n".to_owned();
    for at in 0..40 {
        let next = format!("{{$ref: \"#/properties/f{}\"}}", at + 1);
        text.push_str(&format!(
            "  f{at}: {{properties: {{x: {next}, y: {next}}}}}\n"
        ));
    }
    text.push_str("  f40: {$ref: \"#/$defs/date\"}\n");
    let (config, faults) = Config::read(&text);
    assert_eq!(faults, []);
    let fields = Fields::of_report(&config);
    assert_eq!(fields.one("f40"), Some(FieldKind::Date));
    assert_eq!(fields.one("f38.x.y"), Some(FieldKind::Date));
    assert_eq!(fields.one("again.owner"), Some(FieldKind::Person));
    assert!(fields.iter().count() < 50 * MOST_PLACES);
    settle(&mut Config::read(&text).0);
}

#[test]
fn a_value_says_where_it_stands() {
    let (root, _) = crate::front_matter::read_yaml("a/b: [{c: [x, y]}]\n");
    let root = root.unwrap();
    let fields = Fields::of(&serde_json::json!({"properties": {"a/b": {"items": {
        "properties": {"c": {"items": {"$ref": "#/$defs/text"}}},
    }}}}));
    let found = fields.values(&root, &[FieldKind::Text]);
    let pointers: Vec<String> = found.iter().map(FieldValue::pointer).collect();
    assert_eq!(pointers, ["/a~1b/0/c/0", "/a~1b/0/c/1"]);
    assert_eq!(found.first().unwrap().name(), "c");
}

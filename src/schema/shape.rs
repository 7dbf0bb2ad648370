//! What a field is as a whole, and what a text means for one value of it.

use serde_json::Number;
use serde_json::Value;
use serde_json::json;

use super::place::types;
use super::place::ways;
use crate::likeness;

/// What a field is as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape<'a> {
    /// One value.
    One,
    /// A list, and what the schema says of its items.
    List(Option<&'a Value>),
    /// Either: one value, or a list of them.
    OneOrList(Option<&'a Value>),
    /// A list whose items have fields of their own.
    ListOfGroups,
    /// A group of these fields.
    Group(Vec<&'a str>),
    /// A group of names that anybody may give, and their values.
    Map,
}

/// What the field at a place of a schema is.
pub fn shape<'a>(schema: &'a Value, place: &'a Value) -> Shape<'a> {
    let ways = ways(schema, place);
    let is = |wanted: &[&str]| {
        let mut all = ways.iter().flat_map(|it| types(it));
        all.any(|it| wanted.contains(&it))
    };
    let has_one = is(&["string", "number", "integer", "boolean"])
        || ways
            .iter()
            .any(|it| it.get("enum").is_some() || it.get("const").is_some());
    let items = ways.iter().find_map(|it| it.get("items"));
    let is_list = items.is_some() || is(&["array"]);
    if is_list {
        let is_group = items.is_some_and(|it| is_group(schema, it));
        return match (has_one, is_group) {
            (_, true) => Shape::ListOfGroups,
            (true, false) => Shape::OneOrList(items),
            (false, false) => Shape::List(items),
        };
    }
    if has_one {
        return Shape::One;
    }
    let groups = ways
        .iter()
        .filter_map(|it| it.get("properties")?.as_object());
    let keys: Vec<&str> = groups
        .flat_map(|it| it.keys().map(String::as_str))
        .collect();
    if !keys.is_empty() {
        Shape::Group(keys)
    } else if is(&["object"]) {
        Shape::Map
    } else {
        Shape::One
    }
}

/// Whether the items of a list have fields of their own, whatever else they may be.
fn is_group(schema: &Value, items: &Value) -> bool {
    let ways = ways(schema, items);
    let mut all = ways.iter();
    all.any(|it| it.get("properties").is_some() || types(it).contains(&"object"))
}

/// The value that a text means at a place of a schema: one of the words that it knows, in whatever
/// case it is typed; true or false; a number; else the text.
pub fn value_of(schema: &Value, place: &Value, text: &str) -> Value {
    let ways = ways(schema, place);
    let constants = ways.iter().filter_map(|it| it.get("const"));
    let known: Vec<&Value> = ways
        .iter()
        .filter_map(|it| it.get("enum")?.as_array())
        .flatten()
        .chain(constants)
        .collect();
    if let Some(known) = known_word(&known, text) {
        return known.clone();
    }
    let types: Vec<&str> = ways.iter().flat_map(|it| types(it)).collect();
    let is = |wanted: &str| types.contains(&wanted);
    let may_be_text = is("string");
    if is("boolean")
        && !may_be_text
        && let Some(value) = yes_or_no(text)
    {
        return json!(value);
    }
    if is("integer") || is("number") {
        let digits = if may_be_text {
            text.to_owned()
        } else {
            text.replace('_', "")
        };
        let whole = digits.parse::<i64>().ok();
        let is_as_written = |it: &String| !may_be_text || it == text;
        if let Some(whole) = whole.filter(|it| is_as_written(&it.to_string())) {
            return json!(whole);
        }
        let fraction = digits.parse::<f64>().ok().and_then(Number::from_f64);
        let fraction = fraction.filter(|it| is("number") && is_as_written(&it.to_string()));
        if let Some(fraction) = fraction {
            return Value::Number(fraction);
        }
    }
    json!(text)
}

/// The known word that is meant: the same, or the only one that differs in nothing but case, blanks
/// and dashes.
fn known_word<'a>(known: &[&'a Value], text: &str) -> Option<&'a Value> {
    let word = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    if let Some(same) = known.iter().find(|it| word(it) == text) {
        return Some(same);
    }
    let mut alike = known.iter().filter(|it| likeness::is_same(&word(it), text));
    match (alike.next(), alike.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Name;
    use crate::schema::field;

    #[test]
    fn every_field_of_a_report_has_a_shape() {
        let schema = Name::Postmortem.json();
        let of = |name: &str| shape(&schema, field(&schema, name).unwrap());
        for name in [
            "title",
            "severity",
            "major",
            "impact.users_affected",
            "impact.metrics.lost",
        ] {
            assert_eq!(of(name), Shape::One, "{name}");
        }
        for name in [
            "services",
            "responders",
            "tags",
            "related",
            "meeting.attendees",
        ] {
            assert!(matches!(of(name), Shape::List(Some(_))), "{name}");
        }
        for name in ["action_items", "waivers"] {
            assert_eq!(of(name), Shape::ListOfGroups, "{name}");
        }
        for name in ["roles", "impact", "meeting", "references"] {
            assert!(matches!(of(name), Shape::Group(_)), "{name}");
        }
        assert_eq!(of("impact.metrics"), Shape::Map);
    }

    #[test]
    fn a_text_is_taken_for_what_it_means_and_never_guessed() {
        let value = |place: Value, text: &str| value_of(&Value::Null, &place, text);
        let severity = || json!({"enum": ["SEV-1", "SEV-2"]});
        assert_eq!(value(severity(), "sev1"), json!("SEV-1"));
        assert_eq!(value(severity(), "sev-2"), json!("SEV-2"));
        assert_eq!(value(severity(), "SEV-9"), json!("SEV-9"));
        assert_eq!(value(json!({"enum": ["on", "ON"]}), "On"), json!("On"));
        assert_eq!(value(json!({"enum": [1, 2]}), "2"), json!(2));
        assert_eq!(value(json!({"type": "boolean"}), "Yes"), json!(true));
        assert_eq!(value(json!({"type": "boolean"}), "maybe"), json!("maybe"));
        assert_eq!(value(json!({"type": "integer"}), "1_200"), json!(1200));
        assert_eq!(value(json!({"type": "integer"}), "1.5"), json!("1.5"));
        assert_eq!(value(json!({"type": "number"}), "1.5"), json!(1.5));
        assert_eq!(value(json!({"type": "number"}), "inf"), json!("inf"));
        let either = || json!({"type": ["number", "string"]});
        assert_eq!(value(either(), "312"), json!(312));
        assert_eq!(value(either(), "007"), json!("007"));
        assert_eq!(value(either(), "12%"), json!("12%"));
    }
}

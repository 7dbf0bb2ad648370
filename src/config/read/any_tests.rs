//! The parser and the schema take and refuse the same.

use proptest::prelude::*;
use regex::Regex;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use super::Reader;
use crate::config::Config;
use crate::config::SCHEMA;
use crate::front_matter;
use crate::front_matter::Node;
use crate::validator::Validator;

/// Texts at the edges of what the schema's patterns take.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", " ", "\u{200b}", "\u{a0}", "\n", "a", "a b", "a\nb", "a\r", "é", "no", "off", "1", ".", "a.b", ".a", "\u{feff}x",
    "never", "draft", "in-review", "reviewed", "closed", "not-required", "Draft", "major", "all",
    "none", "0h", "24h", "3d", "5bd", "05d", "10000bd", "10001d", "99999999999h", "3 d", "-1d", "3w", "٣d",
    "1month", "1months", "12months", "0months", "121months", "a-b-1", "A-b", "detected_at", "notice",
    "2026-01-31", "2026-02-30", "2026-1-31", "0000-01-01", "9999-12-31", "2026-01-31T10:00Z", "２026-01-31",
    "SEV-1", "SEV-2", "P0", "P1", "title", "owner", "roles.scribe", "region", "Impact", "PM501",
    "monday", "Saturday", "SUNDAY", "mon", "ſunday", "caturday",
    "Europe/Berlin", "Etc/UTC", "postmortems", "../x", ".git/x", "C:/x", "a\\b", "/etc", "people.yaml", ".",
    "http://", "https://x/y/", "HTTPS://x", "xhttp://", "refs/", "refs/heads/main", "main", "refs",
    "ic.update-runbook", "ic.resolve", "scribe.key-events", "ask.b", "a b c", "1a", "a-_.9", "Ä",
    "#7a1fa2", "#FFF", "incident_commander", "scribe", "shadow", "owner ", "author", "signed", "error", "warning", "note", "silent",
];

/// What the cases are made from.
struct Choices {
    bytes: Vec<u8>,
    at: usize,
    /// How many places there were so far.
    places: usize,
    /// The one or two that are wrong: where more are, what is read falsely hides behind the others.
    wrong: [usize; 2],
}

impl Choices {
    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        self.at += 1;
        let byte = self.bytes.get(self.at % self.bytes.len().max(1));
        let mixed =
            usize::from(byte.copied().unwrap_or_default()) + self.at / self.bytes.len().max(1);
        mixed % limit.max(1)
    }

    /// Whether something happens that does so once in a while.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 1
    }

    /// Whether something is wrong here.
    fn slips(&mut self) -> bool {
        self.places += 1;
        self.wrong.contains(&self.places)
    }

    fn text(&mut self) -> String {
        let high = self.below(256);
        let low = self.below(256);
        TEXTS
            .get((high * 256 + low) % TEXTS.len())
            .unwrap()
            .to_string()
    }

    /// Anything.
    fn wild(&mut self) -> Json {
        match self.below(12) {
            0 | 10 | 11 => Json::Null,
            1 => json!(1),
            2 => json!(1.0),
            3 => json!(2),
            4 => json!(self.once_in(2)),
            5 => json!([self.text()]),
            6 => json!([1, null, {}]),
            7 => json!({self.text(): self.text()}),
            8 => json!({}),
            _ => json!(self.text()),
        }
    }

    /// What a place of the schema takes, more often than not.
    fn value(&mut self, schema: &Json, place: &Json) -> Json {
        if self.slips() {
            return self.wild();
        }
        if let Some(target) = place.get("$ref").and_then(Json::as_str) {
            let target = schema.pointer(target.strip_prefix('#').unwrap()).unwrap();
            return self.value(schema, target);
        }
        for several in ["anyOf", "enum"] {
            if let Some(ways) = place.get(several).and_then(Json::as_array) {
                let way = ways.get(self.below(ways.len())).unwrap();
                return if several == "enum" {
                    way.clone()
                } else {
                    self.value(schema, way)
                };
            }
        }
        if let Some(it) = place.get("const") {
            return it.clone();
        }
        let types = place.get("type").cloned().unwrap_or_default();
        if types == "array" {
            let items = place.get("items").unwrap();
            return (0..self.below(4))
                .map(|_| self.value(schema, items))
                .collect();
        }
        if types == "object" || types.is_array() {
            return self.map(schema, place);
        }
        let pattern = place.get("pattern").and_then(Json::as_str).unwrap_or("");
        let pattern = Regex::new(pattern).unwrap();
        let fitting: Vec<&&str> = TEXTS.iter().filter(|it| pattern.is_match(it)).collect();
        assert!(!fitting.is_empty(), "no text for {pattern}");
        if self.slips() {
            return json!(self.text());
        }
        json!(fitting.get(self.below(fitting.len())))
    }

    fn map(&mut self, schema: &Json, place: &Json) -> Json {
        if place.get("type").unwrap().is_array() && self.once_in(12) {
            return Json::Null;
        }
        let mut map = Map::new();
        let required = place.get("required").and_then(Json::as_array);
        for (key, value) in place
            .get("properties")
            .and_then(Json::as_object)
            .into_iter()
            .flatten()
        {
            let must = required.is_some_and(|it| it.iter().any(|it| it == key));
            if (must && !self.slips()) || self.once_in(3) {
                map.insert(key.clone(), self.value(schema, value));
            }
        }
        if let Some(value) = place
            .get("additionalProperties")
            .filter(|it| it.is_object())
        {
            for _ in 0..self.below(3) {
                map.insert(self.text(), self.value(schema, value));
            }
        }
        if self.slips() {
            map.insert(self.text(), self.wild());
        }
        Json::Object(map)
    }
}

/// Whether the parser takes a tree for one that the schema takes.
fn is_read(root: &Node) -> bool {
    let mut reader = Reader {
        config: Config::default(),
        faults: Vec::new(),
        doubts: false,
    };
    reader.root(root);
    !reader.doubts
}

proptest! {
    #[test]
    fn the_parser_takes_what_the_schema_takes(
        bytes in proptest::collection::vec(any::<u8>(), 8..300),
        wrong in [0_usize..200, 0_usize..200],
    ) {
        let schema: Json = serde_json::from_str(SCHEMA).unwrap();
        thread_local! {
            static VALIDATOR: Validator = Validator::new(&serde_json::from_str(SCHEMA).unwrap());
        }
        let mut choices = Choices { bytes, at: 0, places: 0, wrong };
        let text = choices.value(&schema, &schema).to_string();
        let (root, _) = front_matter::read_yaml(&text);
        let Some(root) = root else {
            return Ok(());
        };
        let breaches = VALIDATOR.with(|it| format!("{:?}", it.breaches(&root)));
        let is_taken = breaches == "[]";
        prop_assert_eq!(is_read(&root), is_taken, "{}\n{}", text, breaches);
        let (_, faults) = Config::read(&text);
        prop_assert!(is_taken || !faults.is_empty(), "{}\n{}", text, breaches);
        for fault in faults {
            prop_assert!(fault.help.is_some(), "{}\n{:?}", text, fault);
        }
    }
}

#[test]
fn what_the_schema_lists_is_what_there_is() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let listed = |pointer: &str| -> Vec<String> {
        let list = schema.pointer(pointer).unwrap();
        match list {
            Json::Object(map) => map.keys().cloned().collect(),
            list => serde_json::from_value(list.clone()).unwrap(),
        }
    };
    let roles = crate::model::Role::of_checklist().filter_map(crate::model::Role::key);
    assert_eq!(listed("/$defs/role/enum"), roles.collect::<Vec<_>>());
    let kinds = crate::config::terms::kinds().map(crate::model::DeadlineKind::as_str);
    assert_eq!(
        listed("/properties/deadlines/properties"),
        kinds.chain(["custom"]).collect::<Vec<_>>()
    );
    let custom = "/properties/deadlines/properties/custom/additionalProperties/properties";
    let anchors = crate::config::custom_anchors().map(crate::model::FieldName::as_str);
    assert_eq!(
        listed(&format!("{custom}/after/enum")),
        anchors.collect::<Vec<_>>()
    );
    let messages = crate::model::MessageName::ALL.map(crate::model::MessageName::as_str);
    assert_eq!(
        listed(&format!("{custom}/met_by/properties/message/enum")),
        messages
    );
    let days = crate::calendar::WEEKDAYS.iter().map(|it| it.0);
    assert_eq!(listed("/$defs/day/anyOf/0/enum"), days.collect::<Vec<_>>());
}

//! Requests and answers held against PagerDuty's and Statuspage's published descriptions, where those lie
//! beside the project.
#![expect(
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::path::PathBuf;

use serde_json::Value;

use crate::http::Asked;
use crate::http::Reply;

const NAME: &str = "https://example.com/description.json";

pub(crate) struct Contract {
    description: Value,
    compiler: boon::Compiler,
    schemas: boon::Schemas,
}

/// The kinds that JSON Schema knows.
const KINDS: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The descriptions in words that JSON Schema knows: null has a word of its own there, and some kinds are
/// none.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::String(kind)) = map.get("type").cloned() {
                if !KINDS.contains(&kind.as_str()) {
                    map.remove("type");
                } else if map.get("nullable") == Some(&Value::Bool(true)) {
                    map.insert("type".to_owned(), serde_json::json!([kind, "null"]));
                }
            }
            // Only what JSON Schema knows of a name is looked at.
            map.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

fn part(text: &str) -> String {
    text.replace('~', "~0").replace('/', "~1")
}

/// A published description.
fn text(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/api");
    let text = std::fs::read_to_string(path.join(name)).ok();
    if text.is_none() {
        println!("skipped: the published description {name} is not there");
    }
    text
}

impl Contract {
    /// PagerDuty's; `None` where the description is not there, which is said.
    pub(crate) fn read() -> Option<Self> {
        Some(Self::of(
            serde_json::from_str(&text("pagerduty-openapi.json")?).unwrap(),
        ))
    }

    /// Statuspage's.
    pub(crate) fn statuspage() -> Option<Self> {
        Some(Self::of(
            serde_yaml::from_str(&text("statuspage-openapi.yaml")?).unwrap(),
        ))
    }

    fn of(mut description: Value) -> Self {
        plain(&mut description);
        let mut compiler = boon::Compiler::new();
        compiler.set_default_draft(boon::Draft::V4);
        compiler.add_resource(NAME, description.clone()).unwrap();
        Self {
            description,
            compiler,
            schemas: boon::Schemas::new(),
        }
    }

    /// The template of the path of a request: `/incidents/{id}`.
    fn template(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let paths = self.description["paths"].as_object().unwrap();
        let fits = |template: &&String| {
            let wanted: Vec<&str> = template.trim_matches('/').split('/').collect();
            let same = |(a, b): (&&str, &&str)| a == b || a.starts_with('{');
            wanted.len() == parts.len() && wanted.iter().zip(&parts).all(same)
        };
        let mut found: Vec<&String> = paths.keys().filter(fits).collect();
        found.sort_by_key(|it| it.matches('{').count());
        found.first().map(|it| (*it).clone())
    }

    fn resolved<'a>(&'a self, it: &'a Value) -> &'a Value {
        match it["$ref"].as_str() {
            Some(reference) => self
                .description
                .pointer(reference.trim_start_matches('#'))
                .unwrap(),
            None => it,
        }
    }

    fn hold(&mut self, pointer: &str, value: &Value, what: &str) {
        if self.description.pointer(pointer).is_none() {
            return;
        }
        let place = format!("{NAME}#{pointer}");
        let index = self.compiler.compile(&place, &mut self.schemas).unwrap();
        let verdict = self.schemas.validate(value, index);
        assert!(
            verdict.is_ok(),
            "{what}: {:#}\n{value}",
            verdict.unwrap_err()
        );
    }

    /// Fails where a value has a name that a schema does not, which a schema alone lets pass.
    fn knows(&self, schema: &Value, value: &Value, what: &str) {
        let schema = self.resolved(schema);
        if let Some(items) = value.as_array() {
            for it in items {
                self.knows(&schema["items"], it, what);
            }
        }
        let Some(map) = value.as_object() else { return };
        let mut known = Vec::new();
        self.names(schema, &mut known);
        for (name, inner) in map {
            let found = known.iter().find(|(it, _)| *it == name);
            assert!(found.is_some() || known.is_empty(), "{what}: {name}");
            if let Some((_, schema)) = found {
                self.knows(schema, inner, what);
            }
        }
    }

    /// The names that a schema, and all of which it is made, have.
    fn names<'a>(&'a self, schema: &'a Value, known: &mut Vec<(&'a str, &'a Value)>) {
        let schema = self.resolved(schema);
        let own = schema["properties"].as_object().into_iter().flatten();
        known.extend(own.map(|(name, it)| (name.as_str(), it)));
        for way in ["allOf", "oneOf", "anyOf"] {
            for it in schema[way].as_array().into_iter().flatten() {
                self.names(it, known);
            }
        }
    }

    /// Fails where a request or its answer is not as the description has it.
    pub(crate) fn check(&mut self, (asked, reply): &(Asked, Option<Reply>)) {
        let line = asked.line();
        let Some(template) = self.template(&asked.path) else {
            // Its reviews are not in the description.
            assert!(asked.path.ends_with("/review"), "{line} is no path of it");
            return;
        };
        let method = asked.method.to_lowercase();
        let operation = format!("/paths/{}/{method}", part(&template));
        let found = self.description.pointer(&operation).cloned();
        assert!(found.is_some(), "{line} is no operation of it");
        let found = found.unwrap();
        let all: Vec<Value> = found["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| self.resolved(it).clone())
            .collect();
        for it in &all {
            let name = it["name"].as_str().unwrap();
            let is_required = it["required"] == Value::Bool(true);
            if it["in"] == "header" && is_required {
                let header = asked.headers.get(&name.to_lowercase());
                assert!(header.is_some(), "{line} lacks {name}");
            }
        }
        for (name, value) in &asked.query {
            let known = all
                .iter()
                .find(|it| it["in"] == "query" && it["name"] == name.as_str());
            assert!(known.is_some(), "{line} has no query {name}");
            let schema = self.resolved(&known.unwrap()["schema"]);
            let words = schema["enum"]
                .as_array()
                .or_else(|| schema["items"]["enum"].as_array());
            let is_word = words.is_none_or(|it| it.contains(&Value::from(value.as_str())));
            assert!(is_word, "{line}: {name}={value}");
        }
        let body = format!("{operation}/requestBody/content/application~1json/schema");
        self.hold(&body, &asked.body, &line);
        if let Some(schema) = self.description.pointer(&body) {
            self.knows(schema, &asked.body, &line);
        }
        if let Some(reply) = reply.as_ref().filter(|it| it.status < 300) {
            let status = reply.status;
            let answer = format!("{operation}/responses/{status}/content/application~1json/schema");
            let body: Value = serde_json::from_str(&reply.body).unwrap();
            self.hold(&answer, &body, &format!("the answer to {line}"));
        }
    }
}

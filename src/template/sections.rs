//! What stands in a new report's sections, and what its fields mean.

use std::collections::BTreeMap;

use serde_json::Value;

use super::input::SectionInput;
use crate::config::Policy;

/// The section that gets a table.
const TIMELINE: &str = "Timeline";
/// How deep fields may lie in each other: `impact.metrics` is the deepest of ours.
const DEPTH: usize = 4;

/// What to write in a section, one line each.
const PROMPTS: [(&str, &str); 8] = [
    (
        "Overview",
        "Three sentences for somebody who was not there: what broke, for whom, how long.",
    ),
    (
        "What Happened",
        "The story in the order in which it unfolded: what people saw, what they thought, what they did.",
    ),
    (
        "Contributing Factors",
        "A list. What had to come together? Ask what made it possible, not who did it.",
    ),
    (
        "Resolution",
        "What ended it, and how you knew that it was over.",
    ),
    (
        "Impact",
        "What customers could not do, how many, how long; what it cost.",
    ),
    (
        TIMELINE,
        "From the first change to the end. Each row has a link that shows it: a graph, a log, a chat line.",
    ),
    (
        "What Went Well",
        "A list. What would you want to happen again next time?",
    ),
    (
        "What Didn't Go So Well",
        "A list. Where luck helped, add a section \"Where We Got Lucky\".",
    ),
];

/// The sections of a new report: all for a major incident, else those that every incident has.
pub fn sections(policy: &Policy, is_major: bool) -> Vec<SectionInput> {
    policy
        .sections
        .iter()
        .filter(|section| section.from.is_some() && (is_major || !section.major_only))
        .map(|section| SectionInput {
            title: section.heading().to_owned(),
            prompt: PROMPTS
                .iter()
                .find(|(title, _)| *title == section.title)
                .map_or("Nothing is written here yet.", |(_, prompt)| prompt)
                .to_owned(),
            is_timeline: section.title == TIMELINE,
        })
        .collect()
}

/// What the fields of a schema mean, by their dotted names (`roles.scribe`), from each property's
/// `description`.
pub fn descriptions(schema: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(schema, "", DEPTH, &mut found);
    found
}

fn collect(schema: &Value, above: &str, depth: usize, found: &mut BTreeMap<String, String>) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    for (key, property) in properties {
        let name = if above.is_empty() {
            key.clone()
        } else {
            format!("{above}.{key}")
        };
        if depth > 0 {
            collect(property, &name, depth - 1, found);
        }
        if let Some(text) = property.get("description").and_then(Value::as_str) {
            found.insert(name, text.to_owned());
        }
    }
}

//! SARIF 2.1.0, which code scanning reads.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::json::line;
use super::sanitize;
use crate::diagnostic::Finding;
use crate::diagnostic::Rule;
use crate::report::Public;
use crate::report::check::View;
use crate::rules;

/// Writes what `check` found, with the pages of the rules.
pub fn check(view: &Public<View<'_>>) -> String {
    let rules: Vec<Value> = rules::TABLE.iter().map(|it| rule(it.rule)).collect();
    let results: Vec<Value> = fingerprints(&view.shown)
        .into_iter()
        .map(|(finding, fingerprint)| result(finding, &fingerprint))
        .collect();
    line(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "pmrepo",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"%SRCROOT%": {
                "description": {"text": "The root of the git repository."}
            }},
            "results": results,
        }],
    }))
}

fn rule(rule: &Rule) -> Value {
    let page = rules::readable(rule.page);
    json!({
        "id": rule.code,
        "name": pascal(rule.name),
        "shortDescription": {"text": sentence(rule.summary)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.level.as_str()},
    })
}

fn result(finding: &Finding, fingerprint: &str) -> Value {
    let index = rules::TABLE
        .iter()
        .position(|it| it.rule.code == finding.rule.code);
    let text = match &finding.help {
        Some(help) => format!(
            "{}. {}",
            sanitize(&finding.message),
            sentence(&sanitize(help))
        ),
        None => sentence(&sanitize(&finding.message)),
    };
    let mut result = json!({
        "ruleId": finding.rule.code,
        "level": finding.level.as_str(),
        "message": {"text": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {
                "uri": finding.path.to_uri(),
                "uriBaseId": "%SRCROOT%",
            },
            "region": {
                "startLine": finding.start.line,
                "startColumn": finding.start.column,
                "endLine": finding.end.line,
                "endColumn": finding.end.column,
            },
        }}],
        "partialFingerprints": {"pmrepo/v1": fingerprint},
    });
    if let (Some(index), Some(fields)) = (index, result.as_object_mut()) {
        fields.insert("ruleIndex".to_owned(), index.into());
    }
    result
}

/// Findings with what stays the same of each when lines move, and differs from all others: code,
/// path and field, and a number where that is not enough.
pub(super) fn fingerprints<'a>(findings: &'a [Cow<'_, Finding>]) -> Vec<(&'a Finding, String)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let place = format!("{}:{}{}", finding.rule.code, finding.path, finding.pointer);
            let count = seen.entry(place.clone()).or_default();
            *count += 1;
            let fingerprint = match *count {
                1 => place,
                count => format!("{place}#{count}"),
            };
            (finding.as_ref(), fingerprint)
        })
        .collect()
}

/// A text as a sentence: a capital letter first, a full stop last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => return String::new(),
    };
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

/// `missing-field` as `MissingField`, as the standard wants names of rules.
fn pascal(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|it| it.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

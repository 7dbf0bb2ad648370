//! Resources: the pages of the rules, and the reports.

use serde_json::Value;
use serde_json::json;

use super::Setting;
use super::hidden::View;
use super::messages::Failure;
use crate::refusal::Refusal;
use crate::rules;

/// How the address of a rule's page begins.
const RULES: &str = "pmrepo:/rules/";
/// How the address of a report begins.
const REPORTS: &str = "pmrepo:/reports/";
const MARKDOWN: &str = "text/markdown";

/// The pages of all rules.
pub(super) fn list() -> Value {
    let rules = rules::TABLE.iter().map(|it| it.rule);
    let pages = rules.map(|it| {
        json!({
            "uri": format!("{RULES}{}", it.code),
            "name": it.name,
            "title": format!("{} {}", it.code, it.summary),
            "mimeType": MARKDOWN,
        })
    });
    pages.collect()
}

/// What can be read besides.
pub(super) fn templates() -> Value {
    json!([{
        "uriTemplate": format!("{REPORTS}{{id}}"),
        "name": "report",
        "title": "The report of a postmortem",
        "mimeType": MARKDOWN,
    }])
}

/// Reads a resource.
pub(super) fn read(setting: &Setting<'_>, uri: &str) -> Result<Value, Failure> {
    if let Some(code) = uri.strip_prefix(RULES) {
        let rule = rules::find(code).ok_or_else(|| missing(uri))?;
        let text = rules::readable(rule.page);
        return Ok(json!({
            "contents": [{"uri": uri, "mimeType": MARKDOWN, "text": text}],
        }));
    }
    let id = uri.strip_prefix(REPORTS).ok_or_else(|| missing(uri))?;
    let found = report(setting, id);
    found
        .map_err(|it: Refusal| Failure::no_sense(it.message))
        .map(|(text, source)| {
            let mark = json!({"untrusted": true, "path": source});
            json!({
                "contents": [{"uri": uri, "mimeType": MARKDOWN, "text": text, "_meta": mark}],
            })
        })
}

fn missing(uri: &str) -> Failure {
    Failure::no_sense(format!("there is no resource `{uri}`"))
}

fn report(setting: &Setting<'_>, id: &str) -> Result<(String, String), Refusal> {
    let view = View::open(setting)?;
    let (root, files) = view.workspace.find(Some(id))?;
    let text = root.text_of(&files.report.path)?;
    Ok((view.honest(&text), files.report.path.to_string()))
}

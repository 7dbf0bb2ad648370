//! Findings as diagnostics.

use serde_json::Value;
use serde_json::json;

use super::client::Client;
use super::text::Range;
use super::text::Text;
use crate::diagnostic::Finding;
use crate::diagnostic::Level;
use crate::diagnostic::Rule;
use crate::render::sanitize;
use crate::rules;

/// Who says it.
const SOURCE: &str = "pmrepo";
/// How the addresses of the pages begin that this server has.
pub(super) const SCHEME: &str = "pmrepo";
/// Where they lie.
const PAGES: &str = "/rules/";
/// How their names end.
const PAGE: &str = ".md";

/// What was found in a text, as diagnostics.
pub(super) fn of(findings: &[Finding], text: &Text, uri: &str, client: &Client) -> Vec<Value> {
    let lines = text.lines();
    let one = |it: &Finding| diagnostic(it, (text, &lines), uri, client);
    findings.iter().map(one).collect()
}

/// Where a finding lies in a text.
pub(super) fn range(finding: &Finding, text: &Text, lines: &[usize]) -> Range {
    Range {
        start: text.position(text.byte_of(lines, finding.start)),
        end: text.position(text.byte_of(lines, finding.end)),
    }
}

fn diagnostic(
    finding: &Finding,
    (text, lines): (&Text, &[usize]),
    uri: &str,
    client: &Client,
) -> Value {
    let mut message = sanitize(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message.push('\n');
        message.push_str(&sanitize(help));
    }
    let mut diagnostic = json!({
        "range": range(finding, text, lines),
        "severity": severity(finding.level),
        "code": finding.rule.code,
        "source": SOURCE,
        "message": message,
    });
    let Some(fields) = diagnostic.as_object_mut() else {
        return diagnostic;
    };
    if let Some(page) = page(finding.rule, client) {
        fields.insert("codeDescription".to_owned(), json!({"href": page}));
    }
    if client.shows_related && !finding.labels.is_empty() {
        let related = finding.labels.iter().map(|(place, excerpt, why)| {
            let start = text.byte_of(lines, *place);
            let end = start.saturating_add(excerpt.span.len());
            let range = Range {
                start: text.position(start),
                end: text.position(end),
            };
            json!({"location": {"uri": uri, "range": range}, "message": sanitize(why)})
        });
        fields.insert("relatedInformation".to_owned(), related.collect());
    }
    diagnostic
}

fn severity(level: Level) -> u8 {
    match level {
        Level::Error => 1,
        Level::Warning => 2,
        Level::Note => 3,
    }
}

/// The address of a rule's page: where the editor said that the pages are, else here, if it can open that.
pub(super) fn page(rule: &Rule, client: &Client) -> Option<String> {
    if !client.shows_links {
        return None;
    }
    let name = format!("{}{PAGE}", rule.code);
    match &client.pages {
        Some(pages) => Some(format!("{}/{name}", pages.trim_end_matches('/'))),
        None if client.opens_pages => Some(format!("{SCHEME}:{PAGES}{name}")),
        None => None,
    }
}

/// What stands on a page that this server has.
pub(super) fn text_of_page(uri: &str) -> Option<String> {
    let path = uri.strip_prefix(SCHEME)?.strip_prefix(':')?;
    let name = path.trim_start_matches('/').strip_prefix("rules/")?;
    let rule = rules::find(name.strip_suffix(PAGE)?)?;
    Some(rules::readable(rule.page))
}

//! Findings and lists as JSON, as the published shapes have them (DESIGN 5).

use serde::Serialize;

use super::Summary;
use crate::diagnostic::Finding;
use crate::report::list::Row;

/// The version of the shapes. Keys are only ever added within one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Check<'a> {
    version: u32,
    snapshot: &'a str,
    findings: Vec<One<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct One<'a> {
    code: &'a str,
    name: &'a str,
    level: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    postmortem: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    introduced: Option<bool>,
}

#[derive(Serialize)]
struct Counts {
    documents: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// The findings of `check`.
pub fn check(snapshot: &str, findings: &[&Finding], summary: Summary) -> String {
    let findings = findings
        .iter()
        .map(|it| One {
            code: it.rule.code,
            name: it.rule.name,
            level: it.level.as_str(),
            path: it.path.as_str(),
            line: it.start.line,
            column: it.start.column,
            end_line: it.end.line,
            end_column: it.end.column,
            message: &it.message,
            help: it.help.as_deref(),
            postmortem: it.postmortem.as_deref(),
            introduced: it.introduced,
        })
        .collect();
    written(&Check {
        version: VERSION,
        snapshot,
        findings,
        summary: Counts {
            documents: summary.documents,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
        },
    })
}

#[derive(Serialize)]
struct List<'a> {
    version: u32,
    snapshot: &'a str,
    postmortems: Vec<Postmortem<'a>>,
}

#[derive(Serialize)]
struct Postmortem<'a> {
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    owner: Option<&'a str>,
    started_at: Option<&'a str>,
    detected_at: Option<&'a str>,
    resolved_at: Option<&'a str>,
    services: &'a [String],
}

/// The rows of `list`.
pub fn list(snapshot: &str, rows: &[Row]) -> String {
    let postmortems = rows
        .iter()
        .map(|row| Postmortem {
            id: &row.id,
            path: row.path.as_str(),
            title: row.title.as_deref(),
            status: row.status.as_deref(),
            severity: row.severity.as_deref(),
            owner: row.owner.as_deref(),
            started_at: row.started_at.as_deref(),
            detected_at: row.detected_at.as_deref(),
            resolved_at: row.resolved_at.as_deref(),
            services: &row.services,
        })
        .collect();
    written(&List {
        version: VERSION,
        snapshot,
        postmortems,
    })
}

fn written(value: &impl Serialize) -> String {
    // Nothing that is written here can fail: keys are text, and no value is a map.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

//! A finding, wherever one is listed.

use serde::Serialize;

use crate::diagnostic::Finding;

#[derive(Serialize)]
pub(super) struct FindingEntry<'a> {
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

impl<'a> From<&'a Finding> for FindingEntry<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.rule.code,
            name: finding.rule.name,
            level: finding.level.as_str(),
            path: finding.path.as_str(),
            line: finding.start.line,
            column: finding.start.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            message: &finding.message,
            help: finding.help.as_deref(),
            postmortem: finding.postmortem.as_deref(),
            introduced: finding.introduced,
        }
    }
}

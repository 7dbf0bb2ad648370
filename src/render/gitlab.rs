//! GitLab's code quality report, which merge requests show.

use serde_json::Value;
use serde_json::json;

use super::json::line;
use super::sanitize;
use super::sarif::fingerprints;
use crate::diagnostic::Level;
use crate::report::Public;
use crate::report::check::View;

/// Writes what `check` found.
pub fn check(view: &Public<View<'_>>) -> String {
    let entries: Vec<Value> = fingerprints(&view.shown)
        .into_iter()
        .map(|(finding, fingerprint)| {
            json!({
                "description": sanitize(&finding.message),
                "check_name": finding.rule.code,
                "fingerprint": fingerprint,
                "severity": match finding.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Note => "info",
                },
                "location": {
                    "path": finding.path.as_str(),
                    "lines": {"begin": finding.start.line, "end": finding.end.line},
                },
            })
        })
        .collect();
    line(&entries)
}

//! What may not leave the repository.

use super::said::Said;
use crate::document::Document;
use crate::model::FieldName;

/// Whether nothing but the date of a report's incident may leave the repository. Whatever is no plain
/// `false` says so, and where the front matter cannot be read any line that does.
pub fn is_confidential(report: &Document) -> bool {
    if report.is_readable() {
        return Said::of(report, FieldName::Confidential).may_be_true();
    }
    report.text.lines().any(|line| {
        let said = line.split_once(FieldName::Confidential.as_str());
        let said = said.and_then(|(_, rest)| rest.split_once(':'));
        said.is_some_and(|(_, value)| !value.contains("false"))
    })
}

//! Postmortems, a row each.

use std::borrow::Cow;

use serde::Serialize;

use super::document::listing;
use super::document::written;
use crate::report::list::Row;
use crate::report::overdue::Unreadable;

/// What a report does not say is null.
#[derive(Serialize)]
pub(super) struct ListEntry<'a> {
    id: &'a str,
    path: &'a str,
    title: Option<&'a str>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    owner: Option<&'a str>,
    started_at: Option<Cow<'a, str>>,
    detected_at: Option<Cow<'a, str>>,
    resolved_at: Option<Cow<'a, str>>,
    services: &'a [String],
    impact: Option<&'a str>,
    /// Only where several repositories are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repo: Option<&'a str>,
}

impl<'a> From<&'a Row> for ListEntry<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            id: &row.id,
            path: row.path.as_str(),
            title: row.title.as_deref(),
            status: row.status.as_deref(),
            severity: row.severity.as_deref(),
            owner: row.owner.as_deref(),
            started_at: written(row.started_at.as_deref()),
            detected_at: written(row.detected_at.as_deref()),
            resolved_at: written(row.resolved_at.as_deref()),
            services: &row.services,
            impact: row.impact.as_deref(),
            repo: row.repo.as_deref(),
        }
    }
}

/// Writes a list of postmortems: one line of JSON.
pub fn list(snapshot: &str, rows: &[Row], unread: &[Unreadable]) -> String {
    let rows: Vec<ListEntry<'_>> = rows.iter().map(ListEntry::from).collect();
    listing(snapshot, ("postmortems", rows), unread)
}

#[cfg(test)]
mod tests {
    use snapbox::IntoData as _;

    use super::super::super::fixture;
    use super::*;

    #[test]
    fn a_list_has_nulls_for_what_is_not_said() {
        let json = list(
            "index",
            &[Row {
                id: "2026-11-20-x".into(),
                path: fixture::path(),
                ..Row::default()
            }],
            &[],
        );
        snapbox::assert_data_eq!(json, snapbox::str![[r#"
{"version":1,"snapshot":"index","postmortems":[{"id":"2026-11-20-x","path":"postmortems/2026/2026-11-20-checkout-latency/postmortem.md","title":null,"status":null,"severity":null,"owner":null,"started_at":null,"detected_at":null,"resolved_at":null,"services":[],"impact":null}]}

"#]].raw());
    }
}

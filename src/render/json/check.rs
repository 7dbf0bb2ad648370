//! What `check` found.

use serde::Serialize;

use super::document::VERSION;
use super::document::line;
use super::finding::FindingEntry;
use crate::report::check::Summary;
use crate::report::check::View;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    snapshot: &'a str,
    findings: Vec<FindingEntry<'a>>,
    summary: Summary,
}

/// Writes what `check` found: one line of JSON.
pub fn check(view: &View<'_>) -> String {
    line(&Document {
        version: VERSION,
        snapshot: view.snapshot,
        findings: view.shown.iter().map(|it| it.as_ref().into()).collect(),
        summary: view.totals.summary,
    })
}

#[cfg(test)]
mod tests {
    use snapbox::IntoData as _;

    use super::super::super::fixture;
    use super::*;

    #[test]
    fn every_key_is_there_in_its_order() {
        let findings = fixture::findings();
        let json = check(&fixture::checked("worktree", findings.get(..1).unwrap()));
        snapbox::assert_data_eq!(json, snapbox::str![[r#"
{"version":1,"snapshot":"worktree","findings":[{"code":"PM101","name":"missing-field","level":"error","path":"postmortems/2026/2026-11-20-checkout-latency/postmortem.md","line":3,"column":9,"end_line":3,"end_column":18,"message":"`resolved_at` is missing: required from in-review","help":"add `resolved_at: 2026-11-20T15:04Z`, or set the status back to draft","postmortem":"2026-11-20-checkout-latency"}],"summary":{"documents":12,"errors":1,"warnings":0,"notes":0}}

"#]].raw());
    }

    #[test]
    fn introduced_is_there_only_where_it_is_known() {
        let mut findings = fixture::findings();
        findings.truncate(1);
        findings[0].introduced = Some(false);
        let json = check(&fixture::checked("index", &findings));
        assert!(json.contains(r#","introduced":false}"#), "{json}");
    }
}

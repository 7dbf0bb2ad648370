//! What the templates make is what `check` wants.

use std::fs;
use std::path::Path;

use super::input::*;
use super::tests::night;
use super::*;
use crate::calendar::Present;
use crate::check::Judge;
use crate::check::Scope;
use crate::check::check;
use crate::config::Policy;
use crate::diagnostic::Finding;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::time;

/// Writes a file of a repository.
pub(super) fn write(top: &Path, path: &str, text: &str) {
    let path = top.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What `check` finds in a directory.
pub(super) fn findings(top: &Path, now: &str) -> Vec<Finding> {
    let snapshot = Snapshot::disk(top);
    let present = Present::new(time::parse_timestamp(now).unwrap(), None);
    let roots = [Root::open(&snapshot, &RepoPath::root()).unwrap()];
    let outcome = check(&roots, Scope::Tree, &Judge::quiet(&present));
    outcome.unwrap().findings
}

#[test]
fn nothing_is_found_in_what_is_scaffolded() {
    let policy = Policy::default();
    for (zone, is_major) in [("UTC", true), ("Europe/Berlin", false), ("+05:30", true)] {
        let top = tempfile::tempdir().unwrap();
        let place = "postmortems/2026/2026-11-20-checkout-latency-after-cache-failover";
        let input = ReportInput {
            zone: zone.to_owned(),
            is_major,
            severity: if is_major { "SEV-1" } else { "SEV-3" }.to_owned(),
            detected_at: Some("2026-11-20T14:05Z".to_owned()),
            owner: Some("@carol".to_owned()),
            services: vec!["checkout".to_owned(), "no".to_owned()],
            sections: sections(&policy, is_major),
            ..night()
        };
        let checklist_input = ChecklistInput {
            title: input.title.clone(),
            roles: standard_roles(&policy),
        };
        let mail = MessageInput {
            title: input.title.clone(),
            ..MessageInput::default()
        };
        let review = ProcessReviewInput {
            scheduled_for: "2026-11-30T14:00Z".to_owned(),
            incidents: vec![IncidentInput {
                id: "2026-11-20-checkout-latency-after-cache-failover".to_owned(),
                ..IncidentInput::default()
            }],
            ..ProcessReviewInput::default()
        };
        let write = |path: &str, text: String| write(top.path(), path, &text);
        write("pmrepo.yaml", String::new());
        write(
            &format!("{place}/postmortem.md"),
            report(&input, None).unwrap(),
        );
        write(
            &format!("{place}/checklist.md"),
            checklist(&checklist_input, None).unwrap(),
        );
        for which in MessageName::ALL {
            write(
                &format!("{place}/messages/{which}.md"),
                message(which, &mail, None).unwrap(),
            );
        }
        write(
            "process-reviews/2026/2026-11-30.md",
            process_review(&review, None).unwrap(),
        );
        let found = findings(top.path(), "2026-11-20T16:00Z");
        assert!(found.is_empty(), "{found:#?}");
    }
}

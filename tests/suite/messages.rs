//! `message`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan}
---
";

const PLACE: &str = "postmortems/2026/2026-03-10-one/messages";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo
}

#[test]
fn a_message_is_written_sent_and_listed() {
    let repo = repo();
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(0);
    let shown = repo
        .pmrepo(&["message", "show", "one", "notice"])
        .ends(0)
        .out;
    assert!(shown.contains("Checkout latency (SEV-2)"), "{shown}");
    repo.pmrepo(&["message", "new", "one", "notice"]).ends(2);
    repo.pmrepo(&[
        "message",
        "sent",
        "one",
        "notice",
        "--at",
        "yesterday 9:30",
        "--url",
        "https://chat.example.com/1",
    ])
    .ends(0);
    let notice = repo.read(&format!("{PLACE}/notice.md"));
    assert!(notice.contains("sent_at: 2026-03-31T09:30Z\n"), "{notice}");
    repo.pmrepo(&[
        "message",
        "none",
        "one",
        "external",
        "--because",
        "Nobody felt it.",
    ])
    .ends(0);
    let listed = repo.pmrepo(&["message", "list"]).ends(0).out;
    let state = |name: &str| {
        let line = listed.lines().find(|it| it.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    assert_eq!(
        [state("notice"), state("results"), state("external")],
        ["sent", "missing", "none"]
    );
    let json = repo
        .pmrepo(&["message", "list", "one", "--format", "json"])
        .ends(0)
        .out;
    assert!(
        json.contains(r#""not_sent_because":"Nobody felt it.""#),
        "{json}"
    );
    repo.pmrepo(&["check", "--fail-on", "warning"]).ends(0);
    let owed = repo
        .pmrepo(&[
            "overdue",
            "--kind",
            "internal-notice",
            "--kind",
            "external-message",
        ])
        .ends(0)
        .out;
    assert!(owed.starts_with("nothing is late"), "{owed}");
}

#[test]
fn one_that_was_sent_by_hand_is_only_recorded() {
    let repo = repo();
    let refused = repo
        .pmrepo(&["message", "sent", "one", "external"])
        .ends(2)
        .err;
    assert!(refused.contains("--approved-by is missing"), "{refused}");
    repo.pmrepo(&[
        "message",
        "sent",
        "one",
        "external",
        "--approved-by",
        "@eve",
    ])
    .ends(0);
    assert_eq!(
        repo.read(&format!("{PLACE}/external.md")),
        "---\napproved_by: eve\nsent_at: 2026-04-01T12:00Z\n---\n\nSent by hand.\n"
    );
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let repo = repo();
    repo.pmrepo(&["message", "sent", "one", "notice"]).ends(0);
    let before = repo.read(&format!("{PLACE}/notice.md"));
    for words in [
        &["message", "none", "one", "notice", "--because", "No."][..],
        &["message", "none", "one", "results", "--because", " "],
        &["message", "show", "one", "results"],
        &["message", "sent", "one", "results", "--at", "whenever"],
        &["message", "sent", "nowhere", "results"],
    ] {
        repo.pmrepo(words).ends(2);
    }
    assert_eq!(repo.read(&format!("{PLACE}/notice.md")), before);
    assert!(!repo.path(&format!("{PLACE}/results.md")).exists());
    repo.pmrepo(&[
        "message",
        "none",
        "one",
        "results",
        "--because",
        "No meeting.",
    ])
    .ends(0);
    repo.pmrepo(&["message", "sent", "one", "results"]).ends(2);
}

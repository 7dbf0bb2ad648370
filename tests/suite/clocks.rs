//! Deadlines that a team adds: clocks that law or contract set.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const CONFIG: &str = "fields:
  authority_warned_at: {$ref: \"#/$defs/timestamp\"}
deadlines:
  custom:
    authority-warned: {after: detected_at, within: 24h, owed_by: incident_commander, for: major, met_by: {field: authority_warned_at}}
    final-report: {after: resolved_at, within: 1month, owed_by: owner, met_by: {field: reviewed_at}}
";

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-29T10:00Z
detected_at: 2026-03-29T10:30Z
resolved_at: 2026-03-29T11:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob, subject_matter_experts: [dave]}
services: [checkout]
---
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    repo.write("pmrepo.yaml", CONFIG);
    repo.write(&report("late"), REPORT);
    repo.commit("late").ends(0);
    repo
}

/// The sandbox's clock stands at noon of 2026-04-01.
const KIND: [&str; 3] = ["overdue", "--kind", "custom"];

#[test]
fn a_clock_of_the_team_is_shown_wherever_others_are() {
    let repo = repo();
    let late = repo.pmrepo(&KIND).ends(1).out;
    for word in ["authority-warned", "ivan", "1 late"] {
        assert!(late.contains(word), "{word}: {late}");
    }
    let json = repo
        .pmrepo(&[&KIND[..], &["--all", "--format", "json"]].concat())
        .ends(1)
        .out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told: Vec<_> = json["items"].as_array().unwrap().iter().collect();
    let told = told
        .iter()
        .map(|it| ["kind", "name", "due", "state"].map(|key| it[key].as_str().unwrap_or("")))
        .collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            [
                "custom",
                "authority-warned",
                "2026-03-30T10:30:00Z",
                "overdue"
            ],
            ["custom", "final-report", "2026-04-29T23:59:59Z", "open"],
        ]
    );
    for format in ["csv", "markdown", "slack"] {
        let words = [&KIND[..], &["--format", format]].concat();
        let told = repo.pmrepo(&words).ends(1).out;
        assert!(told.contains("authority-warned"), "{format}: {told}");
    }
    for words in [
        &["show", "late"][..],
        &["mine", "--as", "ivan"],
        &["calendar"],
    ] {
        let told = repo.pmrepo(words).out;
        assert!(told.contains("authority-warned"), "{words:?}: {told}");
    }
    let why = repo
        .pmrepo(&["overdue", "late", "--format", "json"])
        .ends(1)
        .out;
    let because = "24 hours after `detected_at` (2026-03-29T10:30Z)";
    assert!(why.contains(because), "{why}");
}

#[test]
fn what_it_asks_for_meets_it_and_a_pull_request_says_so() {
    let repo = repo();
    repo.pmrepo(&["set", "late", "authority_warned_at=2026-03-29T20:00Z"])
        .ends(0);
    repo.commit("warned").ends(0);
    let late = repo.pmrepo(&KIND).ends(0).out;
    assert!(!late.contains("authority-warned"), "{late}");
    let review = repo.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    assert!(review.contains("meets authority-warned"), "{review}");
}

#[test]
fn whoever_takes_a_clock_out_lowers_the_bar() {
    let repo = repo();
    repo.write(
        &report("late"),
        REPORT.replace("status: draft", "status: in-review"),
    );
    repo.commit("in review").ends(0);
    repo.write("pmrepo.yaml", CONFIG.replace("within: 24h", "within: 72h"));
    repo.commit("later").ends(0);
    let found = repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).out;
    assert!(
        found.contains("`authority-warned` has 72 hours, not 24 hours"),
        "{found}"
    );
}

#[test]
fn a_field_that_is_not_there_meets_nothing() {
    let repo = repo();
    repo.write(
        "pmrepo.yaml",
        CONFIG.replace(
            "{field: authority_warned_at}",
            "{field: authority_wanred_at}",
        ),
    );
    let found = repo.pmrepo(&["check"]).ends(1).out;
    assert!(
        found.contains("there is no field `authority_wanred_at`"),
        "{found}"
    );
    assert!(
        found.contains("did you mean `authority_warned_at`?"),
        "{found}"
    );
}

#[test]
fn the_page_shows_a_configuration_that_works() {
    let page = include_str!("../../.github/pages/clocks.md");
    let config = page.split("```yaml\n").nth(1).unwrap();
    let config = config.split("```").next().unwrap();
    let repo = repo();
    repo.write("pmrepo.yaml", config);
    repo.write(
        &report("late"),
        REPORT.replace("services:", "significant: true\nservices:"),
    );
    let late = repo.pmrepo(&KIND).ends(1).out;
    assert!(late.contains("authority-warning"), "{late}");
    repo.pmrepo(&["set", "late", "authority_warned_at=now"])
        .ends(0);
    repo.pmrepo(&["set", "late", "authority_notified_at=now"])
        .ends(0);
    let late = repo
        .pmrepo(&[&KIND[..], &["--soon", "60d"]].concat())
        .ends(0)
        .out;
    assert!(!late.contains("authority-warning"), "{late}");
    assert!(late.contains("authority-report"), "{late}");
}

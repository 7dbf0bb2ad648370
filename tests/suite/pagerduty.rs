//! `pagerduty`, against one that remembers: what is missing, pull, push and review.

mod encrypted;
mod killed;
mod mocked;
mod programs;
mod troubles;

use crate::contract::Contract;
use crate::elsewhere::Elsewhere;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::TOKEN;
use crate::pagerduty_fake::World;
use crate::pagerduty_fake::incident;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use serde_json::Value;
use serde_json::json;

const REPORT: &str = "---
title: Checkout is slow
status: draft
severity: SEV-1
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
grouped_incidents: [Q2]
references:
  pagerduty: https://acme.pagerduty.com/incidents/Q1
---

## Overview

## Timeline

| Time | Event | Evidence |
|---|---|---|
";

const CHECKLIST: &str = "# Checklist

## Incident Commander

- [ ] `ic.final-severity` Set the final severity.
";

const PLACE: &str = "postmortems/2026/2026-03-10-checkout/postmortem.md";

/// A repository with one postmortem, and a program that has a network.
fn repository() -> Option<(Elsewhere, Sandbox)> {
    let elsewhere = Elsewhere::find()?;
    let repo = Sandbox::new();
    let config = "web_url: https://git.example.com/pm\n\
                  pagerduty:\n  priorities: {P1: SEV-1, P2: SEV-2, P3: SEV-3}\n";
    repo.write("pmrepo.yaml", config);
    repo.write(PLACE, REPORT);
    repo.write(
        "postmortems/2026/2026-03-10-checkout/checklist.md",
        CHECKLIST,
    );
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "--quiet", "--no-verify", "--message", "all"])
        .ends(0);
    Some((elsewhere, repo))
}

/// The primary incident, open, and one that belongs to it.
fn world() -> World {
    let mut world = World::with([
        incident("Q1", 1, "acknowledged", None),
        incident("Q2", 2, "triggered", None),
    ]);
    let agent = json!({"id": "PU1", "type": "user_reference", "summary": "Ann Lee"});
    let entry = |id: &str, kind: &str, at: &str, what: &str| {
        json!({"id": id, "type": kind, "summary": what, "created_at": at, "agent": agent,
            "html_url": format!("https://acme.pagerduty.com/incidents/Q1/log_entries/{id}"),
            "self": format!("https://api.pagerduty.com/log_entries/{id}")})
    };
    let log = vec![
        entry(
            "R1",
            "trigger_log_entry",
            "2026-03-10T10:00:00Z",
            "Checkout is down: 5xx above 20 %",
        ),
        entry(
            "R2",
            "escalate_log_entry",
            "2026-03-10T10:02:00Z",
            "Escalated to Bob Ray.",
        ),
        entry(
            "R3",
            "resolve_log_entry",
            "2026-03-10T11:00:00Z",
            "Rolled back the deploy, it works again",
        ),
    ];
    world.log.insert("Q1".to_owned(), log);
    world
}

fn run(it: &(Elsewhere, Sandbox), server: &PagerDuty, words: &[&str]) -> Output {
    it.0.run(
        &it.1,
        &[
            ("PMREPO_PAGERDUTY_HOST", &server.server.address),
            ("PMREPO_PAGERDUTY_TOKEN", TOKEN),
        ],
        words,
    )
}

/// Holds all that was asked and answered against the published description, and looks for the token.
fn contract(server: &PagerDuty) {
    let Some(mut contract) = Contract::read() else {
        return;
    };
    let seen = server.server.seen();
    assert!(!seen.is_empty());
    for it in &seen {
        contract.check(it);
    }
}

#[test]
fn a_push_does_what_differs_and_writes_down_what_is_so() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    let shown = run(
        &it,
        &server,
        &["pagerduty", "push", "checkout", "--dry-run"],
    )
    .ends(0);
    assert!(shown.out.contains("PUT http://127.0.0.1"), "{shown:?}");
    assert!(shown.out.contains("/incidents/Q1/merge"), "{shown:?}");
    assert!(!shown.snapshot().contains(TOKEN), "{shown:?}");
    assert_eq!(server.world(), world());
    let refused = run(&it, &server, &["pagerduty", "push", "checkout"]).ends(2);
    assert!(refused.err.contains("--yes"), "{refused:?}");
    let done = run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(0);
    assert!(!done.snapshot().contains(TOKEN), "{done:?}");
    let after = server.world();
    assert_eq!(after.incidents["Q1"]["status"], "resolved");
    assert_eq!(after.incidents["Q1"]["priority"]["name"], "P1");
    assert_eq!(
        after.incidents["Q2"]["resolve_reason"]["incident"]["id"],
        "Q1"
    );
    let note = after.notes["Q1"][0]["content"].as_str().unwrap();
    assert_eq!(
        note,
        format!("Postmortem 2026-03-10-checkout: https://git.example.com/pm/{PLACE}")
    );
    let report = it.1.read(PLACE);
    for line in [
        "pagerduty_priority: P1",
        "pagerduty_note: PNQ10",
        "pagerduty_noted_at: 2026-03-10T11:31:00Z",
    ] {
        let short = line.replace(":00Z", "Z");
        assert!(
            report.contains(line) || report.contains(&short),
            "{line}:\n{report}"
        );
    }
    let checklist =
        it.1.read("postmortems/2026/2026-03-10-checkout/checklist.md");
    assert!(
        checklist.contains("- [x] `ic.final-severity`"),
        "{checklist}"
    );
    it.1.pmrepo(&["check", "checkout"]).ends(0);
    contract(&server);
    // A second one has nothing to do.
    server.server.forget();
    let again = run(&it, &server, &["pagerduty", "push", "checkout"]).ends(0);
    assert!(again.out.contains("nothing to do"), "{again:?}");
    assert_eq!((server.world(), it.1.read(PLACE)), (after, report));
    let all_read = server
        .server
        .lines()
        .iter()
        .all(|it| it.starts_with("GET "));
    assert!(all_read, "{:?}", server.server.lines());
}

#[test]
fn a_resolved_incident_is_never_opened_again() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(World::with([
        incident("Q1", 1, "resolved", None),
        incident("Q2", 2, "resolved", None),
    ]));
    run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(0);
    let after = server.world();
    assert_eq!(after.incidents["Q1"]["status"], "resolved");
    let note = after.notes["Q1"][0]["content"].as_str().unwrap();
    assert!(
        note.ends_with("\nGrouped under this incident: Q2"),
        "{note}"
    );
    let lines = server.server.lines();
    assert!(!lines.iter().any(|it| it.contains("merge")), "{lines:?}");
}

#[test]
fn a_priority_that_somebody_changed_there_stops_the_push() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(World::with([
        incident("Q1", 1, "triggered", Some("P3")),
        incident("Q2", 2, "triggered", None),
    ]));
    let stopped = run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(1);
    assert!(stopped.out.contains("has not looked before"), "{stopped:?}");
    let after = server.world();
    assert_eq!(after.incidents["Q1"]["priority"]["name"], "P3");
    assert!(after.incidents["Q2"].get("resolve_reason").is_some());
    assert!(after.notes.is_empty());
    // Who has looked may set it, until it changes again.
    run(&it, &server, &["pagerduty", "pull", "checkout", "--write"]).ends(0);
    server
        .world
        .lock()
        .unwrap()
        .incidents
        .insert("Q1".to_owned(), incident("Q1", 1, "triggered", Some("P2")));
    let stopped = run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(1);
    assert!(
        stopped.out.contains("it was `P3` when pmrepo last looked"),
        "{stopped:?}"
    );
    run(
        &it,
        &server,
        &["pagerduty", "push", "checkout", "--yes", "--force"],
    )
    .ends(0);
    assert_eq!(server.world().incidents["Q1"]["priority"]["name"], "P1");
}

#[test]
fn a_pull_fills_what_is_missing_and_keeps_what_people_wrote() {
    let Some(it) = repository() else { return };
    let mut there = world();
    let mut one = incident("Q1", 1, "resolved", Some("P2"));
    one["created_at"] = json!("2026-03-10T10:05:00Z");
    there.incidents.insert("Q1".to_owned(), one);
    let server = PagerDuty::start(there);
    let before = it.1.read(PLACE);
    let shown = run(&it, &server, &["pagerduty", "pull", "Q1"]).ends(0);
    assert_eq!(it.1.read(PLACE), before);
    for text in [
        "services: Checkout",
        "severity",
        "SEV-2",
        "Ann Lee, Bob Ray",
        "Rolled back the deploy",
        "pagerduty:R3",
    ] {
        assert!(shown.out.contains(text), "{text}: {}", shown.out);
    }
    assert!(
        shown
            .out
            .contains("pmrepo set 2026-03-10-checkout severity=SEV-2"),
        "{}",
        shown.out
    );
    let words = ["pagerduty", "pull", "checkout", "--write", "--rows"];
    run(&it, &server, &words).ends(0);
    let report = it.1.read(PLACE);
    assert!(
        report.contains("severity: SEV-1") && report.contains("pagerduty_priority: P2"),
        "{report}"
    );
    assert!(
        report.contains("Checkout") && report.contains("pagerduty:R3"),
        "{report}"
    );
    assert!(
        !report.contains("Ann Lee\n") && !report.contains("roles"),
        "{report}"
    );
    // Nothing comes twice.
    run(&it, &server, &words).ends(0);
    assert_eq!(it.1.read(PLACE), report);
    contract(&server);
}

#[test]
fn a_new_report_takes_over_what_is_known_there() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(World::with([incident("Q7", 7, "resolved", Some("P2"))]));
    let made = run(
        &it,
        &server,
        &["new", "--from-pagerduty", "7", "--no-input"],
    )
    .ends(0);
    let report = it.1.read(made.out.lines().next().unwrap());
    for text in [
        "title: Checkout is slow",
        "severity: SEV-2",
        "pagerduty: Q7",
        "pagerduty_priority: P2",
        "resolved_at: 2026-03-10T11:00Z",
    ] {
        assert!(report.contains(text), "{text}:\n{report}");
    }
}

#[test]
fn a_major_incident_without_a_postmortem_is_missing() {
    let Some(it) = repository() else { return };
    let mut merged = incident("Q4", 4, "resolved", Some("P1"));
    merged["resolve_reason"] = json!({"type": "merge_resolve_reason", "incident": {"id": "Q1", "type": "incident_reference"}});
    let mut old = incident("Q6", 6, "resolved", Some("P1"));
    old["created_at"] = json!("2025-10-01T10:00:00Z");
    let mut world = World::with([
        incident("Q1", 1, "triggered", Some("P1")),
        incident("Q2", 2, "resolved", Some("P1")),
        incident("Q3", 3, "resolved", Some("P2")),
        merged,
        incident("Q5", 5, "resolved", Some("P3")),
        old,
        incident("Q8", 8, "resolved", None),
    ]);
    world.page = Some(2);
    let server = PagerDuty::start(world);
    let found = run(&it, &server, &["pagerduty", "missing", "--format", "json"]).ends(1);
    let found: Value = serde_json::from_str(&found.out).unwrap();
    let ids = |key: &str, of: &str| -> Vec<String> {
        let all = found[key].as_array().unwrap().iter();
        all.map(|it| it[of].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("missing", "incident"), ["Q3"]);
    assert_eq!(ids("covered", "incident"), ["Q2", "Q4"]);
    assert_eq!(ids("reopened", "postmortem"), ["2026-03-10-checkout"]);
    assert_eq!(found["summary"]["without_priority"], 1);
    schema("missing", &found);
    let longer = run(
        &it,
        &server,
        &["pagerduty", "missing", "--since", "2025-09-01"],
    )
    .ends(1);
    assert!(
        longer.out.contains("Q6") && longer.out.contains("pmrepo new --from-pagerduty Q6"),
        "{longer:?}"
    );
    contract(&server);
    for (asked, _) in server
        .server
        .seen()
        .iter()
        .filter(|(it, _)| it.path == "/incidents")
    {
        assert_eq!(asked.values("time_zone"), ["UTC"]);
        let is_whole = asked.values("date_range") == ["all"];
        assert_eq!(asked.values("statuses[]").contains(&"resolved"), !is_whole);
        assert!(is_whole || !asked.values("since").is_empty() && !asked.values("until").is_empty());
    }
}

/// What `missing` prints is what `stats` reads: an incident that belongs to another is none without a postmortem.
#[test]
fn the_figures_read_what_is_missing() {
    let Some(it) = repository() else { return };
    let mut again = incident("Q1", 1, "acknowledged", Some("P1"));
    // Open again, and created long before what is looked at.
    again["created_at"] = json!("2025-06-01T10:00:00Z");
    let mut merged = incident("Q4", 4, "resolved", Some("P1"));
    merged["resolve_reason"] = json!({"type": "merge_resolve_reason", "incident": {"id": "Q1", "type": "incident_reference"}});
    let world = World::with([again, merged, incident("Q3", 3, "resolved", Some("P2"))]);
    let server = PagerDuty::start(world);
    let found = run(&it, &server, &["pagerduty", "missing", "--format", "json"]).ends(1);
    assert!(
        found
            .out
            .contains("\"reopened\":[{\"postmortem\":\"2026-03-10-checkout\",\"incident\":\"Q1\""),
        "{found:?}"
    );
    contract(&server);
    it.1.write("missing.json", &found.out);
    let figures =
        it.1.pmrepo(&["stats", "--pagerduty", "missing.json"])
            .ends(0)
            .out;
    assert!(figures.contains("1 of 2"), "{figures}");
    assert!(
        figures.contains("without a postmortem: Q3 (#3)."),
        "{figures}"
    );
}

/// Holds a document against the published definition of it.
fn schema(definition: &str, found: &Value) {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/output.schema.json")).unwrap();
    let mut compiler = boon::Compiler::new();
    let name = "https://example.com/output.json";
    compiler.add_resource(name, schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler
        .compile(&format!("{name}#/$defs/{definition}"), &mut schemas)
        .unwrap();
    let verdict = schemas.validate(found, index);
    assert!(verdict.is_ok(), "{:#}", verdict.unwrap_err());
}

#[test]
fn without_a_mapping_or_priorities_nothing_is_said_to_be_there() {
    let Some(it) = repository() else { return };
    it.1.write("pmrepo.yaml", "schema: 1\n");
    let server = PagerDuty::start(world());
    let said = run(&it, &server, &["pagerduty", "missing"]).ends(2);
    assert!(
        said.err.contains("pagerduty: {priorities: {P1: SEV-1}}"),
        "{said:?}"
    );
    server.world.lock().unwrap().has_no_priorities = true;
    let said = run(&it, &server, &["pagerduty", "missing"]).ends(2);
    assert!(said.err.contains("has no priorities"), "{said:?}");
    it.1.write("pmrepo.yaml", "pagerduty: {priorities: {P1: SEV-1}}\n");
    let server = PagerDuty::start(World::with([incident("Q3", 3, "resolved", None)]));
    let said = run(&it, &server, &["pagerduty", "missing"]).ends(2);
    assert!(said.err.contains("no incident has a priority"), "{said:?}");
}

#[test]
fn a_review_there_is_opened_once_and_follows() {
    let Some(it) = repository() else { return };
    let server = PagerDuty::start(world());
    run(&it, &server, &["pagerduty", "review", "checkout", "--yes"]).ends(0);
    assert!(it.1.read(PLACE).contains("pagerduty_review: RVQ1"));
    let opened = server
        .server
        .lines()
        .iter()
        .filter(|it| it.starts_with("POST"))
        .count();
    run(&it, &server, &["pagerduty", "review", "checkout"]).ends(0);
    let now = server
        .server
        .lines()
        .iter()
        .filter(|it| it.starts_with("POST"))
        .count();
    assert_eq!((opened, now), (1, 1));
    it.1.write(
        PLACE,
        REPORT
            .replace("draft", "reviewed")
            .replace("title: ", "title: unfilled "),
    );
    server.world.lock().unwrap().reviews.get_mut("Q1").unwrap()["title"] = json!("unfilled");
    let said = run(&it, &server, &["pagerduty", "review", "checkout", "--yes"]).ends(2);
    assert!(
        said.err.contains("409") && said.err.contains("required section"),
        "{said:?}"
    );
}

#[test]
fn of_a_confidential_postmortem_nothing_is_told_there() {
    let Some(it) = repository() else { return };
    it.1.write(
        PLACE,
        REPORT.replace("status:", "confidential: true\nstatus:"),
    );
    let server = PagerDuty::start(world());
    let said = run(&it, &server, &["pagerduty", "push", "checkout", "--yes"]).ends(0);
    assert!(said.out.contains("confidential"), "{said:?}");
    assert!(server.world().notes.is_empty());
    run(&it, &server, &["pagerduty", "review", "checkout", "--yes"]).ends(2);
    for (asked, _) in server.server.seen() {
        assert!(
            !asked.text.contains("checkout") && !asked.text.contains("Checkout"),
            "{asked:?}"
        );
    }
}

//! `checklist`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob, subject_matter_experts: [dave, eve]}
---
";

const PLACE: &str = "postmortems/2026/2026-03-10-one";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo
}

#[test]
fn a_step_is_ticked_in_place_and_git_knows_by_whom() {
    let repo = repo();
    // There is no checklist yet: the first tick writes it, with everybody named.
    let done = repo
        .pmrepo(&["checklist", "done", "one", "key-events"])
        .ends(0)
        .out;
    assert_eq!(done, "2026-03-10-one: scribe.key-events is done\n");
    let written = repo.read(&format!("{PLACE}/checklist.md"));
    assert!(written.contains("## Scribe: bob\n"), "{written}");
    assert!(written.contains("- [x] `scribe.key-events` "), "{written}");
    for expert in ["dave", "eve"] {
        assert!(
            written.contains(&format!("- [ ] `sme.add-notes` {expert}: ")),
            "{written}"
        );
    }
    repo.pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
    repo.commit("ticked").ends(0);
    repo.pmrepo(&[
        "checklist",
        "done",
        "one",
        "sme.add-notes",
        "--who",
        "eve",
        "--note",
        "see the wiki",
    ])
    .ends(0);
    let shown = repo.pmrepo(&["checklist", "one"]).ends(0).out;
    assert!(shown.contains("[Alice, 2026-04-01]"), "{shown}");
    assert!(shown.contains("[not committed]"), "{shown}");
    let after = repo.read(&format!("{PLACE}/checklist.md"));
    let changed: Vec<&str> = after
        .lines()
        .filter(|line| !written.lines().any(|it| it == *line))
        .collect();
    assert_eq!(
        changed,
        ["- [x] `sme.add-notes` eve: Add whatever notes help, in `notes/`. (see the wiki)"]
    );
    let json = repo
        .pmrepo(&["checklist", "one", "--format", "json"])
        .ends(0)
        .out;
    assert!(json.contains(r#""ticked_by":"Alice""#), "{json}");
}

#[test]
fn what_a_fact_settles_needs_no_tick_and_the_rest_is_listed_by_role_and_person() {
    let repo = repo();
    repo.pmrepo(&["checklist", "done", "one", "final-severity"])
        .ends(0);
    repo.write(&format!("{PLACE}/notes/dave.md"), "Graphs.\n");
    let state = |step: &str, who: &str| {
        let shown = repo.pmrepo(&["checklist", "one", "--who", who]).ends(0).out;
        let line = shown
            .lines()
            .find(|it| it.contains(step))
            .unwrap_or_default();
        line.split(' ').next().unwrap_or_default().to_owned()
    };
    assert_eq!(state("ic.assign-owner", "ivan"), "settled");
    assert_eq!(state("ic.final-severity", "@Ivan"), "done");
    assert_eq!(state("sme.add-notes", "dave"), "settled");
    assert_eq!(state("sme.add-notes", "eve"), "open");
    let open = repo
        .pmrepo(&["checklist", "--open", "--role", "scribe"])
        .ends(0)
        .out;
    assert_eq!(
        open.lines().filter(|it| it.starts_with("open")).count(),
        2,
        "{open}"
    );
}

#[test]
fn a_step_that_does_not_apply_says_why() {
    let repo = repo();
    repo.pmrepo(&[
        "checklist",
        "skip",
        "one",
        "cl.answer-customers",
        "--because",
        "Nobody asked.",
    ])
    .ends(0);
    let written = repo.read(&format!("{PLACE}/checklist.md"));
    assert!(
        written.contains("- [x] `cl.answer-customers` n/a: Nobody asked. (Answer the customers"),
        "{written}"
    );
    repo.pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
    repo.pmrepo(&["checklist", "skip", "one", "ic.resolve", "--because", " "])
        .ends(2);
}

#[test]
fn who_is_asked_for_help_gets_a_step() {
    let repo = repo();
    let said = repo
        .pmrepo(&[
            "checklist",
            "ask",
            "one",
            "deputy",
            "Call the hosting provider.",
        ])
        .ends(0)
        .out;
    assert_eq!(said, "2026-03-10-one: ask.deputy.1\n");
    repo.pmrepo(&["checklist", "ask", "one", "internal-liaison", "Tell sales."])
        .ends(0);
    let written = repo.read(&format!("{PLACE}/checklist.md"));
    let (_, deputy) = written.split_once("## Deputy").unwrap();
    let deputy = deputy.split("## ").next().unwrap();
    assert!(
        deputy.contains("\n- [ ] `ask.deputy.1` Call the hosting provider.\n"),
        "{written}"
    );
    repo.pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
    repo.pmrepo(&["checklist", "done", "one", "ask.deputy.1"])
        .ends(0);
}

#[test]
fn what_a_liaison_is_asked_for_is_the_liaisons() {
    let repo = Sandbox::new();
    let liaison = REPORT.replace("scribe: bob", "scribe: bob, customer_liaison: lena");
    let liaison = liaison.replace(
        "owner: carol",
        "resolved_at: 2026-03-10T11:00Z\nowner: carol",
    );
    repo.write(&report("one"), liaison);
    let ask = |role: &str| {
        let words = ["checklist", "ask", "one", role, "Call the bank."];
        repo.pmrepo(&words).ends(0).out
    };
    // A role has one word in each place, and all of them are understood.
    assert_eq!(
        ask("customer_liaison"),
        "2026-03-10-one: ask.customer-liaison.1\n"
    );
    assert_eq!(
        ask("Customer liaison"),
        "2026-03-10-one: ask.customer-liaison.2\n"
    );
    assert_eq!(ask("cl"), "2026-03-10-one: ask.customer-liaison.3\n");
    let owed = repo
        .pmrepo(&[
            "overdue",
            "--all",
            "--kind",
            "checklist-step",
            "--format",
            "json",
        ])
        .ends(1)
        .out;
    let owed: serde_json::Value = serde_json::from_str(&owed).unwrap();
    let asked = owed["items"].as_array().unwrap().iter();
    let asked: Vec<_> = asked
        .filter(|it| it["step"].as_str().unwrap().starts_with("ask."))
        .map(|it| {
            (
                it["role"].as_str().unwrap(),
                it["owed_by"][0].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(asked, [("customer_liaison", "lena"); 3]);
}

#[test]
fn a_step_that_is_ticked_is_passed_over_only_by_somebody_who_says_so() {
    let repo = repo();
    repo.pmrepo(&["checklist", "done", "one", "ic.resolve"])
        .ends(0);
    let path = format!("{PLACE}/checklist.md");
    let before = repo.read(&path);
    let skip = ["checklist", "skip", "one", "ic.resolve", "--because", "No."];
    let refused = repo.pmrepo(&skip).ends(2).err;
    assert!(refused.contains("ic.resolve is ticked"), "{refused}");
    assert!(refused.contains("--yes"), "{refused}");
    assert_eq!(repo.read(&path), before);
    let mut skip = skip.to_vec();
    skip.push("--yes");
    repo.pmrepo(&skip).ends(0);
    assert!(repo.read(&path).contains("`ic.resolve` n/a: No. ("));
}

#[test]
fn what_is_not_there_changes_nothing() {
    let repo = repo();
    repo.pmrepo(&["checklist", "done", "one", "ic.resolve"])
        .ends(0);
    let before = repo.read(&format!("{PLACE}/checklist.md"));
    for words in [
        &["checklist", "done", "one", "nonsense"][..],
        &["checklist", "done", "one", "sme.add-notes"],
        &["checklist", "done", "nowhere", "ic.resolve"],
        &["checklist", "ask", "one", "king", "Rule."],
        &["checklist", "ask", "one", "deputy", " "],
    ] {
        let refused = repo.pmrepo(words).ends(2).err;
        assert!(
            refused.contains("error: ") && refused.contains("hint: "),
            "{refused}"
        );
    }
    assert_eq!(repo.read(&format!("{PLACE}/checklist.md")), before);
    let again = repo
        .pmrepo(&["checklist", "done", "one", "ic.resolve"])
        .ends(0)
        .out;
    assert!(again.contains("ticked already"), "{again}");
}

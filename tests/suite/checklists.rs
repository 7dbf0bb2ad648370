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

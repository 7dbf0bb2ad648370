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
fn steps_that_facts_settle_are_listed_without_a_checklist_too() {
    let repo = repo();
    let listed = |words: &[&str]| repo.pmrepo(&[&["checklist"], words].concat()).ends(0).out;
    let of_one = listed(&["one", "--open"]);
    assert!(of_one.contains("ic.resolve"), "{of_one}");
    assert_eq!(listed(&["--open"]), of_one);
    // What is over, or not major, has none.
    let over = REPORT.replace("status: draft", "status: closed");
    for text in [over, REPORT.replace("SEV-2", "SEV-4")] {
        repo.write(&report("one"), text);
        assert_eq!(listed(&[]), "no steps\n");
    }
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

/// A repository with a checklist of a major incident, committed.
fn with_checklist() -> Sandbox {
    let repo = repo();
    repo.write(&report("one"), REPORT.replace("SEV-2", "SEV-1"));
    repo.pmrepo(&["checklist", "new", "one"]).ends(0);
    repo.pmrepo(&["checklist", "ask", "one", "scribe", "Call: the bank"])
        .ends(0);
    repo.commit("Begin").ends(0);
    repo
}

fn skip(repo: &Sandbox, step: &str, more: &[&str]) {
    let words = [
        "checklist",
        "skip",
        "one",
        step,
        "--because",
        "Nobody asked.",
    ];
    repo.pmrepo(&[&words[..], more].concat()).ends(0);
}

#[test]
fn what_is_passed_over_is_no_step_that_is_removed() {
    let repo = with_checklist();
    let steps = [
        ("ic.final-severity", None),
        ("scribe.key-events", None),
        ("ask.scribe.1", None),
        ("cl.answer-customers", None),
        ("sme.add-notes", Some("dave")),
        ("sme.add-notes", Some("eve")),
    ];
    for (step, who) in steps {
        let who: Vec<&str> = who.into_iter().flat_map(|it| ["--who", it]).collect();
        skip(&repo, step, &[&who[..], &["--commit"]].concat());
        let checked = repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
        assert!(!checked.out.contains("PM806"), "{step}: {checked:#?}");
        assert!(!checked.out.contains("PM601"), "{step}: {checked:#?}");
    }
    // As it is written by hand, whose it was or not; what is gone is still found.
    let path = format!("{PLACE}/checklist.md");
    repo.git(&["reset", "--quiet", "--hard", "HEAD~6"]).ends(0);
    let begun = repo.read(&path);
    let codes = |from: &str, to: &str| {
        let lines = begun.lines();
        let lines = lines.map(|it| if it.contains(from) { to } else { it });
        repo.write(&path, lines.collect::<Vec<_>>().join("\n") + "\n");
        repo.git(&["add", "--all"]).ends(0);
        let words = ["commit", "--quiet", "--no-verify", "-m", "Change"];
        repo.git(&words).ends(0);
        let range = ["check", "--range", "HEAD~1..HEAD"];
        let found = repo.pmrepo(&range).out.matches("[PM806").count();
        repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]).ends(0);
        found
    };
    let none = "- [x] `sme.add-notes` n/a: was away";
    assert_eq!(codes("`sme.add-notes` dave", none), 0);
    assert_eq!(codes("`sme.add-notes` dave", ""), 1);
    assert_eq!(codes("`sme.add-notes`", ""), 2);
    let none = "- [x] `ask.scribe.1` n/a: they called";
    assert_eq!(codes("`ask.scribe.1`", none), 0);
    assert_eq!(codes("`ask.scribe.1`", ""), 1);
}

#[test]
fn a_step_of_an_expert_that_is_passed_over_stays_theirs() {
    let repo = with_checklist();
    let path = format!("{PLACE}/checklist.md");
    skip(&repo, "add-notes", &["--who", "dave"]);
    let kept =
        "- [x] `sme.add-notes` n/a: Nobody asked. (dave: Add whatever notes help, in `notes/`.)";
    assert!(repo.read(&path).contains(kept), "{}", repo.read(&path));
    // Once more, with another reason.
    let again = ["checklist", "skip", "one", "add-notes", "--who", "dave"];
    repo.pmrepo(&[&again[..], &["--because", "Away"]].concat())
        .ends(0);
    let kept = kept.replace("Nobody asked", "Away");
    assert!(repo.read(&path).contains(&kept), "{}", repo.read(&path));
    let shown = |who: &str| {
        let words = ["checklist", "one", "--who", who, "--format", "json"];
        let said: serde_json::Value =
            serde_json::from_str(&repo.pmrepo(&words).ends(0).out).unwrap();
        let steps = said["steps"].as_array().unwrap().iter();
        let own = steps.filter(|it| it["step"] == "sme.add-notes");
        own.map(|it| (it["state"].to_string(), it["people"].to_string()))
            .collect::<Vec<_>>()
    };
    let own = |state: &str, who: &str| vec![(format!("\"{state}\""), format!("[\"{who}\"]"))];
    assert_eq!(shown("dave"), own("n/a", "dave"));
    assert_eq!(shown("eve"), own("open", "eve"));
    repo.pmrepo(&["checklist", "done", "one", "add-notes", "--who", "dave"])
        .ends(0);
    // Nobody gets a second one.
    repo.pmrepo(&["set", "one", "--expert", "zoe"]).ends(0);
    let steps = repo.read(&path);
    assert_eq!(steps.matches("dave").count(), 2, "{steps}");
    assert!(steps.contains(&kept), "{steps}");
}

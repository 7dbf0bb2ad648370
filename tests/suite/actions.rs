//! `action`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency # what
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
services: [checkout]
action_items:
  - id: AI-1 # the first
    title: Cap the pool
    priority: P1
    owner: dave
    due: 2026-03-20
    ticket: OPS-1
    state: open
  - {id: AI-2, title: \"Page on saturation\", state: proposed, ticket: \"https://t.example.com/OPS-2\"}
---

## What Happened

TODO: ask the vendor for their graphs

## Timeline

| Time | Event | Evidence |
|---|---|---|
| 2026-03-10T10:00Z | TODO(ivan) find the first alert | |
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo.write(
        "postmortems/2026/2026-03-10-one/notes/dave.md",
        "Pools.\n\n- FIXME: draw the pool's size\n",
    );
    repo
}

fn items(repo: &Sandbox, words: &[&str]) -> Vec<String> {
    let all = [&["action", "list", "--format", "json"], words].concat();
    let json: serde_json::Value = serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap();
    let items = json
        .get("action_items")
        .and_then(|it| it.as_array())
        .unwrap();
    items
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it["id"].as_str().unwrap(),
                it["state"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn they_are_listed_by_what_is_due_first() {
    let repo = repo();
    assert_eq!(items(&repo, &[]), ["AI-1 open", "AI-2 proposed"]);
    assert_eq!(items(&repo, &["--overdue"]), ["AI-1 open"]);
    assert_eq!(items(&repo, &["--owner", "@Dave"]), ["AI-1 open"]);
    assert_eq!(items(&repo, &["--state", "proposed"]), ["AI-2 proposed"]);
    assert_eq!(items(&repo, &["--priority", "P3"]), Vec::<String>::new());
    assert_eq!(items(&repo, &["--service", "checkout"]).len(), 2);
    let json = repo
        .pmrepo(&["action", "list", "--format", "json"])
        .ends(0)
        .out;
    assert!(
        json.contains(r#""labels":["sev2","sev2_20260310"]"#),
        "{json}"
    );
    let human = repo.pmrepo(&["action", "list"]).ends(0).out;
    assert!(
        human.contains("2026-03-10-one/AI-1  Cap the pool"),
        "{human}"
    );
    for format in ["markdown", "csv"] {
        let text = repo
            .pmrepo(&["action", "list", "--format", format])
            .ends(0)
            .out;
        assert_eq!(
            text.lines().filter(|it| it.contains("AI-")).count(),
            2,
            "{text}"
        );
    }
}

#[test]
fn an_item_is_added_and_moved_on_and_nothing_else_changes() {
    let repo = repo();
    let added = repo
        .pmrepo(&[
            "action",
            "add",
            "one",
            "Cap: the \"other\" pool",
            "--owner",
            "@eve",
            "--due",
            "2026-04-30",
            "--priority",
            "P1",
            "--kind",
            "prevent",
            "--ticket",
            "OPS-3",
        ])
        .ends(0);
    assert_eq!(added.out, "2026-03-10-one/AI-3\n");
    let new = "  - id: AI-3\n    title: \"Cap: the \\\"other\\\" pool\"\n    kind: prevent\n    priority: P1\n    owner: eve\n    due: 2026-04-30\n    ticket: OPS-3\n    state: open\n";
    let after = repo.read(&report("one"));
    assert_eq!(after.replace(new, ""), REPORT, "{after}");
    repo.pmrepo(&["action", "start", "one/AI-3"]).ends(0);
    repo.pmrepo(&["action", "done", "one/AI-3", "--on", "2026-03-31"])
        .ends(0);
    let done = repo.read(&report("one"));
    assert!(
        done.contains("    state: done\n    done_on: 2026-03-31\n"),
        "{done}"
    );
    // Inside its directory the item's id is enough.
    let here = "postmortems/2026/2026-03-10-one";
    repo.pmrepo_in(
        here,
        &["action", "drop", "AI-1", "--because", "The pool is gone."],
    )
    .ends(0);
    assert_eq!(
        items(&repo, &["--all"]),
        ["AI-1 wont-do", "AI-3 done", "AI-2 proposed"]
    );
    let kept = repo.read(&report("one"));
    assert!(kept.contains("  - id: AI-1 # the first\n"), "{kept}");
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_is_proposed_is_accepted_with_an_owner_and_a_day() {
    let repo = repo();
    let refused = repo
        .pmrepo(&["action", "accept", "one/AI-2", "--owner", "eve"])
        .ends(2)
        .err;
    assert!(refused.contains("--due is missing"), "{refused}");
    repo.pmrepo(&[
        "action",
        "accept",
        "one/AI-2",
        "--owner",
        "eve",
        "--due",
        "2026-05-01",
    ])
    .ends(0);
    assert!(repo.read(&report("one")).contains(
        "state: open, ticket: \"https://t.example.com/OPS-2\", owner: eve, due: 2026-05-01}"
    ));
    repo.pmrepo(&["action", "accept", "one/AI-2", "--owner", "eve"])
        .ends(2);
}

#[test]
fn a_later_day_needs_a_reason() {
    let repo = repo();
    repo.pmrepo(&["action", "due", "one/AI-1", "2026-03-19"])
        .ends(0);
    let refused = repo
        .pmrepo(&["action", "due", "one/AI-1", "2026-03-25"])
        .ends(2)
        .err;
    assert!(refused.contains("--because"), "{refused}");
    repo.pmrepo(&[
        "action",
        "due",
        "one/AI-1",
        "2026-03-25",
        "--because",
        "Parts are late.",
    ])
    .ends(0);
    let after = repo.read(&report("one"));
    assert!(
        after.contains("due: 2026-03-25\n") && after.contains("reason: Parts are late.\n"),
        "{after}"
    );
}

#[test]
fn every_todo_becomes_a_proposed_item_once() {
    let repo = repo();
    let said = repo.pmrepo(&["action", "collect", "one"]).ends(0).out;
    assert_eq!(
        said,
        "2026-03-10-one/AI-3: ask the vendor for their graphs (postmortem.md, What Happened)\n\
         2026-03-10-one/AI-4: find the first alert (postmortem.md, Timeline)\n\
         2026-03-10-one/AI-5: draw the pool's size (notes/dave.md:3)\n"
    );
    let once = repo.read(&report("one"));
    assert!(once.contains("notes/dave.md:3"), "{once}");
    repo.pmrepo(&["action", "collect", "one"]).ends(0);
    assert_eq!(repo.read(&report("one")), once);
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn a_trackers_states_are_taken_over_all_or_none() {
    let repo = repo();
    repo.write(
        "t.csv",
        "Ticket,State,Date\nOPS-1,Closed,2026-03-19T10:00:00Z\nOPS-2,Won't Do,\nOTHER-9,open,\n",
    );
    let dry = repo
        .pmrepo(&["action", "import", "t.csv", "--dry-run"])
        .ends(0)
        .out;
    assert_eq!(
        dry,
        "2026-03-10-one/AI-1: open -> done\n2026-03-10-one/AI-2: proposed -> wont-do\n"
    );
    assert_eq!(repo.read(&report("one")), REPORT);
    repo.write("bad.csv", "ticket,state\nOPS-1,done\nOPS-2,whatever\n");
    let bad = repo.pmrepo(&["action", "import", "bad.csv"]).ends(2).err;
    assert!(
        bad.contains("bad.csv:3: `whatever` is not a state"),
        "{bad}"
    );
    assert_eq!(repo.read(&report("one")), REPORT);
    repo.write(
        "bad.csv",
        "ticket,state\r\nOPS-1,done\r\nOPS-2,whatever\r\n",
    );
    let bad = repo.pmrepo(&["action", "import", "bad.csv"]).ends(2).err;
    assert!(bad.contains("bad.csv:3: "), "{bad}");
    repo.pmrepo(&["action", "import", "t.csv"]).ends(0);
    let after = repo.read(&report("one"));
    assert!(
        after.contains("    state: done\n    done_on: 2026-03-19\n"),
        "{after}"
    );
    let again = repo.pmrepo(&["action", "import", "t.csv"]).ends(0).out;
    assert_eq!(again, "every item is as the tracker says\n");
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let repo = repo();
    for words in [
        &["action", "done", "one/AI-9"][..],
        &["action", "done", "nowhere/AI-1"],
        &["action", "done", "AI-1"],
        &["action", "done", "one/AI-1", "--on", "2026-02-30"],
        &["action", "drop", "one/AI-1", "--because", " "],
        &["action", "add", "one", " "],
        &["action", "add", "one", "x", "--priority", "P9"],
        &["action", "import", "missing.csv"],
    ] {
        let refused = repo.pmrepo(words).ends(2).err;
        assert!(refused.starts_with("error: "), "{refused}");
        assert_eq!(repo.read(&report("one")), REPORT);
    }
    repo.write(
        &report("one"),
        REPORT.replace("status: draft", "status: closed"),
    );
    let closed = repo.pmrepo(&["action", "add", "one", "Cap it"]).ends(2).err;
    assert!(closed.contains("is closed"), "{closed}");
}

#[cfg(unix)]
#[test]
fn an_import_that_cannot_write_one_report_writes_none() {
    let repo = Sandbox::new();
    repo.write(&report("a"), REPORT);
    repo.write(
        &report("b"),
        format!("{REPORT}{}\n", "Long. ".repeat(8_000)),
    );
    repo.write("t.csv", "ticket,state\nOPS-1,closed\n");
    let before = [repo.read(&report("a")), repo.read(&report("b"))];
    // No file may get larger than some 20 KB: the first report can be written, the second cannot.
    let binary = env!("CARGO_BIN_EXE_pmrepo");
    let script = format!("trap '' XFSZ; ulimit -f 40; exec '{binary}' action import t.csv");
    let refused = repo.sh(&script).ends(2);
    assert!(refused.err.contains("too large"), "{}", refused.err);
    let after = [repo.read(&report("a")), repo.read(&report("b"))];
    assert_eq!(before, after);
    repo.pmrepo(&["action", "import", "t.csv"]).ends(0);
    assert!(repo.read(&report("b")).contains("state: done"));
}

/// Sets fields of an item.
fn set(repo: &Sandbox, words: &[&str]) -> crate::sandbox::Output {
    repo.pmrepo(&[&["action", "set"], words].concat())
}

#[test]
fn fields_of_an_item_are_set_in_place_and_put_right() {
    let repo = repo();
    let said = set(
        &repo,
        &[
            "one",
            "AI-1",
            "owner=@Bob",
            "priority=p0",
            "kind=Prevent",
            "due=2026-03-18",
            "title=Cap the pool at 50",
        ],
    );
    assert_eq!(said.ends(0).out, "2026-03-10-one/AI-1: open\n");
    let text = repo.read(&report("one"));
    for line in [
        "  - id: AI-1 # the first\n    title: Cap the pool at 50\n    kind: prevent\n    priority: P0\n",
        "    owner: Bob\n    due: 2026-03-18\n    ticket: OPS-1\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Both ways to name it, everywhere.
    set(&repo, &["one/AI-1", "ticket="]).ends(0);
    assert!(!repo.read(&report("one")).contains("OPS-1"));
    repo.pmrepo(&["action", "start", "one", "AI-1"]).ends(0);
    repo.pmrepo(&["action", "due", "one", "ai-1", "2026-03-17"])
        .ends(0);
    repo.pmrepo(&["action", "done", "one", "AI-1", "--ticket", "OPS-9"])
        .ends(0);
    let accept = [
        "action",
        "accept",
        "one",
        "AI-2",
        "--owner",
        "bob",
        "--due",
        "2026-05-01",
    ];
    repo.pmrepo(&accept).ends(0);
    repo.pmrepo(&["action", "drop", "one", "AI-2", "--because", "No."])
        .ends(0);
    assert_eq!(items(&repo, &["--all"]), ["AI-1 done", "AI-2 wont-do"]);
}

#[test]
fn a_state_brings_what_it_needs() {
    let repo = repo();
    let has = |line: &str| repo.read(&report("one")).contains(line);
    set(&repo, &["one", "AI-1", "state=done"]).ends(0);
    assert!(has("    state: done\n    done_on: 2026-04-01\n"));
    set(&repo, &["one", "AI-1", "state=in progress"]).ends(0);
    assert!(has("    state: in-progress\n") && !has("done_on"));
    // What will not be done needs a reason alone.
    let refused = set(&repo, &["one", "AI-2", "state=wont-do"]).ends(2).err;
    assert!(refused.contains("reason=WHY"), "{refused}");
    set(
        &repo,
        &["one", "AI-2", "state=wont-do", "reason=The vendor does it."],
    )
    .ends(0);
    assert!(has("state: wont-do"));
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn what_is_no_field_or_no_value_of_an_item_is_refused_and_nothing_is_written() {
    let repo = repo();
    let before = repo.read(&report("one"));
    for (words, said) in [
        (&["one", "AI-1", "owenr=bob"][..], "did you mean `owner`?"),
        (&["one", "AI-1", "id=AI-9"], "stays as it is"),
        (&["one", "AI-1", "priority=P9"], "one of P0, P1, P2, P3"),
        (&["one", "AI-1", "kind=nice"], "one of prevent, detect"),
        (&["one", "AI-1", "state=finished"], "one of proposed, open"),
        (&["one", "AI-1", "due=someday"], "`due`"),
        (
            &["one", "AI-1", "due=2026-06-01"],
            "a later day needs a reason",
        ),
        (
            &["one", "AI-1", "due=2026-06-01", "reason= "],
            "a later day needs a reason",
        ),
        (&["one", "AI-1", "done_on=2026-03-30"], "state=done"),
        (
            &["one", "AI-1", "state=done", "done_on=2026-04-20"],
            "future",
        ),
        (&["one", "AI-1", "state=proposed"], "agreed already"),
        (&["one", "AI-1", "title="], "needs its title"),
        (&["one", "AI-1", "state="], "needs its state"),
        (&["one", "AI-1", "owner=a", "owner=b"], "set twice"),
        (&["one", "AI-1", "owner+=a"], "not a list"),
        (&["one", "AI-1"], "nothing to set"),
        (&["one", "AI-9", "owner=a"], "it has AI-1, AI-2"),
        (&["one", "AI-1", "AI-2", "owner=a"], "which item?"),
        (&["owner=a"], "which item?"),
    ] {
        let refused = set(&repo, words).ends(2).err;
        assert!(refused.contains(said), "{words:?}: {refused}");
    }
    assert_eq!(repo.read(&report("one")), before);
}

#[test]
fn of_a_closed_report_what_was_agreed_stays_and_what_becomes_of_it_is_written() {
    let repo = Sandbox::new();
    let closed = include_str!("../../src/rules/example/postmortem.md");
    let closed = closed.replace("state: done\n    done_on: 2026-03-20", "state: open");
    repo.write(&report("one"), closed);
    repo.commit("start").ends(0);
    let refused = set(&repo, &["one", "AI-1", "title=Do more"]).ends(2).err;
    assert!(
        refused.contains("pmrepo reopen 2026-03-10-one"),
        "{refused}"
    );
    for words in [
        &["one", "AI-1", "owner=bob", "ticket=OPS-7", "--commit"][..],
        &[
            "one",
            "AI-1",
            "due=2026-05-01",
            "reason=It takes longer.",
            "--commit",
        ],
        &["one", "AI-1", "state=done", "--commit"],
    ] {
        set(&repo, words).ends(0);
        repo.pmrepo(&["check", "--range", "HEAD~1..HEAD"]).ends(0);
    }
}

#[test]
fn a_postmortem_in_the_place_of_an_item_asks_which() {
    let repo = repo();
    let asked = repo.pmrepo(&["action", "done", "one"]).ends(2).err;
    assert_eq!(
        asked,
        "error: which item of 2026-03-10-one?\n\
         hint: write `2026-03-10-one/AI-1`\n\
         hint: it has AI-1, AI-2\n"
    );
    let unknown = repo.pmrepo(&["action", "done", "two"]).ends(2).err;
    assert!(unknown.contains("which postmortem?"), "{unknown}");
    assert_eq!(repo.read(&report("one")), REPORT);
}

#[test]
fn tweaks_of_process_reviews_are_listed_as_they_are_owed() {
    let repo = repo();
    repo.write(
        "process-reviews/2026/2026-03-30.md",
        "---\nscheduled_for: 2026-03-30T14:00Z\nstatus: held\nchair: alice\nattendees: [alice]\n\
         incidents: []\ntweaks:\n  - id: AI-3\n    title: Write it down\n    kind: process\n    \
         owner: ben\n    due: 2026-03-31\n    state: open\n---\n",
    );
    let overdue = ["AI-1 open", "AI-3 open"];
    assert_eq!(items(&repo, &["--overdue"]), overdue);
    assert_eq!(items(&repo, &["--owner", "ben"]), ["AI-3 open"]);
    assert_eq!(items(&repo, &["2026-03-30"]), ["AI-3 open"]);
    let path = "process-reviews/2026/2026-03-30.md";
    assert_eq!(items(&repo, &[path]), ["AI-3 open"]);
    assert_eq!(
        items(&repo, &["2026-03-10-one", "--overdue"]),
        ["AI-1 open"]
    );
    assert_eq!(items(&repo, &["--service", "checkout"]).len(), 2);
    for format in ["human", "markdown", "csv"] {
        let all = ["action", "list", "2026-03-30", "--format", format];
        let text = repo.pmrepo(&all).ends(0).out;
        let lines: Vec<&str> = text.lines().filter(|it| it.contains("AI-")).collect();
        assert!(
            lines.len() == 1 && lines.concat().contains("Write it down"),
            "{text}"
        );
    }
    repo.pmrepo(&["action", "done", "2026-03-30/AI-3"]).ends(0);
    assert_eq!(items(&repo, &["2026-03-30", "--all"]), ["AI-3 done"]);
}

//! `overdue` and `mine`.

use snapbox::IntoData as _;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Resolved on a Tuesday, never reviewed; one action item.
const LATE: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob}
services: [checkout]
action_items:
  - {id: AI-1, title: Cap the pool, priority: P1, owner: dave, due: 2026-04-03, ticket: T-1, state: open}
---
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("late"), LATE);
    repo.write(
        &report("fine"),
        LATE.replace(
            "status: draft",
            "status: not-required\nnot_required_because: A drill.",
        ),
    );
    repo.write(
        "postmortems/2026/2026-03-30-young/postmortem.md",
        "---\ntitle: Disk full\nstatus: draft\nseverity: SEV-1\nstarted_at: 2026-03-30T10:00Z\n\
         resolved_at: 2026-03-30T12:00Z\nroles: {incident_commander: Carol}\nservices: [search]\n---\n",
    );
    repo
}

#[test]
fn a_line_for_each_postmortem_its_worst_first() {
    let repo = repo();
    let shown = repo.pmrepo(&["overdue"]).ends(1);
    snapbox::assert_data_eq!(
        shown.out,
        snapbox::str![[r#"
Late

WHEN     WHAT                      OWED BY      SEVERITY  POSTMORTEM        TITLE
21 days  internal-notice, +3 more  ivan, carol  SEV-2     2026-03-10-late   Checkout latency
2 days   internal-notice, +4 more  Carol        SEV-1     2026-03-30-young  Disk full

9 late, 2 due soon as of 2026-04-01 12:00 (UTC); --all shows each

"#]]
        .raw()
    );
    let narrow = repo
        .pmrepo_with(
            &[("COLUMNS", "80")],
            &["overdue", "--as-of", "2026-04-01T12:00Z"],
        )
        .ends(1);
    assert!(
        narrow.out.lines().all(|it| it.chars().count() <= 80),
        "{narrow:#?}"
    );
}

#[test]
fn a_line_names_everybody_who_owes_any_of_it_in_every_format() {
    let repo = repo();
    let shown = |words: &[&str]| {
        let all = [&["overdue", "--severity", "SEV-2", "--format"], words].concat();
        repo.pmrepo(&all).ends(1).out
    };
    let people = "people:\n  - {handle: ivan, chat: U0IVAN}\n  - {handle: carol, chat: U0CAROL}\n";
    repo.write("people.yaml", people);
    assert!(shown(&["human"]).contains(" ivan, carol "));
    for (words, told) in [
        (&["markdown"][..], "+3 more | ivan, carol |"),
        (&["markdown", "--mention"], "+3 more | @ivan, @carol |"),
        (&["slack"], "(ivan, carol)"),
        (&["slack", "--mention"], "(<@U0IVAN>, <@U0CAROL>)"),
    ] {
        let shown = shown(words);
        assert!(shown.contains(told), "{words:?}: {shown}");
    }
    // Where nobody is named for the worst of it, the others are.
    repo.write(
        &report("late"),
        LATE.replace("incident_commander: ivan, ", ""),
    );
    for (words, told) in [
        (&["markdown", "--mention"][..], "| @carol |"),
        (&["slack", "--mention"], "(<@U0CAROL>)"),
    ] {
        let shown = shown(words);
        assert!(shown.contains(told), "{words:?}: {shown}");
        assert!(!shown.contains("nobody"), "{words:?}: {shown}");
    }
}

#[test]
fn it_opens_up_explains_filters_and_groups() {
    let repo = repo();
    let explained = repo
        .pmrepo(&["overdue", "--who", "carol", "--all", "--explain"])
        .ends(1)
        .out;
    assert!(
        explained.contains(
            "due 2026-03-17: 5 business days after the incident was resolved (2026-03-10 11:00)"
        ),
        "{explained}"
    );
    let by = repo.pmrepo(&["overdue", "--by", "service"]).ends(1).out;
    assert!(
        by.contains("checkout\n\n") && by.contains("search\n\n"),
        "{by}"
    );
    let count = |words: &[&str]| {
        let all = [&["overdue", "--format", "json", "--no-fail"], words].concat();
        let json: serde_json::Value = serde_json::from_str(&repo.pmrepo(&all).ends(0).out).unwrap();
        json["items"].as_array().unwrap().len()
    };
    assert!(count(&["--all"]) > count(&[]));
    assert_eq!(count(&["--kind", "action-item", "--soon", "1d"]), 0);
    assert_eq!(count(&["--kind", "action-item", "--soon", "5d"]), 1);
    assert_eq!(count(&["--severity", "sev5"]), 0);
    assert_eq!(count(&["--limit", "1"]), 1);
    assert!(count(&["--owner", "@Carol"]) > 0);
    repo.pmrepo(&["overdue", "--kind", "nonsense"]).ends(2);
}

#[test]
fn steps_are_owed_by_those_who_have_the_role() {
    let repo = repo();
    repo.write(
        "postmortems/2026/2026-03-10-late/checklist.md",
        "## Scribe\n\n- [ ] `scribe.key-events` Bring them.\n\n- [x] `scribe.collect-todos` Done.\n",
    );
    let bobs = repo
        .pmrepo(&["overdue", "--who", "bob", "--all"])
        .ends(1)
        .out;
    assert!(bobs.contains("scribe.key-events"), "{bobs}");
    assert!(!bobs.contains("scribe.collect-todos"), "{bobs}");
    assert!(!bobs.contains("Cannot be read"), "{bobs}");
}

#[test]
fn it_fails_where_it_is_asked_to() {
    let repo = repo();
    repo.pmrepo(&["overdue", "--no-fail"]).ends(0);
    repo.pmrepo(&["overdue", "--fail-on", "SEV-3"]).ends(0);
    repo.pmrepo(&["overdue", "--fail-on", "SEV-3,SEV-2"])
        .ends(1);
    let calm = repo
        .pmrepo_with(&[], &["overdue", "--as-of", "2026-03-10T12:00Z"])
        .ends(0);
    assert!(
        calm.out
            .ends_with("as of 2026-03-10 12:00 (UTC); --all shows each\n"),
        "{calm:#?}"
    );
}

#[test]
fn mine_is_all_that_one_person_owes() {
    let repo = repo();
    repo.write(
        "people.yaml",
        "people:\n  - {handle: dave, email: dave@example.com, chat: U0DAVE}\n",
    );
    let mine = repo.pmrepo_as("dave", &["mine"]).ends(0).out;
    assert!(mine.contains("AI-1"), "{mine}");
    assert!(!mine.contains("young"), "{mine}");
    // A commander sees each postmortem of theirs on its way.
    let led = repo.pmrepo(&["mine", "--as", "@ivan"]).ends(1).out;
    assert!(led.contains("reviewed"), "{led}");
    let slack = repo
        .pmrepo_as(
            "dave",
            &["mine", "--format", "slack", "--mention", "--soon", "9d"],
        )
        .ends(0)
        .out;
    assert!(slack.contains("(<@U0DAVE>)"), "{slack}");
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_reported() {
    let repo = repo();
    repo.write(
        &report("broken"),
        LATE.replace("owner: carol", "owner: \"carol"),
    );
    repo.write(&report("odd"), LATE.replace("SEV-2", "SEV-9"));
    repo.write(&report("dateless"), LATE.replace("_at:", "_at_x:"));
    let shown = repo.pmrepo(&["overdue"]).ends(1).out;
    for line in [
        "2026-03-10-broken/postmortem.md:7: ",
        "`SEV-9` is not a severity",
        "neither when the incident began",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
    assert!(shown.contains("2026-03-10-late"), "{shown}");
    repo.pmrepo(&["overdue", "--fail-on", "SEV-5"]).ends(1);
}

#[test]
fn an_action_item_whose_day_cannot_be_read_is_listed() {
    let repo = Sandbox::new();
    let wrong = LATE
        .replace("SEV-2", "SEV-5")
        .replace("due: 2026-04-03", "due: 2026-13-40");
    repo.write(&report("wrong"), &wrong);
    let shown = repo.pmrepo(&["overdue"]).ends(1).out;
    assert!(
        shown.contains("2026-03-10-wrong/postmortem.md:11: `due` of AI-1 is not a date"),
        "{shown}"
    );
    let said = repo.pmrepo(&["calendar"]).ends(1).err;
    assert!(
        said.ends_with(":11: `due` of AI-1 is not a date\n"),
        "{said}"
    );
    // What is done, and what nobody decided yet, is owed on no day.
    for state in ["done", "proposed"] {
        let state = format!("state: {state}");
        repo.write(&report("wrong"), wrong.replace("state: open", &state));
        repo.pmrepo(&["overdue"]).ends(0);
    }
    let tweak = "---\nscheduled_for: 2026-03-30T14:00Z\nstatus: held\ntweaks:\n  \
                 - {id: AI-1, title: Name a deputy, kind: process, owner: ivan, due: soon}\n---\n";
    repo.write("process-reviews/2026/2026-03-30.md", tweak);
    let shown = repo.pmrepo(&["overdue"]).ends(1).out;
    assert!(shown.contains("2026-03-30.md:5: `due` of AI-1"), "{shown}");
}

#[test]
fn the_same_bytes_whatever_the_machine_says() {
    let repo = repo();
    repo.commit("all").ends(0);
    for format in [
        "human", "json", "markdown", "slack", "csv", "github", "junit",
    ] {
        let words = [
            "overdue",
            "--rev",
            "HEAD",
            "--as-of",
            "2026-04-01",
            "--format",
            format,
        ];
        let one = repo.pmrepo_with(&[], &words).ends(1);
        let other = repo
            .pmrepo_with(&[("TZ", "Asia/Tokyo"), ("LANG", "de_DE.UTF-8")], &words)
            .ends(1);
        assert_eq!(one.out, other.out);
        assert!(
            one.out.contains("late") || format == "json" || format == "csv",
            "{one:#?}"
        );
    }
}

#[test]
fn it_is_replayed_and_read_from_a_bare_repository_and_a_shallow_clone() {
    let repo = repo();
    repo.commit("all").ends(0);
    repo.write(&report("late"), LATE.replace("draft", "closed"));
    repo.git(&[
        "commit",
        "-qnam",
        "closed",
        "--date",
        "2026-05-01T00:00:00Z",
    ])
    .ends(0);
    let top = repo.path("").to_str().unwrap().to_owned();
    repo.git(&["clone", "-q", "--bare", &top, "bare.git"])
        .ends(0);
    repo.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        &format!("file://{top}"),
        "shallow",
    ])
    .ends(0);
    for directory in ["bare.git", "shallow"] {
        let shown = repo
            .pmrepo_in(directory, &["overdue", "--format", "json"])
            .ends(1)
            .out;
        let here = repo
            .pmrepo(&["overdue", "--format", "json", "--rev", "HEAD"])
            .ends(1)
            .out;
        let items = |text: &str| -> serde_json::Value {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            json["items"].clone()
        };
        assert_eq!(items(&shown), items(&here));
    }
    let none = repo
        .pmrepo_with(&[], &["overdue", "--replay", "2020-01-01"])
        .ends(2)
        .err;
    assert!(none.contains("nothing was committed before"), "{none}");
    let then = repo
        .pmrepo_with(&[], &["overdue", "--replay", "2026-04-02"])
        .ends(1)
        .out;
    assert!(then.contains("as of 2026-04-02 (UTC)"), "{then}");
}

#[test]
fn what_is_confidential_leaves_the_repository_as_a_date() {
    let repo = Sandbox::new();
    repo.write(
        &report("secret"),
        LATE.replace("owner: carol", "confidential: true\nowner: carol"),
    );
    for format in ["markdown", "slack", "csv", "github", "junit"] {
        let shown = repo.pmrepo(&["overdue", "--format", format]).ends(1).out;
        assert!(
            !shown.contains("secret") && !shown.contains("Checkout"),
            "{shown}"
        );
        assert!(shown.contains("2026-03-10 (confidential)"), "{shown}");
    }
    assert!(repo.pmrepo(&["overdue"]).ends(1).out.contains("secret"));
    // Where it cannot be read, what it says of itself still counts.
    repo.write(
        &report("secret"),
        LATE.replace("owner: carol", "confidential: true\nowner: \"carol"),
    );
    let shown = repo
        .pmrepo(&["overdue", "--format", "markdown"])
        .ends(1)
        .out;
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn nothing_but_the_date_of_what_is_confidential_is_owed_outside() {
    let repo = Sandbox::new();
    let secret = LATE
        .replace("owner: carol", "confidential: true\nowner: carol")
        .replace("SEV-2", "SEV-1");
    repo.write(&report("secret"), &secret);
    let goes_on = secret.replace("resolved_at: 2026-03-10T11:00Z\n", "");
    repo.write(&report("hidden"), goes_on);
    repo.write(&report("broken"), secret.replace("SEV-1", "Secretive"));
    for format in ["markdown", "slack", "csv", "github", "junit"] {
        for more in [&["--explain"][..], &["--all", "--explain"], &["--mention"]] {
            let words = [&["overdue", "--format", format], more].concat();
            let shown = repo.pmrepo(&words).ends(1).out;
            for word in [
                "secret",
                "hidden",
                "broken",
                "carol",
                "ivan",
                "dave",
                "SEV-1",
                "Secretive",
                "AI-1",
                "latency",
                "resolved",
                "unresolved for",
                "meeting-scheduled",
            ] {
                assert!(!shown.contains(word), "{format} says {word}: {shown}");
            }
            assert!(shown.contains("2026-03-10 (confidential)"), "{shown}");
        }
    }
    // They count as all others do.
    let markdown = repo
        .pmrepo(&["overdue", "--format", "markdown"])
        .ends(1)
        .out;
    snapbox::assert_data_eq!(
        markdown,
        snapbox::str![[r#"
### Late

| Late by | What | Owed by | Severity | Postmortem |
|---|---|---|---|---|
| - | - | - | - | 2026-03-10 (confidential) |
| - | - | - | - | 2026-03-10 (confidential) |

### Cannot be read

- 2026-03-10 (confidential)

### Still going on

- 2026-03-10 (confidential)

8 late, 0 due soon, 1 unreadable as of 2026-04-01T12:00Z

"#]]
        .raw()
    );
}

#[test]
fn before_the_first_commit_there_is_nothing_to_replay() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q"]).ends(0);
    repo.write("pmrepo.yaml", "");
    let refused = repo.pmrepo_with(&[], &["overdue", "--replay", "2026-03-31"]);
    let other = repo.pmrepo_with(&[], &["check", "--rev", "HEAD"]);
    let refused = refused.ends(2).err;
    assert!(
        refused.starts_with("error: `HEAD` names no commit\n"),
        "{refused}"
    );
    assert_eq!(refused, other.ends(2).err);
}

//! `meeting`.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
---
";

fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), REPORT);
    repo
}

#[test]
fn a_meeting_is_planned_and_held() {
    let repo = repo();
    let meeting = |words: &[&str]| {
        let mut all = vec!["meeting", "one"];
        all.extend(words);
        repo.pmrepo(&all)
    };
    meeting(&["--on", "tomorrow 14:00"]).ends(0);
    let text = repo.read(&report("one"));
    assert!(
        text.contains("meeting:\n  scheduled_for: 2026-04-02T14:00Z\n"),
        "{text}"
    );
    let held = [
        "--held",
        "9:30",
        "--attendees",
        "@carol,bob",
        "--attendees",
        "eve",
        "--facilitator",
        "bob",
        "--recording",
        "https://video.example.com/1",
    ];
    meeting(&held).ends(0);
    let text = repo.read(&report("one"));
    for line in [
        "  held_at: 2026-04-01T09:30Z\n",
        "  attendees: [carol, bob, eve]\n",
        "  facilitator: bob\n",
        "  recording: \"https://video.example.com/1\"\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    repo.pmrepo(&["check"]).ends(0);
    // What is yet to come was not held, and what was held was not called off.
    assert!(
        meeting(&["--held", "2026-04-03 10:00"])
            .ends(2)
            .err
            .contains("future")
    );
    assert!(
        meeting(&["--none-because", "No."])
            .ends(2)
            .err
            .contains("held already")
    );
    meeting(&[]).ends(2);
    meeting(&["--on", "9:00", "--none-because", "No."]).ends(2);
    assert_eq!(repo.read(&report("one")), text);
}

#[test]
fn that_there_is_none_says_why_and_is_taken_back_by_one() {
    let repo = repo();
    repo.pmrepo(&["meeting", "one", "--on", "tomorrow 14:00"])
        .ends(0);
    let none = [
        "meeting",
        "one",
        "--none-because",
        "We read it together.",
        "--commit",
    ];
    repo.commit("start").ends(0);
    repo.pmrepo(&none).ends(0);
    let text = repo.read(&report("one"));
    assert!(
        text.contains("no_meeting_because: We read it together.\n"),
        "{text}"
    );
    assert!(!text.contains("scheduled_for"), "{text}");
    let log = repo.git(&["log", "-1", "--format=%s"]).out;
    assert_eq!(log, "2026-03-10-one: there is no meeting\n");
    repo.pmrepo(&["meeting", "one", "--on", "tomorrow 14:00"])
        .ends(0);
    let text = repo.read(&report("one"));
    assert!(!text.contains("no_meeting_because"), "{text}");
    repo.pmrepo(&["meeting", "one", "--none-because", " "])
        .ends(2);
}

#[test]
fn a_value_that_the_schema_refuses_is_written_whatever_the_level_of_its_rule_by_no_command() {
    let repo = repo();
    repo.write("pmrepo.yaml", "schema: 1\nrules: {bad-format: off}\n");
    for words in [
        ["meeting", "one", "--facilitator", "a/b"],
        ["set", "one", "meeting.facilitator=a/b", "--no-commit"],
    ] {
        let refused = repo.pmrepo(&words).ends(2).err;
        let said = "error: nothing was written: `meeting.facilitator` is a team: one person is expected (postmortem.md:";
        assert!(refused.starts_with(said), "{refused}");
        assert_eq!(repo.read(&report("one")), REPORT);
    }
}

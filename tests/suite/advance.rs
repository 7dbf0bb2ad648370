//! `advance`, where a report is ready: what it says besides.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PLACE: &str = "postmortems/2026/2026-03-10-one";

/// A report that is ready for each status, with another one.
fn with_status(status: &str) -> Sandbox {
    let repo = Sandbox::new();
    let text = CLOSED.replace("status: closed", &format!("status: {status}"));
    repo.write(&report("one"), text);
    repo.write(
        &format!("{PLACE}/messages/external.md"),
        "---\nnot_sent_because: Nobody felt it.\n---\n",
    );
    repo
}

#[test]
fn a_major_incident_without_a_checklist_is_told_so_and_goes_on() {
    let repo = with_status("draft");
    let moved = repo.pmrepo(&["advance", "one"]).ends(0);
    assert_eq!(moved.out, "2026-03-10-one: draft -> in-review\n");
    assert!(moved.err.contains("without `checklist.md`"), "{moved:#?}");
    assert!(
        moved.err.contains("pmrepo checklist new 2026-03-10-one"),
        "{moved:#?}"
    );
    let found = repo.pmrepo(&["check", "--fail-on", "warning"]).ends(1).out;
    assert!(
        found.contains("PM604") && found.contains("warning"),
        "{found}"
    );
    // A repository of reports alone is legal, and may say that it is one.
    repo.write("pmrepo.yaml", "rules: {PM604: off}\n");
    let moved = repo.pmrepo(&["advance", "one"]).ends(0);
    assert!(!moved.err.contains("checklist"), "{moved:#?}");
}

#[test]
fn advance_writes_the_checklist_first_where_it_is_told_to() {
    let repo = with_status("draft");
    let path = format!("{PLACE}/checklist.md");
    let refused = repo.pmrepo(&["advance", "one", "--checklist"]).ends(1).out;
    assert!(refused.contains("scribe.key-events"), "{refused}");
    assert!(repo.read(&path).contains("## Scribe: bob"));
    repo.pmrepo(&["checklist", "new", "one"]).ends(2);
    let steps = ["final-severity", "key-events", "collect-todos"];
    let mut done = vec!["checklist", "done", "one"];
    done.extend(steps);
    repo.pmrepo(&done).ends(0);
    let moved = repo.pmrepo(&["advance", "one"]).ends(0);
    assert!(!moved.err.contains("checklist"), "{moved:#?}");
}

#[test]
fn the_checklist_and_the_status_are_one_commit() {
    let commits = |repo: &Sandbox| repo.git(&["log", "--format=%s"]).ends(0).out;
    let repo = with_status("draft");
    repo.commit("ready").ends(0);
    let before = commits(&repo);
    // Not ready, because of the steps that stand there now: the checklist alone.
    repo.pmrepo(&["advance", "one", "--checklist", "--commit"])
        .ends(1);
    let after = commits(&repo);
    assert_eq!(
        after,
        format!("2026-03-10-one: write the checklist\n{before}")
    );
    // Ready: both.
    let repo = with_status("draft");
    repo.write(
        "pmrepo.yaml",
        "checklist: {drop: [ic.final-severity, scribe.key-events, scribe.collect-todos]}\n",
    );
    repo.commit("ready").ends(0);
    let before = commits(&repo);
    let dry = repo
        .pmrepo(&["advance", "one", "--checklist", "--dry-run"])
        .ends(0);
    assert!(dry.out.contains("checklist.md: new, "), "{dry:#?}");
    assert!(dry.out.contains("+ status: in-review"), "{dry:#?}");
    let words = ["advance", "one", "--checklist", "--commit"];
    repo.pmrepo(&words).ends(0);
    let after = commits(&repo);
    assert_eq!(
        after,
        format!("2026-03-10-one: draft -> in-review\n{before}")
    );
    let files = ["show", "--name-only", "--format=", "HEAD"];
    let files = repo.git(&files).ends(0).out;
    assert_eq!(
        files,
        format!("{PLACE}/checklist.md\n{PLACE}/postmortem.md\n")
    );
}

#[test]
fn what_stays_open_is_said_when_a_report_closes() {
    let repo = with_status("reviewed");
    let closing = repo.pmrepo(&["advance", "one"]).ends(0).err;
    assert!(!closing.contains("open"), "{closing}");
    let repo = with_status("reviewed");
    let open = "    state: open\n  - {id: AI-2, title: Alert on slow nodes, kind: detect, \
                priority: P2, owner: bob, due: 2026-04-20, ticket: OPS-2, state: in-progress}\n  \
                - {id: AI-3, title: Drop the old client, kind: prevent, priority: P1, owner: bob, \
                due: 2026-04-10, ticket: OPS-3, state: open}\n";
    let text = repo.read(&report("one"));
    let text = text.replace("    state: done\n    done_on: 2026-03-20\n", open);
    repo.write(
        &report("one"),
        text.replace("due: 2026-03-24", "due: 2026-04-24"),
    );
    let closing = repo.pmrepo(&["advance", "one"]).ends(0).err;
    assert!(
        closing.contains("3 action items stay open, the next is due 2026-04-10 (AI-3)\n"),
        "{closing}"
    );
}

//! What history knows of a change, and what the lines in its commits allow: in real histories.

use crate::sandbox::Sandbox;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const PATH: &str = "postmortems/2026/2026-03-10-checkout-latency/postmortem.md";

fn report(status: &str) -> String {
    CLOSED.replace("status: closed", &format!("status: {status}"))
}

/// A repository whose main branch holds the example with another status; a branch begins there.
fn repository(status: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(PATH, report(status));
    sandbox.commit("Begin").ends(0);
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox
}

/// The rules about changes that a range breaks, each with its level.
fn found(sandbox: &Sandbox, range: &str) -> Vec<String> {
    let out = sandbox
        .pmrepo(&["check", "--range", range, "--format", "json"])
        .out;
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let findings = out.get("findings").and_then(|it| it.as_array()).unwrap();
    let text =
        |it: &serde_json::Value, key: &str| it.get(key).unwrap().as_str().unwrap().to_owned();
    let own = findings
        .iter()
        .filter(|it| text(it, "code").starts_with("PM8"));
    own.map(|it| format!("{} {}", text(it, "code"), text(it, "level")))
        .collect()
}

/// Commits the report as it is to be.
fn set(sandbox: &Sandbox, text: &str, message: &str) {
    sandbox.write(PATH, text);
    sandbox.commit(message).ends(0);
}

const NONE: [&str; 0] = [];

#[test]
fn what_had_been_reviewed_goes_back_with_a_reason_alone() {
    // One status after the other, over several pushes.
    let sandbox = repository("reviewed");
    let allow = |rule: &str| format!("Go back\n\nPmrepo-Allow: {rule} it was the other cache");
    set(&sandbox, &report("in-review"), "Go back");
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 error"]);
    set(&sandbox, &report("draft"), "Go back");
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 error"]);
    let not_required = report("not-required").replace(
        "status: not-required",
        "status: not-required\nnot_required_because: No.",
    );
    set(&sandbox, &not_required, "Go back");
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 error"]);
    // Wherever it lay then.
    sandbox
        .git(&["reset", "--quiet", "--hard", "HEAD~2"])
        .ends(0);
    sandbox
        .git(&[
            "mv",
            "postmortems/2026/2026-03-10-checkout-latency",
            "postmortems/2026/2026-03-10-moved",
        ])
        .ends(0);
    sandbox.commit("Move it").ends(0);
    sandbox.write(
        "postmortems/2026/2026-03-10-moved/postmortem.md",
        report("draft"),
    );
    sandbox.commit("Go back").ends(0);
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 error"]);
    // With a reason each time.
    sandbox.git(&["reset", "--quiet", "--hard", "main"]).ends(0);
    set(&sandbox, &report("in-review"), &allow("PM801"));
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 note"]);
    set(&sandbox, &report("draft"), &allow("status-move"));
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM801 note"]);
    assert_eq!(found(&sandbox, "main..HEAD"), ["PM801 note"]);
    // What was never reviewed goes back as it likes.
    let sandbox = repository("in-review");
    set(&sandbox, &report("draft"), "Go back");
    assert_eq!(found(&sandbox, "main..HEAD"), NONE);
}

#[test]
fn the_commits_of_one_pull_request_are_looked_at_one_by_one() {
    let sandbox = repository("draft");
    set(&sandbox, &report("in-review"), "Send it");
    set(&sandbox, &report("reviewed"), "It is reviewed");
    assert_eq!(found(&sandbox, "main...topic"), NONE);
    set(&sandbox, &report("closed"), "Close it");
    assert_eq!(found(&sandbox, "main...topic"), NONE);
    // In one commit nobody saw what lies between, whatever comes before and after.
    let sandbox = repository("draft");
    set(&sandbox, &report("reviewed"), "All at once");
    set(&sandbox, &report("closed"), "Close it");
    assert_eq!(found(&sandbox, "main...topic"), ["PM802 warning"]);
}

#[test]
fn a_line_allows_what_its_own_commit_does() {
    let typo = report("closed").replace("seventy minutes after", "70 minutes after");
    let allow = "Fix it\n\nPmrepo-Allow: PM803 a typo";
    let sandbox = repository("closed");
    set(&sandbox, &typo, allow);
    assert_eq!(found(&sandbox, "main...topic"), ["PM803 note"]);
    // Another commit does something else without one.
    let more = typo.replacen("title: ", "title: More ", 1);
    set(&sandbox, &more, "More");
    assert_eq!(
        found(&sandbox, "main...topic"),
        ["PM803 error", "PM803 note"]
    );
    // It is taken back, and done again without one.
    let sandbox = repository("closed");
    set(&sandbox, &typo, allow);
    set(&sandbox, &report("closed"), "Take it back");
    assert_eq!(found(&sandbox, "main...topic"), NONE);
    set(&sandbox, &typo, "Do it again");
    assert_eq!(found(&sandbox, "main...topic"), ["PM803 error"]);
    // The line is in a commit that changes another file of the postmortem, or something else in this one.
    for path in [
        PATH.replace("postmortem.md", "notes/dave.md"),
        PATH.to_owned(),
    ] {
        let sandbox = repository("closed");
        set(&sandbox, &typo, "Fix it");
        let text = if path == PATH {
            typo.replace("\nservices: [", "\ntags: [cache]\nservices: [")
        } else {
            "I saw it.\n".to_owned()
        };
        assert_ne!(text, typo);
        sandbox.write(&path, text);
        sandbox.commit(allow).ends(0);
        assert_eq!(found(&sandbox, "main...topic"), ["PM803 error"], "{path}");
    }
}

#[test]
fn what_is_changed_once_more_needs_a_line_once_more() {
    let row = |time: &str| report("reviewed").replace("T10:04Z | The", &format!("T{time}Z | The"));
    let sandbox = repository("reviewed");
    set(
        &sandbox,
        &row("10:05"),
        "Fix it\n\nPmrepo-Allow: PM804 the clock was wrong",
    );
    assert_eq!(found(&sandbox, "main...topic"), ["PM804 note"]);
    set(&sandbox, &row("10:06"), "Once more");
    assert_eq!(found(&sandbox, "main...topic"), ["PM804 error"]);
    set(
        &sandbox,
        &row("10:05"),
        "Back\n\nPmrepo-Allow: PM804 the clock was wrong",
    );
    assert_eq!(found(&sandbox, "main...topic"), ["PM804 note"]);
}

#[test]
fn a_removal_is_allowed_by_the_commit_that_removes() {
    let directory = PATH.trim_end_matches("/postmortem.md");
    let allow = "Remove it\n\nPmrepo-Allow: PM809 it was a test";
    let remove = |sandbox: &Sandbox, message: &str| {
        sandbox.git(&["rm", "--quiet", "-r", directory]).ends(0);
        sandbox.commit(message).ends(0);
    };
    let sandbox = repository("draft");
    remove(&sandbox, allow);
    assert_eq!(found(&sandbox, "main...topic"), ["PM809 note"]);
    set(&sandbox, &report("draft"), "Take it back");
    remove(&sandbox, "Remove it");
    assert_eq!(found(&sandbox, "main...topic"), ["PM809 error"]);
    // In one that only touches it, it allows nothing.
    let sandbox = repository("draft");
    set(&sandbox, &report("in-review"), allow);
    remove(&sandbox, "Remove it");
    assert_eq!(found(&sandbox, "main...topic"), ["PM809 error"]);
    // Whoever moves it first is not who removes it.
    let moves = |sandbox: &Sandbox, message: &str| {
        let moved = directory.replace("checkout", "cart");
        sandbox.git(&["mv", directory, &moved]).ends(0);
        sandbox.commit(message).ends(0);
        moved
    };
    for (first, then, finding) in [
        ("Move it", allow, "PM809 note"),
        (allow, "Remove it", "PM809 error"),
    ] {
        let sandbox = repository("draft");
        let moved = moves(&sandbox, first);
        sandbox.git(&["rm", "--quiet", "-r", &moved]).ends(0);
        sandbox.commit(then).ends(0);
        assert_eq!(found(&sandbox, "main...topic"), [finding]);
    }
    // The checklist is no report, and lies beside it.
    let sandbox = repository("in-review");
    let list = PATH.replace("postmortem.md", "checklist.md");
    sandbox.write(&list, include_str!("../../src/rules/example/checklist.md"));
    sandbox.commit("More").ends(0);
    sandbox.git(&["rm", "--quiet", &list]).ends(0);
    sandbox
        .commit("Remove it\n\nPmrepo-Allow: PM806 it was a test")
        .ends(0);
    assert_eq!(found(&sandbox, "HEAD~1..HEAD"), ["PM806 note"]);
}

#[test]
fn a_squash_merge_strings_messages_together_and_forges_no_commit() {
    let sandbox = repository("closed");
    let typo = report("closed").replace("seventy minutes after", "70 minutes after");
    let message =
        "Fix things (#7)\n\n* Fix it\n\nPmrepo-Allow: PM803 a typo\n\n* More\n\nSigned-off-by: a\n";
    set(&sandbox, &typo, message);
    assert_eq!(found(&sandbox, "main...topic"), ["PM803 note"]);
    // What separates commits in somebody's message makes none.
    let sandbox = repository("closed");
    set(&sandbox, &typo, "Fix it");
    let id = sandbox.git(&["rev-parse", "HEAD"]).out;
    let forged = format!(
        "Other\u{1}{}\u{2}PM803 forged\n\u{2}\n{PATH}\n\n{}\nPmrepo-Allow: PM803",
        id.trim(),
        id.trim()
    );
    sandbox.write("other.txt", "x");
    sandbox.commit(&forged).ends(0);
    assert_eq!(found(&sandbox, "main...topic"), ["PM803 error"]);
}

#[test]
fn a_move_is_one_only_where_it_is_a_postmortem_again() {
    for (to, expected) in [
        ("postmortems/2025/2026-03-10-other", &NONE[..]),
        ("archive/2026-03-10-checkout-latency", &["PM809 error"]),
        (
            "postmortems/.old/2026-03-10-checkout-latency",
            &["PM809 error"],
        ),
        (
            "process-reviews/2026-03-10-checkout-latency",
            &["PM809 error"],
        ),
        ("other/pm/2026-03-10-checkout-latency", &NONE),
    ] {
        let sandbox = repository("draft");
        sandbox.write("other/pmrepo.yaml", "paths: {postmortems: pm}\n");
        sandbox.commit("Another root").ends(0);
        sandbox.git(&["tag", "start"]).ends(0);
        std::fs::create_dir_all(sandbox.path(to).parent().unwrap()).unwrap();
        let directory = PATH.trim_end_matches("/postmortem.md");
        sandbox.git(&["mv", directory, to]).ends(0);
        sandbox.commit("Move it").ends(0);
        assert_eq!(found(&sandbox, "start..topic"), expected, "{to}");
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_file_matters_in_a_change_as_it_does_in_a_commit() {
    for script in [
        "ln -s /etc postmortems/2025",
        "ln -s /etc/passwd postmortems/2026/link",
        "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),postmortems/sub",
        "f=postmortems/$(printf '\\377'); mkdir $f && cp postmortems/2026/*/postmortem.md $f",
        "touch postmortems/$(printf '\\377').txt",
    ] {
        let sandbox = repository("draft");
        sandbox
            .sh(&format!(
                "{script} && git add postmortems/[!s]* 2>/dev/null; git commit -qm Strange"
            ))
            .ends(0);
        let codes = |words: &[&str]| {
            let all = [&["check", "--format", "json"], words].concat();
            let out: serde_json::Value = serde_json::from_str(&sandbox.pmrepo(&all).out).unwrap();
            let findings = out.get("findings").unwrap().as_array().unwrap().clone();
            findings
                .iter()
                .map(|it| it.get("code").unwrap().as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let (rev, range) = (codes(&["--rev", "HEAD"]), codes(&["--range", "main..HEAD"]));
        assert!(rev.contains(&"PM009".to_owned()), "{script}: {rev:?}");
        assert_eq!(range, rev, "{script}");
    }
}

#[test]
fn a_later_date_with_a_new_reason_passes_as_the_command_writes_it() {
    for status in ["closed", "reviewed", "in-review"] {
        let sandbox = repository(status);
        let words = [
            "action",
            "due",
            "checkout",
            "AI-1",
            "2026-04-20",
            "--because",
            "The vendor is late.",
            "--commit",
        ];
        let said = sandbox.pmrepo(&words).ends(0);
        assert_eq!(found(&sandbox, "main..topic"), NONE, "{status}: {said:?}");
    }
}

#[test]
fn a_process_review_and_its_tweaks_are_kept() {
    const NOTES: &str = "process-reviews/2026/2026-04-01.md";
    let text = |status: &str, tweaks: &[(&str, &str)]| {
        let item = |(id, state): &(&str, &str)| {
            format!("  - {{id: {id}, title: Page the deputy too, kind: process, state: {state}}}\n")
        };
        let tweaks: String = tweaks.iter().map(item).collect();
        format!(
            "---\nscheduled_for: 2026-04-01T10:00Z\nstatus: {status}\nchair: alice\ntweaks:\n{tweaks}---\n\n## What we did well\n"
        )
    };
    let start = |status: &str| {
        let sandbox = repository("draft");
        sandbox.write(
            NOTES,
            text(status, &[("AI-1", "open"), ("AI-2", "proposed")]),
        );
        sandbox.commit("Review").ends(0);
        sandbox.git(&["tag", "start"]).ends(0);
        sandbox
    };
    let change = |sandbox: &Sandbox, path: &str, text: &str, message: &str| {
        sandbox.write(path, text);
        sandbox.commit(message).ends(0);
        found(sandbox, "start..topic")
    };
    let (open, proposed) = (("AI-1", "open"), ("AI-2", "proposed"));
    let sandbox = start("scheduled");
    let only_open = text("scheduled", &[open]);
    assert_eq!(change(&sandbox, NOTES, &only_open, "Drop it"), NONE);
    let none = text("scheduled", &[proposed]);
    assert_eq!(change(&sandbox, NOTES, &none, "Drop it"), ["PM806 error"]);
    let sandbox = start("held");
    let only_open = text("held", &[open]);
    assert_eq!(
        change(&sandbox, NOTES, &only_open, "Drop it"),
        ["PM806 error"]
    );
    let sandbox = start("held");
    let allow = "Drop it\n\nPmrepo-Allow: PM806 it was twice";
    assert_eq!(change(&sandbox, NOTES, &only_open, allow), ["PM806 note"]);
    // A review that moves keeps its tweaks, and one that is removed is missed.
    let sandbox = start("held");
    let moved = "process-reviews/2026/2026-04-02.md";
    sandbox.git(&["mv", NOTES, moved]).ends(0);
    let all = text("held", &[open, proposed]);
    assert_eq!(change(&sandbox, moved, &all, "Move it"), NONE);
    assert_eq!(
        change(&sandbox, moved, &only_open, "Drop it"),
        ["PM806 error"]
    );
    sandbox.git(&["rm", "--quiet", moved]).ends(0);
    sandbox.commit("Remove it").ends(0);
    assert_eq!(found(&sandbox, "start..topic"), ["PM809 error"]);
    let sandbox = start("held");
    std::fs::create_dir_all(sandbox.path("archive")).unwrap();
    sandbox.git(&["mv", NOTES, "archive/x.md"]).ends(0);
    sandbox
        .commit("Move it away\n\nPmrepo-Allow: PM809 it was a test")
        .ends(0);
    assert_eq!(found(&sandbox, "start..topic"), ["PM809 note"]);
}

#[test]
fn the_review_of_a_change_ends_with_the_lines_that_a_squash_merge_has_to_keep() {
    let sandbox = repository("closed");
    let typo = report("closed").replace("seventy minutes after", "70 minutes after");
    let line = "Pmrepo-Allow: PM803 a ```typo``` \u{1b}[31m";
    set(&sandbox, &typo, &format!("Fix it\n\n{line}\nnot this"));
    set(
        &sandbox,
        &typo.replacen("title: ", "title: More ", 1),
        "More\n\nPmrepo-Allow: PM803 a second",
    );
    let pr = |format: &str| {
        sandbox
            .pmrepo(&["pr", "main...topic", "--format", format])
            .ends(0)
            .out
    };
    let markdown = pr("markdown");
    let block = "\n### In the message of a squash merge\n\n````text\n\
                 Pmrepo-Allow: PM803 a ```typo``` \u{fffd}[31m\nPmrepo-Allow: PM803 a second\n````\n";
    assert!(
        markdown.ends_with(block) || markdown.contains("Pmrepo-Allow: PM803 a second\n````\n"),
        "{markdown}"
    );
    assert!(!markdown.contains('\u{1b}'), "{markdown}");
    assert!(pr("human").ends_with("Pmrepo-Allow: PM803 a second\n"));
    let json: serde_json::Value = serde_json::from_str(&pr("json")).unwrap();
    assert_eq!(json.get("squash").unwrap().as_array().unwrap().len(), 2);
    // With them in one message the squashed commit passes.
    let squash = "git checkout -q main && git merge -q --squash topic && git commit -qm 'Fix (#1)\n\n\
                  * Fix it\n\nPmrepo-Allow: PM803 a typo\n\n* More\n\nPmrepo-Allow: PM803 a second'";
    sandbox.sh(squash).ends(0);
    sandbox
        .pmrepo(&["check", "--range", "HEAD~1..HEAD"])
        .ends(0);
    // Nothing is to be kept where nothing is allowed.
    let sandbox = repository("draft");
    set(&sandbox, &report("in-review"), "Send it");
    let markdown = sandbox
        .pmrepo(&["pr", "main...topic", "--format", "markdown"])
        .ends(0)
        .out;
    assert!(!markdown.contains("squash"), "{markdown}");
}

#[test]
fn of_a_confidential_postmortem_no_reason_leaves_the_repository() {
    let sandbox = repository("closed");
    let secret = report("closed").replacen("severity:", "confidential: true\nseverity:", 1);
    set(
        &sandbox,
        &secret,
        "Keep it\n\nPmrepo-Allow: PM803 Acme is suing us",
    );
    let markdown = sandbox
        .pmrepo(&["pr", "main...topic", "--format", "markdown"])
        .ends(0)
        .out;
    assert!(!markdown.contains("Acme"), "{markdown}");
    assert!(
        markdown.contains("1 line of commits of a confidential postmortem"),
        "{markdown}"
    );
    assert!(
        sandbox
            .pmrepo(&["pr", "main...topic", "--format", "human"])
            .out
            .contains("Acme")
    );
}

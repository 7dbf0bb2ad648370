//! A repository of two roots: what a command is told to do with a postmortem is judged, and written,
//! by the root in which it lies.

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REPORT: &str = "---
title: Checkout latency
status: draft
severity: SEV-2
started_at: 2026-03-10T10:00Z
owner: carol
roles: {incident_commander: ivan, scribe: bob}
---
";

const CHECKLIST: &str =
    "# Checklist\n\n## Scribe: bob\n\n- [ ] `scribe.key-events` Bring the key events in.\n";

/// The first root knows other severities, another zone and another roster than the second.
fn repo() -> Sandbox {
    let repo = Sandbox::new();
    repo.git(&["rm", "-q", "pmrepo.yaml"]).ends(0);
    repo.write(
        "a/pmrepo.yaml",
        "severities: [P1, P2]\ntimezone: Asia/Tokyo\n",
    );
    repo.write("b/pmrepo.yaml", "timezone: Europe/Berlin\n");
    repo.write(
        &format!("a/{}", report("one")),
        REPORT.replace("SEV-2", "P2"),
    );
    repo.write(&format!("b/{}", report("two")), REPORT);
    let checklist = format!(
        "b/{}",
        report("two").replace("postmortem.md", "checklist.md")
    );
    repo.write(&checklist, CHECKLIST);
    repo
}

#[test]
fn what_is_read_by_its_id_is_judged_by_its_own_root() {
    let repo = repo();
    for words in [
        &["checklist", "two"][..],
        &["checklist", "two", "--format", "json"],
        &["message", "list", "two"],
        &["message", "list", "two", "--format", "json"],
        &["show", "two"],
        &["show", "two", "--format", "json"],
    ] {
        let inside = repo.pmrepo_in("b", words).ends(0).out;
        let above = repo.pmrepo(words).ends(0).out;
        // A path is shown from where one stands.
        let above = above.replace("\nb/postmortems/", "\npostmortems/");
        assert_eq!(above, inside, "{words:?}");
    }
    // In the first root no SEV-2 is a major incident: it would owe no message.
    let owed = repo.pmrepo(&["message", "list", "two"]).ends(0).out;
    assert!(owed.contains("2026-"), "{owed}");
}

#[test]
fn a_root_whose_postmortems_lie_at_its_top_does_not_take_those_of_others() {
    let repo = repo();
    repo.write(
        "a/pmrepo.yaml",
        "severities: [P1, P2]\npaths: {postmortems: .}\n",
    );
    let inside = repo.pmrepo_in("b", &["show", "two"]).ends(0).out;
    let above = repo.pmrepo(&["show", "two"]).ends(0).out;
    // A path is shown from where one stands.
    assert_eq!(above.replace("\nb/postmortems/", "\npostmortems/"), inside);
}

#[test]
fn what_is_written_goes_by_the_root_of_the_postmortem() {
    let repo = repo();
    let text = || repo.read(&format!("b/{}", report("two")));
    repo.pmrepo(&[
        "set",
        "two",
        "severity=SEV-1",
        "resolved_at=2026-03-10 14:03",
    ])
    .ends(0);
    assert!(text().contains("severity: SEV-1\n"), "{}", text());
    assert!(text().contains("14:03+01:00"), "{}", text());
    repo.pmrepo(&["action", "add", "two", "Add an alert", "--owner", "dave"])
        .ends(0);
    repo.pmrepo(&["action", "start", "two/AI-1"]).ends(0);
    assert!(text().contains("state: in-progress"), "{}", text());
    repo.pmrepo(&["checklist", "done", "two", "key-events"])
        .ends(0);
    repo.pmrepo(&["message", "new", "two", "notice"]).ends(0);
    let message = format!(
        "b/{}",
        report("two").replace("postmortem.md", "messages/notice.md")
    );
    assert!(repo.path(&message).exists());
    let lacking = repo.pmrepo(&["advance", "two"]).ends(1).out;
    assert!(
        lacking.contains("two is not ready for in-review"),
        "{lacking}"
    );
}

#[test]
fn a_wrong_configuration_of_another_root_stops_nobody() {
    let repo = repo();
    repo.write("a/pmrepo.yaml", "severites: [P1]\n");
    repo.pmrepo(&["set", "two", "owner=dave"]).ends(0);
    let refused = repo.pmrepo(&["set", "one", "owner=dave"]).ends(2).err;
    assert!(refused.contains("a/pmrepo.yaml:1"), "{refused}");
}

#[test]
fn what_is_new_is_written_where_a_root_is_named() {
    let repo = repo();
    let words = &["new", "Queue full", "--severity", "SEV-2", "--no-input"];
    let refused = repo.pmrepo(words).ends(2).err;
    assert!(
        refused.contains("there are several roots here"),
        "{refused}"
    );
    repo.pmrepo_in("b", words).ends(0);
}

#[test]
fn a_process_review_is_changed_in_its_own_root() {
    let repo = repo();
    repo.pmrepo_in("b", &["process-review", "new", "--on", "2026-04-02 10:00"])
        .ends(0);
    let notes = "b/process-reviews/2026/2026-04-02.md";
    repo.pmrepo(&["process-review", "join", "2026-04-02", "--as", "erin"])
        .ends(0);
    repo.pmrepo(&["action", "add", "2026-04-02", "Name a deputy early"])
        .ends(0);
    let text = repo.read(notes);
    assert!(text.contains("erin"), "{text}");
    assert!(text.contains("Name a deputy early"), "{text}");
    let refused = repo.pmrepo(&["process-review", "join"]).ends(2).err;
    assert!(
        refused.contains("there are several roots here"),
        "{refused}"
    );
}

/// A repository with one root in `team`, and a directory that git ignores.
fn with_ignored(options: &[&str]) -> Sandbox {
    let repo = Sandbox::with_format(options);
    repo.git(&["rm", "-q", "pmrepo.yaml"]).ends(0);
    repo.write("team/pmrepo.yaml", "schema: 1\n");
    repo.write(&format!("team/{}", report("one")), REPORT);
    repo.write(".gitignore", "node_modules/\n");
    repo.git(&["add", "--all"]).ends(0);
    let words = ["commit", "--quiet", "--no-verify", "--message", "Begin"];
    repo.git(&words).ends(0);
    repo
}

#[test]
fn what_git_ignores_is_no_root() {
    let mut formats: Vec<&[&str]> = vec![&[]];
    let probe = Sandbox::plain();
    if probe.git(&["init", "-q", "--object-format=sha256"]).status == 0 {
        formats.push(&["--object-format=sha256"]);
    }
    for format in formats {
        let repo = with_ignored(format);
        let listed = || {
            let all = repo.pmrepo(&["list", "--path"]).ends(0).out;
            let top = format!("{}/", repo.path("").canonicalize().unwrap().display());
            let below = all.replace(&top.replace("//", "/"), "");
            below.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let [one, two] = ["team", "other"].map(|it| format!("{it}/{}", report("one")));
        repo.write("node_modules/p/pmrepo.yaml", "schema: 7\n");
        assert_eq!(listed(), std::slice::from_ref(&one));
        repo.pmrepo(&["new", "x", "--severity", "SEV-3", "--no-input", "--dry-run"])
            .ends(0);
        // One that nobody has added yet counts: it will be there with the next commit.
        repo.write("other/pmrepo.yaml", "schema: 1\n");
        repo.write(&two, REPORT);
        assert_eq!(listed(), [two.clone(), one.clone()]);
        // One that is tracked is no less so where git would ignore it now.
        repo.git(&["add", "--all"]).ends(0);
        repo.write(".gitignore", "node_modules/\nother/\n");
        assert_eq!(listed(), [two, one]);
    }
}

#[test]
fn another_work_tree_or_repository_inside_has_its_own_roots() {
    let repo = with_ignored(&[]);
    repo.git(&["worktree", "add", "-q", "wt", "-b", "b2"])
        .ends(0);
    repo.write("clone/pmrepo.yaml", "schema: 7\n");
    repo.git_in("clone", &["init", "-q"]).ends(0);
    let listed = repo.pmrepo(&["list", "--path"]).ends(0).out;
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(
        listed.contains("/team/") && !listed.contains("/wt/"),
        "{listed}"
    );
    let inside = repo.pmrepo_in("wt", &["list", "--path"]).ends(0).out;
    assert_eq!(inside.lines().count(), 1, "{inside}");
}

//! `init` and `new`.

use crate::sandbox::Sandbox;

#[test]
fn what_new_writes_passes_check_with_nothing_found() {
    let repo = Sandbox::new();
    for (title, severity) in [
        ("Checkout latency: \"no\" @cache", "sev2"),
        ("数据库", "SEV-3"),
        ("# x: y", "SEV-1"),
    ] {
        repo.pmrepo(&[
            "new",
            title,
            "--severity",
            severity,
            "--owner",
            "@carol",
            "--commander",
            "me: x",
            "--started",
            "2026-03-10 10:00",
            "--detected",
            "2026-03-10T10:04Z",
            "--service",
            "check#out",
            "--meeting",
            "2026-04-03 14:00",
            "--pagerduty",
            title,
        ])
        .ends(0);
    }
    let clean = repo
        .pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
    assert_eq!(clean.out, "3 documents checked, nothing found\n");
    repo.commit("drafts").ends(0);
}

#[test]
fn a_second_one_of_the_same_day_and_title_gets_a_suffix() {
    let repo = Sandbox::new();
    let new = || {
        repo.pmrepo(&["new", "Same thing", "--severity", "SEV-2"])
            .ends(0)
            .out
    };
    assert_eq!(
        new(),
        "postmortems/2026/2026-04-01-same-thing/postmortem.md\n"
    );
    assert_eq!(
        new(),
        "postmortems/2026/2026-04-01-same-thing-2/postmortem.md\n"
    );
    assert_eq!(
        new(),
        "postmortems/2026/2026-04-01-same-thing-3/postmortem.md\n"
    );
}

#[test]
fn where_something_is_missing_or_unreadable_nothing_is_written() {
    let repo = Sandbox::new();
    for words in [
        &["new", "No severity"][..],
        &["new", "Odd", "--severity", "huge"],
        &["new", "Odd", "--severity", "SEV-1", "--started", "whenever"],
        &["new", " ", "--severity", "SEV-1"],
    ] {
        let refused = repo.pmrepo(words).ends(2);
        assert!(refused.err.starts_with("error: "), "{refused:#?}");
        assert!(refused.err.contains("hint: "), "{refused:#?}");
    }
    assert!(!repo.path("postmortems").exists());
}

#[cfg(unix)]
#[test]
fn new_never_writes_through_a_link() {
    let outside = Sandbox::plain();
    let repo = Sandbox::new();
    std::os::unix::fs::symlink(outside.path(""), repo.path("postmortems")).unwrap();
    repo.pmrepo(&["new", "x", "--severity", "SEV-1"]).ends(2);
    assert_eq!(std::fs::read_dir(outside.path("")).unwrap().count(), 0);
}

#[test]
fn several_at_once_each_get_a_name_of_their_own() {
    let repo = Sandbox::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| repo.pmrepo(&["new", "Rush", "--severity", "SEV-1"]).ends(0));
        }
    });
    let names = std::fs::read_dir(repo.path("postmortems/2026"))
        .unwrap()
        .count();
    assert_eq!(names, 8);
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn init_writes_once_and_never_over_what_is_there() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q"]).ends(0);
    repo.pmrepo(&[
        "init",
        "--severities",
        "P1,P2,P3",
        "--timezone",
        "Europe/Berlin",
    ])
    .ends(0);
    let written = repo.read("pmrepo.yaml");
    assert!(written.contains("severities: [P1, P2, P3]"), "{written}");
    repo.pmrepo(&["init"]).ends(0);
    assert_eq!(repo.read("pmrepo.yaml"), written);
    repo.pmrepo(&["new", "x", "--severity", "p2"]).ends(0);
    repo.pmrepo(&["check"]).ends(0);
    let wrong = Sandbox::plain();
    wrong.git(&["init", "-q"]).ends(0);
    wrong.pmrepo(&["init", "--timezone", "Nowhere"]).ends(2);
    assert!(!wrong.path("pmrepo.yaml").exists());
}

#[test]
fn set_changes_what_it_names_and_nothing_else() {
    let repo = Sandbox::new();
    repo.pmrepo(&[
        "new",
        "Slow",
        "--severity",
        "SEV-3",
        "--started",
        "2026-03-10 10:00",
    ])
    .ends(0);
    let path = "postmortems/2026/2026-03-10-slow/postmortem.md";
    let before = repo.read(path);
    repo.pmrepo(&[
        "set",
        "slow",
        "owner=carol",
        "resolved_at=2026-03-10 11:00",
        "roles.scribe=bob",
        "services=a, b",
    ])
    .ends(0);
    let after = repo.read(path);
    for line in [
        "owner: carol",
        "resolved_at: 2026-03-10T11:00Z",
        "  scribe: bob",
        "services: [a, b]",
    ] {
        assert!(after.lines().any(|it| it == line), "{line}\n{after}");
    }
    let kept = before
        .lines()
        .all(|line| after.lines().any(|it| it == line));
    assert!(kept, "{after}");
    repo.pmrepo(&["check"]).ends(0);
    for wrong in ["ownr=x", "owner", "resolved_at=whenever", "title.x=y"] {
        repo.pmrepo(&["set", "slow", "owner=dave", wrong]).ends(2);
        assert_eq!(repo.read(path), after);
    }
}

#[test]
fn advance_says_what_is_missing_and_moves_on_what_is_ready() {
    let repo = Sandbox::new();
    repo.pmrepo(&[
        "new",
        "Slow",
        "--severity",
        "SEV-3",
        "--started",
        "2026-03-10 10:00",
    ])
    .ends(0);
    let path = "postmortems/2026/2026-03-10-slow/postmortem.md";
    let before = repo.read(path);
    let refused = repo.pmrepo(&["advance", "slow"]).ends(1).out;
    assert!(
        refused.contains("`owner` is missing: required from in-review"),
        "{refused}"
    );
    assert_eq!(repo.read(path), before);
    repo.pmrepo(&[
        "set",
        "slow",
        "owner=carol",
        "detected_at=2026-03-10 10:04",
        "resolved_at=2026-03-10 11:00",
        "services=checkout",
    ])
    .ends(0);
    let empty = repo.pmrepo(&["advance", "slow"]).ends(1).out;
    assert!(empty.contains("PM302"), "{empty}");
    let filled: String = repo
        .read(path)
        .lines()
        .map(|line| match line.strip_prefix("## ") {
            Some(_) => format!("{line}\n\nIt is told here.\n"),
            None => format!("{line}\n"),
        })
        .collect();
    repo.write(path, filled);
    let moved = repo.pmrepo(&["advance", "slow"]).ends(0).out;
    assert_eq!(moved, "2026-03-10-slow: draft -> in-review\n");
    repo.pmrepo(&["advance", "slow", "closed"]).ends(0);
    assert!(repo.read(path).contains("status: closed\n"));
    assert!(repo.read(path).contains("reviewed_at: 2026-04-01T12:00Z\n"));
    repo.pmrepo(&["advance", "slow", "draft"]).ends(2);
}

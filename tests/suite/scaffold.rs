//! `new`, `set` and `advance`.

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
    // What asked for them is gone, and nothing else.
    let gone = before
        .lines()
        .filter(|line| !after.lines().any(|it| it == *line));
    let gone: Vec<&str> = gone.map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(gone, ["# owner", "# resolved_at", "# services"], "{after}");
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

/// Where `new` puts a postmortem of the tests' day.
const PLACE: &str = "postmortems/2026/2026-04-01-slow";

#[test]
fn a_major_incident_gets_a_checklist_and_a_lesser_one_none() {
    let repo = Sandbox::new();
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-3"]).ends(0);
    assert!(!repo.path(&format!("{PLACE}/checklist.md")).exists());
    repo.pmrepo(&[
        "new",
        "Slow",
        "--severity",
        "SEV-3",
        "--major",
        "--roles.incident_commander",
        "@bob",
    ])
    .ends(0);
    assert!(
        repo.read(&format!("{PLACE}-2/postmortem.md"))
            .contains("major: true\n")
    );
    let checklist = repo.read(&format!("{PLACE}-2/checklist.md"));
    assert!(
        checklist.contains("## Incident commander: bob\n"),
        "{checklist}"
    );
    assert!(checklist.contains("- [ ] `ic.resolve` "), "{checklist}");
    repo.pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
}

#[test]
fn the_checklist_does_without_what_the_configuration_drops() {
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", "checklist: {drop: [ic.resolve]}\n");
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-1"]).ends(0);
    let checklist = repo.read(&format!("{PLACE}/checklist.md"));
    assert!(!checklist.contains("ic.resolve"), "{checklist}");
}

#[test]
fn who_types_is_me() {
    let repo = Sandbox::new();
    let unknown = repo
        .pmrepo_with(
            &[("GIT_AUTHOR_NAME", "")],
            &["new", "Slow", "--severity", "SEV-1", "--owner", "me"],
        )
        .ends(2);
    assert!(unknown.err.contains("user.email"), "{unknown:#?}");
    repo.write(
        "people.yaml",
        "people:\n  - {handle: carol, name: Carol, email: carol@example.com}\n",
    );
    repo.pmrepo_as(
        "carol",
        &["new", "Slow", "--severity", "SEV-1", "--owner", "me"],
    )
    .ends(0);
    let report = repo.read(&format!("{PLACE}/postmortem.md"));
    assert!(report.contains("owner: carol\n"), "{report}");
    let mine = repo
        .pmrepo_as("carol", &["list", "--owner", "me", "--path"])
        .ends(0)
        .out;
    assert_eq!(mine.lines().count(), 1);
    repo.pmrepo_as("carol", &["set", "slow", "roles.scribe=me"])
        .ends(0);
    let report = repo.read(&format!("{PLACE}/postmortem.md"));
    assert!(report.contains("scribe: carol\n"), "{report}");
}

#[test]
fn what_cannot_be_true_is_not_written() {
    let repo = Sandbox::new();
    let missing = repo.pmrepo(&["new"]).ends(2).err;
    assert_eq!(
        missing,
        "error: TITLE and --severity are missing\n\
         hint: TITLE: what happened, in a few words\n\
         hint: --severity: one of SEV-1, SEV-2, SEV-3, SEV-4, SEV-5\n"
    );
    let new = ["new", "Slow", "--severity", "SEV-3", "--no-input"];
    let over = [&new[..], &["--resolved", "11:00"]].concat();
    let asked = repo.pmrepo(&over).ends(2).err;
    assert!(asked.contains("--started is missing"), "{asked}");
    let backwards = [&over[..], &["--started", "11:30"]].concat();
    let refused = repo.pmrepo(&backwards).ends(2).err;
    assert!(refused.contains("nothing was written"), "{refused}");
    repo.write("pmrepo.yaml", "severitys: [P1]\n");
    let broken = repo.pmrepo(&new).ends(2).err;
    assert!(broken.contains("pmrepo.yaml:1: "), "{broken}");
    assert!(!repo.path("postmortems").exists());
    repo.write("pmrepo.yaml", "");
    let detected = [&new[..], &["--detected_at", "11:30"]].concat();
    repo.pmrepo(&detected).ends(0);
    let report = repo.read(&format!("{PLACE}/postmortem.md"));
    assert!(!report.contains("\nstarted_at:"), "{report}");
}

#[test]
fn a_branch_and_a_commit_are_made_when_asked_and_nothing_else_is_committed() {
    let repo = Sandbox::new();
    repo.write("other.txt", "staged\n");
    repo.git(&["add", "other.txt"]).ends(0);
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-1", "--branch", "--commit"])
        .ends(0);
    let branch = repo.git(&["branch", "--show-current"]).ends(0).out;
    assert_eq!(branch, "postmortem/2026-04-01-slow\n");
    let committed = repo
        .git(&["show", "--name-only", "--format=%s"])
        .ends(0)
        .out;
    assert_eq!(
        committed,
        format!("Open postmortem 2026-04-01-slow\n\n{PLACE}/checklist.md\n{PLACE}/postmortem.md\n")
    );
    let staged = repo.git(&["diff", "--cached", "--name-only"]).ends(0).out;
    assert_eq!(staged, "other.txt\n");
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-1", "--branch=other"])
        .ends(0);
    let branch = repo.git(&["branch", "--show-current"]).ends(0).out;
    assert_eq!(branch, "other\n");
    let left = repo.git(&["status", "--short"]).ends(0).out;
    assert_eq!(left, format!("A  other.txt\n?? {PLACE}-2/\n"));
}

#[test]
fn a_root_may_bring_its_own_template() {
    let repo = Sandbox::new();
    let template = ".pmrepo/templates/postmortem.md";
    repo.write(
        template,
        "---\ntitle: {{ title | yaml }}\nstatus: draft\nseverity: {{ severity }}\n\
         started_at: {{ started_at }}\n---\n\nOurs.\n",
    );
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-3"]).ends(0);
    assert!(
        repo.read(&format!("{PLACE}/postmortem.md"))
            .ends_with("\nOurs.\n")
    );
    for (text, said) in [
        (
            "---\ntitle: {{ nonsense }}\n---\n",
            "postmortem.md`, line 2",
        ),
        ("no front matter\n", "nothing was written"),
    ] {
        repo.write(template, text);
        let refused = repo
            .pmrepo(&["new", "Slow", "--severity", "SEV-3"])
            .ends(2)
            .err;
        assert!(refused.contains(said), "{refused}");
    }
    assert!(!repo.path(&format!("{PLACE}-2")).exists());
}

#[cfg(unix)]
#[test]
fn the_editor_is_opened_when_asked() {
    let repo = Sandbox::new();
    let clock = ["--as-of", "2026-04-01T12:00:00Z"];
    let new = ["new", "Slow", "--severity", "SEV-3", "--edit"];
    repo.pmrepo_with(
        &[("EDITOR", "sed -i.old s/Slow/Slower/")],
        &[&clock[..], &new].concat(),
    )
    .ends(0);
    let report = repo.read(&format!("{PLACE}/postmortem.md"));
    assert!(report.contains("title: Slower\n"), "{report}");
}

#[test]
fn lists_grow_and_shrink_by_items() {
    let repo = Sandbox::new();
    repo.pmrepo(&["new", "Slow", "--severity", "SEV-3", "--service", "a"])
        .ends(0);
    let path = format!("{PLACE}/postmortem.md");
    let services = || {
        let report = repo.read(&path);
        let line = report.lines().find(|it| it.starts_with("services:"));
        line.unwrap_or_default().to_owned()
    };
    repo.pmrepo(&["set", "slow", "services+=b,a,c"]).ends(0);
    assert_eq!(services(), "services: [a, b, c]");
    // Inside its directory it needs no name.
    repo.pmrepo_in(PLACE, &["set", "services-=a,c"]).ends(0);
    assert_eq!(services(), "services: [b]");
    let before = repo.read(&path);
    for wrong in ["services-=zzz", "owner+=carol", "ownr=carol"] {
        repo.pmrepo(&["set", "slow", wrong]).ends(2);
        assert_eq!(repo.read(&path), before);
    }
    repo.pmrepo(&["set", "slow"]).ends(2);
}

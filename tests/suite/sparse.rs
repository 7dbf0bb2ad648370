//! What git tracks and a sparse checkout leaves out: nothing takes its place.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

const REVIEWED: &str = "postmortems/2026/2026-03-10-mail/postmortem.md";
const NEW: &[&str] = &[
    "new",
    "Mail",
    "--severity",
    "SEV-3",
    "--no-input",
    "--started",
    "2026-03-10T10:00Z",
];

/// A repository with a report, a message, a checklist and a roster, of a format of git's, of which some
/// paths are not checked out.
fn without(options: &[&str], left_out: &[&str]) -> Sandbox {
    let repo = Sandbox::with_format(options);
    repo.write(REVIEWED, format!("{GOOD}\nReal text.\n"));
    repo.write(&report("one"), GOOD);
    for name in ["messages/notice.md", "checklist.md"] {
        repo.write(&beside(name), "Real text.\n");
    }
    repo.write(
        "people.yaml",
        "people:\n  - handle: alice\n    name: Alice\n",
    );
    repo.write("a/file", "a\n");
    repo.git(&["add", "--all"]).ends(0);
    let words = ["commit", "--quiet", "--no-verify", "--message", "All"];
    repo.git(&words).ends(0);
    let not = left_out.iter().map(|it| format!("!/{it}"));
    let patterns: Vec<String> = std::iter::once("/*".to_owned()).chain(not).collect();
    let mut words = vec!["sparse-checkout", "set", "--no-cone"];
    words.extend(patterns.iter().map(String::as_str));
    repo.git(&words).ends(0);
    for path in left_out {
        assert!(!repo.path(path).exists(), "{path}");
    }
    repo
}

/// A path beside the report `one`.
fn beside(name: &str) -> String {
    report("one").replace("postmortem.md", name)
}

/// What HEAD has at a path.
fn committed(repo: &Sandbox, path: &str) -> String {
    repo.git(&["show", &format!("HEAD:{path}")]).ends(0).out
}

/// The formats of git's repositories: those that libgit2 reads, and one that git alone does.
fn formats() -> Vec<&'static [&'static str]> {
    let mut all: Vec<&[&str]> = vec![&[]];
    let probe = Sandbox::plain();
    if probe.git(&["init", "-q", "--object-format=sha256"]).status == 0 {
        all.push(&["--object-format=sha256"]);
    }
    all
}

#[test]
fn a_new_postmortem_does_not_get_the_name_of_one_that_is_not_checked_out() {
    for format in formats() {
        let repo = without(format, &["postmortems/2026/2026-03-10-mail/"]);
        let foreseen = repo.pmrepo(&[NEW, &["--dry-run"]].concat()).ends(0);
        let foreseen = format!("{}{}", foreseen.out, foreseen.err);
        assert!(foreseen.contains("2026-03-10-mail-2"), "{foreseen}");
        let made = repo.pmrepo(&[NEW, &["--commit"]].concat()).ends(0);
        assert!(made.out.contains("2026-03-10-mail-2"), "{made:?}");
        assert!(committed(&repo, REVIEWED).contains("Real text."));
        let changed = repo.git(&["diff", "--name-status", "HEAD~1", "HEAD"]).out;
        assert!(changed.lines().all(|it| it.starts_with('A')), "{changed}");
    }
}

#[test]
fn directories_that_a_sparse_index_keeps_hold_names_too() {
    let repo = without(&[], &["a/"]);
    let words = ["sparse-checkout", "set", "--cone", "--sparse-index", "a"];
    repo.git(&words).ends(0);
    assert!(!repo.path("postmortems").exists());
    let made = repo.pmrepo(NEW).ends(0);
    assert!(made.out.contains("2026-03-10-mail-2"), "{made:?}");
    // Git itself adds nothing there before it is asked to.
    assert!(committed(&repo, REVIEWED).contains("Real text."));
}

#[test]
fn what_is_not_checked_out_is_written_over_by_nobody() {
    let (notice, checklist) = (beside("messages/notice.md"), beside("checklist.md"));
    let tried: [(&str, &[&str]); 4] = [
        ("people.yaml", &["people", "add", "zed", "--name", "Zed"]),
        (&notice, &["message", "new", "one", "notice"]),
        (&checklist, &["checklist", "new", "one"]),
        ("pmrepo.yaml", &["init", "--yes", "--no-hook"]),
    ];
    for format in formats() {
        for (path, words) in tried {
            let repo = without(format, &[path]);
            let before = repo.git(&["rev-parse", "HEAD"]).out;
            let refused = repo.pmrepo(&[words, &["--commit"]].concat()).ends(2).err;
            let wanted = format!("`{path}` is tracked, but not checked out here");
            assert!(refused.contains(&wanted), "{refused}");
            assert!(refused.contains("git sparse-checkout add"), "{refused}");
            assert_eq!(repo.git(&["status", "--short"]).ends(0).out, "", "{path}");
            assert_eq!(repo.git(&["rev-parse", "HEAD"]).out, before);
        }
    }
    // Once it is there all is as ever.
    let repo = without(&[], &["people.yaml"]);
    repo.git(&["sparse-checkout", "add", "/people.yaml"])
        .ends(0);
    let words = ["people", "add", "zed", "--name", "Zed", "--commit"];
    repo.pmrepo(&words).ends(0);
    let roster = committed(&repo, "people.yaml");
    assert!(
        roster.contains("alice") && roster.contains("zed"),
        "{roster}"
    );
    // So it is with what somebody took away.
    std::fs::remove_file(repo.path("people.yaml")).unwrap();
    repo.pmrepo(&["people", "add", "ann", "--name", "Ann"])
        .ends(0);
}

//! A repository that is damaged, or points where it should not, or belongs to somebody else.

use std::fs;

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// A repository with one report that is committed.
fn with_a_report() -> Sandbox {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.commit("one").ends(0);
    repo
}

/// The file of an object.
fn object(repo: &Sandbox, name: &str) -> String {
    let id = repo.git(&["rev-parse", name]).ends(0).out;
    let (first, rest) = id.trim().split_at(2);
    format!(".git/objects/{first}/{rest}")
}

/// Puts other bytes in the place of an object, which git writes read-only.
fn damage(repo: &Sandbox, file: &str) {
    fs::remove_file(repo.path(file)).unwrap();
    repo.write(file, "garbage");
}

#[test]
fn a_conflict_in_the_index_is_told() {
    let repo = Sandbox::new();
    let write = |title: &str, zone: &str| {
        repo.write(&report("one"), GOOD.replace("Checkout", title));
        repo.write("pmrepo.yaml", format!("timezone: {zone}\n"));
        repo.commit(title).ends(0);
    };
    write("Checkout", "Europe/Berlin");
    repo.git(&["switch", "-qc", "side"]).ends(0);
    write("Search", "Europe/Rome");
    repo.git(&["switch", "-q", "main"]).ends(0);
    write("Login", "Europe/Paris");
    repo.git(&["merge", "-q", "side"]).ends(1);
    let shown = repo.pmrepo(&["check", "--staged"]).ends(1).out;
    assert_eq!(
        shown.matches("a merge left this file undecided").count(),
        2,
        "{shown}"
    );
    // Nothing is written on the ground of a configuration that nobody decided on.
    let refused = repo
        .pmrepo(&["new", "Payments down", "--severity", "SEV-3"])
        .ends(2);
    assert!(
        refused.err.contains("fix the configuration"),
        "{refused:#?}"
    );
    assert_eq!(refused.out, "");
}

#[test]
fn a_missing_and_a_damaged_report_are_findings() {
    let repo = with_a_report();
    let file = object(&repo, &format!("HEAD:{}", report("one")));
    fs::remove_file(repo.path(&file)).unwrap();
    let missing = repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1).out;
    assert!(
        missing.contains("PM009") && missing.contains("is missing from the repository"),
        "{missing}"
    );
    repo.write(&file, "garbage");
    let damaged = repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1).out;
    assert!(
        damaged.contains("PM009") && damaged.contains("is damaged"),
        "{damaged}"
    );
    let list = repo.pmrepo(&["list", "--rev", "HEAD"]).ends(0).out;
    assert!(list.contains("unreadable"), "{list}");
    // The work tree has it whole.
    repo.pmrepo(&["check"]).ends(0);
}

#[test]
fn a_damaged_configuration_is_no_empty_one() {
    let repo = with_a_report();
    let file = object(&repo, "HEAD:pmrepo.yaml");
    damage(&repo, &file);
    let found = repo.pmrepo(&["check", "--rev", "HEAD"]).ends(1).out;
    assert!(
        found.contains("PM010") && found.contains("is damaged"),
        "{found}"
    );
}

#[test]
fn a_directory_or_commit_that_is_gone_ends_the_command() {
    for name in ["HEAD:postmortems/2026", "HEAD^{tree}", "HEAD"] {
        let repo = with_a_report();
        let file = object(&repo, name);
        for step in ["missing", "damaged"] {
            if step == "missing" {
                fs::remove_file(repo.path(&file)).unwrap();
            } else {
                repo.write(&file, "garbage");
            }
            for words in [&["check", "--rev", "HEAD"][..], &["list", "--rev", "HEAD"]] {
                let error = repo.pmrepo(words).ends(2);
                assert!(error.err.starts_with("error: "), "{name} {step} {error:#?}");
                assert_eq!(error.out, "", "{name} {step}");
            }
            repo.pmrepo(&["check"]).ends(0);
        }
    }
}

#[test]
fn a_damaged_index_ends_the_command_in_a_few_lines() {
    let repo = with_a_report();
    let whole = fs::read(repo.path(".git/index")).unwrap();
    let of_the_future = [b"DIRC\0\0\0\x63", &whole[8..]].concat();
    for bytes in [b"garbage", &of_the_future[..]] {
        repo.write(".git/index", bytes);
        let error = repo.pmrepo(&["check", "--staged"]).ends(2);
        assert!(error.err.contains("index"), "{error:#?}");
        assert!(error.err.lines().count() < 10, "{error:#?}");
        assert_eq!(error.out, "");
        assert_eq!(fs::read(repo.path(".git/index")).unwrap(), bytes);
        // What reads the work tree has no need of it.
        repo.pmrepo(&["check"]).ends(0);
    }
    repo.write(".git/index", &whole);
    repo.write(".git/HEAD", "garbage");
    let error = repo.pmrepo(&["check", "--staged"]).ends(2);
    assert!(error.err.lines().count() < 10, "{error:#?}");
}

#[test]
fn a_configuration_points_nowhere_outside() {
    for line in [
        "paths: {postmortems: ../out}",
        "paths: {postmortems: a/../../out}",
        "paths: {postmortems: /tmp}",
        "paths: {postmortems: .}",
        "paths: {postmortems: .git}",
        "paths: {postmortems: .GIT/hooks}",
        "paths: {process_reviews: ../out}",
        "paths: {people: .git/config}",
        "paths: {people: ../secret}",
        "calendar: {holidays: ../secret}",
        "calendar: {holidays: .git/config}",
    ] {
        let top = Sandbox::plain();
        top.write("secret", "s3cret: [\n");
        top.git(&["init", "-q", "repo"]).ends(0);
        top.write("repo/pmrepo.yaml", line);
        let found = top.pmrepo_in("repo", &["check"]).ends(1).out;
        let said = [
            "this path leads out of the repository",
            "this path leads into git's own directory",
            "the directory of pmrepo.yaml itself",
        ];
        assert!(said.iter().any(|it| found.contains(it)), "{line}: {found}");
        assert!(!found.contains("s3cret"), "{line}: {found}");
        let words = ["new", "Payments down", "--severity", "SEV-3"];
        let refused = top.pmrepo_in("repo", &words).ends(2);
        assert!(
            refused.err.contains("fix the configuration"),
            "{line}: {refused:#?}"
        );
        assert!(!top.path("out").exists(), "{line}");
        let left: Vec<_> = walkdir::WalkDir::new(top.path(""))
            .into_iter()
            .map(|it| it.unwrap().into_path())
            .filter(|it| it.ends_with("postmortem.md"))
            .collect();
        assert!(left.is_empty(), "{line}: {left:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_named_with_what_to_do() {
    use std::os::unix::fs::MetadataExt;
    const NOBODY: u32 = 65_534;
    let repo = with_a_report();
    if fs::metadata(repo.path("")).unwrap().uid() != 0 {
        println!("skipped: only root can give a repository to another user");
        return;
    }
    for entry in walkdir::WalkDir::new(repo.path("")) {
        std::os::unix::fs::lchown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let top = repo.path("").canonicalize().unwrap();
    let advice = format!(
        "git config --global --add safe.directory {}\n",
        top.display()
    );
    for (directory, words) in [
        ("", &["check"][..]),
        ("postmortems/2026", &["check"]),
        ("", &["check", "--staged"]),
        ("", &["list"]),
        ("", &["new", "Payments down", "--severity", "SEV-3"]),
        ("", &["set", "one", "owner=carol"]),
    ] {
        let error = repo.pmrepo_in(directory, words).ends(2);
        assert!(
            error.err.contains("belongs to another user") && error.err.ends_with(&advice),
            "{words:?}: {error:#?}"
        );
        assert_eq!(error.out, "");
    }
    assert_eq!(repo.read(&report("one")), GOOD);
    // The advice helps.
    repo.write(
        ".gitconfig",
        format!("[safe]\n\tdirectory = {}\n", top.display()),
    );
    repo.pmrepo(&["check"]).ends(0);
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_told_and_never_waited_for() {
    for kind in ["fifo", "directory", "link", "loop"] {
        for path in [
            &report("one"),
            "pmrepo.yaml",
            "people.yaml",
            "postmortems/2026/2026-03-10-two/checklist.md",
            "postmortems/2026/2026-03-10-two/messages/notice.md",
            "process-reviews/2026/2026-03-30.md",
        ] {
            let repo = Sandbox::new();
            repo.write(&report("two"), GOOD);
            repo.write(path, "");
            fs::remove_file(repo.path(path)).unwrap();
            let script = match kind {
                "fifo" => format!("mkfifo '{path}'"),
                "directory" => format!("mkdir '{path}'; echo s3cret > '{path}/x'"),
                "link" => format!("echo 's3cret: [' > .git/s; ln -s \"$PWD/.git/s\" '{path}'"),
                _ => format!("ln -s . '{path}'"),
            };
            repo.sh(&script).ends(0);
            let what = format!("{kind} {path}");
            let found = ends_soon(&repo, &["check"]);
            assert!(!found.contains("s3cret"), "{what}: {found}");
            // A directory holds what it holds, but where a report should be it is told.
            if kind != "directory" || path.ends_with("postmortem.md") {
                let code = if path.ends_with(".md") {
                    "PM009"
                } else {
                    "PM010"
                };
                assert!(found.contains(code), "{what}: {found}");
            }
            let list = ends_soon(&repo, &["list"]);
            assert!(!list.contains("s3cret"), "{what}: {list}");
            ends_soon(&repo, &["overdue"]);
            let set = ends_soon(&repo, &["set", "2026-03-10-one", "owner=carol"]);
            assert!(set.contains("error: "), "{what}: {set}");
        }
    }
}

/// What a command prints on both streams; it must not wait for anything.
#[cfg(unix)]
fn ends_soon(repo: &Sandbox, words: &[&str]) -> String {
    use std::process::Stdio;
    use std::time::Duration;
    use std::time::Instant;

    let mut child = repo
        .command(env!("CARGO_BIN_EXE_pmrepo"), "", words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        let waits = start.elapsed() > Duration::from_secs(20);
        if waits {
            child.kill().unwrap();
        }
        assert!(!waits, "{words:?} waits");
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

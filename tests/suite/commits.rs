//! Real commits, judged by the real hook.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// The finding that `bad()` brings.
const CODE: &str = "PM104";

#[test]
fn a_bad_report_is_refused_and_a_good_one_is_not() {
    let repo = Sandbox::new();
    repo.write(&report("one"), bad());
    let refused = repo.commit("bad").ends(1);
    assert!(
        refused.out.contains(CODE) || refused.err.contains(CODE),
        "{refused:#?}"
    );
    repo.write(&report("one"), GOOD);
    repo.commit("good").ends(0);
}

#[test]
fn what_is_staged_counts_and_not_the_work_tree() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.git(&["add", "--all"]).ends(0);
    repo.write(&report("one"), bad());
    repo.git(&["commit", "-qm", "good in the index"]).ends(0);

    repo.git(&["add", "--all"]).ends(0);
    repo.write(&report("one"), GOOD);
    repo.git(&["commit", "-qm", "bad in the index"]).ends(1);
}

#[test]
fn commit_all_and_commit_path_are_judged_by_what_they_commit() {
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    repo.write(&report("two"), GOOD);
    repo.commit("both").ends(0);
    repo.write(&report("one"), bad());
    repo.git(&["commit", "-qam", "all"]).ends(1);
    repo.write(&report("two"), GOOD.replace("Checkout", "Search"));
    repo.git(&["commit", "-qm", "two", "--", &report("two")])
        .ends(0);
    repo.git(&["commit", "-qm", "one", "--", &report("one")])
        .ends(1);
}

#[test]
fn older_errors_are_counted_and_do_not_refuse() {
    let repo = Sandbox::new();
    repo.write(&report("one"), bad());
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "-qnm", "past the hook"]).ends(0);
    repo.write(&report("one"), bad().replace("Checkout", "Search"));
    let accepted = repo.commit("another line").ends(0);
    let said = format!("{}{}", accepted.out, accepted.err);
    assert!(
        said.contains("1 older error: pmrepo check 2026-03-10-one"),
        "{said}"
    );
    repo.write(
        &report("one"),
        bad().replace("status: draft", "status: done"),
    );
    repo.commit("one more error").ends(1);
}

#[test]
fn a_name_that_led_nowhere_before_refuses_nobody_either() {
    let repo = Sandbox::new();
    let lost = GOOD.replace("status:", "related: [2026-01-01-nowhere]\nstatus:");
    repo.write(&report("one"), &lost);
    repo.git(&["add", "--all"]).ends(0);
    let refused = repo.git(&["commit", "-qm", "new"]).ends(1);
    assert!(refused.err.contains("PM701"), "{refused:#?}");
    repo.git(&["commit", "-qm", "forced", "--no-verify"])
        .ends(0);
    repo.write(&report("one"), lost.replace("latency", "slow"));
    let passed = repo.commit("later").ends(0);
    assert!(passed.err.contains("1 older error"), "{passed:#?}");
}

#[test]
fn amend_and_merge_punish_nobody_for_what_was_there() {
    let repo = Sandbox::new();
    repo.git(&["branch", "side"]).ends(0);
    repo.write(&report("one"), bad());
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "-qnm", "bad on main"]).ends(0);
    repo.git(&["commit", "-q", "--amend", "--message", "other words"])
        .ends(0);
    repo.git(&["switch", "-q", "side"]).ends(0);
    repo.write(&report("two"), GOOD);
    repo.commit("good on side").ends(0);
    repo.git(&["merge", "-q", "--no-commit", "main"]).ends(0);
    repo.git(&["commit", "-qm", "merge"]).ends(0);
}

#[test]
fn a_renamed_directory_brings_no_new_errors_and_a_deleted_one_none_at_all() {
    let repo = Sandbox::new();
    repo.write(&report("one"), bad());
    repo.git(&["add", "--all"]).ends(0);
    repo.git(&["commit", "-qnm", "bad"]).ends(0);
    repo.git(&[
        "mv",
        "postmortems/2026/2026-03-10-one",
        "postmortems/2026/2026-03-10-other",
    ])
    .ends(0);
    repo.commit("rename").ends(0);
    repo.git(&["rm", "-rq", "postmortems"]).ends(0);
    repo.commit("delete").ends(0);
}

#[test]
fn a_commit_that_touches_no_postmortem_says_nothing() {
    let repo = Sandbox::new();
    repo.write("src/main.c", "int main;\n");
    let quiet = repo.commit("code").ends(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn a_linked_worktree_is_judged_by_its_own_index() {
    let repo = Sandbox::new();
    repo.git(&["worktree", "add", "-q", "linked"]).ends(0);
    repo.write(&format!("linked/{}", report("one")), bad());
    repo.git_in("linked", &["add", "--all"]).ends(0);
    repo.git_in("linked", &["commit", "-qm", "bad"]).ends(1);
    repo.write(&format!("linked/{}", report("one")), GOOD);
    repo.git_in("linked", &["add", "--all"]).ends(0);
    repo.git_in("linked", &["commit", "-qm", "good"]).ends(0);
}

#[cfg(unix)]
#[test]
fn an_executable_report_is_a_report_and_a_link_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Sandbox::new();
    repo.write(&report("one"), GOOD);
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(repo.path(&report("one")), mode).unwrap();
    repo.commit("executable").ends(0);
    repo.write("elsewhere.md", GOOD);
    std::fs::create_dir_all(repo.path("postmortems/2026/2026-03-10-two")).unwrap();
    std::os::unix::fs::symlink("../../../elsewhere.md", repo.path(&report("two"))).unwrap();
    let refused = repo.commit("link").ends(1);
    assert!(format!("{}{}", refused.out, refused.err).contains("PM009"));
}

#[test]
fn repositories_that_libgit2_cannot_open_are_judged_alike() {
    for options in [&["--object-format=sha256"], &["--ref-format=reftable"]] {
        let probe = Sandbox::plain();
        if probe.git(&["init", "-q", options[0]]).status != 0 {
            println!("skipped: this git knows no {}", options[0]);
            continue;
        }
        let repo = Sandbox::with_format(options);
        repo.write(&report("one"), bad());
        repo.commit("bad").ends(1);
        repo.write(&report("one"), GOOD);
        repo.commit("good").ends(0);
        repo.write(&report("one"), bad());
        repo.git(&["commit", "-qnam", "past the hook"]).ends(0);
        let tree = repo.pmrepo(&["check", "--format", "json"]).ends(1);
        let commit = repo
            .pmrepo(&["check", "--rev", "HEAD", "--format", "json"])
            .ends(1);
        let findings = |text: &str| {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            json["findings"].clone()
        };
        assert_eq!(findings(&tree.out), findings(&commit.out));
        assert!(tree.out.contains(CODE));
    }
}

#[test]
fn where_pmrepo_is_missing_the_hook_says_so_and_lets_the_commit_pass() {
    let repo = Sandbox::new();
    let hook = repo
        .read(".git/hooks/pre-commit")
        .replace("command -v pmrepo", "command -v no-such-program");
    repo.write(".git/hooks/pre-commit", hook);
    repo.write(&report("one"), bad());
    let passed = repo.commit("unchecked").ends(0);
    assert!(
        passed.err.contains("pmrepo is not installed"),
        "{passed:#?}"
    );
}

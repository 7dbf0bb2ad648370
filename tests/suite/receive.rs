//! Real pushes to a bare repository whose pre-receive hook judges them.
#![cfg(unix)]

use std::fs;

use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// A clone without hooks of its own and the bare repository `server.git` that it pushes to, whose
/// main branch holds one good report.
pub(crate) fn server() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(".gitignore", "server.git\n");
    sandbox
        .git(&[
            "init",
            "--quiet",
            "--bare",
            "--template=",
            "--initial-branch=main",
            "server.git",
        ])
        .ends(0);
    sandbox
        .git(&["remote", "add", "origin", "server.git"])
        .ends(0);
    let installed = sandbox
        .pmrepo_in("server.git", &["hooks", "install", "--server"])
        .ends(0);
    assert!(installed.err.contains("pre-receive"), "{installed:?}");
    sandbox.write(&report("one"), GOOD);
    sandbox.commit("One").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox
}

pub(crate) fn push(sandbox: &Sandbox, refs: &[&str]) -> Output {
    let mut words = vec!["push", "--quiet", "origin"];
    words.extend(refs);
    sandbox.git(&words)
}

/// The id of a branch on the server.
fn at(sandbox: &Sandbox, name: &str) -> String {
    sandbox.git_in("server.git", &["rev-parse", name]).out
}

#[test]
fn what_is_good_is_taken_and_what_is_bad_is_refused_with_its_place() {
    let sandbox = server();
    let before = at(&sandbox, "main");
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(
        refused.contains("refs/heads/main is refused: 1 error"),
        "{refused}"
    );
    assert!(refused.contains("SEV1-ish"), "{refused}");
    assert!(!refused.contains("\u{1b}[3"), "{refused:?}");
    // Nothing of it stays.
    assert_eq!(at(&sandbox, "main"), before);
    let objects = sandbox
        .git_in("server.git", &["fsck", "--unreachable", "--no-reflogs"])
        .ends(0);
    assert_eq!(objects.out, "");
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Mended").ends(0);
    push(&sandbox, &["main"]).ends(0);
}

#[test]
fn other_branches_are_free_and_guarded_ones_stay() {
    let sandbox = server();
    sandbox.git(&["checkout", "--quiet", "-b", "topic"]).ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    push(&sandbox, &["topic"]).ends(0);
    push(&sandbox, &[":topic"]).ends(0);
    sandbox.git(&["tag", "v1"]).ends(0);
    push(&sandbox, &["v1"]).ends(0);
    let refused = push(&sandbox, &["topic:main"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    let refused = push(&sandbox, &[":main"]).ends(1).err;
    assert!(
        refused.contains("guarded and cannot be deleted"),
        "{refused}"
    );
    // Nothing to do with postmortems.
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write("main.c", "int main;\n");
    sandbox.commit("Code").ends(0);
    let quiet = push(&sandbox, &["main", "topic"]).ends(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn a_new_branch_is_guarded_where_head_says_so() {
    let sandbox = server();
    sandbox.write(
        "pmrepo.yaml",
        "guard: {refs: [refs/heads/main, refs/heads/release/*]}\n",
    );
    sandbox.commit("Guard releases").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox.write("pmrepo.yaml", "guard: {refs: [refs/heads/main]}\n");
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["main:release/1", "main:topic"])
        .ends(1)
        .err;
    assert!(
        refused.contains("refs/heads/release/1 is refused: 1 error"),
        "{refused}"
    );
    push(&sandbox, &["main:topic"]).ends(0);
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Mended").ends(0);
    push(&sandbox, &["main:release/1"]).ends(0);
}

#[test]
fn a_push_cannot_lower_the_bar_for_itself() {
    let sandbox = server();
    sandbox.write(&report("two"), bad());
    for config in [
        "rules: {PM104: off}\n",
        "guard: {refs: [refs/heads/other]}\n",
        "severities: [SEV-1, SEV-2]\nrules: {value-not-allowed: note}\n",
    ] {
        sandbox.write("pmrepo.yaml", config);
        sandbox.commit("Lower the bar").ends(0);
        let refused = push(&sandbox, &["main"]).ends(1).err;
        assert!(refused.contains("PM104"), "{config}: {refused}");
    }
    fs::remove_file(sandbox.path("pmrepo.yaml")).unwrap();
    sandbox.commit("No bar").ends(0);
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(refused.contains("PM104"), "{refused}");
}

#[test]
fn a_push_cannot_point_away_from_postmortems() {
    let sandbox = server();
    sandbox.write(&report("two"), bad());
    sandbox.write("pmrepo.yaml", "paths: {postmortems: elsewhere}\n");
    sandbox.commit("Look away").ends(0);
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    // Moving them together with the path is another matter.
    sandbox.write(&report("two"), GOOD);
    sandbox.git(&["mv", "postmortems", "elsewhere"]).ends(0);
    sandbox.commit("Move them").ends(0);
    push(&sandbox, &["main"]).ends(0);
}

#[test]
fn a_configuration_that_cannot_be_read_is_mended_by_whoever_runs_the_server() {
    let sandbox = server();
    let server = sandbox.path("server.git/hooks/pre-receive");
    let hook = fs::read(&server).unwrap();
    fs::remove_file(&server).unwrap();
    sandbox.write("pmrepo.yaml", "rules: [\n");
    sandbox.commit("Break it").ends(0);
    push(&sandbox, &["main"]).ends(0);
    fs::write(&server, hook).unwrap();
    sandbox.sh("chmod +x server.git/hooks/pre-receive").ends(0);
    // Code goes on.
    sandbox.write("main.c", "int main;\n");
    sandbox.commit("Code").ends(0);
    push(&sandbox, &["main"]).ends(0);
    // What was asked for nobody can say, so that whoever runs the server looks at the fix.
    sandbox.write("pmrepo.yaml", "schema: 1\n");
    sandbox.commit("Fix it").ends(0);
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(
        refused.contains("`pmrepo.yaml` cannot be read: line 1"),
        "{refused}"
    );
    sandbox
        .git_in(
            "server.git",
            &["config", "pmrepo.bypassUntil", "2199-01-01"],
        )
        .ends(0);
    push(&sandbox, &["main"]).ends(0);
}

#[test]
fn a_history_that_is_rewritten_is_compared_with_what_was_there() {
    let sandbox = server();
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Two").ends(0);
    push(&sandbox, &["main"]).ends(0);
    sandbox
        .git(&["reset", "--quiet", "--hard", "HEAD~1"])
        .ends(0);
    let refused = push(&sandbox, &["--force", "main"]).ends(1).err;
    assert!(refused.contains("PM809"), "{refused}");
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Two, in other words").ends(0);
    push(&sandbox, &["--force", "main"]).ends(0);
}

#[test]
fn a_trailer_allows_what_it_names() {
    let sandbox = server();
    fs::remove_dir_all(sandbox.path("postmortems")).unwrap();
    sandbox.commit("Take it away").ends(0);
    push(&sandbox, &["main"]).ends(1);
    let words = [
        "commit",
        "--quiet",
        "--amend",
        "--message",
        "Take it away\n\nPmrepo-Allow: PM809 it was a test",
    ];
    sandbox.git(&words).ends(0);
    push(&sandbox, &["main"]).ends(0);
}

#[test]
fn the_first_push_is_judged_as_a_whole() {
    let sandbox = server();
    sandbox
        .git(&[
            "init",
            "--quiet",
            "--bare",
            "--template=",
            "--initial-branch=main",
            "new.git",
        ])
        .ends(0);
    sandbox.write(".git/info/exclude", "new.git\n");
    sandbox
        .pmrepo_in("new.git", &["hooks", "install", "--server"])
        .ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = sandbox.git(&["push", "new.git", "main"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Mended").ends(0);
    sandbox.git(&["push", "--quiet", "new.git", "main"]).ends(0);
}

#[test]
fn a_thousand_refs_are_pushed_at_once() {
    let sandbox = server();
    let script = "for n in $(seq 1000); do echo \"create refs/heads/b$n HEAD\"; done | git update-ref --stdin";
    sandbox.sh(script).ends(0);
    push(&sandbox, &["--all"]).ends(0);
    let count = sandbox
        .git_in("server.git", &["for-each-ref"])
        .out
        .lines()
        .count();
    assert_eq!(count, 1001);
}

#[test]
fn what_was_there_before_runs_first_and_without_pmrepo_nothing_passes() {
    let sandbox = server();
    let hooks = "server.git/hooks";
    sandbox
        .pmrepo_in("server.git", &["hooks", "uninstall", "--server"])
        .ends(0);
    sandbox.write(
        &format!("{hooks}/pre-receive"),
        "#!/bin/sh\ncat > seen\ntest ! -e refuse\n",
    );
    sandbox.sh(&format!("chmod +x {hooks}/pre-receive")).ends(0);
    sandbox
        .pmrepo_in("server.git", &["hooks", "install", "--server"])
        .ends(0);
    sandbox
        .pmrepo_in("server.git", &["hooks", "status", "--server"])
        .ends(0);
    sandbox.write("server.git/refuse", "");
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Two").ends(0);
    push(&sandbox, &["main"]).ends(1);
    fs::remove_file(sandbox.path("server.git/refuse")).unwrap();
    push(&sandbox, &["main"]).ends(0);
    assert!(sandbox.read("server.git/seen").contains("refs/heads/main"));

    sandbox.write(&report("three"), GOOD);
    sandbox.commit("Three").ends(0);
    let without = "PATH=/usr/bin:/bin git push --quiet origin main";
    if sandbox.sh("PATH=/usr/bin:/bin command -v pmrepo").status != 0 {
        let refused = sandbox.sh(without).ends(1).err;
        assert!(
            refused.contains("pmrepo is not installed on this server"),
            "{refused}"
        );
    }
}

#[test]
fn in_a_bare_repository_the_hook_of_pushes_is_meant() {
    let sandbox = Sandbox::plain();
    sandbox
        .git(&["init", "--quiet", "--bare", "server.git"])
        .ends(0);
    let hooks = |words: &[&str]| {
        let all = [&["-C", "server.git", "hooks"], words].concat();
        sandbox.pmrepo(&all)
    };
    let missing = hooks(&["status"]).ends(1);
    assert!(
        missing.out.ends_with("hooks/pre-receive: not installed\n"),
        "{missing:#?}"
    );
    // A hook that would never run is not installed.
    let refused = hooks(&["install"]).ends(2);
    assert!(
        refused.err.contains("pmrepo hooks install --server"),
        "{refused:#?}"
    );
    hooks(&["install", "--server"]).ends(0);
    let there = hooks(&["status"]).ends(0);
    assert!(
        there.out.ends_with("hooks/pre-receive: installed\n"),
        "{there:#?}"
    );
    hooks(&["uninstall"]).ends(0);
    hooks(&["status", "--server"]).ends(1);
}

//! What somebody tries who wants to get round the server's hook, and the administrator's own way.
#![cfg(unix)]

use std::io::Write;
use std::process::Stdio;

use crate::receive::push;
use crate::receive::server;
use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

fn id(sandbox: &Sandbox, revision: &str) -> String {
    let words = ["rev-parse", revision];
    sandbox.git(&words).ends(0).out.trim().to_owned()
}

/// A commit on `main` with a report in which something is found, and one on `good` without it.
fn good_and_bad(sandbox: &Sandbox) -> [String; 2] {
    sandbox.git(&["checkout", "--quiet", "-b", "good"]).ends(0);
    sandbox.write(&report("two"), GOOD);
    sandbox.commit("Good").ends(0);
    sandbox.git(&["checkout", "--quiet", "main"]).ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Bad").ends(0);
    [id(sandbox, "good"), id(sandbox, "main")]
}

#[test]
fn a_ref_that_replaces_what_is_pushed_changes_nothing() {
    for kind in ["^{commit}", "^{tree}", ":postmortems"] {
        for is_before in [true, false] {
            let sandbox = server();
            good_and_bad(&sandbox);
            let (from, to) = (
                id(&sandbox, &format!("main{kind}")),
                id(&sandbox, &format!("main~1{kind}")),
            );
            // As if nothing changed.
            let replace = format!("{to}:refs/replace/{from}");
            if is_before {
                push(&sandbox, &[&replace]).ends(0);
                let refused = push(&sandbox, &["main"]).ends(1).err;
                assert!(refused.contains("SEV1-ish"), "{kind}: {refused}");
            } else {
                let refused = push(&sandbox, &[&replace, "main"]).ends(1).err;
                assert!(refused.contains("SEV1-ish"), "{kind}: {refused}");
            }
        }
    }
}

#[test]
fn what_is_configured_for_people_who_read_changes_no_judgement() {
    let sandbox = server();
    good_and_bad(&sandbox);
    for setting in [
        "log.showSignature=true",
        "log.showRoot=false",
        "log.mailmap=true",
        "color.ui=always",
        "grep.patternType=fixed",
        "diff.external=false",
    ] {
        let (name, value) = setting.split_once('=').unwrap();
        sandbox
            .git_in("server.git", &["config", name, value])
            .ends(0);
    }
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    let message = "Take it away\n\nPmrepo-Allow: PM809 it was a test";
    sandbox.git(&["checkout", "--quiet", "good"]).ends(0);
    sandbox.git(&["rm", "--quiet", "-r", "postmortems"]).ends(0);
    sandbox.commit(message).ends(0);
    push(&sandbox, &["good:main"]).ends(0);
}

#[test]
fn the_list_of_refs_is_read_to_its_end() {
    let sandbox = server();
    let [_, bad] = good_and_bad(&sandbox);
    let zero = "0".repeat(40);
    let head = id(&sandbox, "good");
    sandbox
        .git(&["push", "--quiet", "origin", "main:topic", "good:other"])
        .ends(0);
    // Eleven megabytes of tags, and the one that counts behind them.
    let line = format!("{zero} {head} refs/tags/{}\n", "t".repeat(200));
    let mut lines = line.repeat(11 * 1024 * 1024 / line.len());
    let old = sandbox.git_in("server.git", &["rev-parse", "main"]).out;
    lines.push_str(&format!("{} {bad} refs/heads/main\n", old.trim()));
    let words = ["hooks", "receive"];
    let mut child = sandbox
        .command(env!("CARGO_BIN_EXE_pmrepo"), "server.git", &words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("refs/heads/main is refused"), "{said}");
}

#[test]
fn the_administrator_alone_opens_a_way_out_and_each_use_is_said() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let set = |value: &str| {
        let words = ["config", "pmrepo.bypassUntil", value];
        sandbox.git_in("server.git", &words).ends(0);
    };
    let refused = push(&sandbox, &["main"]).ends(1).err;
    assert!(
        refused.contains("git config pmrepo.bypassUntil DATE"),
        "{refused}"
    );
    let refused = push(&sandbox, &[":main"]).ends(1).err;
    assert!(refused.contains("pmrepo.bypassUntil"), "{refused}");
    for over in ["2026-01-01", "2026-01-01T10:00Z", "2026-01-01 10:00+01:00"] {
        set(over);
        push(&sandbox, &["main"]).ends(1);
    }
    // What cannot be read opens nothing, and says so.
    for unreadable in ["soon", "2999-13-01", "", "2999-01-01T10:00"] {
        set(unreadable);
        let refused = push(&sandbox, &["main"]).ends(1).err;
        assert!(
            refused.contains("neither a date nor a timestamp"),
            "{unreadable}: {refused}"
        );
    }
    // What nobody guards is not held up by it.
    push(&sandbox, &["main:topic"]).ends(0);
    // Nothing that is pushed opens it, and no other configuration does.
    sandbox
        .git_in(
            "server.git",
            &["config", "--unset-all", "pmrepo.bypassUntil"],
        )
        .ends(0);
    sandbox.write(".gitconfig", "[pmrepo]\n\tbypassUntil = 2999-01-01\n");
    let script = "GIT_CONFIG_GLOBAL=$PWD/.gitconfig git push --quiet origin main";
    sandbox.sh(script).ends(1);
    set("2999-01-01");
    let passed = push(&sandbox, &["main"]).ends(0).err;
    assert!(
        passed.contains("refs/heads/main is not judged until 2999-01-01 (pmrepo.bypassUntil)"),
        "{passed}"
    );
    assert_eq!(
        id(&sandbox, "main"),
        sandbox
            .git_in("server.git", &["rev-parse", "main"])
            .out
            .trim()
    );
}

#[test]
fn the_guard_is_heads_and_the_refs_own() {
    let sandbox = server();
    // A branch from before the guard.
    push(&sandbox, &["main:release/1"]).ends(0);
    sandbox.write(
        "pmrepo.yaml",
        "guard: {refs: [refs/heads/main, 'refs/heads/release/*']}\n",
    );
    sandbox.commit("Guard releases").ends(0);
    push(&sandbox, &["main"]).ends(0);
    let guarded = sandbox.git(&["rev-parse", "main"]).out;
    sandbox
        .git(&["checkout", "--quiet", "-b", "old", "main~1"])
        .ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["old:release/1"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    // One that comes from nowhere, with a configuration of its own.
    sandbox
        .git(&["checkout", "--quiet", "--orphan", "lost"])
        .ends(0);
    sandbox.write(
        "pmrepo.yaml",
        "rules: {PM104: off}\nguard: {refs: [refs/heads/none]}\n",
    );
    sandbox.commit("Lost").ends(0);
    let refused = push(&sandbox, &["lost:release/2"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
    push(&sandbox, &["lost"]).ends(0);
    // A branch that guards itself stays guarded when HEAD's configuration does not know it.
    sandbox
        .git(&["checkout", "--quiet", "-b", "strict", guarded.trim()])
        .ends(0);
    sandbox.write("pmrepo.yaml", "guard: {refs: [refs/heads/strict]}\n");
    sandbox.commit("Guard itself").ends(0);
    push(&sandbox, &["strict"]).ends(0);
    sandbox.write(&report("two"), bad());
    sandbox.commit("Two").ends(0);
    let refused = push(&sandbox, &["strict"]).ends(1).err;
    assert!(refused.contains("SEV1-ish"), "{refused}");
}

#[test]
fn a_ref_that_stands_for_a_guarded_one_is_that_one() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let link = |name: &str, to: &str| {
        let words = ["symbolic-ref", name, to];
        sandbox.git_in("server.git", &words).ends(0);
    };
    link("refs/heads/trunk", "refs/heads/main");
    link("refs/heads/stem", "refs/heads/trunk");
    for name in ["main:trunk", "main:stem", ":trunk"] {
        let refused = push(&sandbox, &[name]).ends(1).err;
        assert!(refused.contains("pmrepo.bypassUntil"), "{refused}");
    }
}

#[test]
fn where_head_names_no_branch_each_that_has_a_root_is_guarded() {
    let sandbox = server();
    good_and_bad(&sandbox);
    let head = ["symbolic-ref", "HEAD", "refs/heads/gone"];
    sandbox.git_in("server.git", &head).ends(0);
    for name in ["main", "main:fresh"] {
        let refused = push(&sandbox, &[name]).ends(1).err;
        assert!(refused.contains("SEV1-ish"), "{refused}");
    }
    // One that loses its root had one.
    sandbox.git(&["rm", "--quiet", "pmrepo.yaml"]).ends(0);
    sandbox.commit("No root").ends(0);
    push(&sandbox, &["main"]).ends(1);
    push(&sandbox, &["main:fresh"]).ends(0);
    let status = sandbox
        .pmrepo_in("server.git", &["hooks", "status", "--server"])
        .ends(0);
    assert!(
        status.err.contains(
            "It guards every branch that has, or gets, a pmrepo.yaml: HEAD names \
             refs/heads/gone, which is not there."
        ),
        "{status:?}"
    );
}

#[test]
fn status_and_install_say_what_is_guarded() {
    let sandbox = server();
    let said = |words: &[&str]| sandbox.pmrepo_in("server.git", words).ends(0).err;
    let status = ["hooks", "status"];
    assert_eq!(said(&status), "It guards refs/heads/main.\n");
    sandbox.write(
        "pmrepo.yaml",
        "guard: {refs: ['refs/heads/*', refs/tags/v1]}\n",
    );
    sandbox.commit("Guard more").ends(0);
    push(&sandbox, &["main"]).ends(0);
    assert_eq!(said(&status), "It guards refs/heads/*, refs/tags/v1.\n");
    let installed = said(&["hooks", "install", "--server"]);
    assert!(
        installed.contains("It guards refs/heads/*, refs/tags/v1.\n"),
        "{installed}"
    );
}

#[test]
fn a_pattern_that_matches_nothing_is_refused_and_the_branch_of_head_stays_guarded() {
    let sandbox = server();
    for (pattern, help) in [
        ("refs/heads/**", "write `refs/heads/*`"),
        ("refs/heads/main ", "write `refs/heads/main`"),
        ("refs/head/main", "write `refs/heads/main`"),
    ] {
        sandbox.write("pmrepo.yaml", format!("guard: {{refs: ['{pattern}']}}\n"));
        let found = sandbox.pmrepo(&["check"]).ends(1).out;
        assert!(found.contains("PM010") && found.contains(help), "{found}");
    }
    sandbox.commit("Guard nothing").ends(0);
    push(&sandbox, &["main"]).ends(1);
}

#[test]
fn without_git_nothing_passes() {
    let sandbox = server();
    let [_, bad] = good_and_bad(&sandbox);
    let old = id(&sandbox, "origin/main");
    sandbox
        .git(&["push", "--quiet", "origin", "main:topic"])
        .ends(0);
    let binary = env!("CARGO_BIN_EXE_pmrepo");
    let script = format!(
        "cd server.git && echo {old} {bad} refs/heads/main | PATH=/nowhere {binary} hooks receive"
    );
    let refused = sandbox.sh(&script).ends(2).err;
    assert!(
        refused.contains("`git` executable was not found"),
        "{refused}"
    );
}
